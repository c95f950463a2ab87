"""The rows of a partition: read once, verified, staged in memory, and written together at the end."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import orjson

from .chain import genesis
from .contract import Record
from .errors import Corrupt
from .postgres_wire import Rows, Statement, Wire
from .staged import Claims, Part
from .values import GIVEN

RECORDS = "SELECT in_table, seq, id, version, body, seal FROM records WHERE partition = %s"
CLAIMS = "SELECT name, value, record, seal FROM claims WHERE partition = %s"
# One statement a row: prepared once, and sent with all the others.
PUT = """INSERT INTO records (partition, in_table, seq, id, version, body, seal) VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (partition, seq)
    DO UPDATE SET version = excluded.version, body = excluded.body, seal = excluded.seal"""
FORGET = "DELETE FROM records WHERE partition = %s AND seq = ANY(%s)"
CLAIM = "INSERT INTO claims VALUES (%s, %s, %s, %s, %s)"
RELEASE = "DELETE FROM claims WHERE partition = %s AND name = %s AND value = %s"
TELL = "INSERT INTO journal VALUES (%s, %s, %s)"
SUM_UP = """UPDATE partitions
    SET revision = revision + 1, seq = %s, size = %s, lines = %s, head = %s WHERE name = %s"""
Tables = dict[str, dict[int, Record]]


def to_body(record: Record) -> str:
    """The fields of a record as JSON, in their order."""
    fields = {name: value for name, value in record.items() if name not in ("id", "seq", "version")}
    return json.dumps(fields, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def seal(body: str, *place: Any) -> str:
    """The SHA-256 of a text and of the place where it stands: one moved elsewhere does not verify."""
    return hashlib.sha256(f"{json.dumps(place)}\n{body}".encode()).hexdigest()


def seal_of(body: str, partition: str, table: str, seq: int, id: str, version: int) -> str:
    """The seal of a record. Its place is made of letters that JSON leaves as they are: written ten times faster."""
    place = f'["{partition}", "{table}", {seq}, "{id}", {version}]'
    return hashlib.sha256(f"{place}\n{body}".encode()).hexdigest()


def to_record(partition: str, row: tuple[Any, ...]) -> Record:
    """The record of a row of RECORDS. Corrupt when it is not what was written."""
    verify(partition, row)
    return made_out(row)


def verify(partition: str, row: tuple[Any, ...]) -> None:
    """Corrupt unless a row of RECORDS is what was written."""
    table, seq, id, version, body, sealed = row
    if seal_of(body, partition, table, seq, id, version) != sealed:
        raise Corrupt(f"« {partition} » est abîmé : un enregistrement n'est pas celui qui a été écrit.")


def made_out(row: tuple[Any, ...]) -> Record:
    """The record of a row of RECORDS that was verified."""
    return {"id": row[2], "seq": row[1], "version": row[3], **orjson.loads(row[4])}


def checked_rows(partition: str, rows: Rows, size: int, seq: int) -> Rows:
    """The rows of a partition that holds `size` of them, the last of number `seq` at most. Corrupt."""
    for row in rows:
        verify(partition, row)
    if len(rows) != size or any(row[1] > seq for row in rows):
        raise Corrupt(f"« {partition} » est abîmé : il y a {len(rows)} enregistrements au lieu de {size}.")
    return rows


def to_tables(rows: Rows) -> Tables:
    """The records of verified rows."""
    tables: Tables = {}
    for row in rows:
        tables.setdefault(row[0], {})[row[1]] = made_out(row)
    return tables


def words_of(equal: Mapping[str, Any]) -> list[str]:
    """What must stand in the text of a record whose fields equal these: those that are texts."""
    texts = {name: value for name, value in equal.items() if isinstance(value, str) and name not in GIVEN}
    return [to_body({name: value})[1:-1] for name, value in texts.items()]


def to_claims(partition: str, rows: Rows) -> Claims:
    """The claims of rows of CLAIMS. Corrupt."""
    claims: Claims = {}
    for name, value, record, sealed in rows:
        if seal(record, partition, name, value) != sealed:
            raise Corrupt(f"« {partition} » est abîmé : une valeur unique n'est pas celle qui a été écrite.")
        claims.setdefault(name, {})[value] = record
    return claims


def flat(claims: Claims) -> set[tuple[str, str, str]]:
    """Claims as rows."""
    return {(name, value, record) for name, held in claims.items() for value, record in held.items()}


class ReadPart(Part):
    """A partition read whole, for a view."""

    def __init__(self, partition: str, stored: Rows, claims: Claims) -> None:
        super().__init__()
        self.partition, self.stored_rows, self.claims = partition, stored, claims

    @cached_property
    def tables(self) -> Tables:
        """The records."""
        return to_tables(self.stored_rows)

    def likely(self, table: str, equal: Mapping[str, Any]) -> Iterable[Record]:
        # All were verified. To make out each costs more than to look for a word in it.
        words = words_of(equal)
        if "tables" in self.__dict__ or not words:
            return self.rows(table)
        return [made_out(row) for row in self.stored_rows if row[0] == table and all(word in row[4] for word in words)]

    def rows(self, table: str) -> Iterable[Record]:
        return self.tables.get(table, {}).values()

    def insert(self, table: str, record: Record) -> None:
        self.tables.setdefault(table, {})[record["seq"]] = record

    def change(self, table: str, record: Record, changes: Record) -> None:
        self.tables[table][record["seq"]].update(changes)

    def drop(self, table: str, record: Record) -> None:
        del self.tables[table][record["seq"]]

    def size(self) -> int:
        return sum(map(len, self.tables.values()))


class HeldPart(ReadPart):
    """A partition whose row is locked. Its records are read when those of one that is `held` are first looked at."""

    def __init__(self, connection: Wire, row: tuple[Any, ...], held: "list[HeldPart]") -> None:
        Part.__init__(self)
        self.connection, self.held, self.count = connection, held, int(row[3])
        self.partition, self.revision, self.seq, self.stored, self.lines, self.head = row
        self.last = self.seq
        self.dirty: dict[int, tuple[str, Record | None]] = {}
        self.stored_claims = set[tuple[str, str, str]]()

    @cached_property
    def raw(self) -> Rows:
        """The rows of the records."""
        results = self.connection.send(*((RECORDS, [part.partition]) for part in self.held))
        for part, result in zip(self.held, results, strict=True):
            part.__dict__["raw"] = self.connection.rows_of(result)
        return self.__dict__["raw"]  # type: ignore[no-any-return]

    @cached_property
    def stored_rows(self) -> Rows:  # type: ignore[override]
        """The same, verified."""
        return checked_rows(self.partition, self.raw, self.stored, self.last)

    def likely(self, table: str, equal: Mapping[str, Any]) -> Iterable[Record]:
        return self.rows(table) if self.dirty else super().likely(table, equal)

    @cached_property
    def tables(self) -> Tables:
        """The records; those staged before the first look too."""
        tables = to_tables(self.stored_rows)
        for seq, (table, record) in self.dirty.items():
            if record is not None:
                tables.setdefault(table, {})[seq] = record
        return tables

    @cached_property
    def claims(self) -> Claims:  # type: ignore[override]
        """Who holds what."""
        rows = self.connection.ask(CLAIMS, [self.partition])
        self.stored_claims = {(row[0], row[1], row[2]) for row in rows}
        return to_claims(self.partition, rows)

    def insert(self, table: str, record: Record) -> None:
        if "tables" in self.__dict__:
            super().insert(table, record)
        self.dirty[record["seq"]] = table, record
        self.count += 1

    def change(self, table: str, record: Record, changes: Record) -> None:
        super().change(table, record, changes)
        self.dirty[record["seq"]] = table, self.tables[table][record["seq"]]

    def drop(self, table: str, record: Record) -> None:
        super().drop(table, record)
        self.dirty[record["seq"]] = table, None
        self.count -= 1

    def size(self) -> int:
        return self.count

    def flushed(self, at: str) -> Iterator[Statement]:
        """What writes all that was staged; notes are dated `at`."""
        yield from self._records()
        if "claims" in self.__dict__:
            yield from self._claims()
        lines, head = self.new_lines(at, self.lines, self.head or genesis(self.partition))
        for number, line in enumerate(lines, self.lines + 1):
            yield TELL, [self.partition, number, line]
        yield SUM_UP, [self.seq, self.count, self.lines + len(lines), head, self.partition]

    def _records(self) -> Iterator[Statement]:
        if gone := [seq for seq, (_, record) in self.dirty.items() if record is None]:
            yield FORGET, [self.partition, gone]
        for table, record in self.dirty.values():
            if record is not None:
                place, body = (table, record["seq"], record["id"], record["version"]), to_body(record)
                yield PUT, [self.partition, *place, body, seal_of(body, self.partition, *place)]

    def _claims(self) -> Iterator[Statement]:
        now = flat(self.claims)
        for name, value, _ in self.stored_claims - now:
            yield RELEASE, [self.partition, name, value]
        for name, value, record in now - self.stored_claims:
            yield CLAIM, [self.partition, name, value, record, seal(record, self.partition, name, value)]
