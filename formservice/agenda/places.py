"""The places left, live: session by session, and hour by hour for the days of weekly openings."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask import Response

from formservice.agenda import rules, signups
from formservice.agenda.forms import hours, when
from formservice.agenda.slots import on_day, open_days
from formservice.agenda.units import Unit, open_units, units_of
from formservice.catalogue import Activity
from formservice.service import Service, page
from formservice.storage import Corrupt
from formservice.theme import day_words, hours_of_day, plural

FEW = 2
"""So many seats or fewer are said to be few."""
Row = tuple[str, ...]
CALL = "full", "Appelez-nous pour cette date"


def everywhere(app: Service) -> Response:
    """Every session to come, and every day of weekly openings, in order of time."""
    now = app.clock.wall()
    rows = sorted((*_sessions(app, now), *_days(app, now)), key=lambda row: row[0])
    return page("availability.html", rows=[row for _, row in rows], day=None, now=now)


def of_day(app: Service, found: Activity) -> Response:
    """The hours of one day."""
    now = app.clock.wall()
    place = app.releases.current().catalogue.place(found.place).title
    rows = [(hours(unit), found.url, "", place, *reversed(availability(app, unit))) for unit in open_units(found, now)]
    return page("availability.html", rows=rows, day=found, now=now)


def availability(app: Service, unit: Unit) -> tuple[str, str]:
    """(state, words) of a unit: free, few, waiting, full or cancelled."""
    if unit.cancelled:
        return "cancelled", "Annulé"
    try:
        return left(unit, signups.signups_of(app.store.read(signups.partition_of(unit.id)), unit.id))
    except Corrupt as error:
        app.logger.error("%s", error)
        return CALL


def left(unit: Unit, found: list[dict[str, Any]]) -> tuple[str, str]:
    """(state, words) of a unit that takes place, from its sign-ups."""
    waiting = len(rules.queue(found))
    free = _free(unit, found)
    if free:
        words = f"Il reste {plural(free, 'place')}" if free > 1 else "Plus qu’une place"
        if unit.capacity == 1:
            words = "Libre"
        return ("few" if free <= FEW < unit.capacity else "free"), words
    if waiting < unit.activity.waiting:
        return "waiting", "Complet, liste d’attente ouverte"
    return "full", "Complet"


def _free(unit: Unit, found: list[dict[str, Any]]) -> int:
    return 0 if rules.queue(found) else max(0, unit.capacity - rules.seats_taken(found))


def _sessions(app: Service, now: datetime) -> Iterator[tuple[tuple[datetime, str], Row]]:
    catalogue = app.releases.current().catalogue
    for activity in catalogue.activities:
        for unit in units_of(activity):
            if unit.start > now:
                state, words = availability(app, unit)
                place = catalogue.place(activity.place).title
                yield (unit.start, unit.id), (activity.title, activity.url, when(unit), place, words, state)


def _days(app: Service, now: datetime) -> Iterator[tuple[tuple[datetime, str], Row]]:
    catalogue = app.releases.current().catalogue
    for activity in catalogue.activities:
        for day in open_days(activity, now) if activity.slot else ():
            state, words = day_left(app, activity, day, now)
            place, found = catalogue.place(activity.place).title, on_day(activity, day)
            first = open_units(found, now)[0]
            title = f"{activity.title}, {day_words(day, year=False)}"
            row = (title, found.url, hours_of_day(activity, day), place, words, state)
            yield (first.start, first.id), row


def day_left(app: Service, activity: Activity, day: date, now: datetime) -> tuple[str, str]:
    """« 4 rendez-vous libres »: what is left of a day, all its hours together."""
    units = open_units(on_day(activity, day), now)
    try:
        view = app.store.read(signups.partition_of(units[0].id))
        free = sum(_free(unit, signups.signups_of(view, unit.id)) for unit in units)
    except Corrupt as error:
        app.logger.error("%s", error)
        return CALL
    if not free:
        return ("waiting", "Complet, liste d’attente ouverte") if activity.waiting else ("full", "Complet")
    one = ("rendez-vous libre", "rendez-vous libres") if activity.capacity == 1 else ("place libre", "places libres")
    return ("few" if free <= FEW else "free"), plural(free, *one)
