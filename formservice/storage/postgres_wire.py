"""A connection that sends statements through libpq itself: prepared once, several in one message.

A cursor of psycopg costs 31 µs for each statement of a pipeline, and this 2: more than the server itself takes.
"""

import select
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import Connection, errors
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGresult

Rows = list[tuple[Any, ...]]
Statement = tuple[str, Sequence[Any]]
"""A query with a `%s` for each value, and the values."""
LEAST = 0.5
"""Seconds given to a statement, however late one is."""
ESCAPED = str.maketrans({'"': r"\"", "\\": r"\\"})


class Wire(Connection[tuple[Any, ...]]):
    """Not for two threads at once: the pool lends it to one."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.prepared = dict[str, bytes]()
        self.until = 0.0
        """When, on `time.monotonic`, a server that says nothing is given up."""
        self.silent = False
        """Whether it was."""

    def ask(self, query: str, values: Sequence[Any] = ()) -> Rows:
        """The rows that one statement gives, none for one that gives none."""
        return self.rows_of(self.send((query, values))[0])

    def rows_of(self, result: PGresult) -> Rows:
        """The rows of a result."""
        reader = Transformer(self)
        reader.set_pgresult(result)
        return list(reader.load_rows(0, result.ntuples, tuple)) if result.nfields else []

    def send(self, *statements: Statement) -> list[PGresult]:
        """The results of these, sent in one go: the first refusal keeps the rest from being done. psycopg.Error."""
        results: list[PGresult] = []
        self.until = max(self.until, time.monotonic() + LEAST)
        try:
            self.pgconn.enter_pipeline_mode()
            made = self._write(statements)
            self._read(results)
            self.pgconn.exit_pipeline_mode()
        except BaseException as error:
            # Nobody knows what is still on its way.
            self.close()
            raise (first_refusal(results) if isinstance(error, psycopg.Error) else None) or error from None
        self.prepared |= {query: name for place, (query, name) in made.items() if is_good(results[place])}
        if refusal := first_refusal(results):
            raise refusal
        return [result for place, result in enumerate(results) if place not in made]

    def _write(self, statements: Sequence[Statement]) -> dict[int, tuple[str, bytes]]:
        """Write all; gives the places, among the answers, of the queries that had to be prepared."""
        names, made, place = dict(self.prepared), dict[int, tuple[str, bytes]](), 0
        for query, values in statements:
            if query not in names:
                names[query] = b"f%d" % len(names)
                made[place], place = (query, names[query]), place + 1
                self.pgconn.send_prepare(names[query], numbered(query))
            self.pgconn.send_query_prepared(names[query], [text(value) for value in values])
            place += 1
        self.pgconn.pipeline_sync()
        while self.pgconn.flush():
            if self._wait(select.POLLIN | select.POLLOUT) & select.POLLIN:
                self.pgconn.consume_input()
        return made

    def _read(self, results: list[PGresult]) -> None:
        """Add the answers, until the one that says that there are no more."""
        while True:
            while self.pgconn.is_busy():
                self._wait(select.POLLIN)
                self.pgconn.consume_input()
            result = self.pgconn.get_result()
            if result is None and self.pgconn.status == ConnStatus.BAD:
                raise psycopg.OperationalError("the server is gone")
            if result is not None and result.status == ExecStatus.PIPELINE_SYNC:
                return
            results += [result] if result is not None else []

    def _wait(self, events: int) -> int:
        """Wait for the server, and let other threads work meanwhile."""
        waiting = select.poll()
        waiting.register(self.pgconn.socket, events)
        happened = waiting.poll(max(0, (self.until - time.monotonic()) * 1000))
        if not happened:
            raise self.given_up()
        return sum(what for _, what in happened)

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """The same for what psycopg sends."""
        left = max(LEAST, self.until - time.monotonic())
        try:
            return super().wait(gen, interval, left if timeout is None else timeout)
        except errors._WaitTimeout:
            raise self.given_up() from None

    def given_up(self) -> psycopg.OperationalError:
        """Hang up on a server that says nothing, frozen or out of reach."""
        self.silent = True
        self.close()
        return psycopg.OperationalError("the server says nothing")


def is_good(result: PGresult) -> bool:
    """Whether the server did what it was asked."""
    return result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


def first_refusal(results: Sequence[PGresult]) -> psycopg.Error | None:
    """What the server said of the first that it did not do."""
    return next((errors.error_from_result(result) for result in results if not is_good(result)), None)


@lru_cache
def numbered(query: str) -> bytes:
    """The query with its places numbered, as the server wants them."""
    first, *rest = query.split("%s")
    return (first + "".join(f"${number}{after}" for number, after in enumerate(rest, 1))).encode()


def text(value: Any) -> bytes | None:
    """A value as PostgreSQL writes it."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return b"\\x" + value.hex().encode()
    if isinstance(value, list):
        return ("{" + ",".join(f'"{str(one).translate(ESCAPED)}"' for one in value) + "}").encode()
    return None if value is None else str(value).encode()
