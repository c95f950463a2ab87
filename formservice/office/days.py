"""The entry screen of a weekly opening: first the day, then its hours."""

from contextlib import suppress
from datetime import date, datetime

from flask import Response

from formservice.agenda import places
from formservice.agenda.slots import open_days, parse_slot
from formservice.catalogue import Activity
from formservice.office.guard import draw
from formservice.service import service


def asked(text: str) -> date | None:
    """The day of `2026-12-03`, of a slot or of a day's code; None when it says none."""
    with suppress(KeyError):
        return parse_slot(text)[1].date()
    with suppress(ValueError):
        return datetime.strptime(text[-10:], "%Y-%m-%d").date()
    return None


def choose(activity: Activity) -> Response:
    """The open days of a weekly opening, with what is left of each."""
    app = service()
    now = app.clock.wall()
    days = [(day, *places.day_left(app, activity, day, now)) for day in open_days(activity, now)]
    if not days:
        return draw("entry_closed.html", page=activity)
    return draw("entry_days.html", page=activity, days=days)
