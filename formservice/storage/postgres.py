"""The store in PostgreSQL: for several machines behind one address, since nothing else of the service keeps state.

A partition is a row that a writer locks; its records, claims and journal are rows that nobody touches without that
lock. So a transaction reads what is there, decides in Python by the very code that runs on files, and writes all of
it at its end: it needs no stronger isolation than READ COMMITTED, and a refusal in the middle costs a rollback.

Each record is kept as the text it was, under a seal, so that both stores give back the same bytes and one flipped bit
is found; the same as JSONB, made by the server, is there to be searched.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import Any

from .contract import MOST_COUNT, MOST_WORDS, Held, Record, Records, Rows, Store, View
from .errors import Corrupt, Missing, Unwritable
from .postgres_check import PROBE, alarms, check
from .postgres_pool import SIZE, Connections, checked_address
from .postgres_records import ReadPart, checked_rows, to_claims
from .postgres_schema import VERSION, check_version, refuse_other
from .postgres_settings import Settings
from .postgres_snapshot import NAMES, PostgresSnapshot, snapshot, within
from .postgres_transaction import Transactions
from .postgres_wire import Rows as PartRows
from .progress import Progress, silent
from .staged import StagedView
from .values import check_digest, check_partition, check_table, check_word

# One statement, for one moment: the partition, its records, its claims.
READ = """
    SELECT 'partition', NULL, seq, NULL, size, NULL, NULL FROM partitions WHERE name = %s
    UNION ALL
    SELECT 'record', in_table, seq, id, version, body, seal FROM records WHERE partition = %s
    UNION ALL
    SELECT 'claim', name, NULL, record, NULL, value, seal FROM claims WHERE partition = %s"""
COUNT = """INSERT INTO tallies AS t VALUES (%s, %s, 1) ON CONFLICT (digest) DO UPDATE
    SET count = CASE WHEN t.span = excluded.span THEN t.count + 1 ELSE 1 END, span = excluded.span
    RETURNING count"""
COUNT_WORD = f"""WITH asked (series, span, word) AS (VALUES (%s::text, %s::bigint, %s::text)), window_of AS (
        SELECT words.word FROM words JOIN asked USING (series, span))
    INSERT INTO words AS w SELECT series, span, word, 1 FROM asked
    WHERE (SELECT count(*) FROM window_of) < {MOST_WORDS} OR word IN (SELECT window_of.word FROM window_of)
    ON CONFLICT (series, span, word) DO UPDATE SET count = least(w.count + 1, {MOST_COUNT})"""  # noqa: S608
FORGET_WORDS = """WITH gone AS (DELETE FROM words WHERE series = %s AND span < %s RETURNING 1)
    SELECT count(*) FROM gone"""
DROP = "DELETE FROM blobs WHERE digest = %s RETURNING digest"
KEEP = """INSERT INTO blobs VALUES (%s, %s)
    ON CONFLICT (digest) DO UPDATE SET content = excluded.content WHERE blobs.content <> excluded.content"""


log = logging.getLogger(__name__)


def first_look(connections: Connections, facts: Settings, rehearsal: bool, seen: Callable[[], None]) -> None:
    """What is looked at when a store is opened, once its server is there. StoreError."""
    [(version,)] = connections.rows(VERSION)
    refuse_other(int(version))
    facts.create(rehearsal)
    seen()


class PostgresStore(Store):
    """The contract, over the database at `url`. Keeps nothing in memory but its connections."""

    def __init__(self, url: str, lock_timeout: float, now: Callable[[], datetime], size: int = SIZE) -> None:
        self.connections = Connections(checked_address(url), lock_timeout, size)
        self.transactions = Transactions(self.connections, now)
        self.facts = Settings(self.connections)

    @classmethod
    def open(
        cls, url: str, *, rehearsal: bool, lock_timeout: float, now: Callable[[], datetime], size: int = SIZE,
        seen: Callable[[], None] | None = None,
    ) -> "PostgresStore":  # fmt: skip
        """The store at that address, whose tables must be those of this version. StoreError, Unwritable."""
        store = cls(url, lock_timeout, now, size)
        try:
            check_version(url)
            store.facts.create(rehearsal)
        except Unwritable as error:
            if seen is None:
                raise
            log.error("%s", error)
            store.connections.silent = True
            store.connections.look = partial(first_look, store.connections, store.facts, rehearsal, seen)
        return store

    def transaction(self, *partitions: str) -> AbstractContextManager[Records]:
        if not partitions:
            raise ValueError("a transaction names its partitions")
        return self.transactions.run(sorted({check_partition(name) for name in partitions}))

    def read(self, *partitions: str) -> View:
        asked = [(READ, [check_partition(partition)] * 3) for partition in partitions]
        found = self.connections.all_rows(asked)
        return StagedView(self._part(name, rows) for name, rows in zip(partitions, found, strict=True))

    def _part(self, partition: str, rows: PartRows) -> ReadPart:
        size, seq = next(((row[4], row[2]) for row in rows if row[0] == "partition"), (0, 0))
        stored = checked_rows(partition, [row[1:] for row in rows if row[0] == "record"], size, seq)
        claims = to_claims(partition, [(row[1], row[5], row[3], row[6]) for row in rows if row[0] == "claim"])
        return ReadPart(partition, stored, claims)

    def partitions(self, prefix: str = "") -> Iterator[str]:
        return iter([name for (name,) in self.connections.rows(NAMES, within(prefix))])

    def search(
        self, prefix: str, table: str, matches: Callable[[Record], bool] | None = None, /, **equal: Any
    ) -> Iterator[tuple[str, Record]]:
        with self.snapshot() as view:
            for partition, record in view.matching(prefix, table, equal):
                if matches is None or matches(record):
                    yield partition, record

    def snapshot(self) -> AbstractContextManager[PostgresSnapshot]:
        return snapshot(self.connections)

    def waiting_mail(self) -> Iterator[str]:
        query = """SELECT DISTINCT partition FROM records
            WHERE in_table = 'outbox' AND fields ->> 'state' = 'waiting' ORDER BY partition"""
        return iter([name for (name,) in self.connections.rows(query)])

    def journal(self, partition: str) -> list[dict[str, Any]]:
        with self.snapshot() as view:
            return view.journal(partition)

    def load(self, partition: str, records: Rows, claims: Held, journal: list[dict[str, Any]], last: int) -> None:
        with self.transactions.run([check_partition(partition)]) as staged:
            staged.load(partition, records, claims, journal, last)

    def forget(self, partition: str) -> None:
        check_partition(partition)

    def tally(self, digest: str, window: int) -> int:
        [(count,)] = self.connections.rows(COUNT, [check_digest(digest), window])
        if count == 1 and digest.startswith("0"):
            # One new household in sixteen tidies up after those of former windows.
            self.connections.rows("DELETE FROM tallies WHERE span < %s", [window])
        return int(count)

    def count_word(self, series: str, word: str, window: int) -> None:
        self.connections.in_passing(COUNT_WORD, [check_table(series), window, check_word(word)])

    def counted_words(self, series: str, window: int) -> dict[str, int]:
        asked = "SELECT word, count FROM words WHERE series = %s AND span = %s ORDER BY word"
        return dict(self.connections.rows(asked, [check_table(series), window]))

    def forget_words(self, series: str, before: int) -> int:
        [(count,)] = self.connections.rows(FORGET_WORDS, [check_table(series), before])
        return int(count)

    def put_blob(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.connections.rows(KEEP, [digest, content])
        return digest

    def get_blob(self, digest: str) -> bytes:
        rows = self.connections.rows("SELECT content FROM blobs WHERE digest = %s", [check_digest(digest)])
        if not rows:
            raise Missing("Ce fichier joint n'existe pas ou plus.")
        content = bytes(rows[0][0])
        if hashlib.sha256(content).hexdigest() != digest:
            raise Corrupt(f"Le fichier joint {digest} est abîmé.")
        return content

    def drop_blob(self, digest: str) -> bool:
        return bool(self.connections.rows(DROP, [check_digest(digest)]))

    def blobs(self) -> Iterator[str]:
        return iter([digest for (digest,) in self.connections.rows("SELECT digest FROM blobs ORDER BY digest")])

    def get_setting(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, default)

    def ensure_setting(self, name: str, make: Callable[[], Any]) -> Any:
        return self.facts.ensure(name, make)

    def set_setting(self, name: str, value: Any) -> None:
        self.facts.set(name, value)

    def drop_setting(self, name: str) -> bool:
        return self.facts.drop(name)

    def alarms(self) -> list[str]:
        return alarms(self)

    def restore(self, partition: str | None = None, *, agent: str = "cli") -> bool:
        """A damaged partition has no other copy here: Corrupt says so, a backup must be taken."""
        if partition is not None:
            self.read(partition)
            self.journal(partition)
        return False

    def check(self, progress: Progress = silent) -> list[str]:
        return check(self, progress)

    def probe(self) -> None:
        self.connections.rows(PROBE)

    def close(self) -> None:
        self.connections.close()
