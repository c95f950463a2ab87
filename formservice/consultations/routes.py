"""The address of a consultation: its first page as it was published, the next ones, the answers."""

from flask import Blueprint, Response, abort, request

from formservice.consultations import walking
from formservice.consultations.answering import Answering, answering
from formservice.consultations.blank import first_page
from formservice.kinds import KINDS
from formservice.security import audience
from formservice.service import Service, page, service

bp = Blueprint("consultations", __name__)


@bp.route("/consultations/<slug>/", methods=["GET", "POST"])
@audience("public")
def consultation(slug: str) -> Response:
    """The first page, or what a post to it leads to."""
    try:
        found = answering(service().releases.current().catalogue, slug)
    except KeyError:
        abort(404)
    return walking.answer(found) if request.method == "POST" else blank(found)


def blank(found: Answering) -> Response:
    """The page as the site publishes it."""
    now = service().clock.wall()
    return page(KINDS[found.form].template, **first_page(found, now), now=now)


def init_app(app: Service) -> None:
    """Plug in the routes and the kind."""
    import formservice.consultations.handling  # noqa: F401  (registers its handler)

    app.register_blueprint(bp)
