"""The calendar parts of a letter, read with another library than the one that wrote them."""

import re
from datetime import datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from dateutil.parser import parse as parse_date

from formservice.catalogue.agenda import Change
from formservice.mail.compose import compose
from tests.builders import NOW, a_catalogue, a_session, a_site, an_activity
from tests.mail.letters import ACTIVITY, BASE, CYCLE, a_frame, a_letter, a_record


def parts(name, frame, record=None, **more):
    """(method of the MIME part, lines of the file) of each calendar part, both copies compared."""
    record = record or a_record(state={"cancelled": "cancelled", "called_off": "called_off"}.get(name, "confirmed"))
    message = compose(a_letter(name, record, **more), record, frame, f"{BASE}/suivi/session/SM-12/f234.abc")
    shown = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    attached = [part.get_content() for part in message.walk() if part.get_content_type() == "application/ics"]
    assert [part.get_payload(decode=True) for part in shown] == attached
    assert {part["Content-Transfer-Encoding"] for part in shown} <= {"base64"}
    assert {part.get_param("charset") for part in shown} <= {"utf-8"}
    return [(part.get_param("method"), unfolded(part.get_payload(decode=True))) for part in shown]


def unfolded(raw):
    assert b"\n" not in raw.replace(b"\r\n", b"")
    return raw.decode().replace("\r\n ", "").split("\r\n")


def test_a_confirmation_is_published_with_a_reminder_the_day_before(frame):
    [(method, lines)] = parts("confirmed", frame)
    assert method == "PUBLISH" and "METHOD:PUBLISH" in lines and "STATUS:CONFIRMED" in lines
    assert "UID:seance-SM-12@www.example.org" in lines and "SEQUENCE:0" in lines
    assert "TRIGGER:-P1D" in lines and "ACTION:DISPLAY" in lines
    [start] = [line for line in lines if line.startswith("DTSTART;TZID=Europe/Paris")]
    assert parse_date(start.partition(":")[2]) == NOW + timedelta(days=2, hours=4)
    assert "DTSTAMP:20261201T090000Z" in lines


@pytest.mark.parametrize("name", ["cancelled", "called_off"])
def test_a_cancellation_takes_the_same_event_away_with_a_higher_number(name, frame):
    [(method, lines)] = parts(name, frame)
    assert method == "CANCEL" and "METHOD:CANCEL" in lines and "STATUS:CANCELLED" in lines
    assert "UID:seance-SM-12@www.example.org" in lines and "SEQUENCE:1" in lines
    assert "BEGIN:VALARM" not in lines and any(line.startswith("SUMMARY:ANNULÉ – ") for line in lines)


def test_each_announced_change_raises_the_number(tmp_path):
    session = a_session("SM-12", changes=(Change(NOW.date(), NOW), Change(NOW.date(), NOW)))
    activity = an_activity(sessions=(session,))
    frame = a_frame(tmp_path, of=a_catalogue(activity, site=a_site(email="mairie@example.org")))
    [(_, lines)] = parts("moved", frame, a_record(activity), was="hier")
    [(_, cancelled)] = parts("cancelled", frame, a_record(activity, state="cancelled"))
    assert "SEQUENCE:2" in lines and "SEQUENCE:3" in cancelled


def test_who_comes_back_to_a_date_gets_a_higher_number_than_when_it_was_taken_away(frame):
    before = {"was_told": a_record()["told"], "was_revisions": 2}
    numbers = [
        line
        for name, record, more in (
            ("confirmed", a_record(revisions=2), {}), ("cancelled", a_record(state="cancelled", revisions=2), {}),
            ("rescheduled", a_record(revisions=4), before),
        )
        for _, lines in parts(name, frame, record, **more)
        for line in lines if line.startswith("SEQUENCE")
    ]  # fmt: skip
    assert numbers == ["SEQUENCE:2", "SEQUENCE:3", "SEQUENCE:4", "SEQUENCE:3"]


def test_a_new_date_brings_one_event_and_takes_the_old_one_away(frame):
    found = parts("rescheduled", frame, was="mardi 8", was_told=a_record(CYCLE)["told"])
    assert [method for method, _ in found] == ["PUBLISH", "CANCEL"]
    assert "UID:seance-CY-1@www.example.org" in found[1][1]


def test_who_waits_gets_no_date(frame):
    for name, state in (("waiting", "waiting"), ("offer", "offered"), ("moved", "waiting")):
        assert parts(name, frame, a_record(state=state)) == []


def test_nothing_of_the_person_and_no_link_is_in_a_calendar(frame):
    for name in ("confirmed", "cancelled"):
        [(_, lines)] = parts(name, frame)
        assert not re.search("Dominique|dominique|suivi|AT-7KM4|ATTENDEE", "\n".join(lines))


def test_another_reader_finds_every_date_of_a_cycle(frame):
    record = a_record(CYCLE)
    message = compose(a_letter("confirmed", record), record, frame)
    raw = next(part for part in message.walk() if part.get_content_type() == "application/ics").get_content()
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(raw))
    found = events.between(datetime(2026, 12, 1), datetime(2027, 1, 1))
    assert [event["DTSTART"].dt.replace(tzinfo=None) for event in found] == [one.start for one in CYCLE.sessions]
    assert ACTIVITY.title == found[0]["SUMMARY"]
