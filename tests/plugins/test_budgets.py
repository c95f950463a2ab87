"""Editions and projects together: what no file can see alone is told with file, line and mend."""

from datetime import date

import pytest

from formservice.catalogue import Collection, typed
from plugins.check import untimely
from plugins.content import read_all
from tests.plugins.test_content import ACTIVITY, PLACE, SITE

EDITION = """---
title: Vos idées
code: BP27
summary: s
rules: {version: "1", adopted: 2026-10-15}
phases: [{name: depot, since: 2027-01-11 08:00, until: 2027-02-15 00:00}]
areas: [{slug: nord, title: Nord, quartiers: [Les Prés], envelope: 20000}]
---
"""
PROJECT = """---
title: Un banc
edition: idees
number: 4
area: nord
merged: [7]
summary: s
---
"""
LIST = "---\ntitle: Participer\nsummary: s\ntemplate: participation\n---\n"
PAGE = "---\ntitle: Autre\nsummary: s\n---\n"
GOOD = {
    "lieux/salle": PLACE, "agenda/atelier": ACTIVITY, "pages/participer": LIST, "participation/idees": EDITION,
    "projets/banc": PROJECT,
}  # fmt: skip


@pytest.fixture
def told(tmp_path):
    """Write the good content with these files changed or added, and list its mistakes."""

    def told(site=SITE, **files: str) -> list[str]:
        for name, text in {**GOOD, **files}.items():
            path = tmp_path / "content" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(mistake) for mistake in read_all(tmp_path / "content", site).mistakes]

    return told


def test_a_good_edition_has_no_mistake(told):
    assert told() == []


@pytest.mark.parametrize(
    ("before", "after", "line", "mend"),
    [
        ("edition: idees", "edition: idee", 3, "Vouliez-vous écrire « idees » ?"),
        ("edition: idees", "edition: bancs", 3, "Écrivez l’un de ceux-ci : idees."),
        ("area: nord", "area: sud", 5, "Le secteur « sud » n’est pas dans l’édition idees.md."),
        ("merged: [7]", "merged: [4]", 6, "ne se réunit pas à lui-même"),
        ("merged: [7]", "status: abandonne\ndecided: 2027-03-12", 6, "Ajoutez « reason"),
        (
            "title: Un banc",
            "title: Un banc\npictures: [{file: banc.jpg, alt: Un banc vert, credit: Ville}]",
            3,
            "images/",
        ),
    ],
)
def test_a_project_is_of_an_edition_and_an_area(told, before, after, line, mend):
    (found,) = told(**{"projets/banc": PROJECT.replace(before, after)})
    assert found.startswith(f"content/projets/banc.md:{line} : ")
    assert mend in found


def test_a_project_at_the_vote_is_not_dearer_than_its_envelope(told):
    at_the_vote = PROJECT.replace("merged: [7]", "status: au-vote\ncost: 20001")
    (found,) = told(**{"projets/banc": at_the_vote})
    assert "banc.md:7" in found and "L’enveloppe du secteur est de 20\xa0000\xa0€" in found
    assert told(**{"projets/banc": at_the_vote.replace("20001", "20000")}) == []


def test_a_number_serves_once(told):
    (found,) = told(**{"projets/chemin": PROJECT.replace("merged: [7]\n", "")})
    assert found.startswith("content/projets/chemin.md:4 : Le numéro 4 est déjà celui de banc.md.")


def test_an_idea_is_merged_once_and_has_no_page_of_its_own(told):
    chemin = PROJECT.replace("number: 4", "number: 9")
    (found,) = told(**{"projets/chemin": chemin})
    assert found.startswith("content/projets/chemin.md:6 : L’idée n° 7 est déjà réunie au projet banc.md.")

    (found,) = told(**{"projets/chemin": chemin.replace("number: 9\n", "number: 7\n").replace("merged: [7]\n", "")})
    assert found.startswith("content/projets/banc.md:6 : L’idée n° 7 a sa propre page, chemin.md.")


DECIDED = EDITION.replace("areas:", "decision:\n  on: 2027-06-24\n  words: Oui.\n  document: {}\nareas:")
RULED = EDITION.replace('version: "1"', 'document: {}, version: "1"')


@pytest.mark.parametrize(("edition", "line"), [(DECIDED, 10), (RULED, 5)])
@pytest.mark.parametrize("link", ["/nulle-part/", "/participation/idee/", "/lieux/sale/"])
def test_a_document_that_leads_nowhere_is_told_at_its_line(told, edition, line, link):
    (found,) = told(**{"participation/idees": edition.replace("{}", link)})
    assert found.startswith(f"content/participation/idees.md:{line} : Le lien {link} ne mène à aucune page")
    assert ("Vouliez-vous écrire" in found) == (link != "/nulle-part/")


@pytest.mark.parametrize("link", ["/lieux/salle/", "/autre/#haut", "/participation/idees/4/", "/agenda/theme/"])
def test_a_document_is_any_page_written_or_drawn(told, link):
    found = told(**{"participation/idees": DECIDED.replace("{}", link), "pages/autre": PAGE})
    assert found == []


@pytest.mark.parametrize(
    ("code", "whose"), [("AP", "de l’activité atelier.md"), ("QR", "de la question"), ("MLB", "des notices")]
)
def test_the_code_of_an_edition_is_its_own(told, code, whose):
    site = typed.dataclasses.replace(SITE, collection=Collection("Centre", "MLB", "salle", "/centre/"))
    (found,) = told(site, **{"participation/idees": EDITION.replace("BP27", code)})
    assert found.startswith(f"content/participation/idees.md:3 : Le code {code} est déjà celui {whose}")


def test_two_editions_have_two_codes(told):
    (found,) = told(**{"participation/jeunes": EDITION})
    assert found.startswith("content/participation/jeunes.md:3 : ") and "du budget participatif idees.md" in found


def test_a_page_leads_to_the_editions(told):
    (found,) = told(**{"pages/participer": LIST.replace("template: participation\n", "")})
    assert found.startswith("content/participation/idees.md:2 : ") and "template: participation" in found


def test_news_are_of_days_that_came(told, tmp_path):
    told(**{"projets/banc": PROJECT.replace("summary: s", "summary: s\nnews:\n  - {on: 2027-05-02, text: Là.}")})
    content = read_all(tmp_path / "content", SITE)
    (found,) = untimely(content, tmp_path / "content", date(2027, 5, 1))
    assert str(found).startswith("content/projets/banc.md:9 : ") and "02/05/2027" in str(found)
    assert list(untimely(content, tmp_path / "content", date(2027, 5, 2))) == []
