"""The leaflet of an area says what the screen says, on paper, in large print, and to a screen reader."""

import page
import pytest

from formservice.paper import render
from formservice.paper.leaflets import leaflet
from formservice.theme import euros
from tests.builders import a_site
from tests.paper.town import a_project, an_edition, plain, twelve, words_of


def data(projects=(), area="nord", large=False, **given):
    """The data of one leaflet."""
    edition = an_edition(**given)
    return leaflet(a_site(), edition, edition.area(area), projects, large=large)


@pytest.mark.parametrize("large", [False, True])
def test_every_number_title_place_and_cost_is_on_paper(large):
    read = words_of(render("leaflet", data(twelve(), large=large)))

    for project in twelve():
        assert plain(f"{project.number} {project.title} Coût : {euros(project.cost)}") in read
        assert project.where in read and project.summary in read


@pytest.mark.parametrize("area", ["nord", "sud"])
@pytest.mark.parametrize("large", [False, True])
def test_a_screen_reader_can_read_it(area, large):
    made = render("leaflet", data(twelve(), area, large, demonstration="true"))
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)

    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_projects_come_in_the_order_of_their_numbers():
    numbers = [int(one["number"]) for one in data(twelve())["listing"]["projects"]]

    assert numbers == sorted(numbers) and len(numbers) == 12


def test_only_what_is_put_to_the_vote_in_this_area_is_listed():
    other = [
        a_project(number=5, status="refuse"),
        a_project(number=6, area="sud"),
        a_project(number=7, edition="bp-2021"),
    ]

    assert [one["number"] for one in data([*other, a_project()])["listing"]["projects"]] == ["4"]


def test_before_the_vote_the_projects_under_study_are_listed_as_such():
    listing = data([a_project(status="etude", cost=None)])["listing"]

    assert listing["title"] == "Les projets à l’étude"
    assert listing["projects"][0]["cost"] == ""


def test_an_area_without_project_says_what_it_is():
    read = words_of(render("leaflet", data(area="sud")))

    assert "Mont des Bruyères" in read and "12 000 €" in read and "Aucun projet n’est encore publié" in read
    assert "Quartier : Mont des Bruyères" not in read


@pytest.mark.parametrize(
    ("ballot", "said"),
    [
        ({"most": "3"}, "Choisissez de 1 à 3 projets. Chaque projet choisi reçoit une voix."),
        ({"least": "2", "most": "2"}, "Choisissez 2 projets."),
        ({"least": "1", "most": "1"}, "Choisissez 1 projet."),
        ({"kind": "budget", "most": "9"}, "le total ne doit pas dépasser 20 000 €"),
        ({"kind": "points", "points": "10"}, "Vous avez 10 points."),
    ],
)
def test_the_ballot_is_told_in_plain_words(ballot, said):
    assert said in plain(" ".join(data(ballot=ballot)["sections"][0]["lines"]))


@pytest.mark.parametrize(
    ("counters", "said"),
    [
        (["à l’accueil de la mairie", "au CCAS"], "sur papier : à l’accueil de la mairie et au CCAS. Un agent"),
        ([], "sur papier : à la mairie. Un agent"),
    ],
)
def test_it_says_where_one_votes_on_the_web_and_at_which_counters(counters, said):
    read = words_of(render("leaflet", data(counters=counters)))

    assert "www.example.org/participation/budget-2027/voter ou" in read.replace("/ ", "/") and said in read


def test_who_may_vote_until_when_by_which_rules_and_who_decides():
    read = words_of(render("leaflet", data()))

    assert "Du samedi 1er mai à 8 h au dimanche 30 mai 2027" in read
    assert "à partir de 16 ans" in read and "Ne peuvent pas voter : les élus du conseil municipal" in read
    assert "Règlement : version 1.2, adoptée le jeudi 15 octobre 2026" in read
    assert "Le conseil municipal décide" in read and "03 53 01 00 01" in read


def test_demonstration_data_says_so():
    assert "Données de démonstration" in words_of(render("leaflet", data(demonstration="true")))
    assert "Données de démonstration" in words_of(render("leaflet", data([a_project(demonstration=True)])))
    assert "Données de démonstration" not in words_of(render("leaflet", data()))
