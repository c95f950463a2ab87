"""The store: what must be true together is read, decided and written together.

A **partition** is a set of records that must be true together, named like a path (`session/SM-12`,
`person/3f`), of at most 500 records, so that the cost of a write stays flat as history grows. A
**transaction** takes one or several partitions, exclusively, in sorted order. Records are plain dicts of
JSON data; the store gives each one `id` (random, for addresses), `seq` (order of arrival in its partition,
never used again) and `version`.

    with store.transaction("session/SM-12", "person/3f") as records:
        signups = records.find("session/SM-12", "signups")
        records.add("session/SM-12", "signups", state="confirmed", name="Anna")

All text is kept in NFC. Every error is a `StoreError` whose text is a French sentence for the operator.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from .errors import BadName, BadText, Busy, Conflict, Corrupt, Full, Missing, StoreError, Unwritable

__all__ = ["BadName", "BadText", "Busy", "Conflict", "Corrupt", "Full", "Missing", "StoreError", "Unwritable"]
__all__ += ["MOST_RECORDS", "Record", "Records", "Store", "View", "open_store"]

Record = dict[str, Any]
"""One record: JSON data with its id, seq and version."""

MOST_RECORDS = 500
"""What a partition may hold, all tables together, the journal apart."""


class View(ABC):
    """Records as they stood at one moment. What it gives is a copy: changing it changes nothing.

    A partition that was not asked for is a KeyError; BadName for a table outside its alphabet.
    """

    @abstractmethod
    def find(self, partition: str, table: str, /, **equal: Any) -> list[Record]:
        """The records of a table whose fields equal `equal`, in order of arrival."""

    @abstractmethod
    def get(self, partition: str, table: str, id: str, /) -> Record | None:
        """One record, or None."""


class Records(View):
    """What a transaction reads and writes. It sees its own changes; nobody else does before the end."""

    @abstractmethod
    def add(self, partition: str, table: str, /, **fields: Any) -> Record:
        """Add a record and give it back with its `id`, `seq` and `version` 1. Full, BadText."""

    @abstractmethod
    def update(self, partition: str, table: str, id: str, /, expected: int | None = None, **changes: Any) -> Record:
        """Replace these fields, raise the version and give the record back. Missing, BadText;
        Conflict when `expected` is given and is not the version stored."""

    @abstractmethod
    def remove(self, partition: str, table: str, id: str, /) -> None:
        """Take a record away; its `seq` is never given again. Missing."""

    @abstractmethod
    def queue_mail(
        self,
        partition: str,
        /,
        *,
        to: str,
        template: str,
        data: dict[str, Any],
        not_before: str | None = None,
    ) -> Record:
        """Add a letter to the table "outbox": state "waiting", tries 0, and a `message_id` that never
        changes, so that a letter sent twice is seen once. `not_before` is an ISO time. The letter leaves
        only if the transaction stands; `Store.waiting_mail` then names the partition until none of it is
        "waiting"."""

    @abstractmethod
    def note(
        self,
        partition: str,
        verb: str,
        /,
        *,
        agent: str | None = None,
        channel: str | None = None,
        record: str | None = None,
        **facts: Any,
    ) -> None:
        """Add a line to the journal: who did what to which record, by which channel. Never a resident's name
        nor an answer: the journal outlives the record. The names n, at, prev and hash are taken
        (ValueError)."""


class Store(ABC):
    """One place where records live, shared by several processes. An instance may be shared by threads."""

    @abstractmethod
    def transaction(self, *partitions: str) -> AbstractContextManager[Records]:
        """Hold these partitions alone, then write all that was changed, or nothing when the block raises.

        All is on the disk when the block ends without an error. Costs a durable write for each partition that
        changed, one more when they are several, one for each journal; a transaction that changes nothing
        writes nothing. Not to be nested. Busy after the time limit (5 s), Unwritable, Corrupt, what the
        block raises.
        """

    @abstractmethod
    def read(self, partition: str) -> View:
        """The partition as it stands, without a lock. Never half a transaction: what a dead writer had
        decided is seen. A partition never written is empty. Corrupt, Unwritable."""

    @abstractmethod
    def partitions(self, prefix: str = "") -> Iterator[str]:
        """The names of the partitions written so far, sorted. Costs a walk through those of the prefix.
        BadName."""

    @abstractmethod
    def waiting_mail(self) -> Iterator[str]:
        """The partitions that may hold a waiting letter, sorted, without opening any. A crash may leave one
        that holds none: a transaction on it puts that right."""

    @abstractmethod
    def journal(self, partition: str) -> list[dict[str, Any]]:
        """The lines of the journal, oldest first: n, at (UTC), prev, verb, agent, channel, record, the facts,
        hash. The whole chain is verified: Corrupt when a line was changed, moved or taken away."""

    @abstractmethod
    def put_blob(self, content: bytes) -> str:
        """Keep these bytes and give their SHA-256. Twice the same is kept once. Unwritable."""

    @abstractmethod
    def get_blob(self, digest: str) -> bytes:
        """The bytes of that SHA-256, verified. Missing, Corrupt, BadName."""

    @abstractmethod
    def get_setting(self, name: str, default: Any = None) -> Any:
        """A copy of a small fact about this store ("rehearsal", "clock_offset", a key), or the default.
        Cheap enough for every request."""

    @abstractmethod
    def ensure_setting(self, name: str, make: Callable[[], Any]) -> Any:
        """The setting, made once and for all by the first who asks: no two processes make two keys."""

    @abstractmethod
    def set_setting(self, name: str, value: Any) -> None:
        """Change a setting, durably and for all processes."""

    @abstractmethod
    def check(self) -> list[str]:
        """Mend what a crash left, verify everything, and say in French what an operator must look at.
        An empty list means that all is well. For the start of the service: reads the whole store."""

    @abstractmethod
    def probe(self) -> None:
        """Write and remove a few bytes, as a registration would. Unwritable when no record can be kept."""

    def close(self) -> None:  # noqa: B027 - a backend may have nothing to let go of
        """Let go of what the store holds open. It may not be used afterwards."""


def utc_now() -> datetime:
    """The time of the journal."""
    return datetime.now(UTC)


def open_store(
    url: str, *, rehearsal: bool = False, lock_timeout: float = 5.0, now: Callable[[], datetime] = utc_now
) -> Store:
    """The store at `tinydb:<folder>`, created when it is new.

    A store is a rehearsal from its creation or never: asking for one where a real one stands is a StoreError.
    `now` dates the journal (an aware datetime); locks and limits use the machine's own clock.
    """
    scheme, _, place = url.partition(":")
    if scheme == "tinydb" and place:
        from .tinydb import TinyDBStore

        return TinyDBStore.open(place, rehearsal=rehearsal, lock_timeout=lock_timeout, now=now)
    if scheme in ("postgresql", "postgres"):
        raise StoreError("PostgreSQL n'est pas encore pris en charge : choisissez « tinydb:<dossier> ».")
    raise StoreError(f"« {scheme} » n'est pas un magasin connu : choisissez « tinydb:<dossier> ».")
