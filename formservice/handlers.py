"""What each kind of form owes the one way in: a subclass of Handler, registered by the name of the kind."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort
from werkzeug.datastructures import FileStorage, MultiDict

from formservice.forms import BaseForm, answered
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Records, View

Files = MultiDict[str, FileStorage]


@dataclass(frozen=True)
class Entry:
    """One set of answers on its way in."""

    page: Any
    answers: dict[str, Any]
    person: str
    key: str
    now: datetime
    """The town's time."""
    at: str
    """UTC, ISO."""
    made: datetime | None = None
    """The town's time of the check page, for the grace."""
    channel: str = "web"
    agent: str | None = None
    doubt: tuple[str, ...] = ()
    """Why an agent should look at it."""
    over: str = ""
    """Why an agent seats the person even if it is full: a word of a closed list."""


class Handler(ABC):
    """What a kind does with an entry, on paper, by telephone and on the web. A kind says where it differs from most."""

    prefixes: tuple[str, ...]
    """The first words of the partitions that hold its records."""
    table: str
    over: tuple[str, ...]
    """The states that nobody waits for and no link leads through: such records make way for others."""
    template: str
    """The follow-up page."""
    silent = False
    """Whether the follow-up page shows nothing of what is kept: who then sends something else from one page is told."""
    withdrawn = ""
    """The state of what is not counted any more, where records are counted and may be taken back."""
    cancelling = "cancel_request.html"
    """The page that asks before cancelling."""

    @abstractmethod
    def partitions(self, entry: Entry) -> tuple[str, ...]:
        """The partitions of the transaction; the first holds the record. KeyError: not of this page."""

    @abstractmethod
    def same(self, view: View, entry: Entry) -> dict[str, Any] | None:
        """The record this form, or this person, already made."""

    def repeats(self, view: View, record: dict[str, Any], entry: Entry) -> bool:
        """Whether an entry says again what is kept of the form of its key."""
        return bool(record["answers"] == entry.answers)

    def journaled(self, entry: Entry) -> bool:
        """Whether the journal has a line for each: not where the hour would tell whose answer it is."""
        return True

    def late(self, entry: Entry) -> None:  # noqa: B027 - one may ask for most things at any time
        """Raise Refused when what is asked for is over, whoever asks."""

    @abstractmethod
    def write(self, app: Service, records: Records, entry: Entry) -> dict[str, Any]:
        """Decide and write; raises rules.Refused."""

    @abstractmethod
    def preview(self, app: Service, entry: Entry) -> dict[str, Any]:
        """What the check page says that confirming will give; raises rules.Refused."""

    def noted(self, record: dict[str, Any]) -> dict[str, Any]:
        """What the line of the journal says more: never a resident nor what they wrote."""
        return {}

    def attach(self, app: Service, posted: dict[str, list[str]], files: Files) -> dict[str, str]:
        """Put the files that came into the answers; what is wrong with one, by field."""
        return {}

    def beside(self, app: Service, form: BaseForm) -> dict[str, Any]:
        """What a page that shows these answers again is given besides."""
        return {}

    def turned_away(self, app: Service, entry: Entry, why: Refused) -> None:  # noqa: B027 - most keep nothing of it
        """Note what was refused, so that what people ask for is known. Nothing of what they wrote."""

    def lines(self, page: Any, form: BaseForm) -> list[tuple[str, str]]:
        """(label, answer) in the words of the form, those left empty excepted."""
        return answered(form)

    @abstractmethod
    def refused(self, page: Any, reason: str, words: str, **kept: Any) -> Response:
        """The page with ways out: `reason` is full, closed, cancelled or gone; `kept` the answers (lines, sealed)."""

    @abstractmethod
    def shown(self, app: Service, partition: str, record: dict[str, Any]) -> dict[str, Any]:
        """What the follow-up page is given."""

    @abstractmethod
    def already(self, record: dict[str, Any]) -> list[str]:
        """What a second form of the same person is told; nothing of their answers."""

    def may_cancel(self, app: Service, record: dict[str, Any]) -> bool:
        """Whether the record may still be cancelled. Never, unless the kind says when."""
        return False

    def cancel(
        self, app: Service, partition: str, record: dict[str, Any], channel: str = "web", agent: str | None = None
    ) -> None:
        """Cancel it; a second time does nothing. Whoever says when says how."""
        raise NotImplementedError

    def calendar(self, app: Service, record: dict[str, Any]) -> bytes:
        """Its dates as an iCalendar file. 404 for what has none."""
        abort(404)

    @abstractmethod
    def ended(self, app: Service, record: dict[str, Any]) -> datetime:
        """When what was asked for is over, the town's time: answers are kept for so long from then on."""

    def dated(self, record: dict[str, Any]) -> bool:
        """Whether the date of a record is when it came: not where it would tell whose it is."""
        return True

    lives_on = False
    """Whether the record goes on without its person: it is not cancelled when they ask to be erased."""

    def remains(self, record: dict[str, Any]) -> list[str]:
        """What somebody must still do by hand once the person of this record was erased, in sentences."""
        return []

    def free(self, record: dict[str, Any]) -> dict[str, str]:
        """What else a record holds in a person's own words, by field: it goes with the answers."""
        return {}

    def bound(self, record: dict[str, Any]) -> str:
        """Why its person must be known a while longer, though they ask to be erased; "" for nothing."""
        return ""

    def forward(self, app: Service, record: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """Where the record went, when it was changed for another; None when it is itself."""
        return None

    def act(self, app: Service, partition: str, record: dict[str, Any], action: str) -> Response | None:
        """What else the kind lets a person do from the follow-up page; None for what it does not know."""
        return None


HANDLERS: dict[str, Handler] = {}


def handler_of(partition: str) -> Handler:
    """The kind whose records a partition holds. Raises KeyError."""
    return HANDLERS[kind_of(partition)]


def kind_of(partition: str) -> str:
    """The name of the kind whose records a partition holds. Raises KeyError."""
    prefix = partition.partition("/")[0]
    for name, handler in HANDLERS.items():
        if prefix in handler.prefixes:
            return name
    raise KeyError(partition)


def register(kind: str) -> Callable[[type[Handler]], type[Handler]]:
    """Give a kind its handler, a subclass of Handler."""

    def keep(handler: type[Handler]) -> type[Handler]:
        HANDLERS[kind] = handler()
        return handler

    return keep
