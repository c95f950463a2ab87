"""The feed of new dates, read by lxml and held to the rules of RFC 4287."""

from datetime import date, datetime, timedelta

import pytest
from lxml import etree

from formservice.catalogue import Change
from plugins.calendars import atom
from tests.builders import NOW, a_catalogue, a_session, an_activity
from tests.pages import plain

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ONCE = ("id", "title", "updated")
"""What a feed and each entry have exactly once (RFC 4287, 4.1)."""
HOSTILE = ("<b>Gras</b> & « guillemets » ]]>", "👵🏽 é ; , :", "</title><script>alert(1)</script>")


def read(tmp_path, *sessions, now=NOW, **given):
    atom.publish(tmp_path, a_catalogue(an_activity(sessions=sessions, **given)), now)
    feed = etree.fromstring((tmp_path / atom.FILE).read_bytes(), etree.XMLParser(resolve_entities=False))
    valid(feed)
    return feed


def valid(feed):
    ids = feed.xpath("//a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids)) and all(one.startswith("tag:www.example.org,2026:") for one in ids)
    assert len(feed.findall("a:author/a:name", ATOM)) == 1, "entries have none of their own"
    assert feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"https://www.example.org/{atom.FILE}"]
    for holder in [feed, *feed.findall("a:entry", ATOM)]:
        assert [len(holder.findall(f"a:{name}", ATOM)) for name in ONCE] == [1, 1, 1]
        assert datetime.fromisoformat(holder.findtext("a:updated", namespaces=ATOM)).utcoffset() == timedelta()
        assert len(holder.findall("a:link[@rel='alternate']", ATOM)) == 1
        assert not holder.find("a:title", ATOM).get("type"), "plain text"
    dates = feed.xpath("a:entry/a:updated/text()", namespaces=ATOM)
    assert dates == sorted(dates, reverse=True) and dates[:1] in ([], [feed.findtext("a:updated", namespaces=ATOM)])


def told(feed):
    return [one.rpartition(":")[2] for one in feed.xpath("a:entry/a:id/text()", namespaces=ATOM)]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_of_any_signs_stays_words(tmp_path, title):
    feed = read(tmp_path, a_session(), title=title, audience=title)
    assert plain(title) in plain(feed.findtext("a:entry/a:title", namespaces=ATOM))
    summary = feed.find("a:entry/a:summary", ATOM)
    assert summary.get("type") == "html"
    tree = etree.HTML(f"<p>{summary.text}</p>")
    assert plain(title) in plain(tree.xpath("string(//p)")) and not tree.xpath("//b|//script")


def test_a_date_is_new_from_the_day_the_file_says_or_two_months_before_it(tmp_path):
    far = NOW + timedelta(days=200)
    announced = a_session("SM-1", far, added=date(2026, 11, 25))
    soon, later = a_session("SM-2", NOW + timedelta(days=60)), a_session("SM-3", NOW + timedelta(days=61))
    assert told(read(tmp_path, later, announced, soon)) == ["seance-SM-2", "seance-SM-1"]
    tomorrow = read(tmp_path, later, announced, soon, now=NOW + timedelta(days=1))
    assert told(tomorrow) == ["seance-SM-3", "seance-SM-2", "seance-SM-1"]


def test_what_is_to_be_announced_later_is_not_told_yet(tmp_path):
    assert told(read(tmp_path, a_session(added=NOW.date() + timedelta(days=1)))) == []


def test_a_moved_date_keeps_its_name_and_comes_back_on_top(tmp_path):
    moved = a_session("SM-1", added=date(2026, 11, 1), changes=(Change(date(2026, 11, 30), NOW + timedelta(days=1)),))
    feed = read(tmp_path, a_session("SM-2", added=date(2026, 11, 20)), moved)
    assert told(feed) == ["seance-SM-1", "seance-SM-2"]
    assert feed.findtext("a:entry/a:title", namespaces=ATOM).startswith("Nouvelle date\xa0: Premiers pas")
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-11-30T00:00:00+00:00"


def test_a_date_called_off_says_so_and_one_that_is_over_goes(tmp_path):
    off = a_session("SM-1", cancelled="Grève", changes=(Change(date(2026, 11, 30), NOW + timedelta(days=2)),))
    feed = read(tmp_path, off, a_session("SM-2", NOW - timedelta(days=3)))
    assert told(feed) == ["seance-SM-1"]
    assert feed.findtext("a:entry/a:title", namespaces=ATOM).startswith("Annulé\xa0: Premiers pas")
    assert "Annulé. Grève" in feed.findtext("a:entry/a:summary", namespaces=ATOM)


def test_a_date_held_after_all_says_why_and_is_not_called_new(tmp_path):
    start = NOW + timedelta(days=2)
    lines = (Change(date(2026, 11, 28), start), Change(date(2026, 11, 29), start, "Finalement maintenue"))
    feed = read(tmp_path, a_session(changes=lines))
    assert feed.findtext("a:entry/a:title", namespaces=ATOM).startswith("Changement\xa0: Premiers pas")
    assert "Finalement maintenue" in feed.findtext("a:entry/a:summary", namespaces=ATOM)


def test_the_same_content_gives_the_same_bytes_another_day(tmp_path):
    for sessions in ((), (a_session(),)):
        read(tmp_path, *sessions, weekly=())
        before = (tmp_path / atom.FILE).read_bytes()
        read(tmp_path, *sessions, weekly=(), now=NOW + timedelta(hours=30))
        assert (tmp_path / atom.FILE).read_bytes() == before
