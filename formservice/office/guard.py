"""The office's door: the blueprint, and the one check that every request of it goes through."""

from typing import Any

from flask import Blueprint, Response, abort, g, request, url_for

from formservice.catalogue.french import typeset
from formservice.office import coming, sessions
from formservice.office.agents import Agent
from formservice.security import provenance
from formservice.service import page, see_other, service

bp = Blueprint("office", __name__, url_prefix="/agents")


@bp.before_request
def admit() -> Response | None:
    """Let in who may come, or answer: a post from elsewhere 403, nobody at work 303 to the door,
    another role 404, a form without the session's token 403. The pages of the code are for who is half-way in."""
    view: Any = service().view_functions[request.endpoint or ""]
    allowed: tuple[str, ...] = view.audience
    posted = request.method not in ("GET", "HEAD", "OPTIONS")
    if posted and not ours():
        abort(403)
    g.agent = sessions.agent_of(service().store, session_id())
    if allowed == ("public",):
        return None
    half_way = allowed == (coming.COMING,)
    g.coming = coming.agent_of(service().store, session_id()) if half_way else None
    if (g.coming if half_way else g.agent) is None:
        return go("office.login")
    if not half_way and not g.agent.may(allowed):
        abort(404)
    if posted and not sessions.same_token(session_id(), request.form.get("token", "")):
        abort(403)
    return None


def ours() -> bool:
    """Whether a post comes from a page of ours, without any doubt: `Origin: null` is one."""
    return provenance(request) == "ours" and request.headers.get("Origin") != "null"


def session_id() -> str:
    """What the browser's cookie says, or nothing."""
    return request.cookies.get(sessions.cookie_name(service().settings.secure), "")[:100]


def agent() -> Agent:
    """Who is at work."""
    found: Agent = g.agent
    return found


def newcomer() -> Agent:
    """Who gave a good password, and no code yet."""
    found: Agent = g.coming
    return found


def draw(template: str, status: int = 200, /, **given: Any) -> Response:
    """A page of the office: `agent` and the `token` of its forms, besides what it is given."""
    shown = {"agent": g.agent, "token": sessions.token(session_id()) if g.agent or g.get("coming") else ""}
    said = {name: typeset(given[name]) for name in ("notice", "mistake") if name in given}
    return page(f"office/{template}", status, **(shown | given | said))


def go(endpoint: str, **values: Any) -> Response:
    """Lead to another page of ours; never to an address that was sent to us."""
    return see_other(url_for(endpoint, **values))
