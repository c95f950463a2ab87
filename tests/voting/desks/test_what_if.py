"""The same ballots under other rules, on the screen of an agent."""

import pytest

from formservice.office import voting_remembered
from tests.voting.desks.counted import unseal
from tests.voting.desks.test_count import lines
from tests.voting.desks.town import BOARD

ASK = f"{BOARD}et-si/"
GROUPS = [(8, 3)] * 6 + [(5,)] * 5
"""Six want n° 8 and n° 3, five want n° 5: shares give each group its part."""


@pytest.fixture
def counted(town):
    """The box was opened."""
    unseal(town, GROUPS, [(7,)] * 5)
    return town


def column(page, title, table=0):
    heads = [" ".join(one.text_content().split()) for one in page.tree.xpath("//table")[table].xpath(".//thead//th")]
    return {row[0]: row[heads.index(title)].removeprefix(f"{title} : ") for row in lines(page, table)}


def test_the_rules_stand_side_by_side_the_published_one_first(counted, desk):
    page = desk.get(ASK)
    heads = [one.text_content() for one in page.tree.xpath("(//table)[1]//thead//th")]

    assert heads[:4] == ["Projet", "Règle publiée", "Arrêt au premier trop cher", "Parts égales"]
    published, shares = column(page, "Règle publiée"), column(page, "Parts égales")
    assert [published[f"n° {n}, Projet {n}"] for n in (8, 3, 5, 12)] == ["choisi", "choisi", "non", "non"]
    assert shares["n° 5, Projet 5"] == "choisi" and shares["n° 8, Projet 8"] == "non"


def test_what_changes_is_said_in_a_sentence(counted, desk):
    page = desk.get(ASK)

    assert page.says("Avec les parts égales, le n° 5 entre et le n° 8 sort.")
    assert page.says("Avec l’arrêt au premier trop cher, les mêmes projets sont choisis.")


def test_how_many_are_served_is_told(counted, desk):
    page = desk.get(ASK)
    published, shares = column(page, "Règle publiée"), column(page, "Parts égales")
    served = "Personnes dont un projet au moins est choisi"

    assert published[served] == "6 sur 11 (55 %)" and shares[served] == "11 sur 11 (100 %)"
    assert published["Dépensé"] == "19 000 €" and published["Reste"] == "1 000 €"
    assert published["Projets choisis parmi ceux de la personne, en moyenne"] == "1,09"
    assert published["Coût des projets choisis, en moyenne par personne"] == "10 364 €", "114 000 € over 11"


def test_it_is_to_understand_and_not_to_choose(counted, desk):
    page = desk.get(ASK)

    assert page.says("Pour comprendre, pas pour choisir après coup : la règle est celle du règlement publié.")
    assert page.says("un tirage au sort départage les projets")


def test_a_threshold_is_tried_from_the_address(counted, desk):
    page = desk.get(f"{ASK}?seuil=6")

    assert column(page, "Au moins 6 voix")["n° 5, Projet 5"] == "non"
    assert page.says("Avec un seuil de 6 voix, les mêmes projets sont choisis.")
    assert page.tree.xpath("//input[@name='seuil']/@value") == ["6"]


@pytest.mark.parametrize("typed", ["-1", "0", str(10**9), "100001", "beaucoup", "1,5", "٣", "1e3", "<b>", "9" * 5000])
def test_a_threshold_that_is_not_one_is_refused_in_words(counted, desk, typed):
    page = desk.flask.get(ASK, query_string={"seuil": typed})

    assert page.status_code == 422 and "Ce seuil n’est pas compris" in page.text
    assert "<title>Erreur" in page.text and "<b>" not in page.text.partition("<main")[2].partition("seuil-hint")[2]
    assert "Règle publiée" in page.text, "the comparison is still there"


def test_an_empty_threshold_is_no_threshold(counted, desk):
    assert not desk.get(f"{ASK}?seuil=").says("Au moins")


def test_a_rule_of_equal_shares_is_compared_with_the_others(make):
    town = make(count={"rule": "parts-egales", "threshold": "2"})
    town.open()
    unseal(town, GROUPS)
    page = town.sit().get(ASK)

    assert page.says("Du premier au dernier, en sautant ce qui ne tient plus, le n° 8 entre et le n° 5 sort.")
    assert page.says("Sans seuil")


def test_a_count_is_kept_in_memory_for_its_own_box_alone(counted, desk, monkeypatch):
    shown = desk.get(ASK).html
    monkeypatch.setattr(voting_remembered, "count_all", None)
    assert desk.get(ASK).html == shown

    monkeypatch.undo()
    monkeypatch.setattr(voting_remembered, "MOST", 1)
    assert desk.get(f"{ASK}?seuil=3").says("Au moins 3 voix") and len(voting_remembered.COUNTS) <= 1


def test_the_published_count_is_made_once_for_both_pages(counted, desk, monkeypatch):
    voting_remembered.COUNTS.clear()
    shown = desk.get(f"{BOARD}decompte/").html
    assert len(voting_remembered.COUNTS) == 1
    monkeypatch.setattr(voting_remembered, "count_all", None)
    assert desk.get(f"{BOARD}decompte/").html == shown
