"""A disk that is full, failing or read-only; and the order of gestures that a power cut cannot undo."""

import errno
import itertools
import os
import resource
import stat
from unittest.mock import patch

import pytest

from formservice.storage import Unwritable
from tests.storage.faults import before_each, killed_at, refused_at

SESSION, PERSON = "session/SM-12", "person/3f"


def add(store, *partitions, **fields) -> None:
    with store.transaction(*partitions) as records:
        for partition in partitions:
            records.add(partition, "signups", **fields)
            records.note(partition, "registered")


def count(store, partition=SESSION) -> int:
    found = len(store.read(partition).find(partition, "signups"))
    assert len(store.journal(partition)) == found
    return found


def gestures(action) -> list[str]:
    """What an action does to the disk, in order, folders told from files."""
    done, real = [], os.fsync

    def fsync(fd: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "sync file")
        real(fd)

    def act(number: int, gesture: str) -> None:
        if gesture in ("link", "replace", "unlink"):
            done.append(gesture)

    with before_each(act), patch.object(os, "fsync", fsync):
        action()
    return done


def test_one_partition_is_synced_linked_replaced_and_its_folder_synced(plain):
    add(plain, SESSION)
    done = gestures(lambda: add(plain, SESSION))
    # The first link is refused: the copy made by the first write has its name.
    write = ["sync file", "link", "unlink", "link", "replace", "sync folder"]
    start = len(done) - len(write) - done[::-1].index("replace") + 1
    assert done[start : start + len(write)] == write
    assert done.count("replace") == 1
    assert done[start + len(write)] == "sync file", "the journal is synced before the transaction ends"


def test_several_partitions_wait_for_a_durable_intent(plain):
    add(plain, SESSION, PERSON)
    done = gestures(lambda: add(plain, SESSION, PERSON))
    first = done.index("replace")
    assert done[first - 1 : first + 2] == ["sync file", "replace", "sync folder"]
    assert "link" not in done[:first], "no state is touched before"
    assert done.count("replace") == 3


def test_what_an_intent_follows_is_durable_before_it(plain):
    add(plain, SESSION, PERSON)
    done = gestures(lambda: add(plain, SESSION, PERSON))
    assert done[: done.index("replace")].count("sync folder") == 2


def test_what_a_refusal_was_read_from_is_durable(plain):
    add(plain, SESSION)

    def refuse() -> None:
        with pytest.raises(ValueError, match="complet"), plain.transaction(SESSION):
            raise ValueError("complet")

    assert gestures(refuse) == ["sync folder"]


def test_lines_of_a_dead_writer_wait_for_their_state_to_be_durable(plain):
    add(plain, SESSION)
    assert gestures(lambda: add(plain, SESSION))[0] == "sync file"
    # Killed between the replace and the sync of the folder: the lines are in the state alone.
    assert killed_at(3, lambda: add(plain, SESSION), only=("fsync",))
    assert gestures(lambda: add(plain, SESSION))[:2] == ["sync folder", "sync file"]
    assert count(plain) == 4


def test_nothing_changed_is_nothing_written_but_what_was_read_is_durable(plain):
    add(plain, SESSION)

    def look() -> None:
        with plain.transaction(SESSION) as records:
            assert records.find(SESSION, "signups")

    done = gestures(look)
    assert "replace" not in done
    assert "sync file" not in done
    assert "sync folder" in done, "a writer killed before its last sync may have left what is read here"


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO], ids=["full", "failing"])
@pytest.mark.parametrize("partitions", [(SESSION,), (SESSION, PERSON)], ids=["one", "two"])
def test_a_refusal_anywhere_loses_nothing(plain, partitions, error):
    stored = 0
    for step in itertools.count(1):
        with refused_at(step, error) as refused:
            try:
                add(plain, *partitions)
                done = True
            except Unwritable:
                done = False
        found = {count(plain, partition) for partition in partitions}
        assert found <= {stored, stored + 1} if not done else {stored + 1}, f"refused: {refused}, step {step}"
        assert len(found) == 1
        [stored] = found
        add(plain, *partitions)
        stored += 1
        if not refused and done:
            break
    assert step > 15
    assert plain.check() == []


def test_a_file_that_may_not_grow_leaves_the_old_one(plain, folder):
    add(plain, SESSION, text="x" * 10_000)
    before = folder.joinpath("records.json").read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (15_000, hard))
        with pytest.raises(Unwritable, match="taille"):
            add(plain, SESSION, text="x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert folder.joinpath("records.json").read_bytes() == before
    assert not list(folder.glob(".w-*"))
    add(plain, SESSION)
    assert count(plain) == 2


def test_a_read_only_disk_is_still_read(plain):
    add(plain, SESSION)
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    real = os.open

    def read_only(path, flags, *rest, **options):
        if flags & writes:
            raise OSError(errno.EROFS, "read-only", str(path))
        return real(path, flags, *rest, **options)

    with patch.object(os, "open", read_only):
        with pytest.raises(Unwritable, match="lecture seule"):
            add(plain, SESSION)
        assert count(plain) == 1
        assert len(plain.check()) == 1


def test_files_are_for_the_service_alone(plain, tmp_path):
    former = os.umask(0)
    try:
        add(plain, SESSION, PERSON)
        plain.put_blob(b"photo")
    finally:
        os.umask(former)
    for path in tmp_path.glob("data/*/**/*"):
        assert not path.stat().st_mode & 0o077, path
