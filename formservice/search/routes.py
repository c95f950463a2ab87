"""« Rechercher »: the page of results. A link may be kept or shared, so it is a GET; its words go in no log."""

from flask import Blueprint, Response, request

from formservice.search import asked, missed
from formservice.search.finding import find
from formservice.search.index import NoIndex, opened
from formservice.search.results import address, shown
from formservice.security import audience
from formservice.service import Service, page, see_other, service

bp = Blueprint("search", __name__)
LIST = "/a-z/"
"""All pages in the order of the alphabet: published, so it is there when the index is not."""


@bp.get("/recherche/")
@audience("public")
def search() -> Response:
    """What was found, or the box to type in."""
    text = asked.cut(request.args.get("q", ""))
    try:
        response = results(service(), text) if text else page("search.html", text="", answer=None, results=None)
    except NoIndex as error:
        service().logger.error("%s", error)
        return see_other(LIST)
    # Pages of results are not pages of the town's: no engine lists them.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def results(app: Service, text: str) -> Response:
    """The answer to a question."""
    with opened(app.releases.current().folder) as index:
        answer = find(index, text)
        found = shown(index, answer, text, request.args.get("sorte", ""), request.args.get("page", ""))
    suggestion = address(answer.suggestion) if answer.suggestion else ""
    response = page("search.html", text=text, answer=answer, results=found, suggestion=suggestion)
    if not answer.hits:
        # Once the page is sent: a store that is slow or down keeps nobody waiting.
        store, month = app.store, missed.window(app.clock.today())
        response.call_on_close(lambda: missed.count(store, answer, month))
    return response


def init_app(app: Service) -> None:
    """Plug in the route."""
    app.register_blueprint(bp)
