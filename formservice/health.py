"""`/healthz`: what an operator's probe asks. Green only when a registration could be stored."""

from flask import Blueprint, Response, jsonify

from formservice.catalogue import BadCatalogue
from formservice.security import audience
from formservice.service import Service, service
from formservice.storage import StoreError

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@audience("public")
def healthz() -> Response:
    """200 and "ok", or 503 and what is wrong, in a sentence for each part."""
    app = service()
    wrong = [words for words in (_release(app), *_store(app)) if words]
    # The town's time: pages contain dates, so that who builds them asks what day it is here.
    now = "" if _release(app) else app.clock.wall().isoformat()
    response = jsonify(status="trouble" if wrong else "ok", trouble=wrong, now=now)
    response.status_code = 503 if wrong else 200
    return response


def _release(app: Service) -> str:
    try:
        app.releases.current()
    except BadCatalogue as error:
        return str(error)
    return app.releases.trouble


def _store(app: Service) -> list[str]:
    try:
        app.store.get_setting("rehearsal")
        app.store.read("office/agents").find("office/agents", "agents")
        app.store.probe()
        return app.store.alarms()
    except StoreError as error:
        return [str(error)]


def init_app(app: Service) -> None:
    """Plug in the route."""
    app.register_blueprint(bp)
