"""The sheet that people sign at a session: who holds a seat, for the office's pages and for the day's paper."""

from collections import Counter
from datetime import date, datetime, timedelta

from formservice.agenda import attendance, rules, signups
from formservice.catalogue import Activity
from formservice.office.meetings import Meeting
from formservice.office.seats import Seat, days_of, seats
from formservice.paper.attendance import Expected, Sheet
from formservice.service import Service, service
from formservice.theme import hour, span

PREPARED = {
    "device": "appareil à prêter", "wheelchair": "place pour un fauteuil roulant", "loop": "boucle magnétique",
    "print": "documents en gros caractères",
}  # fmt: skip
"""What each need of the form makes one prepare."""


def days_to_sign(meeting: Meeting) -> list[date]:
    """The days of a meeting, from yesterday on, for which a sheet may be printed."""
    since = service().clock.today() - timedelta(days=1)
    return [day for day in days_of(meeting) if day >= since] if not meeting.cancelled else []


def sheet_of(meeting: Meeting, day: date) -> Sheet:
    """The sheet of one day of a meeting."""
    taken, activity = seats(meeting, day), activity_of(service(), meeting)
    return Sheet(
        meeting.id, meeting.title, day, span(*times_on(meeting, day)), meeting.place, tuple(_lines(meeting, taken)),
        free=0 if meeting.slots else _free(meeting), needs=needs_of(meeting, day),
        demonstration=bool(activity and activity.demonstration),
    )  # fmt: skip


def needs_of(meeting: Meeting, day: date) -> dict[str, int]:
    """What is to be prepared for those who hold a seat, and how many times."""
    coming = {seat.person.id for seat in seats(meeting, day)}
    asked = (one["answers"].get("needs") or () for one in meeting.signups if one["id"] in coming)
    counted = Counter(need for needs in asked for need in needs)
    return {words: counted[need] for need, words in PREPARED.items() if counted[need]}


def times_on(meeting: Meeting, day: date) -> tuple[datetime, datetime]:
    """From when to when, on one day of a meeting."""
    app = service()
    unit = None if meeting.slots else signups.known_unit(app, meeting.id)
    times = [(one.start, one.end) for one in unit.living] if unit else []
    if not meeting.slots:
        times += [(start, end) for one in meeting.signups for _, start, end in attendance.sessions_of(app, one)]
    return next((one for one in times if one[0].date() == day), (meeting.start, meeting.end))


def activity_of(app: Service, meeting: Meeting) -> Activity | None:
    """The activity, as the site has it now."""
    try:
        return app.releases.current().catalogue.by_code(meeting.code)
    except KeyError:
        return None


def _lines(meeting: Meeting, taken: list[Seat]) -> list[Expected]:
    """Those expected, by hour then by name; of a day of appointments, the hours that are still free too."""
    if not meeting.slots:
        return [_expected(seat) for seat in taken]
    lines: list[Expected] = []
    for slot in meeting.slots:
        starts = hour(slot.start)
        lines += [_expected(seat, starts) for seat in taken if seat.session == slot.id]
        lines += [Expected("", hour=starts)] * _free(slot)
    return lines


def _expected(seat: Seat, starts: str = "") -> Expected:
    return Expected(seat.person.name, 1 + seat.person.companions, starts, seat.person.group)


def _free(meeting: Meeting) -> int:
    return max(0, (meeting.capacity or 0) - rules.seats_taken(meeting.signups))
