"""The one way in: what a resident posts and what an agent types from paper or the telephone.

`submit` takes the answers of a form, decides with the rules and writes, in one transaction.
The key is looked up before any rule: who is already in is never told that it is full.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask import Response

from formservice.forms import BaseForm
from formservice.identity import person_of
from formservice.service import Service
from formservice.storage import Records, View

CHANNELS = {
    "web": "par internet",
    "telephone": "par téléphone",
    "counter": "au guichet",
    "paper": "sur papier",
}


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


@dataclass(frozen=True)
class Receipt:
    """Where the record is. `again`: the person was in before, by another form."""

    partition: str
    record: dict[str, Any]
    again: bool = False


class Handler(Protocol):
    """What a kind does with an entry, on paper, by telephone and on the web."""

    def partitions(self, entry: Entry) -> tuple[str, ...]:
        """The partitions of the transaction; the first holds the record. KeyError: not of this page."""

    def same(self, view: View, entry: Entry) -> dict[str, Any] | None:
        """The record this form, or this person, already made."""

    def late(self, entry: Entry) -> None:
        """Raise Refused when what is asked for is over, whoever asks."""

    def write(self, app: Service, records: Records, entry: Entry) -> dict[str, Any]:
        """Decide and write; raises rules.Refused."""

    def preview(self, app: Service, entry: Entry) -> dict[str, Any]:
        """What the check page says that confirming will give; raises rules.Refused."""

    prefixes: tuple[str, ...]
    """The first words of the partitions that hold its records."""
    table: str
    over: tuple[str, ...]
    """The states that nobody waits for and no link leads through: such records make way for others."""
    template: str
    """The follow-up page."""
    cancelling: str
    """The page that asks before cancelling."""

    def lines(self, page: Any, form: BaseForm) -> list[tuple[str, str]]:
        """(label, answer) in the words of the form."""

    def refused(self, page: Any, reason: str, words: str, **kept: Any) -> Response:
        """The page with ways out: `reason` is full, closed, cancelled or gone; `kept` the answers (lines, sealed)."""

    def shown(self, app: Service, partition: str, record: dict[str, Any]) -> dict[str, Any]:
        """What the follow-up page is given."""

    def already(self, record: dict[str, Any]) -> list[str]:
        """What a second form of the same person is told; nothing of their answers."""

    def may_cancel(self, app: Service, record: dict[str, Any]) -> bool:
        """Whether the record may still be cancelled."""

    def cancel(
        self, app: Service, partition: str, record: dict[str, Any], channel: str = "web", agent: str | None = None
    ) -> None:
        """Cancel it; a second time does nothing."""

    def calendar(self, app: Service, record: dict[str, Any]) -> bytes:
        """Its dates as an iCalendar file."""

    def ended(self, app: Service, record: dict[str, Any]) -> datetime:
        """When what was asked for is over, the town's time: answers are kept for so long from then on."""

    def bound(self, record: dict[str, Any]) -> str:
        """Why its person must be known a while longer, though they ask to be erased; "" for nothing."""

    def forward(self, app: Service, record: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """Where the record went, when it was changed for another; None when it is itself."""

    def act(self, app: Service, partition: str, record: dict[str, Any], action: str) -> Response | None:
        """What else the kind lets a person do from the follow-up page; None for what it does not know."""


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


def register(kind: str) -> Callable[[type], type]:
    """Give a kind its handler."""

    def keep(handler: type) -> type:
        HANDLERS[kind] = handler()
        return handler

    return keep


def enter(app: Service, page: Any, answers: dict[str, Any], key: str, **how: Any) -> Entry:
    """Make an entry of answers, at the present time."""
    person = person_of(app.store, answers)
    return Entry(page, answers, person, key, app.clock.wall(), app.clock.utc().isoformat(timespec="seconds"), **how)


def submit(app: Service, entry: Entry) -> Receipt:
    """Store an entry once. Raises rules.Refused, KeyError or a StoreError; then nothing is stored."""
    handler = HANDLERS[entry.page.form]
    partitions = handler.partitions(entry)
    with app.store.transaction(*partitions) as records:
        found = handler.same(records, entry)
        if found:
            return Receipt(partitions[0], found, again=found["key"] != entry.key)
        record = handler.write(app, records, entry)
        records.note(
            partitions[0], "submit", agent=entry.agent, channel=entry.channel, record=record["id"],
            after=record["state"], rules=entry.page.version,
        )  # fmt: skip
    return Receipt(partitions[0], record)


def made_by_key(app: Service, kind: str, partition: str, key: str) -> Receipt | None:
    """The receipt of a check page already used: found by its key, whatever became of the page since."""
    if not partition:
        return None
    found = app.store.read(partition).find(partition, HANDLERS[kind].table, key=key)
    return Receipt(partition, found[0]) if found else None


def made_before(app: Service, entry: Entry) -> Receipt | None:
    """The receipt of a person already in, whatever the rules would say now."""
    handler = HANDLERS[entry.page.form]
    partition = handler.partitions(entry)[0]
    found = handler.same(app.store.read(partition), entry)
    return Receipt(partition, found, again=found["key"] != entry.key) if found else None
