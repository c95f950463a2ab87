"""The day on paper when its maker is killed, or when no room is left: the old file or none, and no name left over."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from formservice import create_app
from formservice.office import day_files
from formservice.office.day_nightly import AGAIN, Nightly
from formservice.submit import enter, submit
from tests.agenda.town import ANSWERS
from tests.builders import NOW, ROOT, a_catalogue, a_release, a_session, an_activity
from tests.paper.town import words_of
from tests.small_disk import Limit, small_disk
from tests.storage.faults import killed_at

OLD, NEW = b"%PDF old " * 5000, b"%PDF new " * 6000
ROOM = 1024 * 1024
STOPPED = """
import os, signal, sys
from formservice.cli import main

def half(handle):
    if os.readlink(f"/proc/self/fd/{handle}").endswith(".part"):
        os.ftruncate(handle, os.fstat(handle).st_size // 2)
        os.kill(os.getpid(), signal.SIGKILL)

os.fsync = half
main()
"""
"""The command, killed when half of its file is on the disk."""


class Desk:
    """A town with a session tomorrow, on the machine's own clock, and its operator's command."""

    def __init__(self, folder, release=None):
        self.folder = folder
        self.tomorrow = datetime.now(ZoneInfo("Europe/Paris")).replace(tzinfo=None, microsecond=0) + timedelta(days=1)
        session = a_session("SM-1", self.tomorrow)
        release = a_release(release or folder / "release", a_catalogue(an_activity(sessions=(session,))))
        self.given = {
            "STORE": f"tinydb:{folder / 'data'}", "RELEASE": str(release), "SECRET_KEY": "k" * 32,
            "VAR": str(folder / "var"), "CLOCK": "",
        }  # fmt: skip
        self.app = create_app(**self.given)

    @property
    def file(self):
        return self.folder / "var" / "jour" / f"jour-{self.tomorrow.date()}.pdf"

    def sign_up(self, name):
        activity = self.app.releases.current().catalogue.by_code("SM")
        submit(self.app, enter(self.app, activity, ANSWERS | {"session": "SM-1", "name": name}, key=name))

    def jour(self, *words, by=("-m", "formservice")):
        env = os.environ | {f"FORMSERVICE_{name}": value for name, value in self.given.items()}
        command = [sys.executable, *by, "jour", *words]
        return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def test_a_command_killed_half_way_leaves_the_old_file_and_the_next_one_nothing_else(tmp_path):
    desk = Desk(tmp_path)
    desk.sign_up("Anna Exemple")
    assert desk.jour(by=("-c", STOPPED)).returncode == -signal.SIGKILL and not desk.file.exists()
    assert desk.jour().returncode == 0
    old = desk.file.read_bytes()
    desk.sign_up("Badr Exemple")
    assert desk.jour(by=("-c", STOPPED)).returncode == -signal.SIGKILL
    assert desk.file.read_bytes() == old and len(names(desk.file.parent)) == 2
    assert desk.jour().returncode == 0
    assert names(desk.file.parent) == [desk.file.name] and "Badr Exemple" in words_of(desk.file.read_bytes())


@pytest.fixture
def app(app_on, tmp_path, monkeypatch):
    """A town whose file is made at once: the threads of typst do not outlive a fork."""
    monkeypatch.setattr(day_files, "render", lambda *_: NEW)
    release = a_release(tmp_path / "release", a_catalogue(an_activity(sessions=(a_session("SM-1"),))))
    return app_on(release, NOW, VAR=str(tmp_path / "var"))


def made(app, day):
    with app.app_context():
        return day_files.keep(app, day)


def test_killed_at_any_gesture_the_file_is_the_old_one_or_the_new_one(app):
    path = made(app, NOW.date())
    for step in count(1):
        path.write_bytes(OLD)
        killed = killed_at(step, partial(made, app, NOW.date()), ("open", "fsync", "replace", "unlink"))
        assert path.read_bytes() in ((OLD, NEW) if killed else (NEW,)), step
        if not killed:
            break
    assert step > 3 and names(path.parent) == [path.name]


def test_what_was_left_half_made_of_another_day_goes_with_the_next_one(app):
    path = made(app, NOW.date())
    far, fresh = (path.with_name(f".jour-2027-03-0{n}.pdf.part") for n in (1, 2))
    for one in (far, fresh):
        one.write_bytes(NEW)
    hour_ago = far.stat().st_mtime - 3600
    os.utime(far, (hour_ago, hour_ago))
    made(app, NOW.date())
    assert names(path.parent) == [fresh.name, path.name]


def test_the_service_says_in_french_that_the_disk_is_full_and_tries_again(app, clock, tmp_path):
    job = Nightly()
    with small_disk(tmp_path / "var") as room:
        room.leave(2)
        with app.app_context(), pytest.raises(Exception, match=r"jour-2026-12-01\.pdf : impossible d’écrire \(le "):
            job(app)
        room.empty()
        assert names(tmp_path / "var" / "jour") == []
        clock.at = NOW + AGAIN
        with app.app_context():
            job(app)
        assert names(tmp_path / "var" / "jour") == ["jour-2026-12-01.pdf", "jour-2026-12-02.pdf"]


def full(desk, room, *words):
    """The command, on a disk where a page or two are left."""
    room.leave(2)
    try:
        return desk.jour(*words)
    finally:
        room.empty()


@pytest.mark.parametrize("elsewhere", [True, False])
def test_on_a_full_disk_it_is_said_in_a_line_and_the_old_file_stays(tmp_path, elsewhere):
    with small_disk(tmp_path / "disk", ROOM) as room:
        desk = Desk(tmp_path if elsewhere else room.folder, tmp_path / "release")
        folder = room.folder / "cle" if elsewhere else desk.file.parent
        words = ("--to", str(folder)) if elsewhere else ()
        desk.sign_up("Anna Exemple")
        first = full(desk, room, *words)
        assert first.returncode == 1 and not list(folder.glob("*"))
        assert desk.jour(*words).returncode == 0
        old = {one: one.read_bytes() for one in folder.iterdir()}
        said = full(desk, room, *words)
        assert said.returncode == 1 and {one: one.read_bytes() for one in folder.iterdir()} == old
        why = "le fichier dépasse la taille permise" if isinstance(room, Limit) else "le disque est plein"
        assert said.stderr == f"{folder / desk.file.name} : impossible d’écrire ({why}).\n"
        assert not said.stdout
