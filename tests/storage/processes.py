"""Real processes that start together, and the work that tests give them."""

import multiprocessing
import time
from collections.abc import Callable
from typing import Any

from formservice.storage import StoreError, open_store, postgres_schema, postgres_transaction
from formservice.storage.tinydb_locks import Lock

SESSION = "session/SM-12"
PLACES = 5

# A clean server forks each process: as real as a new interpreter, and thirty of them start in a second.
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(
    [
        "formservice.storage.postgres",
        "formservice.office.commands",
        "formservice.agenda.routes",
        "tests.storage.processes",
    ]
)


def at_once(count: int, work: Callable[..., Any], *arguments: Any) -> list[Any]:
    """What `count` processes give back, each running `work(number, *arguments)` from the same moment."""
    start, answers = context.Barrier(count), context.Queue()
    given = [(start, answers, work, number, arguments) for number in range(count)]
    processes = [context.Process(target=one, args=each, daemon=True) for each in given]
    for process in processes:
        process.start()
    found = [answers.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(timeout=120)
    return found


def one(start: Any, answers: Any, work: Callable[..., Any], number: int, arguments: tuple) -> None:
    """One process: wait for the others, work, answer. An error of the store is an answer too."""
    start.wait(timeout=120)
    try:
        answers.put(work(number, *arguments))
    except StoreError as error:
        answers.put(error)


def add_fifty(number: int, url: str) -> list[int]:
    """The `seq` of fifty records added one by one."""
    store, given = open_store(url), []
    for _ in range(50):
        with store.transaction(SESSION) as records:
            given.append(records.add(SESSION, "signups", by=number)["seq"])
    return given


def book(number: int, url: str, thinking: float = 0.0) -> tuple[int, str]:
    """Take a place or wait: a workshop of five places, with time to think between look and write."""
    with open_store(url, lock_timeout=20).transaction(SESSION) as records:
        taken = len(records.find(SESSION, "signups", state="confirmed"))
        time.sleep(thinking)
        state = "confirmed" if taken < PLACES else "waiting"
        records.add(SESSION, "signups", state=state, by=number)
    return number, state


def book_without_lock(number: int, url: str) -> tuple[int, str]:
    """The same with a lock that anybody gets."""
    Lock.try_take = lambda self: True
    postgres_transaction.LOCK = postgres_transaction.LOCK.replace("FOR UPDATE", "")
    return book(number, url, thinking=2)


def make_key(number: int, url: str) -> str:
    """The key of the store, made by whoever comes first."""
    return open_store(url).ensure_setting("key", lambda: f"made by {number}")


def move_often(number: int, url: str) -> None:
    """Count to 150 in two partitions at once."""
    store = open_store(url)
    for count in range(1, 151):
        with store.transaction("day/one", "day/two") as records:
            for partition in ("day/one", "day/two"):
                row = records.find(partition, "counts") or [records.add(partition, "counts")]
                records.update(partition, "counts", row[0]["id"], count=count)


def claim(number: int, url: str) -> int:
    """Register the one person whom everybody registers at once."""
    with open_store(url).transaction(SESSION) as records:
        signup = records.add(SESSION, "signups", by=number)
        records.claim(SESSION, "person", "anna", signup["id"])
    return number


def move_for_a_while(number: int, url: str, steps: int) -> None:
    """Take from one partition in a transaction, and give to another in the next: the sum is 0 or -1."""
    store = open_store(url)
    for partition, by in [(f"purse/a{number}", -1), (f"purse/b{number}", 1)] * steps:
        with store.transaction(partition) as records:
            [row] = records.find(partition, "purse") or [records.add(partition, "purse", held=0)]
            records.update(partition, "purse", row["id"], held=row["held"] + by)


def steps_taken(number: int, url: str) -> int:
    """How many steps one of several operators took to make the tables."""
    return len(postgres_schema.migrate(url))
