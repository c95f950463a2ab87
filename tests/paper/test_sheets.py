"""What is printed of the content, and where it is found on the site."""

from datetime import datetime

import pytest

from formservice.paper import PaperError
from plugins import paper
from tests.builders import a_site
from tests.consultations.town import CLOSES, a_consultation
from tests.paper.town import NOW, an_edition, twelve

NORTH = "/participation/budget-2027/nord/"


def things():
    """The content of a town with one edition."""
    return {"participation": [an_edition()], "projets": twelve()}


def test_each_area_offers_its_leaflet_in_both_sizes():
    offered = paper.offered(paper.sheets(things(), a_site(), NOW))
    leaflets = [sheet.url for sheet in offered[NORTH][:2]]

    assert leaflets == [f"{NORTH}feuille.pdf", f"{NORTH}feuille-grands-caracteres.pdf"]
    assert offered[NORTH][1].title == "La feuille du quartier, en grands caractères"
    assert offered[NORTH][0].weight.endswith("ko")
    assert "/participation/budget-2027/sud/" in offered


@pytest.mark.parametrize("argv", [["--help"], ["-h"], ["paper", "more"]])
def test_an_option_that_there_is_not_makes_no_folder(tmp_path, monkeypatch, capsys, argv):
    monkeypatch.chdir(tmp_path)
    assert paper.main(argv) == 2
    assert "Usage" in capsys.readouterr().err and list(tmp_path.iterdir()) == []


def test_they_are_written_at_their_addresses(tmp_path):
    written = list(paper.publish(tmp_path, paper.sheets(things(), a_site(), NOW)))

    assert tmp_path / "participation/budget-2027/nord/feuille.pdf" in written
    assert all(path.read_bytes().startswith(b"%PDF") for path in written)


def test_the_next_night_prints_the_same_bytes():
    tonight, tomorrow = (
        [sheet.pdf for sheet in paper.sheets(things(), a_site(), when)] for when in (NOW, NOW.replace(day=3))
    )

    assert tonight == tomorrow


def test_an_edition_that_is_over_is_printed_no_more():
    assert list(paper.sheets(things(), a_site(), datetime(2027, 5, 31))) == []
    assert list(paper.sheets({}, a_site(), NOW)) == []


def test_a_consultation_offers_its_questionnaire_in_both_sizes_until_it_closes():
    asked = {"consultations": [a_consultation()]}
    offered = paper.offered(paper.sheets(asked, a_site(), datetime(2027, 1, 12)))["/consultations/bancs/"]

    assert [sheet.url.rpartition("/")[2] for sheet in offered] == ["formulaire.pdf", "formulaire-grands-caracteres.pdf"]
    assert list(paper.sheets(asked, a_site(), CLOSES)) == []


def test_a_form_is_printed_for_ideas_until_the_filing_ends():
    page = "/participation/budget-2027/"
    titles = [sheet.title for sheet in paper.sheets(things(), a_site(), datetime(2027, 1, 12)) if sheet.page == page]

    assert titles == ["Le formulaire à remplir à la main", "Le formulaire à remplir à la main, en grands caractères"]
    assert page not in paper.offered(paper.sheets(things(), a_site(), NOW))


def test_what_cannot_be_printed_names_its_file_and_stops_the_build(monkeypatch):
    def refuse(template, data):
        raise PaperError("Pas d’encre.")

    monkeypatch.setattr(paper, "render", refuse)
    with pytest.raises(SystemExit, match="content/participation/budget-2027.md : Pas d’encre."):
        paper.made(things(), a_site(), NOW)
