"""How a transaction takes its partitions in PostgreSQL, and what is known of its outcome."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg

from .errors import Unwritable
from .postgres_errors import UNKNOWN, is_lost, may_retry, said
from .postgres_pool import Connections
from .postgres_records import HeldPart
from .postgres_wire import Wire
from .staged import StagedRecords

LOCK = """SELECT name, revision, seq, size, lines, head FROM partitions
    WHERE name = ANY(%s) ORDER BY name FOR UPDATE"""
# A row that does not exist cannot be locked. It is made before, for good: it is no partition until it is written.
MAKE = "INSERT INTO partitions (name) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"


class Transactions:
    """The one road to a write."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self.connections, self.now = connections, now

    @contextmanager
    def run(self, names: Sequence[str]) -> Iterator[StagedRecords]:
        """Hold the partitions, give the verbs, and write what they changed unless the block raises."""
        connection, parts = self._held(names, self.connections.deadline())
        records = StagedRecords(parts)
        try:
            yield records
            self._commit(connection, [part for part in parts if part.changed])
        except psycopg.Error as error:
            raise said(error) from error
        finally:
            records.close()
            self.connections.give_back(connection)

    def _held(self, names: Sequence[str], deadline: float) -> tuple[Wire, list[HeldPart]]:
        """The partitions, locked. Nothing was read or promised yet: a lost connection or a deadlock begins anew."""
        while True:
            connection = self.connections.take(deadline)
            try:
                parts = self._locked(connection, names, deadline)
                if len(parts) == len(names):
                    return connection, parts
            except BaseException as error:
                self.connections.give_back(connection)
                if not isinstance(error, psycopg.Error):
                    raise
                if not may_retry(error) or time.monotonic() >= deadline:
                    raise said(error) from error
            else:
                self.connections.give_back(connection)
                self.connections.rows(MAKE, [list(names)])

    def _locked(self, connection: Wire, names: Sequence[str], deadline: float) -> list[HeldPart]:
        """Begin and lock those that exist, in the order of names, so that two never wait for each other."""
        results = connection.send(*self.connections.beginning(deadline), (LOCK, [list(names)]))
        held: list[HeldPart] = []
        held += [HeldPart(connection, row, held) for row in connection.rows_of(results[-1])]
        return held

    def _commit(self, connection: Wire, changed: list[HeldPart]) -> None:
        """Write and commit. Unwritable with an unknown outcome when the server is lost at that very moment."""
        if not changed:
            return
        stamp = self.now().astimezone(UTC).isoformat()
        written = [statement for part in changed for statement in part.flushed(stamp)]
        try:
            # Sent in one go: the first refusal keeps the rest, and the commit, from being done.
            committed = connection.send(*written, ("COMMIT", ()))[-1]
        except psycopg.Error as error:
            raise (Unwritable(UNKNOWN) if is_lost(error) else said(error)) from error
        # No error is not yet an answer: only the word of the server is.
        if committed.command_status != b"COMMIT":
            raise Unwritable(UNKNOWN)
