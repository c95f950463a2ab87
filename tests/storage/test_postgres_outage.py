"""A PostgreSQL that stops: what residents are told, what is kept, and how it is found again."""

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from formservice.storage import Busy, StoreError, Unwritable, open_store

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


def eventually(use):
    """What this gives once the store is there again, in ten seconds at most."""
    end = time.monotonic() + 10
    while True:
        try:
            return use()
        except (Busy, Unwritable):
            assert time.monotonic() < end, "it did not recover by itself"
            time.sleep(0.1)


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
            assert time.monotonic() - began < 6
        assert len(store.check()) == 1
    store = open_store(postgres_url)
    assert len(store.read(SESSION).find(SESSION, "signups")) == 1
    assert store.check() == []


def test_a_frozen_server_keeps_nobody_for_more_than_five_seconds(server, postgres_url):
    store = open_store(postgres_url)
    add(store)
    with server.frozen():
        began = time.monotonic()
        # What a request does: it counts, then it writes.
        for use in (lambda: store.tally("0" * 64, 1), lambda: add(store), lambda: store.read(SESSION)):
            with pytest.raises(Unwritable, match="répond pas"):
                use()
        # Five seconds are its own; a busy machine adds some.
        assert time.monotonic() - began < 8
        with pytest.raises(Unwritable), store.snapshot():
            pytest.fail("nothing can be read")
    assert eventually(lambda: add(store)["seq"]) == 2
    assert len(store.read(SESSION).find(SESSION, "signups")) == 2


def test_a_server_frozen_during_a_transaction_leaves_nothing_or_does_not_know(server, postgres_url):
    store = open_store(postgres_url)
    lost = pytest.raises(Unwritable, match="on ne sait pas")
    with ExitStack() as meanwhile, lost, store.transaction(SESSION) as records:
        records.add(SESSION, "signups", key="k")
        meanwhile.enter_context(server.frozen())
    kept = eventually(lambda: store.read(SESSION).find(SESSION, "signups"))
    assert len(kept) <= 1


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_a_restart_under_load_loses_no_answer(server, postgres_url, how):
    store, over = open_store(postgres_url, lock_timeout=5.0), threading.Event()
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(register_until, over, store, number) for number in range(4)]
        time.sleep(0.3)
        server.restart(how)
        eventually(store.probe)
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
