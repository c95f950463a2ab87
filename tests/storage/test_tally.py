"""Counts that all processes share, for a window of time."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from formservice.storage import BadName, open_store

ONE, OTHER = (hashlib.sha256(name).hexdigest() for name in (b"one", b"other"))


def test_each_thing_is_counted_apart_and_for_all(store, store_url):
    assert [store.tally(ONE, 7), store.tally(OTHER, 7), open_store(store_url).tally(ONE, 7)] == [1, 1, 2]


def test_another_window_starts_again(store):
    store.tally(ONE, 7)
    assert [store.tally(ONE, 8), store.tally(ONE, 8), store.tally(ONE, 7)] == [1, 2, 1]


def test_none_is_missed_when_many_count_at_once(store):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: store.tally(ONE, 7), range(40)))
    assert max(found) == 40


def test_what_is_counted_has_no_name(store):
    with pytest.raises(BadName):
        store.tally("198.51.100.7", 7)
