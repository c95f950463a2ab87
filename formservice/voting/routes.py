"""The addresses of a vote: its first page as it was published, what a post leads to, a link by e-mail, the turnout."""

from datetime import datetime

from flask import Blueprint, Response, abort, request

from formservice.kinds import KINDS, form_for
from formservice.security import audience
from formservice.service import Service, page, service
from formservice.voting import casting, turnout
from formservice.voting.page import Voting, voting

bp = Blueprint("voting", __name__)


@bp.route("/participation/<slug>/voter/", methods=["GET", "POST"])
@audience("public")
def vote(slug: str) -> Response:
    """The first page, or what a post to it leads to."""
    found = _find(slug)
    return casting.answer(found) if request.method == "POST" else blank(found)


@bp.get("/participation/<slug>/voter/<token>/")
@audience("public")
def linked(slug: str, token: str) -> Response:
    """The ballot that a link sent by e-mail opens."""
    return casting.follow(_find(slug), token)


@bp.get("/participation/<slug>/voter/participation/")
@audience("public")
def so_far(slug: str) -> Response:
    """How many have voted, by day and by channel."""
    found, now = _find(slug), service().clock.wall()
    written = turnout.published(service(), found.edition)
    at = datetime.fromisoformat(written["at"]) if written else None
    rows, channels = turnout.rows_of(written), tuple(turnout.CHANNELS.values())
    today = written["today"] if written else 0
    return page("turnout.html", page=found, rows=rows, channels=channels, today=today, at=at, now=now)


def blank(found: Voting) -> Response:
    """The page as the site publishes it."""
    now = service().clock.wall()
    return page(KINDS[found.form].template, page=found, form=form_for(found, now=now), now=now)


def _find(slug: str) -> Voting:
    try:
        return voting(service().releases.current().catalogue, slug)
    except KeyError:
        abort(404)


def init_app(app: Service) -> None:
    """Plug in the routes and the kind."""
    import formservice.voting.handling  # noqa: F401  (registers its handler)

    app.register_blueprint(bp)
