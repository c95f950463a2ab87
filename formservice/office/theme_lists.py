"""« Listes d’attente par thème »: who waits for the next session of a theme, and adding somebody by telephone."""

from typing import Any

from flask import Response, abort, request

from formservice.agenda import wishes
from formservice.catalogue import Theme
from formservice.export import Column
from formservice.handlers import HANDLERS
from formservice.office import entry
from formservice.office.desks import Desk, at
from formservice.office.guard import agent, bp, draw, go
from formservice.office.person import ERASED, origin, reach
from formservice.office.searching import WISHES
from formservice.security import audience
from formservice.service import Service, service
from formservice.submit import Receipt


@bp.get("/themes/")
@audience("agenda")
def theme_lists() -> Response:
    """The themes, each with how many wait."""
    themes = service().releases.current().catalogue.site.themes
    return draw("themes.html", themes=[(theme, len(waiting(theme))) for theme in themes])


@bp.route("/themes/<slug>", methods=["GET", "POST"])
@audience("agenda")
def theme_list(slug: str) -> Response:
    """Who waits, in order, and the entry screen to add somebody."""
    return entry.answer(of_slug(slug))


@at("wish")
class Listing(Desk):
    """A theme by its word, `smartphone`: the screen is the page of its list."""

    export = "themes"
    facts_columns = (Column("Thème", "theme", width=24), Column("État", "state", width=24))
    template = "theme_list.html"

    def facts(self, app: Service, record: dict[str, Any]) -> tuple[Any, ...]:
        """The theme, and where the wish stands."""
        return record["told"]["title"], WISHES[record["state"]]

    def page(self, app: Service, code: str) -> Theme | None:
        """The theme of a word, in capitals or not."""
        try:
            return app.releases.current().catalogue.theme(code.lower())
        except KeyError:
            return None

    def address(self, page: Theme) -> str:
        """The list itself."""
        return f"/agents/themes/{page.slug}"

    def given(self, page: Theme) -> dict[str, Any]:
        """Who waits, and the line that was just added."""
        lines = [line(rank, wish) for rank, wish in enumerate(waiting(page), 1)]
        added = next((one for one in lines if one["id"] == request.args.get("inscrit")), None)
        return {"lines": lines, "added": added, "again": request.args.get("deja") == "1"}

    def after(self, receipt: Receipt) -> Response:
        """The list, with the rank to tell."""
        slug, again = receipt.record["theme"], "1" if receipt.again else None
        return go("office.theme_list", slug=slug, inscrit=receipt.record["id"], deja=again)


@bp.post("/themes/<slug>/<record>/retirer")
@audience("agenda")
def leave_list(slug: str, record: str) -> Response:
    """Somebody called: they wait no more."""
    theme, app = of_slug(slug), service()
    partition = wishes.partition_of(theme.slug)
    found = app.store.read(partition).get(partition, wishes.TABLE, record) or abort(404)
    handler: Any = HANDLERS[theme.form]
    handler.cancel(app, partition, found, channel="telephone", agent=agent().login)
    return go("office.theme_list", slug=slug)


def line(rank: int, wish: wishes.Wish) -> dict[str, Any]:
    """One who waits, in words."""
    answers = wish["answers"]
    return {
        "rank": rank, "id": wish["id"], "name": answers.get("name") or ERASED, "reach": reach(answers),
        "helper": answers.get("helper") or "", "reference": wish.get("reference") or "", "origin": origin(wish),
        "offered": wish["state"] == wishes.OFFERED,
    }  # fmt: skip


def waiting(theme: Theme) -> list[wishes.Wish]:
    """Those not served yet, first come first."""
    partition = wishes.partition_of(theme.slug)
    return wishes.queue(service().store.read(partition).find(partition, wishes.TABLE))


def of_slug(slug: str) -> Theme:
    """The theme of an address, or 404."""
    try:
        return service().releases.current().catalogue.theme(slug)
    except KeyError:
        abort(404)
