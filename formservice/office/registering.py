"""The desks of the agenda: an activity with its dates or its days, and the list of a theme."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import Response, request

from formservice.agenda import places
from formservice.agenda.rules import Full
from formservice.agenda.slots import on_day, open_days
from formservice.agenda.units import open_units, units_of
from formservice.catalogue import Activity, Session
from formservice.catalogue.french import typeset
from formservice.forms import BaseForm, choices, offered
from formservice.handlers import Entry
from formservice.office import days, overbook, walk_ins
from formservice.office.desks import Desk, at
from formservice.office.guard import draw, go
from formservice.service import Service, service
from formservice.storage import StoreError
from formservice.submit import Receipt
from formservice.theme import by_title, day_words

CODE = re.compile(r"([A-Z]{2,3})((?:-[A-Z0-9]+){0,3})")
"""Of an activity (PN), a session (SM-12), a slot (PN-261203-1400) or a day of slots (PN-2026-12-03)."""

WRITTEN = re.compile(r"([A-Z]{2,3})(?:[\s.–-]+|(?=[0-9])|$)(.*)")
"""A code as people write it: `SM12`, `SM 12`, `SM - 12`."""


@at("registration")
class Registering(Desk):
    """An activity by its code; a session, a day or a slot by theirs."""

    export = "agenda"
    otherwise = "Proposez une autre date, ou la liste d’attente d’une autre séance. Rien n’a été enregistré."

    def listed(self, app: Service) -> Sequence[tuple[str, str]]:
        """The activities that take registrations, by title."""
        now, known = app.clock.wall(), app.releases.current().catalogue.activities
        opened = [one for one in known if open_units(one, now) or (one.slot and open_days(one, now))]
        return [(one.code, one.title) for one in by_title(opened)]

    def example(self, app: Service) -> str:
        """The next date of one of them, as the programme writes it; an activity's without any."""
        now, known = app.clock.wall(), app.releases.current().catalogue.activities
        coming = [unit for one in known if one.booking == "session" for unit in open_units(one, now)]
        return min(coming, key=lambda unit: unit.start).id if coming else super().example(app)

    def lead(self, app: Service, typed: str) -> dict[str, str] | None:
        """The activity, and what was said more precisely."""
        typed = canonical(typed)
        code = CODE.fullmatch(typed)
        if not code or not self.page(app, code[1]):
            return None
        return {"code": code[1]} | ({"seance": typed} if code[2] else {})

    def page(self, app: Service, code: str) -> Activity | None:
        """The activity of a code, in capitals or not."""
        return activity_of(code)

    def address(self, page: Activity) -> str:
        """With the day, where there is one."""
        return f"/agents/saisie/{page.code}{f'?jour={page.day}' if page.day else ''}"

    def opened(self, page: Activity) -> Activity | Response:
        """The day of a weekly opening, which is chosen first."""
        if not page.slot:
            return page
        day = days.asked(request.args.get("jour") or request.args.get("seance", ""))
        return on_day(page, day) if day else days.choose(page)

    def as_of(self, page: Activity, now: datetime) -> datetime:
        """Before the start of what is going on: people come without having booked."""
        return walk_ins.as_of(page, now)

    def closed(self, page: Activity, status: int) -> Response:
        """Every date is over, or it is too early."""
        return draw("entry_closed.html", status, page=page)

    def preselect(self, form: BaseForm) -> None:
        """The date whose code was typed."""
        if "session" in form:
            form["session"].data = request.args.get("seance", "")

    def unoffered(self, page: Activity) -> str:
        """What became of the session whose code was typed, when it cannot be chosen."""
        typed, known = request.args.get("seance", ""), {one.id: one for one in page.sessions}
        code = CODE.fullmatch(typed)
        if page.slot or not code or not code[2]:
            return ""
        return typeset(unoffered(typed, known.get(typed), self.as_of(page, service().clock.wall())))

    def dress(self, page: Activity, form: BaseForm) -> None:
        """Beside each date, what is left."""
        if "session" not in form:
            return
        units = {unit.id: unit for unit in units_of(page)}
        # A store in trouble must not take the answers away: the dates are then shown bare.
        with suppress(StoreError):
            left = {
                one: left_words(page, *places.availability(service(), units[one])) for one in offered(form["session"])
            }
            words = {one: f"{one} : {words}. {left[one]}." for one, words in offered(form["session"]).items()}
            form["session"].choices = choices(words)

    def beyond(self, app: Service, entry: Entry, why: Any) -> overbook.Offer | None:
        """« Ajouter quand même », when it is full."""
        if isinstance(why, overbook.OverForm):
            return overbook.offer(app, entry, why)
        return overbook.offer(app, entry) if isinstance(why, Full) else None

    def forced(self) -> overbook.OverForm | None:
        """The reasons, when their own button was pressed."""
        return overbook.asked()

    def after(self, receipt: Receipt) -> Response:
        """The page of the registration."""
        told = receipt.record["told"]
        return go("office.one", unit=told["unit"], record=receipt.record["id"], deja="1" if receipt.again else None)


def canonical(typed: str) -> str:
    """`SM-12`, however it was typed."""
    found = WRITTEN.fullmatch(typed)
    return "-".join([found[1], *re.split(r"[\s.–-]+", found[2])]).rstrip("-") if found else typed


def unoffered(code: str, session: Session | None, now: datetime) -> str:
    """Why a session cannot be chosen; "" when it can."""
    if session is None:
        return f"La séance {code} n’existe pas. Vérifiez le code, ou choisissez une date."
    date = f"La séance {code}, {day_words(session.start)},"
    if session.cancelled:
        return f"{date} est annulée : {session.cancelled.rstrip('.')}. Choisissez une autre date."
    return f"{date} est passée. Choisissez une autre date." if session.start <= now else ""


def left_words(page: Activity, state: str, words: str) -> str:
    """What is left of a date; when nothing is, that nobody can wait either."""
    if state != "full" or not page.waiting or (state, words) == places.CALL:
        return words
    return f"{words}, liste d’attente pleine aussi"


def activity_of(code: str) -> Activity | None:
    """The activity of a code, in capitals or not."""
    try:
        return service().releases.current().catalogue.by_code(code.upper())
    except KeyError:
        return None
