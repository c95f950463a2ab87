"""The board of an edition: four hundred ideas, and nobody loses their place."""

from datetime import timedelta

import pytest

from formservice.office import agents, idea_near, idea_place
from formservice.office.idea_place import place_of
from tests.office.conftest import PASSWORD, Desk
from tests.participation.screens import ACCEPT, BASE, REFUSE, opened, press, rows
from tests.participation.town import STUDY


def find(desk, words, status=None):
    return desk.send(f"{BASE}chercher", {"words": words}, status)


def test_the_board_lists_the_ideas_by_number_and_by_filter(desk):
    page = desk.get(BASE)
    assert rows(page) == [1, 2, 3, 4, 5, 6] and page.says("À étudier (6)") and page.says("Personne encore")

    press(desk, 5, "accept", **ACCEPT)

    assert rows(desk.get(f"{BASE}?etat=a-etudier")) == [1, 2, 3, 4, 6]
    assert rows(desk.get(f"{BASE}?quartier=sud&etat=retenue")) == [5]
    assert desk.get(f"{BASE}?quartier=sud").says("Lucie Exemple, Voirie")


@pytest.mark.parametrize(
    "query", ["?etat=zorglub", "?quartier=centre", "?page=-1&par=0", "?page=9999999999", "?ici=²", f"?ici={'9' * 5000}"]
)
def test_a_filter_that_is_not_one_shows_the_whole_list(desk, query):
    assert rows(desk.get(f"{BASE}{query}")) == [1, 2, 3, 4, 5, 6]


def test_a_long_list_is_cut_in_pages_and_a_line_is_found_on_its_own(office, desk):
    office.at(STUDY - timedelta(days=8))
    for n in range(22):
        office.file(f"Habitant {chr(97 + n)}")
    assert rows(desk.get(f"{BASE}?page=2")) == [26, 27, 28]
    assert rows(desk.get(f"{BASE}?ici=27")) == [26, 27, 28]
    assert len(rows(desk.get(f"{BASE}?par=50"))) == 28
    assert "?par=50" in desk.get(f"{BASE}?par=50").html


@pytest.mark.parametrize(("days", "words"), [(0, "aujourd’hui"), (1, "hier"), (2, "il y a 2 jours")])
def test_an_idea_says_since_when_it_is_there(office, desk, days, words):
    office.at(STUDY - timedelta(days=8) + timedelta(hours=14))
    number = office.file("Une habitante")["number"]
    office.at(STUDY - timedelta(days=8 - days) + timedelta(hours=14))

    assert opened(desk, number).says(f", déposée {words}")
    assert desk.get(f"{BASE}?ici={number}").says(f"Nord, {words}")


def test_an_idea_says_where_it_stands_in_the_list_it_was_opened_from(desk):
    page = opened(desk, 5, "?quartier=sud&etat=a-etudier")
    query = "?etat=a-etudier&quartier=sud"

    assert page.says("1 sur 2") and page.says("Suivante : 6") and not page.says("Précédente")
    assert {f"{BASE}6{query}", f"{BASE}{query}&ici=5#idee-5"} <= set(page.links())


def test_after_an_act_comes_the_next_of_the_list_then_the_line_of_the_last(desk):
    query = "?etat=a-etudier&quartier=sud"
    after = press(desk, 5, "accept", query=query, **ACCEPT)
    assert after.location == f"{BASE}6{query}&fait=5"
    assert desk.follow(after).says("Idée n° 5 : Lucie Exemple a retenu cette idée : 1 800 €, service Voirie.")

    after = press(desk, 6, "refuse", query=query, **REFUSE)

    assert after.location == f"{BASE}{query}&ici=6#idee-6"
    page = desk.get(after.location.partition("#")[0])
    assert rows(page) == [6] and page.says("Pas retenue")


def test_an_idea_that_left_the_filter_keeps_its_neighbours(desk):
    press(desk, 2, "accept", **ACCEPT)
    page = opened(desk, 2, "?etat=a-etudier")

    assert page.says("N’est plus dans ce filtre (5 idées)")
    assert page.says("Précédente : 1") and page.says("Suivante : 3")


@pytest.mark.parametrize("words", ["3", "n° 3", "003"])
def test_a_number_leads_to_its_idea(desk, words):
    assert find(desk, words, 303).location == f"{BASE}3"


@pytest.mark.parametrize(("words", "number"), [("jeu", 3), ("arbe", 4)])
def test_a_word_of_the_title_leads_to_its_idea(desk, words, number):
    assert find(desk, words, 303).location == f"{BASE}{number}"


def test_a_reference_leads_to_its_idea_and_a_common_word_to_a_list(office, desk):
    assert find(desk, office.idea(4)["reference"].lower(), 303).location == f"{BASE}4"
    assert rows(find(desk, "personne", 200)) == [1, 2, 3, 4, 5, 6]
    assert rows(find(desk, "PERSONNE F", 200))[0] == 6
    assert find(desk, "zorglub", 404).says("Rien à ce numéro") and find(desk, "99", 404).says("Rien à ce numéro")
    assert find(desk, "   ", 422).says("Écrivez un numéro")


def test_the_desk_and_the_editions_say_what_presses(office, desk):
    assert desk.get("/agents/").says("Rien ne presse")
    press(desk, 1, "ask", **{"ask-text": "De quel côté ?"})
    press(desk, 2, "refuse", **REFUSE)
    office.act("contest", 2, agent=None, text="Il est à la ville.")
    office.at(office.clock.at + timedelta(days=10))
    desk.log_in()

    for page in (desk.get("/agents/"), desk.get("/agents/participation/"), desk.get(BASE)):
        assert page.says("1 décision contestée") and page.says("1 question sans réponse depuis 10 jours")
        assert f"{BASE}?etat=contestee" in page.links()
    assert desk.get(BASE).says("Un autre agent que Lucie Exemple") and desk.get(BASE).says(
        "L’auteur, question de Lucie"
    )
    assert desk.get("/agents/participation/").says("Étude des idées, jusqu’au jeudi 29 avril 2027")


def test_an_edition_that_left_the_site_is_still_read(office, desk):
    office.publish(editions=())

    assert desk.get("/agents/participation/").says("N’est plus sur le site")
    assert rows(desk.get(BASE)) == [1, 2, 3, 4, 5, 6]
    page = opened(desk, 1)
    assert page.says("Cette édition n’est plus sur le site") and not page.tree.xpath("//button[@name='action']")


@pytest.mark.parametrize("address", [
    "/agents/participation/BP21/", "/agents/participation/BP21/1", f"{BASE}99", f"{BASE}0", f"{BASE}-1",
    f"{BASE}{'9' * 30}", f"{BASE}{'9' * 5000}", "/agents/participation/%C3%A9%C3%A9/1", f"{BASE}1/lettre",
    f"{BASE}1/photo",
])  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(desk, address):
    assert desk.get(address, 404).says("Cette page n’existe pas")


def test_the_other_roles_see_nothing_of_it(office):
    agents.add(office.app.store, "omar", PASSWORD, ["agenda", "resources"], "Omar")
    omar = Desk(office.app)
    omar.log_in("omar")
    for address in ("/agents/participation/", BASE, f"{BASE}1", "/agents/saisie/BP27"):
        omar.get(address, 404)
    assert not omar.get("/agents/").says("Budgets participatifs")


def test_an_idea_is_typed_in_and_leads_to_its_page(office, desk):
    office.at(STUDY - timedelta(days=3))
    desk.log_in()
    assert "/agents/saisie/BP27" in desk.get(BASE).links()
    assert desk.get("/agents/saisie/").h1 == "Saisir une idée"
    typed = {"title": "Un puits", "area": "sud", "where": "Ici", "what": "Un puits.", "why": "L’eau.", "who": "self"}
    typed |= {"name": "Zoé Exemple", "birth": "12 mars 1950", "eligible": "yes", "reach": "post", "channel": "paper"}
    typed |= {"post": "1 rue de l’Exemple", "consent": "agreed", "key": "a-key-of-the-screen-1"}

    first, again = (desk.send("/agents/saisie/BP27", typed, 303).location for _ in range(2))

    assert first == again == f"{BASE}7?saisie=1"
    page = desk.get(first)
    assert page.says("Enregistrée. Dites") and page.says(f"Votre numéro est {office.idea(7)['reference']}, idée n° 7")
    assert page.says("sur papier, saisie par Lucie Exemple") and page.says("Adresse postale, moyen préféré")
    assert office.idea(7)["channel"] == "paper"


def test_too_late_to_type_the_screen_says_the_rule_and_its_dates(office, desk):
    office.at(STUDY + timedelta(days=1))
    desk.log_in()
    page = desk.get("/agents/saisie/BP27")
    assert page.says("terminé depuis le 14/02/2027") and page.says("jusqu’au 21/02/2027")
    assert page.says("« calendrier » du règlement, version 2")


def test_a_place_in_a_list():
    assert place_of([1, 4, 9], 4) == idea_place.Place(2, 3, 1, 9)
    assert place_of([1, 4, 9], 5) == idea_place.Place(0, 3, 4, 9)
    assert place_of([], 5) == idea_place.Place(0, 0, None, None)


def test_near_titles_are_found_whatever_their_endings():
    others = [(2, "Des bancs ombragés devant l’école"), (3, "Un jeu pour les petits"), (4, "Un banc devant l’école")]
    assert idea_near.near("Un banc devant l’école", others) == [4, 2]
    assert idea_near.near("Un", others) == [] and idea_near.near("Un puits", []) == []
