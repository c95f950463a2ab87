"""An edition where one votes on the web by an e-mail address: nobody needs one at a counter, nor on a sheet."""

import re

import pytest

from formservice.voting import sheets
from tests.paper.town import words_of
from tests.voting.desks.town import ANNE, BOARD, SCREEN, mark
from tests.voting.voter import Voter

URL = "/participation/budget-2027/voter/"


@pytest.fixture
def town(make):
    """A town where one votes by a link, its box open."""
    found = make(identity="e-mail")
    found.open()
    return found


def test_the_screen_asks_a_name_and_a_birth_date_and_no_address_of_the_web(desk):
    page = desk.get(SCREEN)
    names = page.tree.xpath("//main//form//*[@name][not(@type='hidden')]/@name")
    assert list(dict.fromkeys(names)) == ["area", "name", "birth", "address", "eligible", "channel"]
    assert page.says("Demandez à la personne si elle a déjà voté")


def test_who_has_no_address_is_marked_by_name_once_by_counter_and_sheet(town, desk):
    reference = re.search(r"VO-\w{4}-\w{4}", mark(desk).text)[0]
    assert mark(desk, 409, key="a-key-of-the-screen-2", channel="paper").says(
        "Un vote est déjà enregistré : au guichet"
    )
    sheets.make(town.store, "BP27", "Tournée", 1, "lucie", "key")
    line = ANNE | {"line": 1, "action": "type", "key": "a-key-of-the-line-1"}
    assert desk.send(f"{BOARD}feuilles/1/", line, 409).says("Un vote est déjà enregistré : au guichet")
    who = {"name": ANNE["name"], "birth": ANNE["birth"]}
    page = desk.send(f"{BOARD}consulter", who, 200)
    assert page.says("Cette personne a voté") and page.says("ne sont pas sur la liste par leur nom")
    assert desk.send(f"{BOARD}annuler", who | {"reference": reference, "why": "person"}, 200).says("est annulé")
    assert not town.on_roll()


def test_a_blank_sheet_has_no_column_for_an_address_of_the_web(town, desk):
    sheets.make(town.store, "BP27", "Tournée", 1, "lucie", "key")
    read = words_of(desk.get(f"{BOARD}feuilles/imprimer/1-1").body)
    assert "Nom et prénom" in read and "e-mail" not in read


def test_on_the_web_a_name_opens_no_ballot(town):
    voter = Voter(town.app)
    sent = ANNE | {"version": town.page.version}
    assert voter.post(URL, sent, 422).says("Indiquez votre adresse e-mail.") and not town.on_roll()


def test_the_page_says_how_to_vote_without_an_address_and_that_it_counts_on_one(town):
    page = Voter(town.app).get(URL)
    assert page.says("Sans adresse e-mail, votez au guichet ou sur papier, avec votre nom et votre date de naissance.")
    assert page.says("nous comptons sur vous pour ne voter qu’une fois")
