"""The one entry screen: what is told by telephone or written on paper, typed into the resident's own form.

The same form and the same rules as on the site; what an agent adds is how it came and that the
person agrees. The screen carries a key: a double click stores once, and a screen gone back to
for something else is said to have served.
"""

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from formservice.forms import BaseForm
from formservice.handlers import HANDLERS
from formservice.kinds import KINDS, form_for
from formservice.office import desks
from formservice.office.desks import DESKS
from formservice.office.forms import PAPER, ChannelForm, Together
from formservice.office.guard import agent, bp, draw, go
from formservice.refusal import Refused
from formservice.security import MOST_BYTES, audience, body
from formservice.service import service
from formservice.storage import StoreError
from formservice.submit import Reused, enter, submit

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
    how: ChannelForm
    key: str

    def validate(self) -> bool:
        """Check both forms, so that every mistake shows at once."""
        return all([self.form.validate(), self.how.validate()])

    def answers(self) -> dict[str, Any]:
        """What is stored: the resident's answers, and the agreement."""
        return self.form.answers() | {name: said for name, said in self.how.data.items() if name == "consent"}

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
            **HANDLERS[self.page.form].beside(service(), self.form),
        )  # fmt: skip


@bp.get("/saisie/")
@audience("agenda", "resources", "participation", "vote")
def choose() -> Response:
    """Type the code of a paper form or of the programme, or choose."""
    typed, app = request.args.get("code", "").strip().upper(), service()
    # Of a pile of slips, how it came is chosen once.
    came = PAPER if request.args.get("recu") == PAPER else ""
    mine = desks.of(agent().may)
    # A code that is somebody's as it was typed goes before one that only looks like it.
    for desk in sorted(mine, key=lambda one: one.page(app, typed) is None):
        lead = desk.lead(app, typed) if typed else None
        if lead:
            return go("office.entry", **lead | ({"recu": came} if came else {}))
    found = [one for desk in mine for one in desk.listed(app)]
    example = next(filter(None, (desk.example(app) for desk in mine)), "AB")
    return draw("choose.html", 404 if typed else 200, choices=found, typed=typed[:LONGEST], example=example, came=came)


def heaviest(code: str) -> int:
    """How many bytes the screen of a code may bring, whoever asks."""
    return max(desk.body for desk in DESKS.values() if desk.body == MOST_BYTES or desk.page(service(), code))


@bp.route("/saisie/<code>", methods=["GET", "POST"])
@audience("agenda", "resources", "participation", "vote")
@body(heaviest)
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
    posted = desk.sent(page, request.form).to_dict(flat=False)
    troubles, unread = attached(page, posted)
    form = form_for(page, MultiDict(posted), now=desk.as_of(page, service().clock.wall()))
    if form is None:
        return desk.closed(page, 409 if request.form else 200)
    form.troubles = troubles
    how = desk.how(page, form, request.form)
    if request.method == "GET":
        desk.preselect(form)
        how.preselect(request.args.get("recu", ""))
    screen = Screen(page, form, how, key_of(request.form.get("key", "")))
    if unread:
        return screen.draw(503, UNWRITABLE)
    return store(screen) if request.method == "POST" else screen.draw(notice=desk.unoffered(page))


def attached(page: Any, posted: dict[str, list[str]]) -> tuple[dict[str, str], bool]:
    """What is wrong with the files that came, by field; whether they could not be kept."""
    app = service()
    try:
        return HANDLERS[page.form].attach(app, posted, request.files), False
    except StoreError as error:
        app.logger.error("%s", error)
        return {}, True


def store(screen: Screen) -> Response:
    """Check, decide and write, then lead to what to tell the person."""
    if not screen.validate():
        return screen.draw(422)
    app, desk, forced = service(), DESKS[screen.page.form], DESKS[screen.page.form].forced()
    over = forced.reason() if forced else ""
    how = {"channel": screen.how.data["channel"], "agent": agent().login, "over": over}
    try:
        answers = screen.answers()
        filled = enter(app, screen.page, answers, desk.known_by(screen.page, answers, screen.key), **how)
        if forced and not over:
            return screen.draw(422, "", desk.beyond(app, filled, forced))
        return desk.after(submit(app, filled))
    except Reused as refusal:
        return replace(screen, key=key_of("")).draw(409, str(refusal))
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
