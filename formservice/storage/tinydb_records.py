"""The verbs of a transaction, on tables of the TinyDB library that are read once and written once."""

from collections.abc import Iterable
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from . import MOST_RECORDS, Record, Records, View
from .errors import Conflict, Full, Missing
from .tinydb_state import State
from .values import check_fields, check_table, clean, copied, new_id, same

CHAIN = frozenset({"n", "at", "prev", "hash"})


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


class Part:
    """One partition inside a transaction."""

    def __init__(self, state: State) -> None:
        self.state, self.notes, self.changed = state, list[Record](), False
        self.db = TinyDB(state, storage=Staged)

    def table(self, name: str) -> Table:
        """A TinyDB table without its cache of queries, which another process would make stale."""
        return self.db.table(check_table(name), cache_size=0)

    def size(self) -> int:
        """The number of records, all tables together."""
        return sum(len(table) for table in self.state.tables.values())

    def has_waiting_mail(self) -> bool:
        """Whether a letter is still to be sent."""
        letters = self.state.tables.get("outbox", {}).values()
        return any(letter.get("state") == "waiting" for letter in letters)


class TinyDBView(View):
    """Records read from states."""

    def __init__(self, states: Iterable[State]) -> None:
        self.parts = {state.partition: Part(state) for state in states}

    def _part(self, partition: str) -> Part:
        try:
            return self.parts[partition]
        except KeyError:
            raise KeyError(f"{partition!r} was not asked for when this began, or this is over") from None

    def find(self, partition: str, table: str, /, **equal: Any) -> list[Record]:
        wanted = clean(equal)
        found = (
            self._part(partition)
            .table(table)
            .search(lambda record: all(key in record and same(record[key], value) for key, value in wanted.items()))
        )
        return [copied(dict(record)) for record in sorted(found, key=lambda record: record["seq"])]

    def get(self, partition: str, table: str, id: str, /) -> Record | None:
        return next(iter(self.find(partition, table, id=id)), None)


class TinyDBRecords(TinyDBView, Records):
    """What a transaction stages. Nothing of it reaches the disk before the commit."""

    def add(self, partition: str, table: str, /, **fields: Any) -> Record:
        part = self._part(partition)
        if part.size() >= MOST_RECORDS:
            raise Full(f"« {partition} » contient déjà {MOST_RECORDS} enregistrements.")
        seq = part.state.seq + 1
        record = {"id": new_id(), "seq": seq, "version": 1, **check_fields(fields)}
        part.table(table).insert(Document(record, doc_id=seq))
        part.state.seq, part.changed = seq, True
        return dict(copied(record))

    def update(self, partition: str, table: str, id: str, /, expected: int | None = None, **changes: Any) -> Record:
        part, record = self._part(partition), self._wanted(partition, table, id)
        if expected is not None and record["version"] != expected:
            raise Conflict(f"Un enregistrement de « {partition} » a changé entre-temps.")
        changed = {**check_fields(changes), "version": record["version"] + 1}
        part.table(table).update(changed, doc_ids=[record["seq"]])
        part.changed = True
        return dict(copied(record | changed))

    def remove(self, partition: str, table: str, id: str, /) -> None:
        part, record = self._part(partition), self._wanted(partition, table, id)
        part.table(table).remove(doc_ids=[record["seq"]])
        part.changed = True

    def _wanted(self, partition: str, table: str, id: str) -> Record:
        """The record of that identity, or Missing."""
        record = self.get(partition, table, id)
        if record is None:
            raise Missing(f"Cet enregistrement de « {partition} » n'existe pas ou plus.")
        return record

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
        letter = {"to": to, "template": template, "data": data, "not_before": not_before}
        identity = f"<{new_id()}@formservice.invalid>"
        return self.add(partition, "outbox", **letter, message_id=identity, tries=0, state="waiting")

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
        if taken := CHAIN & facts.keys():
            raise ValueError(f"the journal itself gives {', '.join(sorted(taken))}")
        part = self._part(partition)
        line = {"verb": verb, "agent": agent, "channel": channel, "record": record, **facts}
        part.notes.append(clean(line))
        part.changed = True

    def close(self) -> None:
        """After the transaction no verb works any more."""
        self.parts = {}
