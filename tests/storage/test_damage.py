"""Files that are not what was written: said, set aside once, never written over."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from formservice.storage import Busy, Corrupt, StoreError, open_store
from formservice.storage.tinydb_state import Damaged, decode

# The child of a fork only touches the disk and ends: threads of the test run do not matter to it.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

SESSION = "session/SM-12"
DAMAGE = {
    "truncated": lambda data: data[:-20],
    "zero byte": lambda data: b"",
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "tail": lambda data: data + b"{}",
    "nul bytes": lambda data: b"\0" * len(data),
    "list": lambda data: b"[]",
    "null": lambda data: b"null",
    "empty object": lambda data: b"{}",
    "another answer": lambda data: data.replace(b"Anna", b"Anne"),
}


def add(store, partition=SESSION, **fields) -> dict:
    with store.transaction(partition) as records:
        records.note(partition, "registered")
        return records.add(partition, "signups", **fields)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_set_aside_once_and_never_written_over(plain, folder, damage):
    add(plain, name="Anna")
    file = folder / "records.json"
    file.write_bytes(bad := damage(file.read_bytes()))

    for _ in range(2):
        with pytest.raises(Corrupt):
            add(plain)
    [kept] = plain.read(SESSION).find(SESSION, "signups")
    assert kept["name"] == "Anna", "even what was written only once has a copy of its own"
    assert file.read_bytes() == bad
    assert [copy.read_bytes() for copy in folder.parents[2].glob("quarantine/*")] == [bad]
    assert len(plain.check()) == 1
    assert add(plain, "session/SM-13")["seq"] == 1


def test_one_flipped_bit_is_seen_wherever_it_is(plain, folder):
    add(plain, name="Anna")
    data = folder.joinpath("records.json").read_bytes()
    for place in range(len(data)):
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        with pytest.raises(Damaged):
            decode(bytes(flipped), SESSION)


def test_the_file_of_another_partition_is_not_taken_for_ours(plain, folder):
    add(plain)
    add(plain, "session/SM-13")
    folder.joinpath("records.json").write_bytes(folder.with_name("SM-13").joinpath("records.json").read_bytes())
    with pytest.raises(Corrupt):
        add(plain)


@pytest.mark.parametrize("writes", [1, 2, 8])
def test_a_file_that_vanished_is_not_a_new_partition(plain, folder, writes):
    for _ in range(writes):
        add(plain)
    folder.joinpath("records.json").unlink()
    with pytest.raises(Corrupt):
        add(plain)
    assert list(plain.partitions()) == [SESSION]


def test_the_five_states_before_are_kept(plain, folder):
    for number in range(1, 31):
        add(plain, number=number)
        kept = [decode(file.read_bytes(), SESSION).revision for file in sorted(folder.glob("records~*"))]
        assert kept[-5:] == list(range(max(1, number - 5), number)) or number == 1
        assert len(kept) < 5 + 8, "those before are removed, a few at a time"


def replace_by(kind: str, path) -> None:
    path.unlink()
    if kind == "link":
        path.symlink_to("/dev/null")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
@pytest.mark.parametrize("name", ["records.json", "lock", "journal.jsonl"])
def test_only_plain_files_are_opened(plain, folder, name, kind):
    add(plain)
    replace_by(kind, folder / name)
    with pytest.raises(Corrupt):
        add(plain)
    assert len(plain.check()) == 1


def test_a_lock_removed_while_held_stops_the_write(plain, folder):
    with pytest.raises(Busy), plain.transaction(SESSION) as records:
        records.add(SESSION, "signups")
        folder.joinpath("lock").unlink()
    assert plain.read(SESSION).find(SESSION, "signups") == []
    assert add(plain)["seq"] == 1


def test_who_waited_for_a_lock_that_was_removed_takes_the_new_one(tmp_path, folder):
    store = open_store(f"tinydb:{tmp_path / 'data'}")
    with ThreadPoolExecutor(1) as pool, pytest.raises(RuntimeError), store.transaction(SESSION):
        waiter = pool.submit(add, store)
        time.sleep(0.1)
        folder.joinpath("lock").unlink()
        raise RuntimeError
    assert waiter.result()["seq"] == 1


def test_a_stopped_holder_makes_others_wait_no_longer_than_said(plain, folder):
    holder = os.fork()
    if not holder:
        with plain.transaction(SESSION):
            folder.joinpath("held").touch()
            time.sleep(30)
    try:
        while not folder.joinpath("held").exists():
            time.sleep(0.005)
        os.kill(holder, signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(Busy):
            add(plain)
        assert 0.2 <= time.monotonic() - began < 5
    finally:
        os.kill(holder, signal.SIGKILL)
        os.waitpid(holder, 0)
    assert add(plain)["seq"] == 1


def test_settings_that_vanished_are_not_made_anew(plain, tmp_path):
    add(plain)
    for file in tmp_path.glob("data/settings/*"):
        file.unlink()
    with pytest.raises(Corrupt):
        open_store(f"tinydb:{tmp_path / 'data'}")


def test_a_damaged_blob_is_seen_and_mended_by_sending_it_again(plain, tmp_path):
    digest = plain.put_blob(b"photo")
    next(tmp_path.glob("data/blobs/*/*")).write_bytes(b"phot0")
    with pytest.raises(Corrupt):
        plain.get_blob(digest)
    assert len(plain.check()) == 1
    plain.put_blob(b"photo")
    assert plain.get_blob(digest) == b"photo"


def test_every_trouble_is_a_french_sentence_without_names(plain, folder):
    add(plain, name="Anna Martin")
    file = folder / "records.json"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(StoreError) as error:
        add(plain)
    assert "est abîmé" in str(error.value)
    assert "Anna" not in str(error.value)
