"""The result of an area on one page to pin up, whatever the number of projects."""

from datetime import date, datetime, timedelta
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice.catalogue.ballots import Ballot, Count
from formservice.catalogue.tallies import AreaTally, Choice, Tally
from formservice.paper import render
from formservice.paper.posters import poster, short
from plugins import paper
from tests.builders import a_site
from tests.paper.town import TITLES, an_edition, plain, words_of

WON, LOST = "Choisi : son rang et son coût le permettaient.", "Il coûte 4 200 €. Il lui manquait 12 voix."
COUNTED = date(2027, 6, 2)


def an_area(projects=8, chosen=3, **given):
    """An area with so many projects, by rank."""
    choices = tuple(
        Choice(n + 1, f"{TITLES[n % len(TITLES)]} {n}", 1_500, n < chosen, WON if n < chosen else LOST, str(1_900 - n))
        for n in range(projects)
    )
    known = {"slug": "nord", "title": "Nord", "envelope": 20_000, "spent": 18_500, "ballots": "1240", "web": "1000"}
    return AreaTally(**known | {"paper": "240", "choices": choices, "file": "nord.pb"} | given)


def a_tally(*areas):
    """The results of these areas."""
    url = "/participation/budget-2027/resultats/"
    return Tally("Résultats", COUNTED, "1.2", Ballot(), Count(), "BP", areas, slug="budget-2027", url=url)


def printed(area, **given):
    """The poster of an area."""
    return render("result", poster(a_site(), an_edition(**given), a_tally(area), area))


@pytest.mark.parametrize("projects", [0, 1, 5, 12, 20, 26, 60])
def test_it_is_one_page(projects):
    made = printed(an_area(projects, min(projects, 4)))
    assert len(PdfReader(BytesIO(made)).pages) == 1


def test_the_projects_that_are_chosen_come_first_with_their_votes_and_costs():
    area = an_area(4, 0)
    area = an_area(choices=(*area.choices[:3], Choice(9, "Un abri", 900, True, WON, "1200")))
    read = words_of(printed(area))

    assert plain("9 Un abri 900 € 1 200 Choisi") in read and read.index("Un abri") < read.index(TITLES[0])
    assert "Il lui manquait 12 voix." in read and read.count("Pas choisi") == 3


def test_twenty_projects_are_all_there_and_more_are_told_by_their_number():
    read = words_of(printed(an_area(20)))
    assert all(plain(f"{title} {n}") in read for n, title in enumerate(TITLES))

    assert "autres projets, sur le site ou au téléphone" in words_of(printed(an_area(60)))


def test_who_lost_by_the_draw_is_told_so_in_short_too():
    why = "Il coûte 10 €. À égalité avec le n° 9 : le tirage au sort l’a fait passer après. Il lui manquait 1 voix."

    assert short(why) == "Départagé par le tirage au sort." and short(LOST) == "Il lui manquait 12 voix."


def test_of_a_few_ballots_no_number_is_printed():
    read = words_of(printed(an_area(3, 1, ballots="<5", file=None)))
    assert "moins de 5" in read and "ne sont pas publiés" in read and "1 900" not in read and "manquait" not in read


def test_where_nobody_voted_nothing_is_masked():
    read = words_of(printed(an_area(3, 0, ballots="0", file=None)))
    assert (
        "Personne n’a voté ici" in read
        and "moins de 5" not in read.lower()
        and "ne sont pas publiés" not in read
        and "Il lui manquait" in read
    )


def test_it_says_that_the_council_decides_or_what_it_decided():
    assert "Le vote est un avis : le conseil municipal décide." in words_of(printed(an_area()))

    read = words_of(printed(an_area(), decision={"on": "2027-06-24", "words": "Tout se fera."}))
    assert plain("a décidé le jeudi 24 juin 2027 : Tout se fera.") in read


@pytest.mark.parametrize("projects", [0, 3, 20, 60])
def test_a_screen_reader_can_read_it(projects):
    report = page.validate_pdf_bytes(printed(an_area(projects)), profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == [] and report.is_compliant


def test_it_is_offered_beside_the_result_of_its_area_for_a_year():
    things = {"participation": [an_edition()], "decomptes": [a_tally(an_area())]}
    after = datetime.combine(COUNTED, datetime.min.time())
    (sheet,) = paper.sheets(things, a_site(), after)

    assert sheet.page == "/participation/budget-2027/resultats/nord/" and sheet.url == f"{sheet.page}affiche.pdf"
    assert list(paper.sheets(things, a_site(), after + timedelta(days=366))) == []


def test_a_project_that_is_chosen_is_told_so_once():
    area = an_area(4, 0)
    why = "Choisi : c’est le premier de ce quartier, et chaque quartier a au moins un projet."
    read = words_of(printed(an_area(choices=(Choice(9, "Un abri", 900, True, why, "1200"), *area.choices[:3]))))

    assert "C’est le premier de ce quartier" in read and read.count("Choisi") == 1 and "1 / 1" not in read


def test_reasons_that_have_no_room_are_said_to_be_elsewhere():
    assert "Chaque raison est sur le site, ou au téléphone." in words_of(printed(an_area(26)))
    assert "Chaque raison" not in words_of(printed(an_area(5)))
