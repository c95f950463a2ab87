"""The one entry screen: what is told by telephone or written on paper, typed into the resident's own form.

The same form and the same rules as on the site; what an agent adds is how it came and that the
person agrees. The screen carries a key: a double click stores once.
"""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request

from formservice.agenda import places
from formservice.agenda.rules import Full, Refused
from formservice.agenda.slots import on_day, open_days
from formservice.agenda.units import Unit, open_units, units_of
from formservice.catalogue import Activity
from formservice.forms import BaseForm, choices, offered
from formservice.kinds import KINDS, form_for
from formservice.office import days, overbook, walk_ins
from formservice.office.forms import EntryForm, Together
from formservice.office.guard import agent, bp, draw, go
from formservice.security import audience
from formservice.service import service
from formservice.storage import StoreError
from formservice.submit import Receipt, enter, submit

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
CODE = re.compile(r"([A-Z]{2,3})((?:-[A-Z0-9]+){0,3})")
"""Of an activity (PN), a session (SM-12), a slot (PN-261203-1400) or a day of slots (PN-2026-12-03)."""
OTHERWISE = "Proposez une autre date, ou la liste d’attente d’une autre séance. Rien n’a été enregistré."
UNWRITABLE = (
    "Le service ne peut pas enregistrer pour le moment. Notez ces réponses sur papier, "
    "ou réessayez dans quelques minutes avec le bouton : elles sont gardées sur cette page."
)


@dataclass(frozen=True)
class Screen:
    """One filling of the screen: the resident's form, what the agent adds, the key."""

    page: Activity
    form: BaseForm
    how: BaseForm
    key: str

    def validate(self) -> bool:
        """Check both forms, so that every mistake shows at once."""
        return all([self.form.validate(), self.how.validate()])

    def answers(self) -> dict[str, Any]:
        """What is stored: the resident's answers, and the agreement."""
        return self.form.answers() | {"consent": self.how.data["consent"]}

    def draw(self, status: int = 200, notice: str = "", over: overbook.Offer | None = None) -> Response:
        """The screen, with what went wrong, and what an agent may do about it."""
        with_places(self.page, self.form)
        for field in self.form:
            # The machine is the town's: what was typed for one resident is not offered for the next.
            field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}
        return draw(
            "entry.html", status, page=self.page, kind=KINDS[self.page.form], form=self.form, how=self.how,
            both=Together(self.form, self.how, *([over.form] if over else [])), key=self.key, notice=notice,
            over=over,
        )  # fmt: skip


@bp.get("/saisie/")
@audience("agenda")
def choose() -> Response:
    """Type the code of a paper form or of the programme, or choose."""
    typed = request.args.get("code", "").strip().upper()
    code = CODE.fullmatch(typed)
    if code and activity_of(code[1]):
        return go("office.entry", code=code[1], seance=typed if code[2] else None)
    app = service()
    now = app.clock.wall()
    known = app.releases.current().catalogue.activities
    opened = [one for one in known if open_units(one, now) or (one.slot and open_days(one, now))]
    status = 404 if typed else 200
    return draw("choose.html", status, activities=sorted(opened, key=lambda one: one.title), typed=typed[:40])


@bp.route("/saisie/<code>", methods=["GET", "POST"])
@audience("agenda")
def entry(code: str) -> Response:
    """The screen of an activity."""
    activity = activity_of(code) or abort(404)
    if activity.slot:
        day = days.asked(request.args.get("jour") or request.args.get("seance", ""))
        if day is None:
            return days.choose(activity)
        activity = on_day(activity, day)
    form = form_for(activity, request.form, now=walk_ins.as_of(activity, service().clock.wall()))
    if form is None:
        return draw("entry_closed.html", 409 if request.form else 200, page=activity)
    if request.method == "GET":
        preselect(form, request.args.get("seance", ""))
    how = EntryForm(request.form)
    how.read_out(form.notice())
    screen = Screen(activity, form, how, key_of(request.form.get("key", "")))
    return store(screen) if request.method == "POST" else screen.draw()


def store(screen: Screen) -> Response:
    """Check, decide and write, then lead to what to tell the person."""
    if not screen.validate():
        return screen.draw(422)
    app, channel, over = service(), screen.how.data["channel"], overbook.asked()
    try:
        how = {"channel": channel, "agent": agent().login, "over": over.reason() if over else ""}
        filled = enter(app, screen.page, screen.answers(), screen.key, **how)
        if over and not filled.over:
            return screen.draw(422, "", overbook.offer(app, filled, over))
        return lead_to(submit(app, filled))
    except Full as full:
        return screen.draw(409, f"{full} {OTHERWISE}", overbook.offer(app, filled))
    except Refused as refusal:
        return screen.draw(409, f"{refusal} {OTHERWISE}")
    except KeyError:
        return screen.draw(409, f"Cette date n’est plus proposée. {OTHERWISE}")
    except StoreError as error:
        app.logger.error("%s", error)
        return screen.draw(503, UNWRITABLE)


def lead_to(receipt: Receipt) -> Response:
    """To the page that says what to tell; said otherwise when the person was in before."""
    told = receipt.record["told"]
    return go("office.one", unit=told["unit"], record=receipt.record["id"], deja="1" if receipt.again else None)


def activity_of(code: str) -> Activity | None:
    """The activity of a code, in capitals or not."""
    try:
        return service().releases.current().catalogue.by_code(code.upper())
    except KeyError:
        return None


def key_of(given: str) -> str:
    """The key that the screen carried, or a new one."""
    return given if KEY.fullmatch(given) else secrets.token_urlsafe(16)


def preselect(form: BaseForm, unit: str) -> None:
    """Tick the date whose code was typed."""
    if "session" in form:
        form.session.data = unit


def with_places(page: Activity, form: BaseForm) -> None:
    """Say beside each date what is left, since the agent answers at once."""
    if "session" not in form:
        return
    units = {unit.id: unit for unit in units_of(page)}
    # A store in trouble must not take the answers away: the dates are then shown bare.
    with suppress(StoreError):
        words = {one: f"{one} : {words}. {left(units[one])}." for one, words in offered(form.session).items()}
        form.session.choices = choices(words)


def left(unit: Unit) -> str:
    """« Il reste 3 places »."""
    return places.availability(service(), unit)[1]
