"""The keys of rolls are saved apart, so that destroying one is real."""

import gzip

import pytest
from click.testing import CliRunner

from formservice.cli import main
from formservice.storage import Corrupt, StoreError, archive_file, open_store
from formservice.storage import archive as archives
from formservice.storage.transfer import move
from tests.storage.test_archive import refusals
from tests.storage.test_transfer import PowerCut, content, fill

ROLL = "roll-bp-2027"


@pytest.fixture
def voted(store):
    """A store with the key of an edition."""
    fill(store, 1, 2)
    store.set_setting(ROLL, "5ecret-of-the-roll")
    return store


@pytest.fixture
def files(tmp_path):
    return tmp_path / "b.tar.gz", tmp_path / "k.tar.gz"


def test_the_key_of_a_roll_is_in_no_backup_of_the_store(voted, files):
    file, keys = files
    archives.backup(voted, file, keys=keys)
    assert b"5ecret-of-the-roll" not in gzip.decompress(file.read_bytes())
    assert archives.read_keys(keys) == {ROLL: "5ecret-of-the-roll"}
    assert keys.stat().st_mode & 0o777 == 0o600


def test_both_files_give_the_whole_store_back(voted, other, files):
    archives.backup(voted, files[0], keys=files[1])
    archives.restore(files[0], other, keys=files[1])
    assert content(voted) == content(other)


def test_without_its_keys_a_backup_is_restored_and_says_what_is_missing(voted, store_url, other_url, files):
    run = CliRunner().invoke
    saved = run(main, ["backup", "--store", store_url, str(files[0])])
    assert "laissées de côté\u00a0: 1" in saved.output
    restored = run(main, ["restore", "--store", other_url, str(files[0])])
    assert restored.exit_code == 0 and f"Manquent les clés de\u00a0: {ROLL}" in restored.output


def test_without_the_key_of_second_factors_it_says_what_to_do(store, store_url, other_url, files):
    store.set_setting("second-key", "5ecret-of-agents")
    run = CliRunner().invoke
    run(main, ["backup", "--store", store_url, str(files[0])])
    assert b"5ecret-of-agents" not in gzip.decompress(files[0].read_bytes())
    restored = run(main, ["restore", "--store", other_url, str(files[0])])
    assert "agent second LOGIN --reset" in restored.output and "Manquent" not in restored.output


def test_the_commands_save_both_and_bring_both_back(voted, store_url, other, other_url, files):
    run, (file, keys) = CliRunner().invoke, map(str, files)
    assert "1 clés" in run(main, ["backup", "--store", store_url, "--keys", keys, file]).output
    assert "Manquent" not in run(main, ["restore", "--store", other_url, "--keys", keys, file]).output
    assert other.get_setting(ROLL) == "5ecret-of-the-roll"


def test_a_key_destroyed_before_the_backup_does_not_come_back(voted, other, files, tmp_path):
    archives.backup(voted, tmp_path / "old.tar.gz", keys=files[1])
    archives.backup(open_store(f"tinydb:{tmp_path / 'without'}"), files[0])
    archives.restore(files[0], other, keys=files[1])
    assert other.get_setting(ROLL) is None


def test_neither_file_is_left_when_one_cannot_be_made(voted, files):
    with pytest.raises(PowerCut):
        archives.backup(voted, files[0], lambda *_: (_ for _ in ()).throw(PowerCut), files[1])
    assert not list(files[0].parent.glob("*.tar*"))
    files[1].touch()
    with pytest.raises(StoreError, match="existe déjà"):
        archives.backup(voted, files[0], keys=files[1])
    assert not files[0].exists()


def test_a_damaged_file_of_keys_restores_nothing(voted, other, files):
    archives.backup(voted, files[0], keys=files[1])
    good = files[1].read_bytes()
    places = range(0, len(good), 5)
    assert refusals(files[1], places, archive_file.KEYS) > 0.9 * len(places)
    files[1].write_bytes(good[:-1])
    with pytest.raises(Corrupt):
        archives.restore(files[0], other, keys=files[1])
    assert list(other.partitions()) == []


def test_one_file_is_not_taken_for_the_other(voted, other, files):
    archives.backup(voted, files[0], keys=files[1])
    with pytest.raises(StoreError, match="les clés, et non"):
        archives.restore(files[1], other)
    with pytest.raises(StoreError, match="le stockage, et non"):
        archives.restore(files[0], other, keys=files[0])


def test_a_move_takes_all_with_it(voted, other):
    move(voted, other)
    assert other.get_setting(ROLL) == "5ecret-of-the-roll"
