"""The editor's push to the town's server, with a real bare repository and the real hooks.

The commune pushed here is the smallest one: its check knows a date, its builder one page. The last test
pushes this very project.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.commune import TREE, write_tree

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


class Town:
    """An editor's clone in `desk`, the bare repository it pushes to, and the site next to it."""

    def __init__(self, folder: Path):
        self.desk, self.depot, self.output = folder / "desk", folder / "depot.git", folder / "output"
        self.releases = folder / "releases"
        self.git(folder, "init", "-q", "--bare", "-b", "main", str(self.depot))
        self.git(folder, "init", "-q", "-b", "main", str(self.desk))
        self.git(self.depot, "config", "commune.home", str(folder))
        self.git(self.depot, "config", "commune.app", str(DEPLOY.parent))
        for hook in ("pre-receive", "post-receive"):
            (self.depot / "hooks").mkdir(exist_ok=True)
            (self.depot / "hooks" / hook).symlink_to(DEPLOY / hook)
        write_tree(self.desk, TREE)

    def git(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run git without the settings of this machine."""
        who = {
            f"GIT_{role}_{what}": "editor@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        env = os.environ | who | {"GIT_CONFIG_GLOBAL": os.devnull, "COMMUNE_PYTHON": sys.executable}
        return subprocess.run(["git", *arguments], cwd=folder, env=env, capture_output=True, text=True)

    def write(self, name: str, text: str) -> None:
        write_tree(self.desk, {name: text})

    def push(self, branch: str = "main") -> subprocess.CompletedProcess[str]:
        """Commit all that was written and push it."""
        self.git(self.desk, "add", "-A")
        self.git(self.desk, "commit", "-q", "-m", "Change the workshop")
        return self.git(self.desk, "push", "-q", str(self.depot), f"HEAD:{branch}")

    def page(self) -> str:
        return (self.output / "site" / "index.html").read_text()


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


def test_a_good_push_is_live(town):
    pushed = town.push()

    assert pushed.returncode == 0, pushed.stderr
    assert "en ligne" in pushed.stderr
    assert town.page() == "start: 2026-12-03\n"
    assert not list(town.depot.glob("built-*"))


def test_a_bad_push_is_refused_with_the_line_to_mend_and_the_site_stays(town):
    town.push()
    town.write("content/atelier.md", "start: 2026-13-03\n")

    pushed = town.push()

    assert pushed.returncode != 0
    assert "content/atelier.md:1" in pushed.stderr
    assert "« 2026-13-03 » n’existe pas" in pushed.stderr
    assert "Envoi refusé" in pushed.stderr
    assert town.page() == "start: 2026-12-03\n"


def test_a_refused_push_moves_no_branch_and_can_be_mended(town):
    town.push()
    before = town.git(town.depot, "rev-parse", "main").stdout
    town.write("content/atelier.md", "start: bientôt\n")
    town.push()
    assert town.git(town.depot, "rev-parse", "main").stdout == before

    town.write("content/atelier.md", "start: 2026-12-10\n")
    assert town.push().returncode == 0
    assert town.page() == "start: 2026-12-10\n"


def test_another_branch_is_stored_without_being_built(town):
    town.push()
    town.write("content/atelier.md", "start: pas encore décidé\n")

    assert town.push("essai").returncode == 0
    assert town.page() == "start: 2026-12-03\n"


def test_the_branch_of_the_site_cannot_be_deleted(town):
    town.push()

    deleted = town.git(town.desk, "push", str(town.depot), ":main")

    assert "ne peut pas être supprimée" in deleted.stderr
    assert town.git(town.depot, "rev-parse", "main").returncode == 0


def test_a_push_is_taken_back_by_a_rollback(town):
    town.push()
    town.write("content/atelier.md", "start: 2026-12-10\n")
    town.push()

    command = [sys.executable, "-m", "deploy.release", "--releases", town.releases, "--link", town.output]
    subprocess.run([*command, "rollback"], cwd=DEPLOY.parent, check=True, capture_output=True)

    assert town.page() == "start: 2026-12-03\n"


def test_a_push_that_changes_the_service_says_that_it_must_be_restarted(town):
    town.push()
    town.write("formservice/rules.py", "SEATS = 8\n")

    assert "un administrateur doit" in town.push().stderr


def test_the_night_builds_the_last_commit_and_says_when_nothing_changed(town):
    town.push()

    night = subprocess.run(
        [DEPLOY / "build-commit", town.depot, "main"],
        env=os.environ | {"COMMUNE_PYTHON": sys.executable},
        capture_output=True,
        text=True,
    )

    assert night.returncode == 0, night.stderr
    assert "Rien n’a changé" in night.stdout


@pytest.fixture
def real_town(town):
    """The town with this project, content included, in place of the smallest commune."""
    for path in town.desk.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in ("content", "formservice", "plugins", "theme"):
        shutil.copytree(DEPLOY.parent / name, town.desk / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(DEPLOY.parent / name, town.desk)
    return town


def test_a_typo_in_a_date_of_this_very_project_is_refused_with_its_line(real_town):
    first = real_town.push()
    assert first.returncode == 0, first.stderr
    release = real_town.output.resolve()
    workshop, line = a_workshop_with_dates(real_town.desk / "content" / "agenda")
    text = workshop.read_text(encoding="utf-8")
    workshop.write_text(re.sub(r"start: \d{4}-\d\d", "start: 2026-13", text, count=1), encoding="utf-8")

    refused = real_town.push()

    assert refused.returncode != 0
    assert f"agenda/{workshop.name}:{line}" in refused.stderr
    assert real_town.output.resolve() == release


def a_workshop_with_dates(folder: Path) -> tuple[Path, int]:
    """A file of the agenda with a session, and the line of its first date."""
    for path in sorted(folder.glob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"start: \d{4}-", line):
                return path, number
    raise AssertionError("no session in the agenda")
