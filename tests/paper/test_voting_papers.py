"""The ballot of an area on paper: a box for each project, numbers as everywhere, nothing that tells who votes."""

from datetime import datetime

import page
import pytest

from formservice.paper import render
from formservice.paper.voting_papers import voting_paper
from formservice.theme import euros
from plugins import paper
from tests.builders import a_site
from tests.paper.town import NOW, a_project, an_edition, plain, twelve, words_of

KINDS = ({"most": "3"}, {"kind": "budget", "most": "9"}, {"kind": "points", "points": "10"})
NORTH = "/participation/budget-2027/nord/"


def data(projects=None, large=False, **given):
    """The data of the ballot of the north."""
    edition = an_edition(**given)
    return voting_paper(
        a_site(), edition, edition.area("nord"), twelve() if projects is None else projects, large=large
    )


def offered(now, projects):
    """What the page of the north offers to print."""
    things = {"participation": [an_edition()], "projets": projects}
    return [one.url.removeprefix(NORTH) for one in paper.offered(paper.sheets(things, a_site(), now)).get(NORTH, [])]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("ballot", KINDS)
def test_every_project_is_there_once_under_its_number_in_their_order(ballot, large):
    read = words_of(render("ballot", data(large=large, ballot=ballot)))
    lines = [plain(f"{one.number} {one.title} Coût : {euros(one.cost)}") for one in reversed(twelve())]

    assert [read.count(line) for line in lines] == [1] * 12
    assert sorted(lines, key=read.index) == lines


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("ballot", KINDS)
def test_a_screen_reader_can_read_it(ballot, large):
    made = render("ballot", data(large=large, ballot=ballot, demonstration="true"))
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)

    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize(
    ("ballot", "said", "cells"),
    [
        ({"most": "3"}, "Choisissez jusqu’à 3 projets. Un bulletin qui ne suit pas cette règle ne compte pas.", 0),
        ({"kind": "budget", "most": "9"}, "Choisissez les projets que vous voulez, pour 20 000 € en tout.", 0),
        ({"kind": "points", "points": "10"}, "Vous avez 10 points à donner, à 3 projets au plus.", 2),
        ({"kind": "points", "points": "100", "most": "5"}, "Vous avez 100 points à donner, à 5 projets au plus.", 3),
    ],
)
def test_each_kind_tells_the_rule_of_the_screen_and_has_boxes_of_its_own(ballot, said, cells):
    made = data(ballot=ballot)

    assert said in plain(made["rule"]) and made["cells"] == cells
    assert ("en chiffres" if cells else "Faites une croix") in plain(made["how"][0])


def test_it_asks_for_one_project_no_more_than_there_are():
    assert data([a_project()])["rule"].startswith("Choisissez un projet.")


def test_nobody_signs_it_and_nothing_leads_to_who_votes():
    read = words_of(render("ballot", data()))

    assert "Ne signez pas, n’écrivez rien d’autre" in read
    assert not any(word in read for word in ("Signature", "Nom", "Code à saisir", "Réservé à la mairie"))


def test_a_ballot_of_several_pages_says_so():
    few, many = ([a_project(number=number) for number in range(1, most)] for most in (3, 30))

    assert "plusieurs pages" not in words_of(render("ballot", data(few)))
    assert "plusieurs pages" in words_of(render("ballot", data(many)))


def test_only_what_is_put_to_the_vote_in_this_area_is_on_it():
    other = [a_project(number=5, status="etude"), a_project(number=6, area="sud"), a_project(number=7, edition="bp")]

    assert [one["number"] for one in data([*other, a_project()])["projects"]] == ["4"]


def test_it_is_printed_in_both_sizes_beside_the_leaflet_until_the_vote_ends():
    both = ["bulletin.pdf", "bulletin-grands-caracteres.pdf"]
    over = an_edition().phase("vote").until

    assert offered(NOW, twelve())[2:] == both
    assert not set(both) & set(offered(NOW, [a_project(status="etude", cost=None)]))
    assert offered(datetime(2027, 5, 30, 23), twelve())[2:] == both and offered(over, twelve()) == []
