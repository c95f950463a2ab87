"""The connections to PostgreSQL: borrowed for one gesture, never for longer, and never inherited by a fork."""

import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, LiteralString

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool, PoolTimeout

from .errors import Busy, StoreError, Unwritable
from .postgres_errors import UNREACHED, may_retry, said
from .postgres_wire import Rows, Statement, Wire

SIZE = 20
"""At most, per process: a transaction and the reads made inside it, for eight threads, with a margin."""
LOCK_SHARE = 0.6
"""Of the time limit, 3 s of the usual 5, waited for any one lock: the rest is for the pool."""
STOPPED_SECONDS = 30
"""After which a transaction whose process sleeps is undone, so that its partitions are free again."""
SHARE = 0.75
"""Of the time limit, for all that one gesture waits: the rest is for a server that says nothing, and for the next."""
GRACE, BRIEF = 0.3, 0.2
"""Seconds: given to the server to say itself that it is late; for all, while it says nothing at all."""
LEAST_MS = 250
"""Given to a statement, however long one waited for a connection."""
CONNECT_SECONDS = 3
LIMITS = "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true)"
# What psycopg prepares it forgets at any rollback, and what we prepared with it.
OURS = {"autocommit": True, "application_name": "formservice", "client_encoding": "UTF8", "prepare_threshold": None}
# A server that vanished without a word is noticed; on a local socket these change nothing.
PATIENCE = {"connect_timeout": CONNECT_SECONDS, "keepalives_idle": 10, "tcp_user_timeout": 5000}


class Connections:
    """A pool of connections in each process, opened when it is first used there."""

    def __init__(self, url: str, timeout: float, size: int = SIZE) -> None:
        self.url, self.timeout, self.size = url, timeout, size
        self.lock_ms = max(1, int(min(timeout * LOCK_SHARE, 3.0) * 1000)) if timeout else 1
        self.pools: dict[int, ConnectionPool[Wire]] = {}
        self.lent = set[Wire]()
        self.silent = False
        """Whether the server said nothing, when last asked: the next do not wait long to know."""
        self.look: Callable[[], None] | None = None
        """What must be seen of the server before anything else, when it was not there at the start."""
        self.looking = threading.RLock()

    def pool(self) -> ConnectionPool[Wire]:
        """The pool of this process. A parent's is left alone: closing it would hang up on the parent."""
        if os.getpid() not in self.pools:
            self.lent = set()
            pool = self.pools[os.getpid()] = ConnectionPool(
                self.url,
                connection_class=Wire,
                kwargs={**OURS, **PATIENCE},
                # Not a method: the pool would keep us alive.
                configure=partial(bound, max(1, int(self.timeout * SHARE * 1000)), self.lock_ms),
                min_size=1,
                max_size=self.size,
                num_workers=2,
                # A long outage must not leave long pauses between attempts.
                reconnect_timeout=2.0,
                name="formservice",
                open=True,
            )
            weakref.finalize(self, hang_up, os.getpid(), pool)
        return self.pools[os.getpid()]

    def deadline(self) -> float:
        """When, on `time.monotonic`, what begins now must have ended."""
        return time.monotonic() + (min(BRIEF, self.timeout) if self.silent else self.timeout * SHARE)

    def seen(self, deadline: float) -> None:
        """Look once, when the server is there at last; the others wait for that look."""
        if not self.looking.acquire(timeout=max(0.001, deadline - time.monotonic())):
            raise Unwritable(UNREACHED)
        try:
            look = self.look
            if look and look is not nothing:
                # What looks takes a connection itself.
                self.look = nothing
                try:
                    look()
                    look = None
                finally:
                    self.look = look
        finally:
            self.looking.release()

    def take(self, deadline: float) -> Wire:
        """A connection, to be given back. Busy when all are taken until the deadline, Unwritable without server."""
        if self.look:
            self.seen(deadline)
        try:
            connection = self.pool().getconn(timeout=max(0.001, deadline - time.monotonic()))
        except PoolTimeout:
            if len(self.lent) < self.size:
                self.silent = True
                raise Unwritable(UNREACHED) from None
            raise Busy("Toutes les connexions à PostgreSQL sont prises : on peut recommencer.") from None
        self.lent.add(connection)
        connection.until = deadline + GRACE
        return connection

    def give_back(self, connection: Wire) -> None:
        """Undo what is not committed, and let others have the connection."""
        self.lent.discard(connection)
        if connection.pgconn.transaction_status != TransactionStatus.IDLE:
            with suppress(psycopg.Error):
                connection.rollback()
        self.silent = connection.silent
        self.pool().putconn(connection)

    def rows(self, query: LiteralString, values: Sequence[Any] = ()) -> Rows:
        """What one statement gives: only for what may be done twice."""
        return self.all_rows([(query, values)])[0]

    def in_passing(self, query: LiteralString, values: Sequence[Any]) -> None:
        """The same for what is not worth a wait, and says nothing of how the server is."""
        silent, self.silent = self.silent, True
        try:
            self.rows(query, values)
        finally:
            self.silent = silent

    def all_rows(self, statements: Sequence[Statement]) -> list[Rows]:
        """What each statement gives, again if the connection is lost: only for what may be done twice."""
        deadline = self.deadline()
        while True:
            connection = self.take(deadline)
            try:
                return [connection.rows_of(result) for result in connection.send(*statements)]
            except psycopg.Error as error:
                if not may_retry(error) or time.monotonic() >= deadline:
                    raise said(error) from error
            finally:
                self.give_back(connection)

    @contextmanager
    def transaction(self, deadline: float, how: LiteralString = "") -> Iterator[Wire]:
        """A connection inside a transaction, which the block commits, or it is undone."""
        connection = self.take(deadline)
        try:
            connection.send(*self.beginning(deadline, how))
            yield connection
        except psycopg.Error as error:
            raise said(error) from error
        finally:
            self.give_back(connection)

    def beginning(self, deadline: float, how: LiteralString = "") -> list[Statement]:
        """What begins; its waits are shorter than the connection's when some of the time is spent."""
        left = max(LEAST_MS, int((deadline - time.monotonic()) * 1000))
        begin: Statement = f"BEGIN {how}", ()
        return (
            [begin]
            if left > self.timeout * SHARE * 1000 - LEAST_MS
            else [begin, (LIMITS, [min(self.lock_ms, left), left])]
        )

    def close(self) -> None:
        """Close the pool of this process."""
        if pool := self.pools.pop(os.getpid(), None):
            pool.close()


def nothing() -> None:
    """What is left to see for who is looking."""


def bound(all_ms: int, lock_ms: int, connection: Connection) -> None:
    """Limit every wait: a statement, one lock, a process that sleeps."""
    connection.execute(
        f"SET statement_timeout = {all_ms}; SET lock_timeout = {lock_ms}; "
        f"SET idle_in_transaction_session_timeout = '{STOPPED_SECONDS}s'"
    )


def fetched(connection: Connection, query: LiteralString, values: Sequence[Any] = ()) -> Rows:
    """The rows of a statement, none for one that gives none."""
    cursor = connection.execute(query, values or None)
    return cursor.fetchall() if cursor.description else []


def hang_up(process: int, pool: ConnectionPool[Wire]) -> None:
    """Close a pool, in the process that opened it."""
    if process == os.getpid():
        pool.close()


def checked_address(url: str) -> str:
    """The address itself, or StoreError; its text, which may hold a password, is not repeated."""
    try:
        conninfo_to_dict(url)
    except psycopg.Error:
        raise StoreError("L'adresse de PostgreSQL ne se lit pas : postgresql://utilisateur@machine/base.") from None
    return url
