"""The calendar files, the feed and the data of the two sites, as they were really built."""

import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
import recurring_ical_events
import vobject
from lxml import etree

from formservice.agenda import slots
from formservice.agenda.units import still_open
from tests.markup import parse
from tests.plugins.lines import events, physical

ATOM = "{http://www.w3.org/2005/Atom}"


def files(built):
    """Every calendar file by its address."""
    site = built.folder / "site"
    return {f"/{path.relative_to(site)}": path.read_bytes() for path in sorted(site.rglob("*.ics"))}


def test_each_line_of_each_file_fits_and_each_name_is_there_once(built):
    for url, content in files(built).items():
        assert all(len(line) <= 75 and line.decode() for line in physical(content)), url
        uids = [one["UID"] for one in events(content)]
        assert len(uids) == len(set(uids)), url


def test_two_other_programs_find_every_session_at_its_time(built):
    content = files(built)["/agenda/agenda.ics"]
    sessions = {
        s.id: s for a in built.catalogue.activities for s in a.sessions if s.end + timedelta(days=30) > built.now
    }
    read = {one.uid.value: one for one in vobject.readOne(content.decode()).vevent_list}
    span = (built.now - timedelta(days=99), built.now + timedelta(days=900))
    found = {
        str(one["uid"]): one for one in recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(*span)
    }
    assert set(read) == set(found) and len(found) == len(events(content))
    assert {uid for uid in read if uid.startswith("seance-")} == {uid_of(built, one) for one in sessions}
    for name, session in sessions.items():
        one, other = read[uid_of(built, name)], found[uid_of(built, name)]
        assert one.dtstart.value.replace(tzinfo=None) == other["dtstart"].dt.replace(tzinfo=None) == session.start
        assert one.dtend.value == other["dtend"].dt and int(one.sequence.value) == len(session.changes)
        assert one.status.value == ("CANCELLED" if session.cancelled else "CONFIRMED")


def uid_of(built, name):
    return f"seance-{name}@{urlsplit(built.catalogue.site.url).hostname}"


def test_each_file_is_led_to_by_a_page_in_two_ways(built):
    known, links = set(files(built)), set()
    for url, html in built.pages.items():
        tree = parse(html)
        told = tree.xpath("//link[@type='text/calendar']/@href")
        followed = [urlsplit(one).path for one in tree.xpath("//a[starts-with(@href, 'webcal:')]/@href")]
        down = tree.xpath("//main//a[contains(@href, '.ics')][not(contains(@href, ':'))]/@href")
        assert len(told) <= 1 and set(followed) <= set(told) & set(down), url
        links |= {*told, *down}
    assert links <= known and "/agenda/agenda.ics" in links
    open_now = still_open(built.catalogue.activities, built.now)
    assert {one.url + "agenda.ics" for one in (*open_now, *built.catalogue.site.themes)} <= links
    assert {f"{a.url}{s.id}.ics" for a in open_now for s in a.sessions if s.end > built.now} <= links


def test_the_data_of_a_page_tell_the_dates_to_come(built):
    for activity in built.catalogue.activities:
        found = parse(built.pages[activity.url]).xpath("//script[@type='application/ld+json']")
        coming = sorted(s.start for s in activity.sessions if s.end > built.now)
        told = json.loads(found[0].text)["@graph"] if found else []
        dates = [event["startDate"][:16] for event in told if "eventSchedule" not in event]
        assert dates == [f"{one:%Y-%m-%dT%H:%M}" for one in coming[:12]]
        assert len(told) - len(dates) == bool(slots.open_days(activity, built.now))
        assert all(re.search(r"[+-]\d\d:\d\d$", event[key]) for event in told for key in ("startDate", "endDate"))


def test_the_feed_of_new_dates_leads_to_pages_and_says_no_day_to_come(built):
    feed = etree.parse(built.folder / "site/agenda/atom.xml").getroot()
    assert feed.findall(f"{ATOM}entry")
    for entry in feed.findall(f"{ATOM}entry"):
        assert urlsplit(entry.find(f"{ATOM}link").get("href")).path in built.pages
        assert entry.findtext(f"{ATOM}updated")[:10] <= str(built.now.date())
    assert "/agenda/atom.xml" in parse(built.pages["/agenda/"]).xpath("//link[@rel='alternate']/@href")
