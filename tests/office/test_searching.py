"""« Chercher une personne »: in all that is to come, and nothing of it in an address."""

from datetime import timedelta

import pytest

from tests.builders import NOW
from tests.office.conftest import records


def search(desk, typed, status=200):
    return desk.send("/agents/chercher/", {"person": typed}, status)


@pytest.mark.parametrize("typed", ["chloe exmple", "Exemple Chloé", "0639980002", "+33 6 39 98 00 02"])
def test_somebody_is_found_with_their_state_and_their_page(desk, full, typed):
    page = search(desk, typed)

    assert page.says("Chloé Exemple") and page.says("Jeudi 3 décembre 2026") and page.says("En attente")
    assert f"/agents/agenda/SM-1/{full[2]}/" in page.links()


def test_a_reference_finds_one_person(desk, store, full):
    page = search(desk, records(store)[1]["reference"].lower())

    assert page.says("1 réponse") and page.says("Badr Exemple")


def test_the_nearest_come_first_and_what_is_over_last(desk, full):
    desk.cancel(full[0])
    names = [one.text_content() for one in search(desk, "exemple").tree.xpath("//tbody//th/bdi")]

    assert names[-1] == "Anna Exemple" and len(names) == 3


def test_a_wish_for_a_theme_is_found_too(desk, store):
    with store.transaction("theme/photos") as changed:
        answers = {"name": "Dina Exemple", "phone": "06 39 98 00 07", "reach": "phone"}
        changed.add("theme/photos", "wishes", state="waiting", theme="photos", answers=answers, seen=[])
    page = search(desk, "dina")

    assert page.says("Liste d’attente : Les photos") and page.says("Attend le prochain atelier")


def test_what_is_long_past_is_not_looked_through(desk, app, clock, full):
    from formservice.agenda import due

    clock.at = NOW + timedelta(days=30)
    with app.app_context():
        due.run(app)

    assert search(desk, "Badr").says("Personne de ce nom")


@pytest.mark.parametrize("typed", ["", "a", "06", "   "])
def test_too_little_is_said_so(desk, full, typed):
    page = search(desk, typed, 422)

    assert page.title.startswith("Erreur") and page.says("Écrivez un nom, au moins quatre chiffres")


def test_a_name_never_stands_in_an_address(desk, full):
    assert not desk.get("/agents/chercher/?person=Chlo%C3%A9").says("Chloé")
    page = search(desk, "<b>Chloé</b>")
    assert page.field("person") == "<b>Chloé</b>" and all("chlo" not in link.lower() for link in page.links())
