"""The town's content with an exhibition whose pictures come straight from a telephone, and a recording."""

import shutil
from datetime import datetime

import pytest

from tests.built import ROOT, Built, build
from tests.media.drawing import GPS, noise, photo, saved, tone
from tests.running import serving

EXHIBITION = """---
title: Visages
id: MLB-990
type: exposition
summary: Trois visages de la ville.
date: 2026-11-18/2026-11-20
places: [Salle d'essai]
rights: Essai
sources: [{title: Essai}]
pictures:
  - {file: debout.jpg, alt: Un portail de brique ouvert sur un jardin., credit: Ville-d'Essai}
  - {file: grain.png, alt: Un tissu gris très serré., credit: Ville-d'Essai, caption: Un tissu.}
  - {file: petite.webp, alt: Une porte bleue dans un mur blanc., credit: Ville-d'Essai}
---
Le texte de l'exposition se lit sans les images.
"""
TESTIMONY = """---
title: Une voix
id: MLB-991
type: temoignage
summary: Une voix raconte.
rights: Essai
sources: [{title: Essai}]
audio: voix.wav
---
## Transcription

Je me souviens du bruit des machines.
"""
PROJECT = """---
title: Une porte peinte
edition: budget-participatif-2021
number: 90
area: trois-quartiers
summary: Une porte repeinte par les voisins.
status: termine
pictures:
  - {file: debout.jpg, alt: Un portail de brique ouvert sur un jardin., credit: Ville-d'Essai}
---
"""


@pytest.fixture(scope="session")
def gallery(tmp_path_factory) -> Built:
    """That town, built."""
    root = tmp_path_factory.mktemp("gallery")
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "pelicanconf.py", root)
    (root / "theme").symlink_to(ROOT / "theme")
    for name, data in {
        "images/debout.jpg": saved(photo((1600, 1200)), "JPEG", exif=GPS | {0x0112: 6}),
        "images/grain.png": saved(noise((700, 500)), "PNG"),
        "images/petite.webp": saved(photo((500, 400)), "WEBP"),
        "sons/voix.wav": tone(),
        "ressources/visages.md": EXHIBITION.encode(),
        "ressources/une-voix.md": TESTIMONY.encode(),
        "projets/porte-peinte.md": PROJECT.encode(),
    }.items():
        (root / "content" / name).parent.mkdir(exist_ok=True)
        (root / "content" / name).write_bytes(data)
    return build(root, tmp_path_factory.mktemp("releases") / "gallery", datetime(2026, 11, 25, 12))


@pytest.fixture(scope="session")
def shown(gallery, tmp_path_factory):
    """The gallery, served."""
    with serving(gallery, tmp_path_factory.mktemp("shown")) as server:
        yield server
