"""`make agent`: one more agent on the store that `make serve` uses."""

import os
import subprocess
import sys

import pytest

from deploy.first_agent import CODE
from deploy.service import ROOT
from formservice.office import agents, second
from formservice.storage import open_store


def run(folder, **given):
    env = {name: value for name, value in os.environ.items() if not name.startswith("FORMSERVICE_")}
    command = [sys.executable, "-m", "deploy.agent"]
    return subprocess.run(command, cwd=ROOT, env=env | {"VAR": str(folder)} | given, capture_output=True, text=True)


def test_an_agent_is_added_and_comes_in_with_the_password_printed_once(tmp_path):
    done = run(tmp_path, LOGIN="lucie", ROLE="agenda,resources")
    assert done.returncode == 0, done.stderr
    password = done.stdout.split("mot de passe")[1].split()[0]

    lucie = agents.verify(open_store(f"tinydb:{tmp_path / 'data'}"), "lucie", password)
    assert lucie.roles == ("agenda", "resources")
    assert "existe déjà" in run(tmp_path, LOGIN="lucie", ROLE="agenda").stderr


def test_who_holds_the_votes_gets_ten_codes_with_the_password(tmp_path):
    said = run(tmp_path, LOGIN="nadia", ROLE="vote").stdout
    store, codes = open_store(f"tinydb:{tmp_path / 'data'}"), CODE.findall(said)

    assert len(codes) == 10 and second.standing(store, "nadia") == second.Standing(app=False, left=10)
    assert second.spend(store, "nadia", codes[0]) == second.RECOVERY
    assert "codes" not in run(tmp_path, LOGIN="lucie", ROLE="agenda").stdout


@pytest.mark.parametrize(
    "given", [{}, {"LOGIN": "lucie"}, {"LOGIN": "lucie", "ROLE": "king"}, {"LOGIN": "-h", "ROLE": "vote"}]
)
def test_what_is_missing_is_said_with_an_example(tmp_path, given):
    done = run(tmp_path, **{"LOGIN": "", "ROLE": ""} | given)

    assert done.returncode == 2 and "make agent LOGIN=lucie ROLE=agenda" in done.stderr
