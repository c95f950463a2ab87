"""How long one has to answer: counted in the opening hours of the place, never at night. Pure."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from formservice.catalogue import Closure, Place
from formservice.catalogue.kinds import Hours

WEEKDAYS_ONLY = 5
USUAL = (Hours(time(9), time(12)), Hours(time(13, 30), time(17)))
"""For a place without hours of its own: those of an office, Monday to Friday."""
ENOUGH = timedelta(hours=4)
"""Before the start, to ask somebody else; when the start is nearer, half of the time that is left."""
FURTHEST = 60
"""Days looked at: a place shut for so long has no opening hours to count."""

Openings = Callable[[date], tuple[Hours, ...]]


def openings_of(place: Place, shut: Iterable[Closure] = ()) -> Openings:
    """When a place is open, day by day: its hours, its closures, and those of `shut` (public holidays)."""
    closures = (*place.closures, *shut)

    def on(day: date) -> tuple[Hours, ...]:
        if any(closure.holds(day) for closure in closures):
            return ()
        if place.hours:
            return place.hours_on(day.weekday())
        return USUAL if day.weekday() < WEEKDAYS_ONLY else ()

    return on


def deadline(now: datetime, wanted: timedelta, openings: Openings, start: datetime) -> datetime:
    """When `wanted` opening hours have gone by since `now`; before the start, early enough to ask the next person."""
    latest = max(quarter(start - ENOUGH), quarter(now + (start - now) / 2))
    left = wanted
    for opens, closes in spans(now, openings):
        begun = max(opens, now)
        if begun + left <= closes:
            return min(quarter(begun + left), latest, start)
        left -= closes - begun
    return min(quarter(now + wanted), latest, start)


def quarter(moment: datetime) -> datetime:
    """The quarter of an hour that begins then or next: « 14 h 45 » is said and remembered, « 14 h 41 » is not."""
    over = timedelta(minutes=moment.minute % 15, seconds=moment.second)
    return moment + (timedelta(minutes=15) - over if over else timedelta())


def spans(now: datetime, openings: Openings) -> Iterator[tuple[datetime, datetime]]:
    """The openings not over yet, in order, for sixty days."""
    for number in range(FURTHEST):
        day = now.date() + timedelta(days=number)
        for hours in openings(day):
            opens, closes = datetime.combine(day, hours.opens), datetime.combine(day, hours.closes)
            if closes > now:
                yield opens, closes
