"""Who holds a seat on which day of a meeting, for the attendance."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from formservice.agenda import attendance, rules, signups
from formservice.folding import order
from formservice.office.meetings import Meeting
from formservice.office.person import Person, person
from formservice.service import service
from formservice.theme import span

EARLY = timedelta(minutes=30)


@dataclass(frozen=True)
class Seat:
    """One person at one date."""

    field: str
    person: Person
    session: str
    mark: str
    hours: str
    """« de 14 h à 16 h », said when several dates of the day are on the page."""


def days_of(meeting: Meeting) -> list[date]:
    """The days on which it takes place, with somebody or not."""
    return sorted({*meeting.days, *(start.date() for start in starts_of(meeting))})


def opened(meeting: Meeting) -> list[date]:
    """The days whose attendance may be taken now: those that begin in half an hour, or began."""
    now = service().clock.wall()
    return sorted({start.date() for start in starts_of(meeting) if start - EARLY <= now})


def starts_of(meeting: Meeting) -> set[datetime]:
    """When it begins on each of its days, and when those who signed up were told to come."""
    unit = None if meeting.slots else signups.known_unit(service(), meeting.id)
    own = {one.start for one in (unit.living if unit else meeting.slots) if not one.cancelled}
    return own | {start for one in meeting.signups for _, start, _ in attendance.sessions_of(service(), one)}


def seats(meeting: Meeting, day: date) -> list[Seat]:
    """Those who hold a seat on a day, by hour then by name. A seat that was only offered is nobody's yet."""
    lines = [
        (start, _seat(meeting, signup, session, start, end))
        for signup in meeting.signups
        if signup["state"] == rules.CONFIRMED
        for session, start, end in attendance.sessions_of(service(), signup)
        if start.date() == day
    ]
    ordered = sorted(lines, key=lambda line: (line[0], order(line[1].person.name)))
    return [seat for _, seat in ordered]


def _seat(meeting: Meeting, signup: dict[str, Any], session: str, start: datetime, end: datetime) -> Seat:
    mark = signup.get("attendance", {}).get(session, "")
    return Seat(f"{signup['id']}.{session}", person(meeting, signup), session, mark, span(start, end))
