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


def test_without_the_lock_places_are_given_twice_or_people_lost(plain, tmp_path):
    url = f"tinydb:{tmp_path / 'data'}"
    told = at_once(12, book_without_lock, url)

    confirmed = [answer for answer in told if isinstance(answer, tuple) and answer[1] == "confirmed"]
    assert len(confirmed) > PLACES or len(states(url)) < len(told)


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
