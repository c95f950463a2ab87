"""Moving a store into another: all of it arrives, or one line says why not."""

import signal
import subprocess
import sys

import pytest

from formservice.storage import Corrupt, Taken, open_store
from formservice.storage.transfer import move, to_text

SESSION = "session/SM-12"
RECORDS, SHARDS = 2000, 10


def fill(store, shards: int = SHARDS, each: int = RECORDS // SHARDS) -> None:
    """People, claims, journals, letters, a removal, blobs, settings; text that is easily lost on the way."""
    for shard in range(shards):
        name = f"person/{shard:02x}"
        with store.transaction(name) as records:
            for number in range(each):
                who = records.add(name, "people", name=f"Anaïs\u2028\x85\v « {number} »", size=-1e16, tags=[None, True])
                records.claim(name, "phone", f"06{number:08d}", who["id"])
            records.note(name, "registered", record=who["id"], text="é\u2028", cost=0.1)
    with store.transaction(SESSION) as records:
        records.queue_mail(SESSION, to="a@example.org", template="t", data={"b": 1, "a": 2})
        gone = records.add(SESSION, "signups", state="confirmed")
    with store.transaction(SESSION) as records:
        records.remove(SESSION, "signups", gone["id"])
        records.note(SESSION, "removed", record=gone["id"])
    for content in (b"", b"\0\xff" * 5000):
        store.put_blob(content)
    store.set_setting("clock_offset", {"days": 3})
    store.ensure_setting("key", lambda: "s3cret")


def content(store) -> tuple:
    """All that a store holds."""
    with store.snapshot() as view:
        texts = {name: to_text(view, name) for name in view.partitions()}
        return texts, [store.get_blob(blob) for blob in store.blobs()], view.settings()


def test_a_store_is_moved_into_the_other_kind_and_back(store, other, tmp_path):
    fill(store)
    assert move(store, other) == (SHARDS + 1, 0)
    back = open_store(f"tinydb:{tmp_path / 'back'}")
    move(other, back)
    assert content(store) == content(other) == content(back)
    assert other.check() == back.check() == []


def test_what_was_moved_lives_on(store, other):
    fill(store, 1, 3)
    move(store, other)
    assert list(other.waiting_mail()) == [SESSION]
    with other.transaction(SESSION, "person/00") as records:
        assert records.add(SESSION, "signups")["seq"] == 3  # 2 was given to one that is gone
        records.note(SESSION, "registered")
        with pytest.raises(Taken):
            records.claim("person/00", "phone", "0600000000", "somebody-else")
    assert [line["verb"] for line in other.journal(SESSION)] == ["removed", "registered"]
    assert other.check() == []


def test_an_empty_store_is_moved(store, other):
    assert move(store, other) == (0, 0)
    assert content(store) == content(other)


class PowerCut(Exception):
    pass


def cut_after(label: str, count: int):
    """A progress that stops there."""

    def progress(shown, names):
        for done, name in enumerate(names):
            if shown == label and done == count:
                raise PowerCut
            yield name

    return progress


CUTS = [("Fichiers joints", 1, 0), ("Partitions", 0, 0), ("Partitions", 2, 2), ("Vérification", 1, 4)]


@pytest.mark.parametrize(("label", "count", "there"), CUTS)
def test_a_move_cut_short_goes_on_where_it_stopped(store, other, label, count, there):
    fill(store, 3, 2)
    with pytest.raises(PowerCut):
        move(store, other, cut_after(label, count))
    assert move(store, other) == (4 - there, there)
    assert move(store, other) == (0, 4)
    assert content(store) == content(other)


KILLED = """
import os, signal, sys
from formservice.storage import open_store
from formservice.storage.transfer import move

source, target, label, count = *map(open_store, sys.argv[1:3]), sys.argv[3], int(sys.argv[4])
calls, sync = 0, os.fsync


def die_at(place):
    global calls
    calls += place == label
    if calls == count:
        os.kill(os.getpid(), signal.SIGKILL)


def fsync(fd):
    die_at("fsync")
    sync(fd)


def progress(shown, names):
    for name in names:
        die_at(shown)
        yield name


os.fsync = fsync
move(source, target, progress)
"""


@pytest.mark.parametrize(("label", "count"), [("Partitions", 2), ("fsync", 14), ("fsync", 17), ("fsync", 23)])
def test_a_move_killed_between_or_within_partitions_is_resumed(store, store_url, other, other_url, label, count):
    fill(store, 3, 2)
    died = subprocess.run([sys.executable, "-c", KILLED, store_url, other_url, label, str(count)], check=False)
    # Only on files does a client sync: towards PostgreSQL, the move may have come to its end.
    assert died.returncode == -signal.SIGKILL or (label == "fsync" and died.returncode == 0)
    move(store, other)
    assert content(store) == content(other)
    assert other.check() == []


def test_a_partition_cut_in_the_middle_of_its_write_is_written_again(store, other, monkeypatch):
    fill(store, 1, 2)
    with monkeypatch.context() as patch:
        broken = "formservice.storage.staged.check_claim"
        patch.setattr(broken, lambda value: (_ for _ in ()).throw(PowerCut))
        with pytest.raises(PowerCut):
            move(store, other)
    move(store, other)
    assert content(store) == content(other)


def test_a_target_that_holds_something_else_is_left_as_it_is(store, other):
    fill(store, 1, 2)
    with other.transaction(SESSION) as records:
        records.add(SESSION, "signups", state="theirs")
    before = content(other)
    with pytest.raises(Taken, match="existe déjà à l'arrivée"):
        move(store, other)
    with other.transaction("day/PN") as records:
        records.add("day/PN", "slots")
    with pytest.raises(Taken, match="que le départ ne contient pas"):
        move(store, other)
    assert content(other)[0].pop(SESSION) == before[0][SESSION]
    assert content(other)[1:] == before[1:]


def test_a_target_with_keys_of_its_own_is_refused(store, other):
    other.ensure_setting("key", lambda: "theirs")
    with pytest.raises(Taken, match="« key »"):
        move(store, other)


def test_a_rehearsal_stays_one(store_url, other):
    move(open_store(store_url, rehearsal=True), other)
    assert other.get_setting("rehearsal") is True


def test_only_an_unwritten_partition_is_loaded(store):
    with store.transaction(SESSION) as records:
        records.add(SESSION, "signups")
    with pytest.raises(Taken):
        store.load(SESSION, [], [], [], 0)


def test_numbers_and_chains_that_do_not_hold_are_refused(store):
    record = {"id": "a", "seq": 2, "version": 1}
    with pytest.raises(Corrupt):
        store.load(SESSION, [("signups", record)], [], [], 1)
    with pytest.raises(Corrupt):
        store.load(SESSION, [], [], [{"n": 1, "at": "", "prev": "", "hash": ""}], 0)
    assert list(store.partitions()) == []
