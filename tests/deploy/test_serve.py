"""`make serve`, with the smallest commune: what the person at the desk sees and gets."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from deploy.serve import rehearsed
from tests.deploy.commune import SERVICE, TREE, write_tree

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
READY = "Pour arrêter"


class Desk:
    """A tree of sources, and the servers started in it."""

    def __init__(self, folder: Path):
        self.folder = folder
        write_tree(folder, TREE | SERVICE | {"pelicanconf.py": ""})
        (folder / "deploy").mkdir()
        for module in DEPLOY.glob("*.py"):
            shutil.copy(module, folder / "deploy")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.lines: list[str] = []

    def start(self, **settings: str) -> subprocess.Popen[str]:
        """Start the server; what it prints is gathered in `lines`."""
        self.lines = []
        env = {name: value for name, value in os.environ.items() if name not in ("HOST", "VAR", "CLOCK")}
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.serve"],
            cwd=self.folder,
            env=env | {"PORT": str(self.port)} | settings,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.reader = threading.Thread(target=self.read, args=(process,), daemon=True)
        self.reader.start()
        return process

    def read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout:
            self.lines.append(line)

    def sees(self, words: str) -> str:
        """Wait until the server has said these words; return all that it said."""
        for _ in range(1200):
            if words in (said := "".join(self.lines)):
                return said
            time.sleep(0.05)
        raise AssertionError(f"never said {words!r}, but: {said}")

    def get(self, path: str = "/") -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


@pytest.fixture
def running(desk):
    """A server that is ready; stopped as Ctrl+C does."""
    process = desk.start()
    desk.process = process
    desk.sees(READY)
    yield desk
    process.send_signal(signal.SIGINT)
    try:
        assert process.wait(40) == 0
    finally:
        process.kill()
        desk.reader.join(5)
        process.stdout.close()


def password_in(said: str) -> list[str]:
    return re.findall(r"mot de passe +(\S+)", said)


def test_the_first_start_prints_the_codes_that_are_asked_for_after_the_password(running):
    said = "".join(running.lines)

    assert "7KM4-3QXW-9PBT  BB3C-4D5F-6GHJ" in said and "Chacun" not in said


def test_the_first_start_gives_a_password_that_works_and_the_next_gives_none(running):
    said = "".join(running.lines)

    assert f"http://127.0.0.1:{running.port}/" in said
    (password,) = password_in(said)
    assert (running.folder / "var" / "agents").read_text() == f"agent {password}"
    assert re.fullmatch(r"([a-z]{4}-){4}[a-z]{4}", password)


def test_a_later_start_prints_no_password(desk):
    write_tree(desk.folder, {"var/agents": "marie"})
    process = desk.start()

    assert password_in(desk.sees(READY)) == []
    process.terminate()
    assert process.wait(40) == 0
    desk.reader.join(5)
    process.stdout.close()


def test_a_change_of_content_is_live_and_a_mistake_leaves_the_site(running):
    assert running.get() == "start: 2026-12-03\n"

    write_tree(running.folder, {"content/atelier.md": "start: 2026-12-10\n"})
    running.sees("Modifié")
    running.sees(READY)
    for _ in range(100):
        if running.get() == "start: 2026-12-10\n":
            break
        time.sleep(0.1)
    assert running.get() == "start: 2026-12-10\n"

    write_tree(running.folder, {"content/atelier.md": "start: 2026-13-10\n"})
    assert "content/atelier.md:1" in running.sees("n’a pas changé")
    assert running.get() == "start: 2026-12-10\n"


def test_a_change_during_the_first_build_is_not_missed(desk):
    process = desk.start()
    desk.sees("Construction du site")
    write_tree(desk.folder, {"content/accueil.md": "start: 2026-12-17\n"})
    desk.sees("content/accueil.md")

    process.terminate()
    assert process.wait(40) == 0
    desk.reader.join(5)
    process.stdout.close()


def test_a_request_in_flight_is_answered_before_the_service_stops(running):
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(running.get("/lent")))
    asking.start()
    time.sleep(0.5)

    running.process.terminate()
    running.process.wait(40)
    asking.join(10)

    assert answers == ["start: 2026-12-03\n"]


def test_a_port_that_is_taken_is_said_with_what_to_type(desk):
    with socket.create_server(("127.0.0.1", desk.port)):
        process = desk.start()
        assert process.wait(20) == 1

    desk.reader.join(5)
    process.stdout.close()
    assert f"make serve PORT={desk.port + 1}" in "".join(desk.lines)
    assert not (desk.folder / "output").exists()


def test_a_first_build_that_fails_says_why_and_serves_nothing(desk):
    write_tree(desk.folder, {"content/atelier.md": "start: demain\n"})
    process = desk.start()

    assert process.wait(20) == 1
    desk.reader.join(5)
    process.stdout.close()
    assert "« demain » n’existe pas" in "".join(desk.lines)


def test_another_var_has_its_own_releases(desk):
    process = desk.start(VAR="ailleurs")
    desk.sees(READY)
    process.terminate()
    assert process.wait(40) == 0
    desk.reader.join(5)
    process.stdout.close()

    assert (desk.folder / "ailleurs" / "output" / "site" / "index.html").is_file()
    assert not (desk.folder / "output").exists()


def test_what_is_built_in_a_rehearsal_is_built_for_the_day_its_clock_says(monkeypatch):
    monkeypatch.setenv("CLOCK", "2026-12-01T10:00")
    with rehearsed("2026-12-03T09:30:00"):
        assert os.environ["CLOCK"] == "2026-12-03T09:30:00"
    assert os.environ["CLOCK"] == "2026-12-01T10:00", "the service goes on from where it started"


def test_outside_a_rehearsal_no_clock_is_given_to_a_build(monkeypatch):
    monkeypatch.delenv("CLOCK", raising=False)
    with rehearsed("2026-12-03T09:30:00"):
        assert "CLOCK" not in os.environ
