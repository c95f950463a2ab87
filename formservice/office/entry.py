"""The one entry screen: what is told by telephone or written on paper, typed into the resident's own form.

The same form and the same rules as on the site; what an agent adds is how it came and that the
person agrees. The screen carries a key: a double click stores once.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request

from formservice.forms import BaseForm
from formservice.kinds import KINDS, form_for
from formservice.office import desks
from formservice.office.desks import DESKS
from formservice.office.forms import EntryForm, Together
from formservice.office.guard import agent, bp, draw, go
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import service
from formservice.storage import StoreError
from formservice.submit import enter, submit

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
LONGEST = 40
GONE = "Cette date n’est plus proposée."
UNWRITABLE = (
    "Le service ne peut pas enregistrer pour le moment. Notez ces réponses sur papier, "
    "ou réessayez dans quelques minutes avec le bouton : elles sont gardées sur cette page."
)


@dataclass(frozen=True)
class Screen:
    """One filling of the screen: the resident's form, what the agent adds, the key."""

    page: Any
    form: BaseForm
    how: BaseForm
    key: str

    def validate(self) -> bool:
        """Check both forms, so that every mistake shows at once."""
        return all([self.form.validate(), self.how.validate()])

    def answers(self) -> dict[str, Any]:
        """What is stored: the resident's answers, and the agreement."""
        return self.form.answers() | {"consent": self.how.data["consent"]}

    def draw(self, status: int = 200, notice: str = "", over: Any = None) -> Response:
        """The screen, with what went wrong, and what an agent may do about it."""
        desk = DESKS[self.page.form]
        desk.dress(self.page, self.form)
        for field in self.form:
            # The machine is the town's: what was typed for one resident is not offered for the next.
            field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}
        return draw(
            desk.template, status, page=self.page, kind=KINDS[self.page.form], form=self.form, how=self.how,
            both=Together(self.form, self.how, *([over.form] if over else [])), key=self.key, notice=notice,
            over=over, address=desk.address(self.page), **desk.given(self.page),
        )  # fmt: skip


@bp.get("/saisie/")
@audience("agenda", "resources")
def choose() -> Response:
    """Type the code of a paper form or of the programme, or choose."""
    typed, app = request.args.get("code", "").strip().upper(), service()
    mine = desks.of(agent().may)
    for desk in mine:
        lead = desk.lead(app, typed) if typed else None
        if lead:
            return go("office.entry", **lead)
    found = [one for desk in mine for one in desk.listed(app)]
    return draw("choose.html", 404 if typed else 200, choices=found, typed=typed[:LONGEST])


@bp.route("/saisie/<code>", methods=["GET", "POST"])
@audience("agenda", "resources")
def entry(code: str) -> Response:
    """The screen of what a code stands for, in what the agent may see."""
    app = service()
    found = (desk.page(app, code) for desk in desks.of(agent().may))
    return answer(next((page for page in found if page), None) or abort(404))


def answer(page: Any) -> Response:
    """Show the screen of a page, or store what was typed into it."""
    desk = DESKS[page.form]
    page = desk.opened(page)
    if isinstance(page, Response):
        return page
    form = form_for(page, request.form, now=desk.as_of(page, service().clock.wall()))
    if form is None:
        return desk.closed(page, 409 if request.form else 200)
    if request.method == "GET":
        desk.preselect(form)
    how = EntryForm(request.form)
    how.read_out(KINDS[page.form].serves, form.notice())
    screen = Screen(page, form, how, key_of(request.form.get("key", "")))
    return store(screen) if request.method == "POST" else screen.draw()


def store(screen: Screen) -> Response:
    """Check, decide and write, then lead to what to tell the person."""
    if not screen.validate():
        return screen.draw(422)
    app, desk, forced = service(), DESKS[screen.page.form], DESKS[screen.page.form].forced()
    over = forced.reason() if forced else ""
    how = {"channel": screen.how.data["channel"], "agent": agent().login, "over": over}
    try:
        filled = enter(app, screen.page, screen.answers(), screen.key, **how)
        if forced and not over:
            return screen.draw(422, "", desk.beyond(app, filled, forced))
        return desk.after(submit(app, filled))
    except Refused as refusal:
        return screen.draw(409, f"{refusal} {desk.otherwise}", desk.beyond(app, filled, refusal))
    except KeyError:
        return screen.draw(409, f"{GONE} {desk.otherwise}")
    except StoreError as error:
        app.logger.error("%s", error)
        return screen.draw(503, UNWRITABLE)


def key_of(given: str) -> str:
    """The key that the screen carried, or a new one."""
    return given if KEY.fullmatch(given) else secrets.token_urlsafe(16)
