"""The agenda's addresses: an activity's form, and the places left, live."""

from typing import Any

from flask import Blueprint, Response, abort, request

from formservice import path
from formservice.agenda import rules, signups
from formservice.agenda.forms import when
from formservice.agenda.units import Unit, units_of
from formservice.catalogue import Activity
from formservice.kinds import form_for
from formservice.security import audience
from formservice.service import Service, page, service
from formservice.storage import Corrupt
from formservice.theme import plural

bp = Blueprint("agenda", __name__)
FEW = 2
"""So many seats or fewer are said to be few."""


def find(slug: str) -> Activity:
    """The activity of an address, or 404."""
    try:
        return service().releases.current().catalogue.activity(slug)
    except KeyError:
        abort(404)


@bp.route("/agenda/<slug>/", methods=["GET", "POST"])
@audience("public")
def activity(slug: str) -> Response:
    """The page with its form: blank as it was published, or answered."""
    found = find(slug)
    if request.method == "POST":
        return path.answer(found)
    now = service().clock.wall()
    return page("activity.html", page=found, form=form_for(found, now=now), now=now)


@bp.route("/agenda/theme/<slug>/", methods=["GET", "POST"])
@audience("public")
def theme(slug: str) -> Response:
    """A theme with the form of its list: blank as it was published, or answered."""
    try:
        found = service().releases.current().catalogue.theme(slug)
    except KeyError:
        abort(404)
    if request.method == "POST":
        return path.answer(found)
    now = service().clock.wall()
    return page("theme.html", page=found, form=form_for(found, now=now), now=now)


@bp.get("/agenda/places/")
@audience("public")
def places() -> Response:
    """How many places are left, session by session, at this moment."""
    app = service()
    now = app.clock.wall()
    catalogue = app.releases.current().catalogue
    units = [unit for activity in catalogue.activities for unit in units_of(activity) if unit.start > now]
    units.sort(key=lambda unit: (unit.start, unit.id))
    return page("availability.html", rows=[_row(app, catalogue, unit) for unit in units], now=now)


def _row(app: Service, catalogue: Any, unit: Unit) -> tuple[str, ...]:
    state, words = availability(app, unit)
    place = catalogue.place(unit.activity.place).title
    return unit.activity.title, unit.activity.url, when(unit), place, words, state


def availability(app: Service, unit: Unit) -> tuple[str, str]:
    """(state, words) of a unit: free, few, waiting, full or cancelled."""
    if unit.cancelled:
        return "cancelled", "Annulé"
    try:
        found = signups.signups_of(app.store.read(signups.partition_of(unit.id)), unit.id)
    except Corrupt as error:
        app.logger.error("%s", error)
        return "full", "Appelez-nous pour cette date"
    waiting = len(rules.queue(found))
    free = 0 if waiting else max(0, unit.capacity - rules.seats_taken(found))
    if free:
        words = f"Il reste {plural(free, 'place')}" if free > 1 else "Plus qu’une place"
        return ("few" if free <= FEW else "free"), words
    if waiting < unit.activity.waiting:
        return "waiting", "Complet, liste d’attente ouverte"
    return "full", "Complet"


def init_app(app: Service) -> None:
    """Plug in the routes and the kind."""
    import formservice.agenda.registration
    import formservice.agenda.wishing  # noqa: F401  (each registers its kind's handler)

    app.register_blueprint(bp)
