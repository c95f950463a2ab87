"""The calendar file of a booking: the dates, the place, the telephone; nothing of the person.

The time zone of mainland France is written as a rule by hand: the lists of dates that libraries
write are misread by Outlook. Elsewhere the times are in UTC.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from icalendar import Alarm, Calendar, Component, Event, vText

from formservice.catalogue import Catalogue
from formservice.clock import UTC, of_wall

PARIS = "Europe/Paris"
_PARIS = "\r\n".join(
    (
        "BEGIN:VTIMEZONE", "TZID:Europe/Paris",
        "BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "END:DAYLIGHT",
        "END:VTIMEZONE", "",
    )
)  # fmt: skip


def calendar(
    told: dict[str, Any],
    at: str,
    host: str,
    zone: str,
    page: str,
    phone: str,
    *,
    method: str = "PUBLISH",
    sequences: Mapping[str, int] = MappingProxyType({}),
) -> bytes:
    """The file of a sign-up: `told` is what the person was told, `at` the UTC time of saying so.

    `sequences` numbers what is said of each session; CANCEL takes the dates out of a calendar again.
    """
    made = blank(zone)
    made.add("method", method)
    for session in told["sessions"]:
        event = _event(session, told, datetime.fromisoformat(at), host, zone, page, phone)
        _settle(event, sequences.get(session["id"], 0), method)
        made.add_component(event)
    return made.to_ical()


def blank(zone: str) -> Calendar:
    """A calendar without dates, which knows when the clocks change."""
    made = Calendar()
    made.add("prodid", "-//formservice//agenda//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if zone == PARIS:
        made.add_component(Component.from_ical(_PARIS))
    return made


def uid_of(session_id: str, host: str) -> str:
    """What a calendar knows a session by, in a letter or in a feed: never its title, which may change."""
    return f"seance-{session_id}@{host}"


def sequences(catalogue: Catalogue, told: dict[str, Any], revisions: int = 0) -> dict[str, int]:
    """The number of each session that was told: the changes announced of it, after the revisions of the sign-up."""
    known = {session.id: len(session.changes) for activity in catalogue.activities for session in activity.sessions}
    return {one["id"]: revisions + known.get(one["id"], 0) for one in told.get("sessions", ())}


def revisions_after(former: Iterable[dict[str, Any]]) -> int:
    """What the sign-up of who comes back starts from, so that no number goes down: each end took one more."""
    return max((one.get("revisions", 0) + 2 for one in former), default=0)


def _settle(event: Event, sequence: int, method: str) -> None:
    """Say that the event stands, with a reminder the day before; or that it is cancelled, whatever was said before."""
    if method == "CANCEL":
        event.add("sequence", sequence + 1)
        event.add("status", "CANCELLED")
        event["summary"] = vText(f"ANNULÉ – {event['summary']}")
        return
    event.add("sequence", sequence)
    event.add("status", "CONFIRMED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(event["summary"]))
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)


def _event(
    session: dict[str, str], told: dict[str, Any], at: datetime, host: str, zone: str, page: str, phone: str
) -> Event:
    event = Event()
    event.add("uid", uid_of(session["id"], host))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", moment(datetime.fromisoformat(session["start"]), zone))
    event.add("dtend", moment(datetime.fromisoformat(session["end"]), zone))
    event.add("summary", told["title"])
    event.add("location", f"{told['place']}, {told['address']}")
    event.add("description", f"Un empêchement ? Appelez le {phone}.\n{page}")
    event.add("url", page)
    return event


def moment(wall: datetime, zone: str) -> datetime:
    """A time of the town's clock as a calendar is told it."""
    at = of_wall(wall, zone)
    return at if zone == PARIS else at.astimezone(UTC)
