"""The nightly copy of the data."""

import os
import subprocess
import tarfile
from pathlib import Path

import pytest

BACKUP = Path(__file__).resolve().parents[2] / "deploy" / "backup"


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "commune"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "session.json").write_text('{"places": 8}')
    return folder


def test_a_backup_holds_the_data_and_only_its_owner_reads_it(data, tmp_path):
    subprocess.run([BACKUP, data, tmp_path / "copies"], check=True, capture_output=True)

    (copy,) = (tmp_path / "copies").iterdir()
    assert copy.stat().st_mode & 0o077 == 0
    with tarfile.open(copy) as archive:
        assert archive.extractfile("commune/data/session.json").read() == b'{"places": 8}'


def test_fourteen_copies_are_kept_the_latest_ones(data, tmp_path):
    copies = tmp_path / "copies"
    copies.mkdir()
    for day in range(1, 21):
        (copies / f"commune-2020-01-{day:02}T033000.tar.gz").touch()

    subprocess.run([BACKUP, data, copies], check=True, capture_output=True)

    names = sorted(path.name for path in copies.iterdir())
    assert len(names) == 14
    assert names[0] == "commune-2020-01-08T033000.tar.gz"


def test_data_that_change_under_the_copy_make_it_start_again(data, tmp_path):
    slow_tar, once = tmp_path / "bin" / "tar", tmp_path / "once"
    slow_tar.parent.mkdir()
    change = f"[ -e {once} ] || echo 9 > {data}/data/new\ntouch {once}\n"
    slow_tar.write_text(f'#!/bin/sh\n/bin/tar "$@"\n{change}')
    slow_tar.chmod(0o755)
    path = f"{slow_tar.parent}:{os.environ['PATH']}"

    done = subprocess.run(
        [BACKUP, data, tmp_path / "copies"], env=os.environ | {"PATH": path}, capture_output=True, text=True
    )

    assert "on recommence" in done.stderr
    (copy,) = (tmp_path / "copies").iterdir()
    with tarfile.open(copy) as archive:
        assert "commune/data/new" in archive.getnames()
