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
from formservice.catalogue import Activity
from formservice.forms import BaseForm, choices, offered
from formservice.office import days, overbook, walk_ins
from formservice.office.desks import Desk, at
from formservice.office.guard import draw, go
from formservice.service import Service, service
from formservice.storage import StoreError
from formservice.submit import Entry, Receipt

CODE = re.compile(r"([A-Z]{2,3})((?:-[A-Z0-9]+){0,3})")
"""Of an activity (PN), a session (SM-12), a slot (PN-261203-1400) or a day of slots (PN-2026-12-03)."""


@at("registration")
class Registering(Desk):
    """An activity by its code; a session, a day or a slot by theirs."""

    export = "agenda"
    otherwise = "Proposez une autre date, ou la liste d’attente d’une autre séance. Rien n’a été enregistré."

    def listed(self, app: Service) -> Sequence[tuple[str, str]]:
        """The activities that take registrations, by title."""
        now, known = app.clock.wall(), app.releases.current().catalogue.activities
        opened = [one for one in known if open_units(one, now) or (one.slot and open_days(one, now))]
        return [(one.code, one.title) for one in sorted(opened, key=lambda one: one.title)]

    def lead(self, app: Service, typed: str) -> dict[str, str] | None:
        """The activity, and what was said more precisely."""
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

    def dress(self, page: Activity, form: BaseForm) -> None:
        """Beside each date, what is left."""
        if "session" not in form:
            return
        units = {unit.id: unit for unit in units_of(page)}
        # A store in trouble must not take the answers away: the dates are then shown bare.
        with suppress(StoreError):
            left = {one: places.availability(service(), units[one])[1] for one in offered(form["session"])}
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


def activity_of(code: str) -> Activity | None:
    """The activity of a code, in capitals or not."""
    try:
        return service().releases.current().catalogue.by_code(code.upper())
    except KeyError:
        return None
