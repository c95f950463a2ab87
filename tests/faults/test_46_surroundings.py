"""A service started anywhere: another language, another zone, no rights mask, no assertions, no settings."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.town import SECRET, Place, Town
from tests.pages import Client
from tests.running import ROOT

BARE = {"LC_ALL": "C", "TZ": "America/New_York", "PATH": os.defpath}
NAME = "Zoé Œuvrard ⵣ"
OTHER = "another secret for the tests"


@pytest.fixture
def url(tmp_path):
    """On files, whose rights are those of the service."""
    return f"tinydb:{tmp_path / 'data'}"


def bare(place: Place, *command: str, **settings: str) -> list[str]:
    """A command in an empty environment, where every right is given to everybody."""
    known = {"SECRET_KEY": SECRET, "STORE": place.url, "RELEASE": str(place.folder / "output")} | settings
    known |= {"MAIL": f"file:{place.folder / 'mail'}", "BASE_URL": f"http://127.0.0.1:{place.port}"}
    given = BARE | {f"FORMSERVICE_{name}": value for name, value in known.items() if value}
    words = [f"{name}={value}" for name, value in given.items()]
    return ["env", "-i", *words, "sh", "-c", 'umask 000; exec "$@"', "sh", sys.executable, "-O", "-m", *command]


@contextmanager
def served_anywhere(place: Place) -> Iterator[Town]:
    """The town, served from such a place."""
    options = ["--bind", f"127.0.0.1:{place.port}", "--no-control-socket", "--log-level", "warning"]
    process = subprocess.Popen(bare(place, "gunicorn", *options, "formservice.wsgi:app"), cwd=ROOT)
    town = Town(place.port, place.url)
    try:
        for _ in range(200):
            time.sleep(0.05)
            try:
                assert town.ask("GET", "/").status == 200
                break
            except ConnectionError:
                assert process.poll() is None, "the service stopped: see its message above"
        yield town
    finally:
        process.terminate()
        assert process.wait(35) == 0


def test_a_service_in_strange_surroundings_keeps_text_hours_and_secrets(place):
    with served_anywhere(place) as town:
        answer = town.confirm(town.check(NAME))
        assert answer.status == 303
        page = town.ask("GET", answer.location).body.decode()
        places = town.ask("GET", "/agenda/places/").body.decode()
    [kept] = town.stored()
    assert kept["answers"]["name"] == NAME
    assert kept["at"].endswith("+00:00") and kept["reference"] in page
    assert "10\u00a0h" in places, "sessions are at the hour of the town, wherever the machine is"
    for path in (place.folder / "data").rglob("*"):
        assert path.is_symlink() or not stat.S_IMODE(path.stat().st_mode) & 0o077, path


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"STORE": "sqlite:x"}, "sqlite"),
        ({"STORE": "tinydb:/proc/data"}, "/proc/data"),
        ({"RELEASE": "/nowhere"}, "/nowhere"),
    ],
    ids=["no secret", "unknown store", "no place", "no release"],
)
def test_what_cannot_work_is_said_in_one_line(place, settings, word):
    done = subprocess.run(bare(place, "formservice.cli", "purge", **settings), cwd=ROOT, capture_output=True)
    said = done.stderr.decode().strip().splitlines()
    assert done.returncode == 1 and said and all(word in line for line in said), said
    assert len(said) == 1 or "RELEASE" in settings, "what is wrong with a release is written in the log too"


def test_a_check_page_signed_with_the_key_of_yesterday_is_taken_until_the_key_goes(make_client, activity):
    token = make_client().fill_in(activity, 200).field("sealed")
    sent = {"sealed": token, "action": "confirm"}
    gone: Client = make_client(SECRET_KEY=OTHER)
    assert activity.url in gone.post(activity.url, sent, 400).links()
    rotated: Client = make_client(SECRET_KEY=f"{OTHER},{SECRET}")
    assert rotated.post(activity.url, sent, 303).location.startswith("/suivi/")
