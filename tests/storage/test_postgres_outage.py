"""A PostgreSQL that stops: what residents are told, what is kept, and how it is found again."""

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from formservice.storage import StoreError, Unwritable, open_store

SESSION = "session/SM-12"


def add(store, partition=SESSION, **fields) -> dict:
    with store.transaction(partition) as records:
        return records.add(partition, "signups", **fields)


@contextmanager
def stopped(server) -> Iterator[None]:
    """A server that is down."""
    server.stop()
    try:
        yield
    finally:
        server.start()


def register_until(over: threading.Event, store, number: int) -> list[tuple[int, str]]:
    """Register one after the other, and what was said each time."""
    told, step = [], 0
    while not over.is_set():
        step += 1
        try:
            add(store, f"session/{number}-{step // 100}", step=step)
            told.append((step, "kept"))
        except StoreError as error:
            told.append((step, "unknown" if "on ne sait pas" in str(error) else "refused"))
    return told


def test_a_server_that_is_down_is_said_so_and_found_again(server, postgres_url):
    store = open_store(postgres_url, lock_timeout=1.0)
    add(store)
    with stopped(server):
        for use in (lambda: add(store), lambda: store.read(SESSION), store.probe, lambda: open_store(postgres_url)):
            began = time.monotonic()
            with pytest.raises(Unwritable, match="répond pas"):
                use()
            assert time.monotonic() - began < 3
        assert len(store.check()) == 1
    store = open_store(postgres_url)
    assert len(store.read(SESSION).find(SESSION, "signups")) == 1
    assert store.check() == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_a_restart_under_load_loses_no_answer(server, postgres_url, how):
    store, over = open_store(postgres_url, lock_timeout=5.0), threading.Event()
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(register_until, over, store, number) for number in range(4)]
        time.sleep(0.3)
        server.restart(how)
        time.sleep(2.5)
        over.set()
        told = [one.result() for one in work]
    for number, answers in enumerate(told):
        stored = [row["step"] for _, row in store.search(f"session/{number}-", "signups")]
        kept = {step for step, outcome in answers if outcome == "kept"}
        assert kept <= set(stored) <= kept | {step for step, outcome in answers if outcome == "unknown"}
        assert len(stored) == len(set(stored))
        assert answers[-1][1] == "kept", "it did not recover by itself"
    assert store.check() == []
