"""A PostgreSQL that is slow, taken, gone, restarted or read-only: what residents are told, and what is kept."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

from formservice.storage import Busy, Unwritable, open_store
from formservice.storage.postgres import PostgresStore
from formservice.storage.postgres_pool import Connections
from tests.storage.postgres_server import execute

SESSION, PERSON = "session/SM-12", "person/3f"
HOLD = "SELECT FROM partitions WHERE name = %s FOR UPDATE"


def add(store, partition=SESSION, **fields) -> dict:
    with store.transaction(partition) as records:
        return records.add(partition, "signups", **fields)


def count(store, partition=SESSION) -> int:
    return len(store.read(partition).find(partition, "signups"))


@pytest.fixture
def brief(postgres_url):
    """A store whose locks and connections are waited for briefly, with one record."""
    store = open_store(postgres_url, lock_timeout=0.5)
    add(store)
    return store


@contextmanager
def aside(url: str, query: str, *values: str) -> Iterator[psycopg.Connection]:
    """Another program that did this in a transaction which it does not end."""
    with psycopg.connect(url) as connection:
        connection.execute(query, values)
        yield connection
        connection.rollback()


def test_a_partition_held_by_another_is_busy_within_five_seconds(postgres_url):
    store = open_store(postgres_url)
    add(store)
    with aside(postgres_url, HOLD, SESSION):
        began = time.monotonic()
        with pytest.raises(Busy, match="recommencer"):
            add(store)
        # Less than five seconds are its own; a busy machine adds some.
        assert 2.5 < time.monotonic() - began < 8
        assert add(store, PERSON)["seq"] == 1, "others are not kept waiting"
    assert add(store)["seq"] == 2


def test_a_first_write_waits_no_longer_than_said(brief, postgres_url):
    with aside(postgres_url, "INSERT INTO partitions (name) VALUES (%s)", PERSON):
        began = time.monotonic()
        with pytest.raises(Busy):
            add(brief, PERSON)
        assert time.monotonic() - began < 4
    assert add(brief, PERSON)["seq"] == 1


def test_a_slow_server_is_waited_for_no_longer_than_said(brief, postgres_url):
    with aside(postgres_url, "LOCK TABLE records"):
        for use in (lambda: brief.read(SESSION), lambda: list(brief.waiting_mail()), lambda: add(brief)):
            began = time.monotonic()
            with pytest.raises(Busy):
                use()
            assert time.monotonic() - began < 4
    assert count(brief) == 1


def test_when_all_connections_are_taken_one_is_told_to_come_back(postgres_url):
    store = PostgresStore.open(postgres_url, rehearsal=False, lock_timeout=0.5, now=time.time, size=2)
    with store.snapshot(), store.snapshot():
        began = time.monotonic()
        with pytest.raises(Busy, match="connexions"):
            store.probe()
        assert time.monotonic() - began < 4
    store.probe()


def test_eight_threads_may_read_inside_their_transactions(postgres_url):
    store, all_in = open_store(postgres_url), threading.Barrier(8)

    def register(number: int) -> int:
        partition = f"session/{number}"
        with store.transaction(partition) as records:
            all_in.wait(timeout=20)
            store.read(SESSION)
            store.get_setting("clock_offset")
            return records.add(partition, "signups")["seq"]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(register, range(8))) == [1] * 8


def test_chosen_to_break_a_deadlock_we_begin_anew(brief, postgres_url):
    add(brief, PERSON)
    store = open_store(postgres_url)

    def register() -> int:
        with store.transaction(PERSON, SESSION) as records:
            return records.add(SESSION, "signups")["seq"]

    with aside(postgres_url, HOLD, SESSION) as other, ThreadPoolExecutor(1) as pool:
        ours = pool.submit(register)
        time.sleep(0.2)
        # We hold person/3f and wait for session/SM-12. In a second, the server sees that neither will ever end.
        other.execute(HOLD, [PERSON])
        other.commit()
        assert ours.result(timeout=5) == 2


def test_a_connection_lost_in_the_middle_leaves_nothing(brief, postgres_url):
    with pytest.raises(Unwritable), brief.transaction(SESSION, PERSON) as records:
        records.add(SESSION, "signups")
        records.note(PERSON, "registered")
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
        execute(postgres_url, others)
    assert count(brief) == 1
    assert brief.journal(PERSON) == []
    assert add(brief)["seq"] == 2


def test_a_connection_lost_while_reading_is_replaced(brief, postgres_url):
    execute(
        postgres_url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'formservice'"
    )
    assert count(brief) == 1


def test_a_server_lost_during_the_commit_is_an_unknown_outcome(own_url):
    store = open_store(own_url)
    # A deferred trigger runs inside the commit itself.
    execute(
        own_url,
        """CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER dying AFTER INSERT ON records DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION die()""",
    )
    with pytest.raises(Unwritable, match="on ne sait pas"):
        add(store)
    execute(own_url, "DROP TRIGGER dying ON records")
    assert add(store)["seq"] == count(store) == 1


def test_a_refusal_while_writing_leaves_nothing(own_url):
    store = open_store(own_url)
    execute(own_url, "ALTER TABLE records ADD CONSTRAINT mean CHECK (body NOT LIKE '%Anna%')")
    with pytest.raises(Unwritable, match="23514") as refused:
        add(store, name="Anna")
    assert "Anna" not in str(refused.value)
    assert list(store.partitions()) == []
    assert add(store, name="Badr")["seq"] == 1


def test_a_read_only_server_is_still_read(brief, postgres_url):
    standby = open_store(f"{postgres_url}%20-cdefault_transaction_read_only%3Don")
    with pytest.raises(Unwritable, match="lecture seule"):
        add(standby)
    assert count(standby) == len(list(standby.export("session/", "signups"))) == 1
    assert len(standby.check()) == 1


def test_a_sleeping_holder_is_put_out(postgres_url, monkeypatch):
    monkeypatch.setattr("formservice.storage.postgres_pool.STOPPED_SECONDS", 1)
    sleeper, store = open_store(postgres_url), open_store(postgres_url)
    with pytest.raises(Unwritable), sleeper.transaction(SESSION) as records:
        records.add(SESSION, "signups")
        time.sleep(1.2)
    assert add(store)["seq"] == 1


def test_a_fork_does_not_use_the_connections_of_its_parent(brief):
    connections = brief.connections
    assert isinstance(connections, Connections)
    mine = connections.pool()
    connections.pools = {-1: mine}  # as a child sees them: under another process
    try:
        assert connections.pool() is not mine
        assert count(brief) == 1
    finally:
        connections.close()
        mine.close()


def test_a_server_that_may_lose_answers_raises_an_alarm(postgres_url):
    store = open_store(f"{postgres_url}%20-csynchronous_commit%3Doff")
    [alarm] = store.alarms()
    assert "synchronous_commit" in alarm
    assert store.check() == [alarm]
