"""What is wrong with pictures and recordings is told with file, line and mend."""

import pytest

from formservice.catalogue import Site, typed
from plugins.content import read_all
from tests.media.drawing import noise, photo, saved, tone

SITE = typed.read(
    Site,
    {
        "name": "Ville-d’Essai", "tagline": "t", "url": "https://www.example.org", "telephone": "03 53 01 00 00",
        "telephone_hours": "le matin", "address": "ici",
        "collection": {"title": "Centre", "code": "VE", "place": "salle", "url": "/centre/"},
    },
)  # fmt: skip
RECORD = """---
title: La porte bleue
id: VE-1
type: exposition
summary: s
rights: libres
sources: [{title: s}]
audio: voix.wav
pictures:
  - file: porte.jpg
    alt: Une porte bleue dans un mur blanc.
    credit: Ville-d'Essai
    caption: La porte du jardin.
---
## Transcription

Rien.
"""
FILES = {
    "images/porte.jpg": saved(photo(), "JPEG"), "images/petite.png": saved(photo((200, 200)), "PNG"),
    "images/coupee.jpg": saved(photo(), "JPEG")[:3000], "images/porte.tiff": b"II*", "sons/voix.wav": tone(),
    "sons/faux.mp3": tone(), "sons/voix.aif": b"FORM", "images/trop-longue.png": saved(noise((1000, 320)), "PNG"),
}  # fmt: skip


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Write the record, changed, beside these files, and list its mistakes."""
    monkeypatch.setenv("PICTURES_KEPT", str(tmp_path / "kept"))

    def told(before: str = "", after: str = "") -> list[str]:
        for name, data in {**FILES, "ressources/porte.md": RECORD.replace(before, after, 1).encode()}.items():
            path = tmp_path / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return [str(mistake) for mistake in read_all(tmp_path / "content", SITE).mistakes]

    return told


def test_a_picture_well_described_has_no_mistake(told):
    assert told() == []


@pytest.mark.parametrize(
    ("before", "after", "line", "mend"),
    [
        ("porte.jpg", "portes.jpg", 10, "Vouliez-vous écrire « porte.jpg »"),
        ("porte.jpg", "zinc.jpg", 10, "content/images/"),
        ("porte.jpg", "porte.tiff", 10, ".jpg, .png ou .webp"),
        ("porte.jpg", "coupee.jpg", 10, "coupée"),
        ("porte.jpg", "petite.png", 10, "trop petite"),
        ("porte.jpg", "trop-longue.png", 10, "Recadrez-la"),
        ("    alt: Une porte bleue dans un mur blanc.\n", "", 10, "alt"),
        ("Une porte bleue dans un mur blanc.", "porte.jpg", 11, "nom du fichier"),
        ("Une porte bleue dans un mur blanc.", "La porte bleue", 11, "répète le titre"),
        ("Une porte bleue dans un mur blanc.", "La porte du jardin", 11, "répète la légende"),
        ("Une porte bleue dans un mur blanc.", "Image d'une porte bleue", 11, "sans « image de »"),
        ("Une porte bleue dans un mur blanc.", "Une entrée", 11, "trop court"),
        ("voix.wav", "absente.wav", 8, "content/sons/"),
        ("voix.wav", "faux.mp3", 8, "n’est pas un son .mp3"),
        ("voix.wav", "voix.aif", 8, ".mp3"),
        ("## Transcription", "## Autre", 1, "se lit"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_its_mend(told, before, after, line, mend):
    found = told(before, after)
    assert len(found) == 1
    assert found[0].startswith(f"content/ressources/porte.md:{line} : ")
    assert mend in found[0].replace("\u00a0", " ")


def test_a_page_of_pictures_without_end_is_refused(told):
    picture = RECORD.partition("pictures:\n")[2].partition("---")[0]
    assert "10 images au plus" in told(picture, picture * 11)[0]
