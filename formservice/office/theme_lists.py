"""« Listes d’attente par thème »: who waits for the next session of a theme, and adding somebody by telephone."""

from typing import Any

from flask import Response, abort, request

from formservice.agenda import wishes
from formservice.catalogue import Theme
from formservice.forms import BaseForm
from formservice.kinds import form_for
from formservice.office.entry import UNWRITABLE, key_of
from formservice.office.forms import EntryForm, Together
from formservice.office.guard import agent, bp, draw, go
from formservice.office.person import ERASED, origin, reach
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import service
from formservice.storage import StoreError
from formservice.submit import HANDLERS, enter, submit


@bp.get("/themes/")
@audience("agenda")
def theme_lists() -> Response:
    """The themes, each with how many wait."""
    themes = service().releases.current().catalogue.site.themes
    return draw("themes.html", themes=[(theme, len(waiting(theme))) for theme in themes])


@bp.route("/themes/<slug>", methods=["GET", "POST"])
@audience("agenda")
def theme_list(slug: str) -> Response:
    """Who waits, in order, and the resident's form to add somebody."""
    theme = of_slug(slug)
    form: Any = form_for(theme, request.form, now=service().clock.wall())
    how = EntryForm(request.form)
    how.read_out(form.notice())
    if request.method == "GET":
        return shown(theme, form, how)
    if not all([form.validate(), how.validate()]):
        return shown(theme, form, how, 422)
    try:
        answers = form.answers() | {"consent": how.data["consent"]}
        given = {"channel": how.data["channel"], "agent": agent().login}
        receipt = submit(service(), enter(service(), theme, answers, key_of(request.form.get("key", "")), **given))
    except Refused as refusal:
        return shown(theme, form, how, 409, str(refusal))
    except StoreError as error:
        service().logger.error("%s", error)
        return shown(theme, form, how, 503, UNWRITABLE)
    return go("office.theme_list", slug=slug, inscrit=receipt.record["id"], deja="1" if receipt.again else None)


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


def shown(theme: Theme, form: BaseForm, how: BaseForm, status: int = 200, notice: str = "") -> Response:
    """The page of a theme."""
    for field in form:
        # The machine is the town's: what was typed for one resident is not offered for the next.
        field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}
    lines = [line(rank, wish) for rank, wish in enumerate(waiting(theme), 1)]
    added = next((one for one in lines if one["id"] == request.args.get("inscrit")), None)
    given = {"added": added, "again": request.args.get("deja") == "1", "key": key_of(request.form.get("key", ""))}
    return draw(
        "theme_list.html", status, theme=theme, lines=lines, form=form, how=how, both=Together(form, how),
        notice=notice, **given,
    )  # fmt: skip


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
