"""The Nu HTML checker finds no error in any page, published or drawn by the service."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.built import ROOT
from tests.pages import Client

pytestmark = pytest.mark.heavy


def tool(name: str) -> str:
    """Where a tool is, installed when it can be; else the test fails with the command to type."""
    done = subprocess.run([ROOT / "deploy/need", name], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def mistakes(folder: Path) -> list[str]:
    """What the checker says of every page of a folder, infos excepted."""
    command = [tool("java"), "-jar", tool("vnu"), "--format", "json", "--stdout", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    messages = json.loads(done.stdout)["messages"]
    return [f"{m['url'].rpartition(folder.name)[2]}:{m.get('lastLine')} {m['message']}" for m in messages if serious(m)]


def serious(message: dict) -> bool:
    """Errors and warnings."""
    return message["type"] == "error" or message.get("subType") == "warning"


def test_the_checker_sees_a_mistake(tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=fr><title>a</title><p><div></p>")
    assert mistakes(tmp_path)


def test_every_published_page_is_valid(built):
    assert mistakes(built.folder / "site") == []


def test_every_page_of_the_way_is_valid(app_on, site, commune, tmp_path):
    client = Client(app_on(site.folder, site.now))
    workshop = site.catalogue.activity(commune.roles["companions"])
    check = client.fill_in(workshop, 200)
    done = client.press(check, "confirm")
    seen = {
        "error": client.fill_in(workshop, 422, name="", phone="12", session=None),
        "check": check,
        "done": done,
        "finished": client.press(done, "finish"),
        "locked": client.get(done.url, 410),
        "wrong": client.post(done.url, {"action": "open", "reference": "rien"}, 422),
        "altered": client.post(workshop.url, {"sealed": "rien"}, 400),
        "gone": client.get("/agenda/rien/", 404),
        "places": client.get("/agenda/places/"),
        "login": client.get("/agents/connexion"),
    }
    for name, page in seen.items():
        (tmp_path / f"{name}.html").write_bytes(page.body)
    assert mistakes(tmp_path) == []
