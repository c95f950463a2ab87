"""Words counted in the clear, by window of time."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from formservice.storage import BadName, StoreError, contract, open_store


def test_words_are_counted_by_window_for_all(store, store_url):
    for word in ("banc", "banc", "velo"):
        store.count_word("missed", word, 7)
    open_store(store_url).count_word("missed", "velo", 8)

    assert store.counted_words("missed", 7) == {"banc": 2, "velo": 1}
    assert store.counted_words("missed", 8) == {"velo": 1}
    assert store.counted_words("other", 7) == store.counted_words("missed", 9) == {}


def test_former_windows_are_forgotten_on_demand(store):
    for window in (5, 6, 7):
        store.count_word("missed", "banc", window)

    assert store.forget_words("missed", 7) == 2
    assert [store.counted_words("missed", window) for window in (5, 6, 7)] == [{}, {}, {"banc": 1}]
    assert store.forget_words("missed", 7) == store.forget_words("other", 7) == 0


def test_none_is_missed_when_many_count_at_once(store):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.count_word("missed", "banc", 7), range(40)))
    assert store.counted_words("missed", 7) == {"banc": 40}


@pytest.mark.parametrize("word", ["", "Banc", "06", "d x", "é", "../x", "a" * 31])
def test_only_small_letters_are_counted(store, word):
    with pytest.raises(BadName) as refused:
        store.count_word("missed", word, 7)
    assert not word or word not in str(refused.value)


def test_a_window_is_bounded_in_words(store):
    letters = "abcdefghijklmnopqrstuvwxyz"
    for n in range(contract.MOST_WORDS + 5):
        store.count_word("missed", letters[n % 26] + letters[n // 26 % 26] + letters[n // 676], 7)
    store.count_word("missed", "aaa", 7)

    found = store.counted_words("missed", 7)
    assert len(found) == contract.MOST_WORDS and found["aaa"] == 2


@pytest.mark.parametrize("damage", [Path.mkdir, lambda path: path.symlink_to("elsewhere")])
def test_no_message_of_the_disk_says_a_word(plain, tmp_path, damage):
    plain.count_word("missed", "velo", 7)
    damage(next(tmp_path.rglob("velo")).with_name("lefebvre"))

    with pytest.raises(StoreError) as refused:
        plain.count_word("missed", "lefebvre", 7)
    assert "lefebvre" not in str(refused.value)


def test_a_folder_that_refuses_does_not_say_the_word(plain, tmp_path):
    plain.count_word("missed", "velo", 7)
    folder = next(tmp_path.rglob("velo")).parent
    shutil.rmtree(folder)
    folder.write_text("")

    with pytest.raises(StoreError) as refused:
        plain.count_word("missed", "lefebvre", 7)
    assert "lefebvre" not in str(refused.value)


def test_a_count_waits_for_no_server(postgres_url):
    store = open_store(postgres_url)
    with psycopg.connect(postgres_url) as other:
        other.execute("LOCK TABLE words")
        began = time.monotonic()
        with pytest.raises(StoreError):
            store.count_word("missed", "banc", 7)
        assert time.monotonic() - began < 1.5
    store.count_word("missed", "banc", 7)
