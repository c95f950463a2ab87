"""The nightly copy of the data."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from formservice.storage import archive, open_store

BACKUP = Path(__file__).resolve().parents[2] / "deploy" / "backup"


@pytest.fixture
def run(tmp_path):
    """Make tonight's copy of a store with a key."""
    store = open_store(f"tinydb:{tmp_path / 'data'}")
    with store.transaction("session/SM-1") as records:
        records.add("session/SM-1", "signups", name="Anna")
    store.set_setting("roll-bp-2027", "secret")

    def run(url=f"tinydb:{tmp_path / 'data'}"):
        surroundings = os.environ | {"FORMSERVICE_STORE": url, "PYTHON": sys.executable}
        command = [BACKUP, tmp_path / "copies", tmp_path / "keys"]
        return subprocess.run(command, env=surroundings, capture_output=True, text=True)

    return run


def test_a_backup_is_restored_and_only_its_owner_reads_it(run, tmp_path):
    assert "Sauvegarde faite" in run().stdout

    (copy,), (keys,) = (list((tmp_path / name).iterdir()) for name in ("copies", "keys"))
    assert copy.stat().st_mode & 0o077 == keys.stat().st_mode & 0o077 == 0
    new = open_store(f"tinydb:{tmp_path / 'new'}")
    archive.restore(copy, new, keys=keys)
    assert new.read("session/SM-1").find("session/SM-1", "signups")[0]["name"] == "Anna"
    assert new.get_setting("roll-bp-2027") == "secret"


def test_the_latest_copies_are_kept_fourteen_of_the_data_two_of_the_keys(run, tmp_path):
    for folder in ("copies", "keys"):
        (tmp_path / folder).mkdir()
        for day in range(1, 21):
            (tmp_path / folder / f"commune-2020-01-{day:02}T033000.tar.gz").touch()
    run()

    copies, keys = (sorted(path.name for path in (tmp_path / name).iterdir()) for name in ("copies", "keys"))
    assert (len(copies), copies[0]) == (14, "commune-2020-01-08T033000.tar.gz")
    assert (len(keys), keys[0]) == (2, "commune-2020-01-20T033000.tar.gz")


def test_a_backup_that_cannot_be_made_removes_no_other(run, tmp_path):
    (tmp_path / "copies").mkdir()
    for day in range(1, 16):
        (tmp_path / "copies" / f"commune-2020-01-{day:02}T033000.tar.gz").touch()
    failed = run(f"tinydb:{tmp_path / 'nowhere'}")
    assert failed.returncode != 0 and "pas de stockage" in failed.stderr
    assert len(list((tmp_path / "copies").iterdir())) == 15
