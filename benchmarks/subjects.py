"""What is measured: each subject keeps a history, and makes one durable insert at a time."""

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from tinydb import TinyDB

from formservice.storage import open_store

FULL = 80
"""Records in a partition: a session with its waiting list."""
TOGETHER = 10
"""Partitions filled in one transaction, so that a history is made fast."""


def signup(number: int) -> dict[str, Any]:
    """A sign-up as the service keeps it, 700 bytes or so."""
    answers = {"session": "SM-12", "who": "self", "name": f"Dominique Exemple {number}", "reach": "phone"}
    told = {"unit": "SM-12", "slug": "premiers-pas", "title": "Premiers pas avec son smartphone", "place": "La Maison"}
    dates = {"start": "2026-12-03T14:00:00", "end": "2026-12-03T16:00:00", "when": "jeudi 3 décembre, de 14 h à 16 h"}
    return {
        "state": "confirmed", "party": 1, "told": told | dates, "answers": answers | {"phone": "06 39 98 01 02"},
        "person": f"{number:064x}", "key": f"{number:016x}", "at": "2026-12-01T10:00:00+00:00", "channel": "web",
        "rules": "0123abcd", "token_version": 1, "finished": False, "reference": f"AT-{number:08d}", "doubt": [],
    }  # fmt: skip


class Subject(Protocol):
    """A way to keep records."""

    name: str
    most: int
    """The history above which it is too slow to be measured."""

    def grow(self, size: int) -> None:
        """Bring the history to that many records."""

    def insert(self) -> Callable[[], None]:
        """One durable insert, to be timed; gives what takes it away again, not timed."""


class Floor:
    """The least that durable can cost: a line at the end of a file, and fsync."""

    name, most = "ajout + fsync", 10**9

    def __init__(self, folder: Path) -> None:
        self.fd = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.line = json.dumps(signup(0)).encode() + b"\n"

    def grow(self, size: int) -> None:
        """A line costs the same whatever stands before it."""

    def insert(self) -> Callable[[], None]:
        """Append."""
        os.write(self.fd, self.line)
        os.fsync(self.fd)
        return lambda: None


class Ours:
    """The store of the service: the insert goes into one full partition, the history is in all the others."""

    most = 10**9

    def __init__(self, name: str, url: str) -> None:
        self.name, self.store, self.size = name, open_store(url), 0

    def grow(self, size: int) -> None:
        """Partitions of 80, several in a transaction."""
        while self.size < size:
            names = [f"session/P-{self.size // FULL + n}" for n in range(TOGETHER)]
            with self.store.transaction(*names) as records:
                for name in names:
                    for _ in range(min(FULL, size - self.size)):
                        records.add(name, "signups", **signup(self.size))
                        self.size += 1

    def insert(self) -> Callable[[], None]:
        """Into the first partition, of 80 records."""
        with self.store.transaction("session/P-0") as records:
            id = records.add("session/P-0", "signups", **signup(0))["id"]
        return lambda: self._remove(id)

    def _remove(self, id: str) -> None:
        with self.store.transaction("session/P-0") as records:
            records.remove("session/P-0", "signups", id)


class StockTinyDB:
    """TinyDB as it comes: one file, written whole, with fsync."""

    name = "TinyDB seule"

    def __init__(self, folder: Path, most: int) -> None:
        self.db, self.most = TinyDB(folder / "stock.json"), most

    def grow(self, size: int) -> None:
        """In one write."""
        self.db.insert_multiple(signup(n) for n in range(len(self.db), size))

    def insert(self) -> Callable[[], None]:
        """One document."""
        id = self.db.insert(signup(0))
        return lambda: self._remove(id)

    def _remove(self, id: int) -> None:
        self.db.remove(doc_ids=[id])


class Sqlite:
    """SQLite in WAL with synchronous=FULL: what a single machine would otherwise take."""

    name, most = "SQLite WAL FULL", 10**9

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "sqlite.db", isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("CREATE TABLE signups (id INTEGER PRIMARY KEY, unit TEXT, body TEXT)")
        self.db.execute("CREATE INDEX by_unit ON signups (unit)")
        self.size = 0

    def grow(self, size: int) -> None:
        """In one transaction."""
        rows = [(f"P-{n // FULL}", json.dumps(signup(n))) for n in range(self.size, size)]
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO signups (unit, body) VALUES (?, ?)", rows)
        self.db.execute("COMMIT")
        self.size = size

    def insert(self) -> Callable[[], None]:
        """One row, committed."""
        self.db.execute("BEGIN IMMEDIATE")
        id = self.db.execute("INSERT INTO signups (unit, body) VALUES ('P-0', ?)", [json.dumps(signup(0))]).lastrowid
        self.db.execute("COMMIT")
        return lambda: self._remove(id)

    def _remove(self, id: int | None) -> None:
        self.db.execute("DELETE FROM signups WHERE id = ?", [id])
