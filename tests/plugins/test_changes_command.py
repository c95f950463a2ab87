"""`python -m plugins.changes RELEASE content`, as the push runs it: what it refuses passes with the line it prints."""

import os
import re
import subprocess
import sys

import pytest

from formservice import catalogue
from formservice.catalogue import typed
from plugins.content import read_all
from tests.builders import ROOT
from tests.plugins.test_content import ACTIVITY, PLACE, SITE

FIRST = "{id: AP-1, start: 2026-12-03 14:00, end: 2026-12-03 16:00}"
SECOND = "{id: AP-2, start: 2026-12-10 14:00, end: 2026-12-10 16:00}"
BOTH = ACTIVITY.replace(FIRST, f"{FIRST}\n  - {SECOND}")


@pytest.fixture
def push(tmp_path):
    """Put a workshop of two dates on line, then run the command on its file as it was changed: exit code, words."""
    atelier = tmp_path / "content" / "agenda" / "atelier.md"
    for name, text in (("lieux/salle", PLACE), ("lieux/mairie", PLACE), ("agenda/atelier", BOTH)):
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "aconf.py").write_text(f"TOWN = {typed.dump(SITE)!r}\n")
    (tmp_path / "release").mkdir()
    published = catalogue.dump(read_all(tmp_path / "content", SITE).catalogue(SITE))
    (tmp_path / "release" / "catalogue.json").write_text(published, encoding="utf-8")

    def push(text):
        atelier.write_text(text, encoding="utf-8")
        env = os.environ | {"PYTHONPATH": str(ROOT), "CLOCK": "2026-11-20T10:00"}
        command = [sys.executable, "-m", "plugins.changes", "release", "content", "aconf.py"]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert not done.stderr
        return done.returncode, done.stdout

    return push


def test_a_session_taken_out_is_refused_and_passes_with_the_line_that_is_printed(push):
    assert push(BOTH)[0] == 0
    code, said = push(ACTIVITY.replace(FIRST, SECOND))
    assert code == 1 and said.startswith("content/agenda/atelier.md:9 : La séance AP-1, à venir, n’est plus")
    [line] = re.findall(r"- \{id: AP-1.*\}$", said, re.M)
    assert push(BOTH.replace(f"- {FIRST}", line))[0] == 0


def test_another_place_is_refused_and_passes_with_the_lines_that_are_printed(push):
    moved = BOTH.replace("place: salle", "place: mairie")
    code, said = push(moved)
    assert code == 1 and "content/agenda/atelier.md:10 : La séance AP-1 change de lieu" in said
    assert "content/agenda/atelier.md:11 : La séance AP-2 change de lieu" in said
    for session, line in zip((FIRST, SECOND), re.findall(r"changes: .*\]$", said, re.M), strict=True):
        moved = moved.replace(session, f"{session[:-1]}, {line}}}")
    assert push(moved)[0] == 0
