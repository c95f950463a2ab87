"""What the office adds to each kind of answer: which codes lead to its pages, what its screen shows, where it leads.

A kind registers its desk once, as it registers its handler; the one entry screen asks here.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import Response

from formservice import pages
from formservice.export import Column
from formservice.forms import BaseForm
from formservice.handlers import Entry
from formservice.kinds import KINDS
from formservice.office.forms import ChannelForm, EntryForm
from formservice.security import MOST_BYTES
from formservice.service import Service
from formservice.submit import Receipt

OTHERWISE = "Rien n’a été enregistré."


class Desk(ABC):
    """The desk of a kind that needs nothing special: a subclass says what differs."""

    export = ""
    """The word of `formservice export` for its records."""
    sheet = ""
    """The name of its spreadsheet: short, programs cut it at 31 letters."""
    dates: tuple[str, ...] = ()
    """The fields of its form that are days."""
    said: tuple[str, ...] = ()
    """The fields of its form that no column repeats: not kept, or among the facts in words."""
    facts_columns: tuple[Column, ...] = ()
    body = MOST_BYTES
    """Bytes that its screen may bring: more where a file may be sent."""
    template = "entry.html"
    sealed = ""
    """Why its records are not exported as a whole; "" where they are."""
    otherwise = OTHERWISE
    """What is said after a refusal of the rules."""

    def facts(self, app: Service, record: dict[str, Any]) -> tuple[Any, ...]:
        """What a spreadsheet says of a record before its answers, in the order of `facts_columns`."""
        return ()

    def listed(self, app: Service) -> Sequence[tuple[str, str]]:
        """(code, words) of what an agent may choose without knowing a code."""
        return ()

    def example(self, app: Service) -> str:
        """A code that may be typed, to show how they are written."""
        return next((code for code, _ in self.listed(app)), "")

    def lead(self, app: Service, typed: str) -> dict[str, str] | None:
        """What the address of the screen is made of, for a code read on paper; None when it is not of this kind."""
        return {"code": typed} if self.page(app, typed) else None

    @abstractmethod
    def page(self, app: Service, code: str) -> Any | None:
        """The page of a code of an address."""

    @abstractmethod
    def address(self, page: Any) -> str:
        """Where the screen of a page is."""

    def opened(self, page: Any) -> Any | Response:
        """The page that is typed into, or what is to be chosen first."""
        return page

    def as_of(self, page: Any, now: datetime) -> datetime:
        """The moment whose choices the screen offers."""
        return now

    def closed(self, page: Any, status: int) -> Response:
        """What is drawn when the page takes no answer."""
        text = [f"Cette page ne prend pas de réponse pour le moment. {OTHERWISE}"]
        return pages.notice("Rien à saisir ici", text, status, ways=[("Saisir autre chose", "/agents/saisie/", "")])

    def sent(self, page: Any, answers: Any) -> Any:
        """What was typed, as the form of the page reads it."""
        return answers

    def how(self, page: Any, form: BaseForm, answers: Any) -> ChannelForm:
        """What the agent adds: how it came, and the person's agreement."""
        made = EntryForm(answers)
        made.read_out(KINDS[page.form].serves, form.notice())
        return made

    def known_by(self, page: Any, answers: dict[str, Any], key: str) -> str:
        """What a double click is told by: the key that the screen carried."""
        return key

    def preselect(self, form: BaseForm) -> None:  # noqa: B027 - most codes say nothing more
        """Choose what the address says."""

    def unoffered(self, page: Any) -> str:
        """Why what the address says cannot be chosen, in a sentence; "" when it can."""
        return ""

    def dress(self, page: Any, form: BaseForm) -> None:  # noqa: B027 - most choices say it all
        """Say beside the choices what an agent answers at once."""

    def given(self, page: Any) -> dict[str, Any]:
        """What the template is given besides."""
        return {}

    def beyond(self, app: Service, entry: Entry, why: Any) -> Any | None:
        """What an agent may do in spite of a refusal; `why`: the refusal, or the form sent without a reason."""
        return None

    def forced(self) -> Any | None:
        """The form of what is done in spite of a refusal, when its own button was pressed."""
        return None

    @abstractmethod
    def after(self, receipt: Receipt) -> Response:
        """To the page that says what to tell; said otherwise when the person was in before."""


DESKS: dict[str, Desk] = {}


def at(kind: str) -> Callable[[type[Desk]], type[Desk]]:
    """Give a kind its desk."""

    def keep(desk: type[Desk]) -> type[Desk]:
        DESKS[kind] = desk()
        return desk

    return keep


def of(roles: Callable[[tuple[str, ...]], bool]) -> list[Desk]:
    """The desks of who may see them: `roles` says whether an audience is theirs."""
    return [desk for kind, desk in DESKS.items() if roles((KINDS[kind].audience,))]
