"""The code is for any commune: the real town is named in its content, its settings and its documents only."""

import re
import subprocess

from tests.built import ROOT

TOWN = "-".join(("saint", "amand"))
ITS_OWN = re.compile(r"content/|docs/|pelicanconf\.py$|publishconf\.py$|README|CHANGELOG|LICENSE")


def tracked() -> list[str]:
    """The files of the repository; the test needs Git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_code_names_the_town():
    files = [name for name in tracked() if not ITS_OWN.match(name)]
    naming = [
        name for name in files if TOWN in (ROOT / name).read_bytes().decode(errors="replace").lower() or TOWN in name
    ]
    assert len(files) > 100
    assert naming == []


def test_the_generated_commune_never_meets_the_town(site):
    for url, html in site.pages.items():
        assert TOWN not in html.lower(), url


def test_no_file_of_code_holds_the_path_of_a_machine():
    places = re.compile(rb"/(?:home|Users|work)/[a-z]+/|file:///[a-z]")
    holding = [name for name in tracked() if places.search((ROOT / name).read_bytes())]
    assert holding == []
