"""Several processes on one store: nothing lost, nothing overbooked, and the proof that the lock is why."""

from concurrent.futures import ThreadPoolExecutor

from formservice.storage import open_store
from tests.storage.processes import (
    PLACES,
    SESSION,
    add_fifty,
    at_once,
    book,
    book_without_lock,
    context,
    make_key,
    move_for_a_while,
    move_often,
)


def states(url: str) -> list[str]:
    return [record["state"] for record in open_store(url).read(SESSION).find(SESSION, "signups")]


def test_four_processes_lose_none_of_two_hundred_records(store, store_url):
    given = at_once(4, add_fifty, store_url)

    assert all(own == sorted(own) for own in given)
    assert sorted(seq for own in given for seq in own) == list(range(1, 201))
    assert [record["seq"] for record in store.read(SESSION).find(SESSION, "signups")] == list(range(1, 201))


def test_four_threads_lose_none_either(store, store_url):
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(add_fifty, range(4), [store_url] * 4))
    assert sorted(seq for own in given for seq in own) == list(range(1, 201))


def test_thirty_people_want_five_places_and_five_have_one(store, store_url):
    told = at_once(30, book, store_url)

    stored = store.read(SESSION).find(SESSION, "signups")
    assert [record["state"] for record in stored] == ["confirmed"] * PLACES + ["waiting"] * 25
    assert sorted(told) == sorted((record["by"], record["state"]) for record in stored)


def test_without_the_lock_places_are_given_twice_or_people_lost(store, store_url):
    told = at_once(12, book_without_lock, store_url)

    confirmed = [answer for answer in told if isinstance(answer, tuple) and answer[1] == "confirmed"]
    assert len(confirmed) > PLACES or len(states(store_url)) < len(told)


def test_transactions_over_the_same_partitions_never_block_each_other_for_good(store):
    names = ["day/a", "day/b", "day/c"]

    def write(number: int) -> None:
        for step in range(10):
            chosen = names if (number + step) % 2 else names[::-1][:2]
            with store.transaction(*chosen) as records:
                records.add(chosen[0], "marks", by=number)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert len(list(store.search("day/", "marks"))) == 60


def test_eight_processes_make_one_key(store, store_url):
    assert len(set(at_once(8, make_key, store_url))) == 1


def test_a_reader_never_sees_half_a_transaction(store, store_url):
    writer = context.Process(target=move_often, args=(0, store_url), daemon=True)
    writer.start()
    seen = 0
    while writer.is_alive() or seen < 150:
        one, two = (
            [row["count"] for row in store.read(partition).find(partition, "counts")] or [0]
            for partition in ("day/one", "day/two")
        )
        assert two >= one, "the second partition is behind the first"
        seen = two[0]
    writer.join()
    assert seen == 150


def test_a_snapshot_is_one_moment_while_others_write(store, store_url):
    writers = [context.Process(target=move_for_a_while, args=(n, store_url, 60), daemon=True) for n in range(2)]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        for number in range(2):
            with store.snapshot() as view:
                held = [row["held"] for part in "ab" for row in view.find(f"purse/{part}{number}", "purse")]
                assert sum(held) in (0, -1), "taken without being given, or given without being taken"
                seen.add(sum(held))
    assert seen == {0, -1}


def test_an_export_is_of_the_moment_when_it_began(store):
    for name in ("session/a", "session/b"):
        with store.transaction(name) as records:
            records.add(name, "signups", name="Anna")
    rows = store.export("session/", "signups")
    first = next(rows)
    with store.transaction("session/a", "session/b") as records:
        for name in ("session/a", "session/b"):
            records.add(name, "signups", name="Badr")

    assert [partition for partition, _ in [first, *rows]] == ["session/a", "session/b"]
    assert len(list(store.export("session/", "signups"))) == 4
