"""The disk under the store: refused on a network, watched for room, read when it cannot be written to."""

import os
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from formservice.storage import StoreError, open_store
from formservice.storage.tinydb_place import NETWORK, kind_of

SESSION = "session/SM-12"
MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /srv rw shared:2 master:1 - nfs4 files:/srv rw
31 30 0:41 / /srv/local rw - xfs /dev/vdb rw
32 22 0:42 / /mnt/les\\040dons rw - cifs //files/dons rw
33 30 0:43 / /srv/local rw - 9p over rw
"""
Usage = namedtuple("Usage", "total used free")


def add(store, **fields) -> None:
    with store.transaction(SESSION) as records:
        records.add(SESSION, "signups", **fields)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/data", "ext4"),
        ("/srv/data", "nfs4"),
        ("/srvother", "ext4"),
        ("/srv/local/data", "9p"),
        ("/mnt/les dons/data", "cifs"),
    ],
)
def test_the_disk_of_a_folder_is_that_of_the_nearest_mount(path, kind):
    assert kind_of(Path(path), MOUNTS) == kind


@pytest.mark.parametrize("kind", sorted(NETWORK))
def test_a_store_on_a_network_disk_is_refused_in_one_sentence(tmp_path, monkeypatch, kind):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"30 22 0:40 / {tmp_path} rw - {kind} server:/ rw\n")
    monkeypatch.setattr("formservice.storage.tinydb_place.MOUNTS", mounts)
    with pytest.raises(StoreError, match="réseau") as refused:
        open_store(f"tinydb:{tmp_path / 'data'}")
    assert len(str(refused.value).splitlines()) == 1


def test_a_machine_that_does_not_tell_its_mounts_is_trusted(tmp_path, monkeypatch):
    monkeypatch.setattr("formservice.storage.tinydb_place.MOUNTS", tmp_path / "absent")
    assert open_store(f"tinydb:{tmp_path / 'data'}").check() == []


@pytest.mark.parametrize(("times", "troubles"), [(1.9, 1), (2.1, 0)])
def test_a_disk_nearly_full_raises_an_alarm(plain, folder, times, troubles):
    add(plain, text="x" * 100_000)
    free = int(times * folder.joinpath("records.json").stat().st_size)
    with patch.object(shutil, "disk_usage", lambda path: Usage(10**9, 10**9 - free, free)):
        assert len(plain.alarms()) == troubles
        assert plain.check() == plain.alarms()


def without_rights(folder: Path, work: Callable[[], None]) -> None:
    """Do this where nothing may be written: as a stranger when we are root, whom no right stops."""
    for place in [folder, *folder.rglob("*")]:
        place.chmod(0o555 if place.is_dir() else 0o444)
    if os.geteuid() != 0:
        return work()
    for place in [place for place in folder.parents if place.name.startswith(("pytest", "popen", "test_"))]:
        place.chmod(0o755)
    child = os.fork()
    if not child:
        try:
            os.setgid(65534)
            os.setuid(65534)
            work()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    return None


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_folder_that_is_not_ours_to_write_is_read_and_exported(plain, tmp_path):
    add(plain, name="Anna")

    def look() -> None:
        store = open_store(f"tinydb:{tmp_path / 'data'}")
        assert [row["name"] for _, row in store.export("session/", "signups")] == ["Anna"]
        assert len(store.read(SESSION).find(SESSION, "signups")) == 1
        [trouble] = store.check()
        assert "droits" in trouble
        with pytest.raises(StoreError, match="droits"):
            add(store)

    without_rights(tmp_path / "data", look)
