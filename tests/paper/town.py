"""A participatory budget to print: an edition, its projects, and its form."""

import dataclasses
from datetime import datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from formservice.catalogue import typed
from formservice.catalogue.participation import Edition
from formservice.catalogue.projects import Project
from formservice.participation.filing import Proposing
from formservice.participation.forms import ProposalForm

NOW = datetime(2027, 4, 2, 10)
GIVEN = {
    "title": "Budget participatif 2027", "code": "BP", "summary": "Vos idées pour le quartier.",
    "rules": {"version": "1.2", "adopted": "2026-10-15"},
    "phases": [
        {"name": "depot", "since": "2027-01-11 08:00", "until": "2027-02-15 00:00"},
        {"name": "vote", "since": "2027-05-01 08:00", "until": "2027-05-31 00:00"},
    ],
    "who": {"age": "16", "barred": ["les élus du conseil municipal", "les agents de la participation"]},
    "areas": [
        {"slug": "nord", "title": "Moulin, Collinière et Grise Chemise", "envelope": "20000",
         "quartiers": ["Le Moulin", "La Collinière", "La Grise Chemise"]},
        {"slug": "sud", "title": "Mont des Bruyères", "quartiers": ["Mont des Bruyères"], "envelope": "12000"},
    ],
}  # fmt: skip
TITLES = (
    "Des arbres fruitiers sur le parking", "Une boîte à livres devant l’école", "Des jeux au sol", "Un banc à l’ombre",
    "Cinq parcours de marche au départ de l’école, avec des haltes pour s’asseoir, jouer et regarder autrement",
    "Un composteur partagé", "Réparer la fontaine", "Des nichoirs", "Un terrain de pétanque", "Un abri à vélos",
    "Éclairer le passage piéton de la rue du Moulin",
    "Un jardin partagé et son cabanon à outils, ouvert aux écoles, aux assistantes maternelles et aux voisins",
)  # fmt: skip
NUMBERS = (3, 8, 12, 17, 21, 40, 41, 58, 102, 111, 212, 1040)


def an_edition(**given: Any) -> Edition:
    """An edition with two areas, as an editor wrote it."""
    edition = typed.read(Edition, GIVEN | given)
    return dataclasses.replace(edition, slug="budget-2027", url="/participation/budget-2027/")


def a_project(**given: Any) -> Project:
    """A project put to the vote in the north."""
    known: dict[str, Any] = {
        "title": "Un banc", "edition": "budget-2027", "number": 4, "area": "nord", "status": "au-vote", "cost": 4500,
        "summary": "Un banc à l’ombre, à hauteur de fauteuil roulant.", "where": "Parvis de l’école",
    }  # fmt: skip
    return Project(**{**known, **given})


def twelve() -> list[Project]:
    """Twelve of them, some with long titles, not in the order of their numbers."""
    made = [
        a_project(title=title, number=number, cost=number * 100) for title, number in zip(TITLES, NUMBERS, strict=True)
    ]
    return made[::-1]


def blank_idea() -> ProposalForm:
    """The form, blank, fitted to the edition."""
    form = ProposalForm()
    form.fit(Proposing(an_edition()), None)
    return form


def words_of(pdf: bytes) -> str:
    """What another program reads in a PDF, on one line."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def lines_of(pdf: bytes, number: int = 0) -> list[tuple[str, float, float, float, float]]:
    """Each line of a page: its words, then its left, foot, right and top, a letter half as wide as its size."""
    found: list[tuple[str, float, float, float, float]] = []

    def visit(words: str, on: list[float], at: list[float], _font: Any, size: float) -> None:
        if told := plain(words.replace("\u200b", "")):
            left, foot = on[4] + on[0] * at[4], on[5] + on[3] * at[5]
            found.append((told, left, foot, left + len(told) * size / 2, foot + 0.7 * size))

    PdfReader(BytesIO(pdf)).pages[number].extract_text(visitor_text=visit)
    return found


def plain(text: str) -> str:
    """A text as `words_of` gives it: whatever the width of its spaces."""
    return " ".join(text.split())
