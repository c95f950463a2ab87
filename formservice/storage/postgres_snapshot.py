"""All partitions as of one moment: a REPEATABLE READ transaction that writes nothing."""

import itertools
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import Connection

from .chain import genesis, verified
from .contract import Record, Snapshot
from .errors import Corrupt
from .postgres_errors import said
from .postgres_pool import Connections, Rows, fetched
from .postgres_records import CLAIMS, RECORDS, ReadPart, checked_rows, flat, to_claims, to_record
from .postgres_settings import ALL, to_values
from .staged import StagedView
from .values import check_partition, check_prefix, check_table, clean, same

MINUTES = 10
"""For one statement of an export, and between two: who downloads may be slow."""
AT_A_TIME = 500
NAMES = "SELECT name FROM partitions WHERE revision > 0 AND name >= %s AND name < %s ORDER BY name"
SOME: LiteralString = """SELECT partition, in_table, seq, id, version, body, seal FROM records
    WHERE in_table = %s AND partition >= %s AND partition < %s"""
ORDER: LiteralString = " ORDER BY partition, seq"
MATCHING, HOLDING = SOME + ORDER, SOME + " AND fields @> %s::jsonb" + ORDER


def within(prefix: str) -> tuple[str, str]:
    """The bounds of the names that begin so: they have no letter as great as « ~ ». BadName."""
    return check_prefix(prefix), f"{prefix}~"


class PostgresSnapshot(Snapshot):
    """Read through one connection, by one thread."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.cursors = connection, itertools.count(1)

    def _rows(self, query: LiteralString, values: Sequence[Any] = ()) -> Rows:
        try:
            return fetched(self.connection, query, values)
        except psycopg.Error as error:
            raise said(error) from error

    def _stream(self, query: LiteralString, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a few hundred in memory at a time."""
        try:
            with self.connection.cursor(f"stream_{next(self.cursors)}") as cursor:
                cursor.itersize = AT_A_TIME
                yield from cursor.execute(query, values)
        except psycopg.Error as error:
            raise said(error) from error

    def part(self, partition: str) -> ReadPart:
        """A partition, whole and verified."""
        rows = self._rows("SELECT size, seq FROM partitions WHERE name = %s", [check_partition(partition)])
        size, seq = rows[0] if rows else (0, 0)
        stored = checked_rows(partition, self._rows(RECORDS, [partition]), size, seq)
        return ReadPart(partition, stored, to_claims(partition, self._rows(CLAIMS, [partition])))

    def _view(self, partition: str) -> StagedView:
        return StagedView([self.part(partition)])

    def find(self, partition: str, table: str, /, **equal: Any) -> list[Record]:
        return self._view(partition).find(partition, table, **equal)

    def get(self, partition: str, table: str, id: str, /) -> Record | None:
        return self._view(partition).get(partition, table, id)

    def holder(self, partition: str, name: str, value: str, /) -> str | None:
        return self._view(partition).holder(partition, name, value)

    def partitions(self, prefix: str = "") -> Iterator[str]:
        return iter([name for (name,) in self._rows(NAMES, within(prefix))])

    def tables(self, partition: str) -> list[str]:
        return sorted(table for table, rows in self.part(partition).tables.items() if rows)

    def last(self, partition: str) -> int:
        rows = self._rows("SELECT seq FROM partitions WHERE name = %s", [check_partition(partition)])
        return int(rows[0][0]) if rows else 0

    def claims(self, partition: str) -> list[tuple[str, str, str]]:
        return sorted(flat(to_claims(partition, self._rows(CLAIMS, [check_partition(partition)]))))

    def journal(self, partition: str) -> list[dict[str, Any]]:
        rows = self._rows("SELECT lines, head FROM partitions WHERE name = %s", [check_partition(partition)])
        count, end = rows[0] if rows else (0, "")
        raw = self._rows("SELECT line FROM journal WHERE partition = %s ORDER BY n", [partition])
        lines, head = verified((line.encode() for (line,) in raw), partition)
        if (len(lines), head) != (count, end or genesis(partition)):
            raise Corrupt(f"Le journal de « {partition} » ne s'arrête pas où il devrait.")
        return lines

    def settings(self) -> dict[str, Any]:
        return to_values(self._rows(ALL))

    def records(self, prefix: str, table: str) -> Iterator[tuple[str, Record]]:
        return self.matching(prefix, table, {})

    def matching(self, prefix: str, table: str, equal: dict[str, Any]) -> Iterator[tuple[str, Record]]:
        """The records whose fields equal these. The index finds those that hold them; we compare as JSON does."""
        wanted = clean(equal)
        held = {name: value for name, value in wanted.items() if name not in ("id", "seq", "version")}
        values = [check_table(table), *within(prefix), *([json.dumps(held, ensure_ascii=False)] if held else [])]
        for partition, *row in self._stream(HOLDING if held else MATCHING, values):
            record = to_record(partition, tuple(row))
            if all(name in record and same(record[name], value) for name, value in wanted.items()):
                yield partition, record


@contextmanager
def snapshot(connections: Connections) -> Iterator[PostgresSnapshot]:
    """The snapshot, for as long as the block lasts. Busy, Unwritable."""
    deadline = connections.deadline()
    with connections.transaction(deadline, "ISOLATION LEVEL REPEATABLE READ, READ ONLY") as connection:
        connection.execute(
            f"SET LOCAL statement_timeout = '{MINUTES}min'; "
            f"SET LOCAL idle_in_transaction_session_timeout = '{MINUTES}min'"
        )
        connection.until = time.monotonic() + MINUTES * 60
        # The moment is that of the first look.
        connection.execute("SELECT pg_current_snapshot()")
        yield PostgresSnapshot(connection)
