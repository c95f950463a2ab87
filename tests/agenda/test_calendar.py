"""The calendar file of a booking, read back line by line and by the town's own clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from formservice.agenda import signups
from formservice.agenda.calendar import calendar
from formservice.agenda.units import units_of
from tests.builders import NOW, a_place, a_session, an_activity

TITLE = "Café ; « numérique », l’après-midi, avec un titre si long qu’il faut le plier sur deux lignes"


def lines_of(zone="Europe/Paris", **given):
    unit = units_of(an_activity(**{"title": TITLE, **given}))[0]
    told = signups.told(unit, a_place())
    made = calendar(told, "2026-11-20T08:00:00+00:00", "example.org", zone, "https://example.org/agenda/x/", "03 53")
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    return made.decode().replace("\r\n ", "").split("\r\n")


def test_a_booking_becomes_an_event_with_the_town_s_time():
    lines = lines_of()
    assert "DTSTART;TZID=Europe/Paris:20261203T100000" in lines
    assert "UID:seance-SM-1@example.org" in lines
    assert "SUMMARY:" + TITLE.replace(";", "\\;").replace(",", "\\,") in lines
    assert "METHOD:PUBLISH" in lines and "DTSTAMP:20261120T080000Z" in lines


def test_a_cycle_gives_all_its_dates_but_those_called_off():
    sessions = (a_session("SM-1"), a_session("SM-2", cancelled="Grève"), a_session("SM-3"))
    lines = lines_of(booking="cycle", sessions=sessions)
    assert [line for line in lines if line.startswith("UID")] == [f"UID:seance-SM-{n}@example.org" for n in (1, 3)]


def test_overseas_the_time_is_told_in_utc():
    assert "DTSTART:20261203T060000Z" in lines_of("Indian/Reunion")


@pytest.mark.parametrize("year", range(2026, 2031))
def test_the_rule_of_the_zone_changes_the_clocks_when_the_country_does(year):
    rules_of = [line.removeprefix("RRULE:") for line in lines_of() if line.startswith("RRULE")]
    autumn, spring = (rrulestr(rule, dtstart=datetime(1996, 1, 1)) for rule in rules_of)
    for rule, before, after in ((autumn, 2, 1), (spring, 1, 2)):
        day = rule.between(datetime(year, 1, 1), datetime(year, 12, 31))[0]
        offsets = [day.replace(hour=h, tzinfo=ZoneInfo("Europe/Paris")).utcoffset().seconds // 3600 for h in (0, 12)]
        assert offsets == [before, after]


def test_nothing_of_the_person_is_in_it():
    assert not any(str(NOW.year) in line and "suivi" in line for line in lines_of())
