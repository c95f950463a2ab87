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

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.util import find_spec

from .contract import MOST_RECORDS, Record, Records, Snapshot, Store, View
from .errors import BadName, BadText, Busy, Conflict, Corrupt, Full, Missing, StoreError, Taken, Unwritable

__all__ = ["BadName", "BadText", "Busy", "Conflict", "Corrupt", "Full", "Missing", "StoreError", "Taken", "Unwritable"]
__all__ += ["MOST_RECORDS", "Record", "Records", "Snapshot", "Store", "View", "open_store"]


def utc_now() -> datetime:
    """The time of the journal."""
    return datetime.now(UTC)


def open_store(
    url: str, *, rehearsal: bool = False, lock_timeout: float = 5.0, now: Callable[[], datetime] = utc_now,
    seen: Callable[[], None] | None = None,
) -> Store:  # fmt: skip
    """The store at `tinydb:<folder>`, created when it is new, or at `postgresql://…`, whose tables
    `formservice migrate` made.

    A store is a rehearsal from its creation or never: asking for one where a real one stands is a StoreError.
    With `seen`, a server that cannot be reached is looked at when it is there at last, before anything is read or
    written, and `seen` is called then; without it, Unwritable.
    `now` dates the journal (an aware datetime); locks and limits use the machine's own clock.
    """
    scheme, _, place = url.partition(":")
    if scheme == "tinydb" and place:
        from .tinydb import TinyDBStore

        return TinyDBStore.open(place, rehearsal=rehearsal, lock_timeout=lock_timeout, now=now)
    if scheme in ("postgresql", "postgres") and place.startswith("//"):
        need_driver()
        from .postgres import PostgresStore

        return PostgresStore.open(url, rehearsal=rehearsal, lock_timeout=lock_timeout, now=now, seen=seen)
    raise StoreError(f"« {scheme} » n'est pas un magasin connu : « tinydb:<dossier> » ou « postgresql://… ».")


def need_driver() -> None:
    """StoreError when what speaks to PostgreSQL is not installed."""
    if not (find_spec("psycopg") and find_spec("psycopg_pool")):
        raise StoreError("Pour PostgreSQL : pip install --require-hashes -r requirements/postgres.txt")
