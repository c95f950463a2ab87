"""The calendar files of the agenda, read back by other programs than the one that writes them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject

from formservice.catalogue import Change, Closure, Theme
from formservice.catalogue.agenda import KINDS
from plugins.calendars import files
from plugins.content import Content
from plugins.entries import entries
from tests.builders import NOW, a_catalogue, a_place, a_session, a_site, an_activity, an_opening
from tests.plugins.lines import events, logical, physical, unescaped

PARIS, UTC = ZoneInfo("Europe/Paris"), ZoneInfo("UTC")
HOSTILE = (
    "Café ; « numérique », \\n et \\; tout l’après-midi",
    "Deux lignes\nBEGIN:VEVENT\nUID:autre",
    "é" * 200,
    "👵🏽👩‍💻 " * 30,
    "x" * 66 + "é😀" * 9,
    'Guillemets "droits", deux-points : et ; TZID=Mars',
)


def made(activity, now=NOW, **given):
    """The bytes of the file of an activity."""
    return all_of(a_catalogue(activity, **given), now)[f"{activity.url}agenda.ics"]


def all_of(catalogue, now=NOW):
    drawn = files.ics.Drawn(catalogue)
    return {feed.url: drawn.file(feed.title, feed.dates) for feed in files.feeds(catalogue, now)}


def with_vobject(content):
    return vobject.readOne(content.decode()).contents.get("vevent", [])


def with_recurring(content, since, until):
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(since, until)
    return sorted(found, key=lambda one: one["dtstart"].dt)


@pytest.mark.parametrize("title", HOSTILE)
def test_whatever_a_title_holds_it_is_read_back_as_it_was_and_each_line_fits(title):
    content = made(an_activity(title=title, summary=title, bring=title))
    assert all(len(line) <= 75 and line.decode() for line in physical(content))
    [one] = events(content)
    assert one["SUMMARY"] == title and one["UID"] == "seance-SM-1@www.example.org"
    assert with_vobject(content)[0].summary.value == title
    assert [unescaped(value) for name, value in logical(content) if "NAME" in name and name[0] != "T"] == [title] * 2
    [occurrence] = with_recurring(content, NOW, NOW + timedelta(days=9))
    assert str(occurrence["summary"]) == title


@pytest.mark.parametrize("start", [
    datetime(2027, 3, 28, 1, 30), datetime(2027, 3, 28, 3), datetime(2027, 3, 28, 14),
    datetime(2026, 10, 25, 1, 30), datetime(2027, 10, 31, 3), datetime(2027, 10, 31, 14),
    datetime(2027, 1, 1), datetime(2027, 7, 14), datetime(2026, 12, 31, 22),
])  # fmt: skip
def test_a_date_is_at_the_same_moment_for_every_reader(start):
    content = made(an_activity(sessions=(a_session(start=start),)), now=datetime(2026, 10, 1))
    true = [at.replace(tzinfo=PARIS).astimezone(UTC) for at in (start, start + timedelta(hours=2))]
    [read] = with_vobject(content)
    assert [read.dtstart.value.astimezone(UTC), read.dtend.value.astimezone(UTC)] == true
    [read] = with_recurring(content, start.date() - timedelta(days=1), start.date() + timedelta(days=2))
    assert [read["dtstart"].dt.astimezone(UTC), read["dtend"].dt.astimezone(UTC)] == true


def test_a_session_moved_twice_keeps_its_name_and_its_number_grows():
    first, second, third = (NOW + timedelta(days=n) for n in (2, 9, 16))
    moves = (Change(date(2026, 11, 20), first), Change(date(2026, 11, 28), second))
    told = [
        events(made(an_activity(title=f"Titre {n}", sessions=(a_session(start=start, changes=moves[:n]),))))[0]
        for n, start in enumerate((first, second, third))
    ]
    assert {one["UID"] for one in told} == {"seance-SM-1@www.example.org"}
    assert [one["SEQUENCE"] for one in told] == ["0", "1", "2"]
    assert [one["DTSTAMP"] for one in told[1:]] == ["20261120T000000Z", "20261128T000000Z"]
    assert told[0]["DTSTAMP"] < told[1]["DTSTAMP"] and all(one["DTSTAMP"] == one["LAST-MODIFIED"] for one in told)
    assert "c’était prévu jeudi 10\xa0décembre 2026, à 10\xa0h" in told[2]["DESCRIPTION"]


def test_one_called_off_then_held_or_ending_later_has_a_higher_number_and_says_why():
    start = NOW + timedelta(days=2)
    lines = (Change(date(2026, 11, 28), start), Change(date(2026, 11, 29), start, "Finalement maintenue"))
    lines += (Change(date(2026, 11, 30), start, "Finit à 13 h"),)
    off = a_session(cancelled="Grève", changes=lines[:1])
    states = (off, a_session(changes=lines[:2]), a_session(changes=lines, hours=3))
    told = [events(made(an_activity(sessions=(one,))))[0] for one in states]
    assert [one["SEQUENCE"] for one in told] == ["1", "2", "3"] and len({one["UID"] for one in told}) == 1
    assert [one["STATUS"] for one in told] == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    assert told[1]["DESCRIPTION"].startswith("Changement\xa0: Finalement maintenue\n")
    assert "Finit à 13\xa0h" in told[2]["DESCRIPTION"] and told[2]["DTEND"] == "20261203T130000"
    assert "Nouvelle date" not in told[1]["DESCRIPTION"] + told[2]["DESCRIPTION"]


def test_a_session_called_off_stays_thirty_days_and_says_so():
    called_off = a_session(cancelled="Grève", changes=(Change(date(2026, 11, 30), NOW + timedelta(days=2)),))
    activity = an_activity(sessions=(called_off,))
    for later in (timedelta(), called_off.end + timedelta(days=30) - NOW - timedelta(minutes=1)):
        [one] = events(made(activity, NOW + later))
        assert (one["STATUS"], one["SEQUENCE"]) == ("CANCELLED", "1")
        assert one["SUMMARY"].startswith("ANNULÉ – ") and one["DESCRIPTION"].startswith("Annulé. Grève")
    assert events(made(activity, called_off.end + timedelta(days=30))) == []


def test_a_build_on_another_day_tells_alike_what_is_not_over():
    sessions = tuple(a_session(f"SM-{n}", NOW + timedelta(days=5 * n)) for n in range(1, 20))
    catalogue = a_catalogue(an_activity(sessions=sessions), an_opening())
    assert all_of(catalogue) == all_of(catalogue, NOW + timedelta(minutes=5))
    before, after = (events(all_of(catalogue, NOW + timedelta(days=n))["/agenda/agenda.ics"]) for n in (0, 60))
    gone = [one for one in before if one not in after]
    assert after == [one for one in before if one not in gone] and 20 < len(gone) < len(before) - 20
    assert max(one["DTEND"] for one in gone) < "20270131"


def test_the_openings_are_told_day_by_day_without_the_closed_days():
    shut = (Closure(date(2026, 12, 20), date(2027, 1, 4), "vacances"),)
    content = made(an_opening(shut=shut))
    days = [one["dtstart"].dt for one in with_recurring(content, date(2026, 12, 1), date(2027, 7, 30))]
    whole = [date(2026, 12, 1) + timedelta(days=n) for n in range(212)]
    assert [day.date() for day in days] == [d for d in whole if d.weekday() in (1, 3) and not shut[0].holds(d)]
    assert {(day.hour, day.minute) for day in days} == {(14, 0)}, "whatever the season"
    assert [read.dtstart.value.date() for read in with_vobject(content)] == [day.date() for day in days]


def test_other_hours_of_an_opening_are_another_date():
    before, after = (events(made(an_opening(hours=(hours,)))) for hours in ("14:00-17:00", "14:00-18:00"))
    assert not {one["UID"] for one in before} & {one["UID"] for one in after}


def test_each_theme_place_activity_and_session_has_its_file():
    site = a_site(themes=(Theme("photos", "Photos, images"), Theme("visio", "Appels")))
    here, there = an_activity(theme="photos"), an_opening(place="ailleurs", theme="visio")
    places = tuple(a_place(slug=slug) for slug in ("maison", "ailleurs", "vide"))
    found = all_of(a_catalogue(here, there, site=site, places=places))
    counts = {url.removeprefix("/agenda/"): len(events(content)) for url, content in found.items()}
    many = counts["permanence/agenda.ics"]
    assert counts == {
        "agenda.ics": many + 1, "theme/photos/agenda.ics": 1, "theme/visio/agenda.ics": many,
        "lieu/maison/agenda.ics": 1, "lieu/ailleurs/agenda.ics": many, "lieu/vide/agenda.ics": 0,
        "smartphone/agenda.ics": 1, "permanence/agenda.ics": many, "smartphone/SM-1.ics": 1,
    }  # fmt: skip
    assert with_vobject(found["/agenda/theme/photos/agenda.ics"])[0].categories.value == ["Photos, images"]


def test_it_says_where_how_to_come_by_telephone_and_when_to_look_again():
    content = made(an_activity(price="Gratuit", level="débutant"), places=(a_place(geo="50.44800, -3.42800"),))
    [one] = events(content)
    assert one["GEO"] == "50.448;-3.428" and "GEO" not in events(made(an_activity()))[0]
    assert one["LOCATION"] == "La Maison des aînés, 2 rue de l’Exemple"
    assert one["URL"] == "https://www.example.org/agenda/smartphone/"
    assert "Pour vous inscrire, appelez le 03\xa053\xa001\xa000\xa001, du lundi" in one["DESCRIPTION"]
    lines = [line.decode() for line in physical(content)]
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT6H", "NAME:Premiers pas avec son smartphone"} <= set(lines)
    assert "DTSTART;TZID=Europe/Paris:20261203T100000" in lines and "TZID:Europe/Paris" in lines
    assert not any(line.startswith("METHOD") for line in lines)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_called_the_same_in_a_calendar_and_in_the_search(kind):
    catalogue = a_catalogue(an_activity(kind=kind))
    content = Content()
    content.things["agenda"] = list(catalogue.activities)
    [said] = [one.said for one in entries(content, catalogue, NOW) if one.url == catalogue.activities[0].url]

    [event] = with_vobject(all_of(catalogue)["/agenda/agenda.ics"])
    assert said.startswith(f"{event.categories.value[0]}, ")
