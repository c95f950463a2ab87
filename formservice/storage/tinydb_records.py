"""What a transaction stages, on tables of the TinyDB library that are read once and written once."""

from collections.abc import Iterable
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from .contract import Record
from .staged import Part
from .tinydb_state import State


class Staged(Storage):
    """TinyDB's storage over tables already read: writes stay here until the transaction ends."""

    def __init__(self, state: State) -> None:
        self.state = state

    def read(self) -> dict[str, dict[str, Any]]:
        """The tables."""
        return self.state.tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the tables, in memory."""
        self.state.tables = data


class TinyDBPart(Part):
    """One partition, staged in its state."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state, self.partition = state, state.partition
        self.seq, self.revision, self.claims = state.seq, state.revision, state.claims
        self.db = TinyDB(state, storage=Staged)

    def table(self, name: str) -> Table:
        """A TinyDB table without its cache of queries, which another process would make stale."""
        return self.db.table(name, cache_size=0)

    def rows(self, table: str) -> Iterable[Record]:
        return self.table(table).all()

    def insert(self, table: str, record: Record) -> None:
        self.table(table).insert(Document(record, doc_id=record["seq"]))

    def change(self, table: str, record: Record, changes: Record) -> None:
        self.table(table).update(changes, doc_ids=[record["seq"]])

    def drop(self, table: str, record: Record) -> None:
        self.table(table).remove(doc_ids=[record["seq"]])

    def size(self) -> int:
        return sum(len(table) for table in self.state.tables.values())

    def has_waiting_mail(self) -> bool:
        """Whether a letter is still to be sent."""
        letters = self.state.tables.get("outbox", {}).values()
        return any(letter.get("state") == "waiting" for letter in letters)
