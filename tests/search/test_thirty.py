"""What a resident or a pupil types, mistakes included, and the page that must come first."""

import pytest

from formservice.search.finding import find
from formservice.search.index import opened

TOWN = {
    "salon numerique": "/agenda/salon-numerique/",
    "permanance numérik": "/agenda/permanence-numerique/",
    "smartfone débutant": "/agenda/premiers-pas-smartphone/",
    "horaires mairie": "/lieux/mairie/",
    "bibliothèque": "/lieux/mediatheque-des-encres/",
    "pole senior": "/lieux/pole-seniors/",
    "prendre RDV chez le docteur": "/agenda/rendez-vous-medical/",
    "arnaque au téléphone": "/agenda/dejouer-les-arnaques/",
    "mdp oublié": "/agenda/mots-de-passe/",
    "généalogie": "/agenda/retrouver-ses-ancetres/",
    "billet SNCF": "/agenda/billets-de-train/",
    "tablete": "/agenda/tablette-en-douceur/",
    "déclarer ses impots": "/agenda/demarches-en-ligne/",
    "salon Wattau": "/agenda/visite-salon-watteau/",
    "places libres": "/agenda/places/",
    "apporter ses photos": "/agenda/ranger-ses-photos/",
    "prix des billets": "/agenda/billets-de-train/",
    "handicap": "/accessibilite/",
    "budget participatif": "/participation/budget-participatif-2027/",
}
CENTRE = {
    "Louise de Bettignies": "/ressources/mlb-2/",
    "louise betigni": "/ressources/mlb-2/",
    "maison louise de betignies": "/lieux/maison-louise-de-bettignies/",
    "droit de vote des femmes": "/ressources/mlb-71/",
    "loi veil": "/ressources/mlb-81/",
    "interruption volontaire de grosesse": "/ressources/mlb-81/",
    "loi ivg": "/ressources/mlb-83/",
    "espionne 14 18": "/ressources/mlb-30/",
    "olimpe de gouge": "/ressources/mlb-27/",
    "déclaration des droits de la femme": "/ressources/mlb-43/",
    "martha desrumeaux": "/ressources/mlb-23/",
    "égalité salariale": "/ressources/mlb-79/",
    "compte en banque femme mariée": "/ressources/mlb-75/",
    "première bachelière": "/ressources/mlb-54/",
    "beauvoir deuxieme sexe": "/ressources/mlb-38/",
    "louise arrêtée a tournai": "/ressources/mlb-3/",
    "visite scolaire": "/agenda/visite-de-groupe/",
    "arrestation": "/ressources/mlb-3/",
    "arestation tournai": "/ressources/mlb-3/",
    "qui etait louise de bettignies ?": "/ressources/mlb-2/",
    "où est la mairie ?": "/lieux/mairie/",
    "979-10-210-0061-2": "/ressources/mlb-1/",
    "Loise de Betigny": "/ressources/mlb-2/",
    "emprunter un livre": "/ressources/",
    "livre pret": "/ressources/",
}


@pytest.mark.parametrize(("text", "first"), (TOWN | CENTRE).items())
def test_the_right_page_comes_first(look, text, first):
    _, found = look(text)

    assert found[:1] == [first], found[:4]


@pytest.mark.parametrize("text", ["numérique", "numerique", "NUMÉRIQUES", "nume\u0301rique", "le  numérique ?"])
def test_accents_capitals_and_plurals_do_not_count(look, text):
    assert look(text)[1] == look("numérique")[1]


def test_what_is_asked_for_is_said_as_it_was_read(look):
    answer, _ = look("permanance numérik")

    assert answer.corrected and answer.read_as == "permanence numérique"


def test_a_synonym_finds_the_pages_that_never_say_the_word(look):
    answer, found = look("visioconférence")

    assert "/agenda/appels-video/" in found and not answer.corrected


def test_a_word_without_page_does_not_hide_the_others(look):
    answer, found = look("permanence zorglub")

    assert found and [part.typed for part in answer.lost] == ["zorglub"]


def test_words_that_no_page_has_together_give_the_closest(look):
    answer, found = look("tablette faïence suffrage")

    assert found and not answer.all_words


@pytest.mark.parametrize("text", ["Loise de Betigny", "luise de betignie"])
def test_words_are_read_so_that_they_meet_on_a_page(look, text):
    answer, _ = look(text)

    assert answer.all_words and answer.corrected and answer.read_as == "Louise Bettignies"


def test_a_guess_does_not_lead_elsewhere_than_a_word_that_is_sure(look):
    answer, found = look("faction tournai")

    assert [part.typed for part in answer.lost] == ["faction"]
    assert found == look("tournai")[1]


@pytest.mark.parametrize("text", ["qui est louise", "qui etait louise ?", "pourquoi Louise", "quand Louise"])
def test_the_words_of_a_question_do_not_count(look, text):
    assert look(text)[1] == look("louise")[1]


def test_a_telephone_number_is_one_word(look):
    assert look("03 53 01 59 40")[1] == look("03-53-01-59-40")[1] == look("0353015940")[1] != []


def test_a_line_under_a_result_is_a_sentence(town_site):
    with opened(town_site.folder) as index:
        hits = find(index, "cologne").hits
        pages = [index.page(hit.page) for hit in hits]

    assert [page.text for page in pages if page.url == "/ressources/mlb-2/"]
    assert not [page.url for page in pages if page.text.startswith("Alice Dubois")]
