"""An edition and its projects, as editors write them."""

import pytest

from formservice.catalogue import typed
from formservice.catalogue.participation import Edition
from formservice.catalogue.projects import Project

PHASES = [
    {"name": "depot", "since": "2027-01-11 08:00", "until": "2027-02-15 00:00"},
    {"name": "vote", "since": "2027-05-01 00:00", "until": "2027-05-31 00:00"},
]
AREAS = [{"slug": "nord", "title": "Nord", "quartiers": ["Les Prés", "Le Moulin"], "envelope": "20000"}]
GOOD = {
    "title": "Budget participatif", "code": "BP", "summary": "Vos idées.",
    "rules": {"version": "1", "adopted": "2026-10-15"}, "phases": PHASES, "areas": AREAS,
    "who": {"age": "11"},
}  # fmt: skip
PROJECT = {"title": "Un banc", "edition": "budget-2027", "number": "4", "area": "nord", "summary": "Un banc à l’ombre."}


def test_an_edition_is_read_and_written_back():
    edition = typed.read(Edition, GOOD)
    assert edition.area("nord").envelope == 20_000
    assert edition.phase("vote").name == "vote" and edition.phase("etude") is None
    assert typed.read(Edition, typed.dump(edition), editor=False) == edition


@pytest.mark.parametrize(
    ("changed", "mend"),
    [
        ({"areas": []}, "un secteur au moins"),
        ({"counters": ["la mairie"]}, "à la mairie, au CCAS"),
        ({"areas": AREAS * 2}, "écrit deux fois"),
        ({"areas": [*AREAS, AREAS[0] | {"slug": "sud"}]}, "dans deux secteurs"),
        ({"areas": [AREAS[0] | {"envelope": "20 000 €"}]}, "12000"),
        ({"phases": PHASES[::-1]}, "se suivent ainsi"),
        ({"phases": [PHASES[0] | {"until": "2027-05-02 00:00"}, PHASES[1]]}, "se suivent ainsi"),
        ({"phases": [PHASES[0] | {"until": "2027-01-01 00:00"}]}, "avant d’avoir commencé"),
        ({"ballot": {"least": "4", "most": "3"}}, "dépasse le plus grand"),
        ({"count": {"rule": "hasard"}}, "glouton"),
    ],
)
def test_a_mistake_in_an_edition_is_told_with_its_mend(changed, mend):
    with pytest.raises(typed.Mistakes, match=mend):
        typed.read(Edition, GOOD | changed)


@pytest.mark.parametrize(
    ("changed", "mend"),
    [
        ({"status": "refuse", "decided": "2027-03-12"}, "^Un refus se justifie. Ajoutez « reason: … ».$"),
        ({"status": "abandonne", "reason": "Trop cher."}, "^Un abandon se date. Ajoutez « decided: 2027-03-12 ».$"),
        ({"status": "abandonne"}, "Un abandon se justifie.*Un abandon se date"),
        ({"merged": ["7", "12"], "number": "12"}, "ne se réunit pas à lui-même. Retirez 12"),
        ({"edition": "BP27"}, "budget-participatif-2027"),
        ({"area": "Centre"}, "comme centre"),
        ({"status": "au-vote"}, "a un coût"),
        ({"cost": "4,5"}, "12000"),
    ],
)
def test_a_mistake_in_a_project_is_told_with_its_mend(changed, mend):
    with pytest.raises(typed.Mistakes, match=mend):
        typed.read(Project, PROJECT | changed)


def test_a_project_says_its_status_in_words():
    assert typed.read(Project, PROJECT | {"status": "au-vote", "cost": "4500"}).status_words == "Soumis au vote"
