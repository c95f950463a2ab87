"""Saving a store into one file and bringing it back: all of it, or one line says why not."""

import gzip
import threading

import pytest
from click.testing import CliRunner

from formservice.cli import main
from formservice.storage import Corrupt, StoreError, archive_file
from formservice.storage import archive as archives
from tests.storage.test_transfer import PowerCut, content, fill


def test_a_backup_is_restored_equal_in_either_store(store, other, tmp_path):
    fill(store, 3, 20)
    file = tmp_path / "b.tar.gz"
    assert archives.backup(store, file) == 4
    assert file.stat().st_mode & 0o777 == 0o600
    assert archives.restore(file, other) == 4
    assert content(store) == content(other)
    assert other.check() == []


def test_a_backup_replaces_no_file_and_leaves_none_behind(store, tmp_path, monkeypatch):
    file = tmp_path / "b.tar.gz"
    with pytest.raises(PowerCut):
        archives.backup(store, file, lambda *_: (_ for _ in ()).throw(PowerCut))
    assert not list(tmp_path.glob("*b.tar*"))
    archives.backup(store, file)
    with pytest.raises(StoreError, match="existe déjà"):
        archives.backup(store, file)


def test_a_photo_dropped_during_a_backup_is_not_in_it(store, other, tmp_path):
    fill(store, 3, 20)
    digest = store.put_blob(b"nobody confirmed it")

    def dropping(label, items):
        if label == "Fichiers joints":
            store.drop_blob(digest)
        return items

    archives.backup(store, tmp_path / "b.tar.gz", dropping)
    archives.restore(tmp_path / "b.tar.gz", other)
    assert digest not in list(other.blobs()) and content(store) == content(other)


def test_a_backup_under_writes_is_of_one_moment(store, other, tmp_path):
    """Each transaction adds one record to both partitions: a backup never sees one without the other."""
    pair, done = ("session/a", "session/z"), threading.Event()

    def write() -> None:
        while not done.is_set():
            with store.transaction(*pair) as records:
                for name in pair:
                    if len(records.find(name, "signups")) < 400:
                        records.add(name, "signups")
                        records.note(name, "registered")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            archives.backup(store, tmp_path / f"{number}.tar.gz")
    finally:
        done.set()
        writer.join()
    archives.restore(tmp_path / "4.tar.gz", other)
    first, second = (len(other.read(name).find(name, "signups")) for name in pair)
    assert first == second == len(other.journal(pair[0]))


def refusals(file, places, kind=archive_file.STORE) -> int:
    """How many flips were refused. The others changed nothing: the same bytes, found in another place before."""
    good, told, count = file.read_bytes(), archive_file.verify(file, kind), 0
    for place in places:
        file.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        try:
            assert archive_file.verify(file, kind) == told
        except Corrupt:
            count += 1
    file.write_bytes(good)
    return count


def test_a_backup_with_one_flipped_bit_is_refused(store, other, tmp_path):
    fill(store, 1, 2)
    file = tmp_path / "b.tar.gz"
    archives.backup(store, file)
    good = file.read_bytes()
    places = [*range(0, len(good), 37), *range(10), *range(len(good) - 8, len(good))]
    assert refusals(file, places) > 0.9 * len(places)
    file.write_bytes(good[: len(good) // 2])
    with pytest.raises(Corrupt):
        archives.restore(file, other)
    assert list(other.partitions()) == list(other.blobs()) == []


def test_a_backup_whose_manifest_tells_otherwise_is_refused(store, other, tmp_path):
    fill(store, 1, 2)
    file = tmp_path / "b.tar.gz"
    archives.backup(store, file)
    tar = gzip.decompress(file.read_bytes()).replace(b"s3cret", b"s4cret")
    with file.open("wb") as out, gzip.GzipFile("", "wb", archive_file.LEVEL, out, mtime=0) as packed:
        packed.write(tar)
    with pytest.raises(Corrupt):
        archives.restore(file, other)


def test_a_backup_is_not_restored_over_data(store, tmp_path):
    file = tmp_path / "b.tar.gz"
    archives.backup(store, file)
    fill(store, 1, 1)
    with pytest.raises(StoreError, match="stockage vide"):
        archives.restore(file, store)


def test_the_commands_move_save_and_restore(store, store_url, other, other_url, tmp_path):
    fill(store, 1, 2)
    run, file = CliRunner().invoke, str(tmp_path / "b.tar.gz")
    moved = run(main, ["import", store_url, other_url])
    assert "Partitions portées\u00a0: 2" in moved.output
    assert content(store) == content(other)
    assert "2 partitions" in run(main, ["backup", "--store", other_url, file]).output
    restored = run(main, ["restore", "--store", f"tinydb:{tmp_path / 'new'}", "--erased-in", store_url, file])
    assert "vérifiées\u00a0: 2. Effacés de nouveau\u00a0: 0" in restored.output
    assert run(main, ["import", f"tinydb:{tmp_path / 'nowhere'}", other_url]).exit_code == 1
    assert not (tmp_path / "nowhere").exists()
    assert run(main, ["import", store_url, store_url]).exit_code == 1
