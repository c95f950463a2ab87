"""The addresses of participation that take an answer: the filing form of an edition."""

from flask import Blueprint, Response, abort, request

from formservice import path
from formservice.kinds import KINDS, form_for
from formservice.participation import photos
from formservice.participation.filing import Proposing, proposing
from formservice.security import audience, body
from formservice.service import Service, page, service

bp = Blueprint("participation", __name__)


@bp.route("/participation/<slug>/proposer/", methods=["GET", "POST"])
@audience("public")
@body(photos.MOST_BYTES)
def propose(slug: str) -> Response:
    """The filing form: blank as it was published, or answered."""
    try:
        found = proposing(service().releases.current().catalogue, slug)
    except KeyError:
        abort(404)
    return path.answer(found) if request.method == "POST" else blank(found)


def blank(found: Proposing) -> Response:
    """The page as the site publishes it."""
    now = service().clock.wall()
    return page(KINDS[found.form].template, page=found, form=form_for(found, now=now), now=now)


def init_app(app: Service) -> None:
    """Plug in the routes and the kind."""
    import formservice.participation.proposing  # noqa: F401  (registers its handler)

    app.register_blueprint(bp)
