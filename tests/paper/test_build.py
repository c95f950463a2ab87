"""A whole build with what is printed, as `make publish` makes it: the generator itself, on a generated commune."""

import shutil
from io import BytesIO

import pytest
import yaml
from pypdf import PdfReader

from deploy.build import build_files
from tests.ballots import before_decisions
from tests.built import ROOT
from tests.consultations.town import FILE
from tests.paper.town import GIVEN

DATES = [{"id": "ZZ-1", "start": "2027-01-21 14:00", "end": "2027-01-21 16:00"}]
WORKSHOP = {
    "title": "Un atelier à imprimer", "kind": "atelier", "code": "ZZ", "capacity": "8", "booking": "session",
    "sessions": DATES,
}  # fmt: skip
EXPECTED = {
    "agenda/programme/2027-01.pdf", "agenda/programme/2027-01-grands-caracteres.pdf",
    "agenda/programme/2027-01-affiche.pdf", "agenda/bulletin.pdf", "agenda/bulletin-grands-caracteres.pdf",
    "consultations/bancs/formulaire.pdf", "consultations/bancs/formulaire-grands-caracteres.pdf",
    "participation/budget/nord/feuille.pdf", "participation/budget/nord/feuille-grands-caracteres.pdf",
    "participation/budget/sud/feuille.pdf", "participation/budget/sud/feuille-grands-caracteres.pdf",
    "participation/budget/formulaire.pdf", "participation/budget/formulaire-grands-caracteres.pdf",
}  # fmt: skip


@pytest.fixture
def root(commune, tmp_path):
    """The generated commune, which now consults its residents and has a budget to share."""
    root = shutil.copytree(commune.folder, tmp_path / "commune", symlinks=True)
    # This build is made before the news of the commune's projects.
    shutil.rmtree(root / "content/projets")
    shutil.rmtree(root / "content/decomptes")
    before_decisions(root / "content")
    # Codes that the generator never draws.
    place = next((root / "content/lieux").glob("*.md")).stem
    made = (
        ("consultations/bancs", FILE | {"code": "ZX27"}),
        ("participation/budget", GIVEN | {"code": "ZY"}),
        ("agenda/zz", WORKSHOP | {"place": place}),
    )
    for name, front in made:
        path = root / f"content/{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n\nDonnez votre avis.\n")
    (root / "paperconf.py").write_text("from pelicanconf import *\nPAPER = True\n")
    return root


@pytest.mark.heavy
def test_a_build_puts_every_printed_thing_at_its_address(root, tmp_path, monkeypatch):
    monkeypatch.setenv("CLOCK", "2027-01-12T10:00")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PICTURES_KEPT", str(ROOT / ".pytest_cache" / "pictures"))
    build_files(root, tmp_path / "release", "paperconf.py", tmp_path / "none")

    site = tmp_path / "release/site"
    printed = {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*.pdf")}
    assert set(printed) >= EXPECTED
    home = (site / "agenda/index.html").read_text()
    assert all(f'href="/{name}"' in home for name in EXPECTED if name.startswith("agenda/"))
    title = PdfReader(BytesIO(printed["consultations/bancs/formulaire.pdf"])).metadata.title
    assert title.replace("\u00a0", " ") == "Les bancs de la ville – Consultation"
