"""The places left, live: session by session, and hour by hour for the days of weekly openings."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from flask import Response, request

from formservice.agenda import listing, signups
from formservice.agenda.forms import hours
from formservice.agenda.listing import Left, Line
from formservice.agenda.remaining import Remaining, remaining_of
from formservice.agenda.slots import on_day, open_days
from formservice.agenda.units import Unit, open_units, units_of
from formservice.catalogue import Activity
from formservice.kinds import form_for
from formservice.service import Service, page
from formservice.storage import Corrupt, View
from formservice.theme import plural

FEW = 2
"""So many seats or fewer are said to be few."""
CALL = "full", "Appelez-nous pour cette date"


def everywhere(app: Service) -> Response:
    """Every session to come, and every day of weekly openings, page by page."""
    now = app.clock.wall()
    lines = (line for one in app.releases.current().catalogue.activities for line in _lines(app, one, now))
    shown = listing.page(listing.parts(lines), request.args.get("page", ""))
    return page("availability.html", shown=shown, now=now)


def of_activity(app: Service, activity: Activity) -> Response:
    """The dates of one activity, or its days."""
    now = app.clock.wall()
    shown = listing.page(listing.by_month(_lines(app, activity, now)), request.args.get("page", ""))
    asking = form_for(activity, now=now) is not None
    return page("availability_activity.html", activity=activity, shown=shown, asking=asking, now=now)


def of_day(app: Service, found: Activity) -> Response:
    """The hours of one day."""
    now = app.clock.wall()
    rows = [(hours(unit), *availability(app, unit)) for unit in open_units(found, now)]
    return page("availability_day.html", rows=rows, day=found, now=now)


def availability(app: Service, unit: Unit) -> Left:
    """(state, words) of a unit: free, few, waiting, full or cancelled."""
    if unit.cancelled:
        return "cancelled", "Annulé"
    try:
        return left(app, unit, app.store.read(signups.partition_of(unit.id)))
    except Corrupt as error:
        app.logger.error("%s", error)
        return CALL


def left(app: Service, unit: Unit, view: View) -> Left:
    """(state, words) of a unit that takes place."""
    one = _left(app, unit, view)
    words = f"Il reste {plural(one.seats, 'place')}" if one.seats > 1 else "Plus qu’une place"
    return told(one, "Libre" if unit.capacity == 1 else words, unit.capacity > FEW)


def told(one: Remaining, words: str, many: bool = True) -> Left:
    """(state, words) of what is left; `words` are those of its seats, when there are any."""
    if one.seats:
        few = many and one.seats <= FEW or not one.free
        others = ", sinon liste d’attente" if one.queue and not one.free else ""
        return ("few" if few else "free"), f"{words}{one.for_whom}{others}"
    return ("waiting", "Complet, liste d’attente ouverte") if one.queue else ("full", "Complet")


def _left(app: Service, unit: Unit, view: View) -> Remaining:
    return remaining_of(unit, signups.signups_of(view, unit.id), app.clock.wall())


def _lines(app: Service, activity: Activity, now: datetime) -> Iterator[Line]:
    for unit in units_of(activity):
        if unit.start > now:
            yield listing.of_unit(unit, partial(availability, app, unit))
    for day in open_days(activity, now) if activity.slot else ():
        found = on_day(activity, day)
        yield listing.of_day(found, open_units(found, now)[0].start, partial(day_left, app, activity, day, now))


def day_left(app: Service, activity: Activity, day: date, now: datetime) -> Left:
    """« 4 rendez-vous libres »: what is left of a day, all its hours together."""
    units = open_units(on_day(activity, day), now)
    try:
        view = app.store.read(signups.partition_of(units[0].id))
        whole = sum((_left(app, unit, view) for unit in units), Remaining())
    except Corrupt as error:
        app.logger.error("%s", error)
        return CALL
    one = ("rendez-vous libre", "rendez-vous libres") if activity.capacity == 1 else ("place libre", "places libres")
    return told(whole, plural(whole.seats, *one))
