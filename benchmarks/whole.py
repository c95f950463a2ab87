"""A whole registration, as the service writes one, and where its time goes."""

import os
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.subjects import FULL, Ours, signup
from formservice.storage import Records, tinydb_partition
from formservice.storage.postgres_wire import Wire
from formservice.storage.tinydb_locks import Lock
from formservice.storage.tinydb_state import State

SESSION, PERSON = "session/P-0", "person/3f"


def prepare(ours: Ours) -> None:
    """A shard of persons as full as the session."""
    with ours.store.transaction(PERSON) as records:
        for number in range(FULL):
            records.add(PERSON, "holds", person=f"{number:064x}", unit="SM-12", signup=f"{number:032x}")


def write(records: Records) -> str:
    """A seat, what the person holds, a unique value, a line of the journal, a letter."""
    record: dict[str, Any] = records.add(SESSION, "signups", **signup(0))
    hold = records.add(PERSON, "holds", person=record["person"], unit="SM-12", signup=record["id"])
    records.claim(PERSON, "unit", f"{record['person']} SM-12", hold["id"])
    records.queue_mail(SESSION, to="dominique@example.org", template="seat", data={"signup": record["id"]})
    records.note(SESSION, "submit", channel="web", record=record["id"], after="confirmed")
    return str(record["id"])


def undo(ours: Ours) -> None:
    """Back to 80 records in both."""
    with ours.store.transaction(SESSION, PERSON) as records:
        for partition, table in ((SESSION, "signups"), (PERSON, "holds")):
            for extra in records.find(partition, table)[FULL:]:
                records.remove(partition, table, extra["id"])
        for letter in records.find(SESSION, "outbox"):
            records.remove(SESSION, "outbox", letter["id"])


@contextmanager
def spied() -> Iterator[tuple[Counter[str], dict[str, float]]]:
    """Count calls, and seconds, of fsync, serialisation, locks, and of waiting for the server."""
    calls: Counter[str] = Counter()
    seconds: dict[str, float] = defaultdict(float)

    def spy(owner: Any, name: str, kind: str) -> Callable[[], None]:
        real = getattr(owner, name)

        def timed(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return real(*given, **named)
            finally:
                calls[kind] += 1
                seconds[kind] += time.perf_counter() - start

        setattr(owner, name, timed)
        return lambda: setattr(owner, name, real)

    places: list[tuple[Any, str, str]] = [
        (os, "fsync", "fsync"),
        (State, "encode", "écrire le JSON"),
        (Lock, "__enter__", "verrous"),
    ]
    places += [(tinydb_partition, "decode", "lire le JSON"), (Wire, "_read", "le serveur PostgreSQL")]
    undone = [spy(*place) for place in places]
    try:
        yield calls, seconds
    finally:
        for put_back in undone:
            put_back()


def measure(ours: Ours, rounds: int) -> tuple[float, dict[str, tuple[float, float]]]:
    """The median of a whole registration, in seconds; and of each part, its calls and its median."""
    prepare(ours)
    took: list[float] = []
    parts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(rounds):
        with spied() as (calls, seconds):
            start = time.perf_counter()
            with ours.store.transaction(SESSION, PERSON) as records:
                write(records)
            took.append(time.perf_counter() - start)
        for kind, count in calls.items():
            parts[kind].append((count, seconds[kind]))
        parts["le reste"].append((1, took[-1] - sum(seconds.values())))
        undo(ours)
    medians = {kind: (some[0][0], statistics.median(cost for _, cost in some)) for kind, some in parts.items()}
    return statistics.median(took), medians
