"""« Prévenez-moi du prochain atelier », said by telephone."""

import pytest

LIST = "/agents/themes/photos"


def add(desk, status=303, **given):
    known = {"who": "self", "name": "Dina Exemple", "reach": "phone", "phone": "06 39 98 00 07"}
    known |= {"channel": "telephone", "consent": "agreed", "key": "a-key-of-the-screen-7"}
    return desk.send(LIST, {name: value for name, value in (known | given).items() if value}, status)


def wishes(store):
    return store.read("theme/photos").find("theme/photos", "wishes")


def test_somebody_is_added_with_a_rank_and_a_number(desk, store):
    page = desk.follow(add(desk))

    (wish,) = wishes(store)
    assert page.says(wish["reference"]) and page.says("« Vous êtes en tête de la liste d’attente")
    assert (wish["channel"], wish["typed_by"]) == ("telephone", "lucie")
    assert "Dina" not in page.url and desk.get("/agents/themes/").says("1 personne attend")


def test_a_double_click_and_a_second_call_give_one_wish(desk, store):
    add(desk)
    add(desk)
    page = desk.follow(add(desk, key="a-key-of-the-screen-8"))

    assert len(wishes(store)) == 1 and page.says("était déjà sur la liste")


def test_a_screen_gone_back_to_for_another_wish_of_the_person_says_so(desk, store):
    add(desk)
    page = add(desk, 409, who="other", told="agreed", helper="Chloé Exemple")

    assert len(wishes(store)) == 1 and page.says(f"Cet écran a déjà servi pour {wishes(store)[0]['reference']}")


@pytest.mark.parametrize("missing", ["name", "phone", "channel", "consent"])
def test_a_mistake_comes_back_with_the_answers(desk, store, missing):
    page = add(desk, 422, **{missing: ""})

    assert page.title.startswith("Erreur") and page.errors() and wishes(store) == []


def test_who_calls_to_leave_is_taken_off(desk, store):
    add(desk)
    page = desk.press(desk.get(LIST), "Retirer de la liste")

    assert page.says("Personne n’attend") and wishes(store)[0]["state"] == "cancelled"
    line = store.journal("theme/photos")[-1]
    assert (line["agent"], line["channel"]) == ("lucie", "telephone")


@pytest.mark.parametrize("address", ["/agents/themes/unknown", "/agents/themes/..%2fx"])
def test_an_unknown_theme_is_not_found(desk, address):
    desk.get(address, 404)
