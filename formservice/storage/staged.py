"""The verbs of a transaction, the same for every store: refused before anything is written, staged, then written.

A backend brings a `Part` for each partition held: where its records are, and how to stage a change of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from .chain import TAKEN, Line, as_written, extended, verified
from .contract import MOST_RECORDS, Held, Record, Records, Rows, View
from .errors import Conflict, Corrupt, Full, Missing, Taken
from .values import GIVEN, check_claim, check_fields, check_table, clean, copied, new_id, same

Claims = dict[str, dict[str, str]]
"""Per name and value, the id of the record that holds it."""


class Part(ABC):
    """One partition inside a transaction or a view. What it gives is not copied."""

    partition: str
    seq: int
    revision: int
    claims: Claims

    def __init__(self) -> None:
        self.notes, self.changed = list[Line](), False
        self.loaded: tuple[list[str], str] | None = None

    def new_lines(self, at: str, count: int, head: str) -> tuple[list[str], str]:
        """The lines to add to a journal of `count` lines, and the hash of the last: those loaded keep their own."""
        return self.loaded or extended(self.notes, at, count, head)

    @abstractmethod
    def rows(self, table: str) -> Iterable[Record]:
        """The records of a table, in any order."""

    def likely(self, table: str, equal: Mapping[str, Any]) -> Iterable[Record]:
        """Those of them whose fields may equal these, and perhaps others."""
        return self.rows(table)

    @abstractmethod
    def insert(self, table: str, record: Record) -> None:
        """Stage a new record."""

    @abstractmethod
    def change(self, table: str, record: Record, changes: Record) -> None:
        """Stage new values for some fields of a record."""

    @abstractmethod
    def drop(self, table: str, record: Record) -> None:
        """Stage the removal of a record."""

    @abstractmethod
    def size(self) -> int:
        """The number of records, all tables together."""


def matching(rows: Iterable[Record], equal: Mapping[str, Any]) -> list[Record]:
    """Copies of the records whose fields equal these, in order of arrival."""
    found = [row for row in rows if all(key in row and same(row[key], value) for key, value in equal.items())]
    return list(copied(sorted(found, key=lambda row: row["seq"]))) if found else []


class StagedView(View):
    """Records read from parts."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = {part.partition: part for part in parts}

    def _part(self, partition: str) -> Part:
        try:
            return self.parts[partition]
        except KeyError:
            raise KeyError(f"{partition!r} was not asked for when this began, or this is over") from None

    def find(self, partition: str, table: str, /, **equal: Any) -> list[Record]:
        wanted = clean(equal)
        return matching(self._part(partition).likely(check_table(table), wanted), wanted)

    def get(self, partition: str, table: str, id: str, /) -> Record | None:
        return next(iter(self.find(partition, table, id=id)), None)

    def holder(self, partition: str, name: str, value: str, /) -> str | None:
        return self._part(partition).claims.get(check_table(name), {}).get(check_claim(value))


class StagedRecords(StagedView, Records):
    """What a transaction stages. Nothing of it is seen by others before the commit."""

    def add(self, partition: str, table: str, /, **fields: Any) -> Record:
        part = self._part(partition)
        if part.size() >= MOST_RECORDS:
            raise Full(f"« {partition} » contient déjà {MOST_RECORDS} enregistrements.")
        record = {"id": new_id(), "seq": part.seq + 1, "version": 1, **check_fields(fields)}
        part.insert(check_table(table), record)
        part.seq, part.changed = part.seq + 1, True
        return dict(copied(record))

    def update(self, partition: str, table: str, id: str, /, expected: int | None = None, **changes: Any) -> Record:
        part, record = self._part(partition), self._wanted(partition, table, id)
        if expected is not None and record["version"] != expected:
            raise Conflict(f"Un enregistrement de « {partition} » a changé entre-temps.")
        changed = {**check_fields(changes), "version": record["version"] + 1}
        part.change(table, record, changed)
        part.changed = True
        return dict(copied(record | changed))

    def remove(self, partition: str, table: str, id: str, /) -> None:
        part, record = self._part(partition), self._wanted(partition, table, id)
        part.drop(table, record)
        part.claims = {
            name: kept
            for name, held in part.claims.items()
            if (kept := {value: holder for value, holder in held.items() if holder != id})
        }
        part.changed = True

    def _wanted(self, partition: str, table: str, id: str) -> Record:
        """The record of that identity, or Missing."""
        record = self.get(partition, table, id)
        if record is None:
            raise Missing(f"Cet enregistrement de « {partition} » n'existe pas ou plus.")
        return record

    def claim(self, partition: str, name: str, value: str, record: str, /) -> None:
        value, part, holder = check_claim(value), self._part(partition), self.holder(partition, name, value)
        if holder == record:
            return
        if holder is not None:
            raise Taken(f"Dans « {partition} », « {name} » appartient déjà à un autre enregistrement.")
        if sum(map(len, part.claims.values())) >= MOST_RECORDS:
            raise Full(f"« {partition} » contient déjà {MOST_RECORDS} valeurs uniques.")
        part.claims.setdefault(name, {})[value] = check_claim(record)
        part.changed = True

    def release(self, partition: str, name: str, value: str, /) -> None:
        part, value = self._part(partition), check_claim(value)
        held = part.claims.get(check_table(name), {})
        if held.pop(value, None) is None:
            return
        if not held:
            del part.claims[name]
        part.changed = True

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
        if taken := TAKEN & facts.keys():
            raise ValueError(f"the journal itself gives {', '.join(sorted(taken))}")
        part = self._part(partition)
        line = {"verb": verb, "agent": agent, "channel": channel, "record": record, **facts}
        part.notes.append(clean(line))
        part.changed = True

    def load(self, partition: str, records: Rows, claims: Held, journal: list[Line], last: int) -> None:
        """See `Store.load`."""
        part = self._part(partition)
        if part.revision:
            raise Taken(f"« {partition} » contient déjà des données.")
        if max(len(records), len(claims)) > MOST_RECORDS:
            raise Full(f"« {partition} » contiendrait plus de {MOST_RECORDS} enregistrements ou valeurs uniques.")
        numbers = [record["seq"] for _, record in records]
        if len(set(numbers)) < len(numbers) or not all(0 < number <= last for number in numbers):
            raise Corrupt(f"Les numéros des enregistrements de « {partition} » ne s'accordent pas.")
        lines = as_written(journal)
        _, head = verified((line.encode() for line in lines), partition)
        for table, record in records:
            fields = check_fields({name: value for name, value in record.items() if name not in GIVEN})
            part.insert(check_table(table), {name: record[name] for name in ("id", "seq", "version")} | fields)
        for name, value, record_id in claims:
            part.claims.setdefault(check_table(name), {})[check_claim(value)] = check_claim(record_id)
        part.seq, part.loaded, part.changed = last, (lines, head), True

    def close(self) -> None:
        """After the transaction no verb works any more."""
        self.parts = {}
