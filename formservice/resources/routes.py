"""The centre's addresses: the form of a record, the research question."""

from flask import Blueprint, Response, abort, request

from formservice import path
from formservice.kinds import KINDS, form_for
from formservice.resources import asking
from formservice.resources.asking import Asking, Research
from formservice.security import audience
from formservice.service import Service, page, service

bp = Blueprint("resources", __name__)


@bp.route("/ressources/<identifier>/demande/", methods=["GET", "POST"])
@audience("public")
def request_form(identifier: str) -> Response:
    """The form of a record: blank as it was published, or answered."""
    try:
        found = asking.asking(service().releases.current().catalogue, identifier)
    except KeyError:
        abort(404)
    # One address for each page, as on the site.
    return answer(found) if request.path == found.url else abort(404)


@bp.route("/ressources/question/", methods=["GET", "POST"])
@audience("public")
def question() -> Response:
    """The form of the research question."""
    try:
        found = asking.research(service().releases.current().catalogue)
    except KeyError:
        abort(404)
    return answer(found)


def answer(found: Asking | Research) -> Response:
    """The blank page, or what a post to it leads to."""
    if request.method == "POST":
        return path.answer(found)
    now = service().clock.wall()
    return page(KINDS[found.form].template, page=found, form=form_for(found, now=now), now=now)


def init_app(app: Service) -> None:
    """Plug in the routes and the kinds."""
    import formservice.resources.borrowing
    import formservice.resources.questioning  # noqa: F401  (each registers its kind's handler)

    app.register_blueprint(bp)
