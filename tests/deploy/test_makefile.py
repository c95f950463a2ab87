"""The Makefile is the manual: what it says must be what it does."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def make(*arguments: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(["make", *arguments], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def phony() -> set[str]:
    line = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith(".PHONY:"))
    return set(line.split()[1:])


def test_make_alone_lists_every_target_with_what_it_does():
    listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.{10,})$", make(), flags=re.MULTILINE))

    assert set(listed) == phony()


@pytest.mark.parametrize("target", sorted(phony()))
def test_every_target_can_be_played(target):
    assert make("--dry-run", target)


def test_clean_leaves_the_data_of_residents(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    for folder in ("var/data", "releases/a", ".venv", "content/__pycache__"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "output").symlink_to("releases/a")

    make("clean", cwd=tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"Makefile", "var", "content"}
    assert (tmp_path / "var" / "data").is_dir()


def test_an_unknown_tool_is_answered_with_the_list():
    done = subprocess.run([ROOT / "deploy" / "need", "spoon"], capture_output=True, text=True)

    assert done.returncode == 2
    assert "chromium" in done.stderr


def test_a_tool_that_cannot_be_installed_fails_with_the_command_to_type(tmp_path):
    for command in ("sh", "dirname", "find", "head", "id"):
        (tmp_path / command).symlink_to(shutil.which(command))

    done = subprocess.run(
        [ROOT / "deploy" / "need", "libreoffice"], env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "sudo apt-get install libreoffice-calc" in done.stderr
