"""The days on which the centre receives: its place's hours, closures and public holidays, and its own closure. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from formservice.agenda.windows import openings_of
from formservice.catalogue import Closure, Collection, Place

OFFERED, FURTHEST = 20, 120
"""Days offered for a consultation; how far one looks for an open one, the closures of the place left out."""


def open_days(place: Place, holidays: tuple[Closure, ...], since: date) -> Iterator[date]:
    """The open days from one on, in order."""
    openings, day = openings_of(place, holidays), since
    for _ in range(FURTHEST):
        # Works may last longer than one looks: a closure is passed at once, and not counted.
        day = after_closures(place, day)
        if openings(day):
            yield day
        day += timedelta(days=1)


def after_closures(place: Place, day: date) -> date:
    """That day, or the first that no closure of the place holds."""
    while shut := next((one for one in place.closures if one.holds(day)), None):
        day = shut.until + timedelta(days=1)
    return day


def next_open(place: Place, holidays: tuple[Closure, ...], day: date) -> date:
    """That day, or the next on which the place is open."""
    return next(open_days(place, holidays, day), day)


def first_day(collection: Collection, today: date) -> date:
    """From when on something can be fetched or read: tomorrow, or when the collection opens again."""
    return max(today + timedelta(days=1), collection.opens or today)


def closure_of(place: Place, collection: Collection, today: date) -> tuple[date, str] | None:
    """(when it opens again, why) while the collection or its place is closed today; None while it is not."""
    if collection.opens and collection.opens > today:
        return collection.opens, ""
    shut = next((one for one in place.closures if one.holds(today)), None)
    return (shut.until + timedelta(days=1), shut.why) if shut else None
