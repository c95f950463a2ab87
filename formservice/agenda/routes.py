"""The agenda's addresses: an activity's form, that of a day of it, and the places left, live."""

from flask import Blueprint, Response, abort, request

from formservice import path
from formservice.agenda import days, places
from formservice.catalogue import Activity
from formservice.kinds import form_for
from formservice.security import audience
from formservice.service import Service, page, service

bp = Blueprint("agenda", __name__)


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


@bp.route("/agenda/<slug>/<day>/", methods=["GET", "POST"])
@audience("public")
def day(slug: str, day: str) -> Response:
    """One day of a weekly opening, with its hours."""
    return days.answer(days.seen_for(find(slug), day))


@bp.get("/agenda/places/")
@audience("public")
def left() -> Response:
    """How many places are left at this moment."""
    return places.everywhere(service())


@bp.get("/agenda/places/<slug>/")
@audience("public")
def left_of_activity(slug: str) -> Response:
    """Which dates of an activity have places left at this moment."""
    return places.of_activity(service(), find(slug))


@bp.get("/agenda/places/<slug>/<day>/")
@audience("public")
def left_of_day(slug: str, day: str) -> Response:
    """Which hours of a day are free at this moment."""
    found = days.seen_for(find(slug), day)
    return days.not_offered(found) or places.of_day(service(), found)


def init_app(app: Service) -> None:
    """Plug in the routes and the kind."""
    import formservice.agenda.registration
    import formservice.agenda.wishing  # noqa: F401  (each registers its kind's handler)

    app.register_blueprint(bp)
