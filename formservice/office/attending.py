"""« Présences »: who came to a session, from half an hour before it; each date of a cycle has its own page."""

from datetime import date

from flask import Response, abort, request

from formservice.agenda import attendance
from formservice.office.counter import takes_visits
from formservice.office.guard import agent, bp, draw, go
from formservice.office.people import found
from formservice.office.person import ATTENDANCE
from formservice.office.registering import activity_of
from formservice.office.seats import Seat, days_of, opened, seats
from formservice.office.signing import days_to_sign
from formservice.security import audience
from formservice.service import service
from formservice.theme import day_words, plural

AT_ONCE = 150
"""People of one form: no request has more boxes than the service reads."""


@bp.route("/agenda/<unit>/presences/<day>", methods=["GET", "POST"])
@audience("agenda")
def attend(unit: str, day: str) -> Response:
    """Say of each who came. A post may correct what was said before."""
    meeting, chosen = found(unit), _day(day)
    if chosen not in days_of(meeting):
        abort(404)
    ready = chosen in opened(meeting)
    expected = seats(meeting, chosen)
    if request.method == "POST" and ready:
        given = {(seat.person.id, seat.session): request.form.get(seat.field, "") for seat in expected}
        marks = {key: what for key, what in given.items() if what}
        attendance.mark(service(), meeting.partition, marks, agent().login)
        return go("office.attend", unit=unit, day=day, fait="1")
    status = 409 if request.method == "POST" else 200
    activity = activity_of(meeting.code)
    groups = [expected[n : n + AT_ONCE] for n in range(0, len(expected), AT_ONCE)]
    shown = {
        "day_words": day_words(chosen),
        "ready": ready,
        "signed_days": [one for one in days_to_sign(meeting) if one == chosen],
        "walk_in": bool(activity and takes_visits(activity)),
        "hours": bool(meeting.slots) or len({seat.hours for seat in expected}) > 1,
    }
    done = request.args.get("fait") == "1"
    return draw(
        "attendance.html", status, meeting=meeting, day=day, groups=groups, marks=ATTENDANCE, done=done,
        counts=_counts(expected), **shown,
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _counts(expected: list[Seat]) -> list[str]:
    """« 5 présents », « 2 à noter », in people."""
    counted = {mark: sum(1 + one.person.companions for one in expected if one.mark == mark) for mark in ATTENDANCE}
    left = sum(1 + one.person.companions for one in expected if not one.mark)
    said = [plural(number, ATTENDANCE[mark].lower()) for mark, number in counted.items() if number]
    return said + ([f"{left}\xa0à noter"] if left else [])
