"""The content folder as a whole: file, line and mend of each mistake."""

import pytest

from formservice.catalogue import Collection, Site, typed
from plugins import check
from plugins.content import read_all

SITE = typed.read(
    Site,
    {
        "name": "Ville-d’Essai", "tagline": "t", "url": "https://www.example.org", "telephone": "03 53 01 00 00",
        "telephone_hours": "le matin", "address": "ici", "themes": [{"slug": "photos", "title": "Photos"}],
    },
)  # fmt: skip
PLACE = "---\ntitle: Salle\nsummary: s\naddress: a\naccess: [de plain-pied]\n---\n"
ACTIVITY = """---
title: Atelier
kind: atelier
code: AP
place: salle
theme: photos
capacity: 8
booking: session
sessions:
  - {id: AP-1, start: 2026-12-03 14:00, end: 2026-12-03 16:00}
---
"""


@pytest.fixture
def write(tmp_path):
    def write(**files):
        for name, text in {"lieux/salle": PLACE, "agenda/atelier": ACTIVITY, **files}.items():
            path = tmp_path / "content" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(mistake) for mistake in read_all(tmp_path / "content", SITE).mistakes]

    return write


def test_good_content_has_no_mistake(write):
    assert write() == []


@pytest.mark.parametrize(
    ("before", "after", "line", "mend"),
    [
        ("2026-12-03 14:00", "2026-13-03 14:00", 10, "calendrier"),
        ("kind: atelier", "kind: permanance", 3, "permanence"),
        ("place: salle", "place: sale", 5, "salle"),
        ("theme: photos", "theme: photo", 6, "photos"),
        ("capacity: 8", "capacty: 8", 7, "capacity"),
    ],
)
def test_a_typo_is_told_with_file_line_and_mend(write, before, after, line, mend):
    found = write(**{"agenda/atelier": ACTIVITY.replace(before, after)})
    assert found[0].startswith(f"content/agenda/atelier.md:{line} : ")
    assert mend in found[0]


@pytest.mark.parametrize(("code", "whose"), [("QR", "de la question de recherche"), ("MLB", "des notices")])
def test_a_code_of_the_resource_centre_is_refused(write, tmp_path, code, whose):
    assert write(**{"agenda/atelier": ACTIVITY.replace("AP", code)}) == []
    site = typed.dataclasses.replace(SITE, collection=Collection("Centre", "MLB", "salle", "/maison/"))

    (found,) = map(str, read_all(tmp_path / "content", site).mistakes)
    assert found.startswith(f"content/agenda/atelier.md:4 : Le code {code} est celui {whose}")
    assert found.endswith("Choisissez-en un autre.")


def test_a_code_of_another_activity_is_refused(write):
    found = write(**{"agenda/second": ACTIVITY})
    assert found[0].startswith("content/agenda/second.md:4 : ")


def test_a_file_nobody_would_publish_is_told(write):
    assert "content/agend/atelier.md:1" in write(**{"agend/atelier": ACTIVITY})[0]


def test_a_file_name_with_capitals_is_told(write):
    assert "minuscules" in write(**{"lieux/Été": PLACE})[0]


@pytest.mark.parametrize(
    ("text", "later"),
    [
        (ACTIVITY.replace("kind: atelier", "kind: permanance"), "les images, les liens"),
        (ACTIVITY.replace("place: salle", "place: halle"), "(les liens)"),
    ],
)
def test_who_mends_is_told_that_other_checks_come_next(write, tmp_path, capsys, monkeypatch, text, later):
    write(**{"agenda/atelier": text})
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aconf.py").write_text(f"TOWN = {typed.dump(SITE)!r}\n")
    assert check.main(["content", "aconf"]) == 1
    said = capsys.readouterr().out
    assert "d’autres contrôles suivent" in said and later in said
