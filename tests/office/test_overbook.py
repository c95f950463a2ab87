"""More people than seats: on purpose only, with a reason, in the journal, and once."""

import pytest

from tests.office.conftest import records, states

OVER = {"action": "over", "over": "companion"}


def fourth(desk, workshop, status=None, **given):
    return desk.register(workshop, 4, name="Dina Exemple", status=status, **given)


def test_a_full_session_offers_to_add_all_the_same(desk, store, workshop, full):
    page = fourth(desk, workshop, 409)

    assert page.says("Ajouter quand même (3 pour 2 places)") and page.says("Accompagne une personne inscrite")
    buttons = [button.text_content() for button in page.tree.xpath("//main//form//button")]
    assert buttons[0] == "Enregistrer l’inscription" and len(states(store)) == 3


def test_the_reason_is_kept_journaled_and_shown(desk, store, workshop, full):
    page = desk.follow(fourth(desk, workshop, 303, **OVER))
    line = next(one for one in store.journal("session/SM-1") if one["verb"] == "overbook")

    assert page.h1 == "Une place est gardée" and page.says("Accompagne une personne inscrite")
    assert (line["agent"], line["reason"], line["seats"]) == ("lucie", "companion", "3/2")
    listed = desk.get("/agents/agenda/SM-1/")
    assert listed.says("1 personne en plus des places") and listed.says("En plus des places : Accompagne")
    assert "Accompagne une personne" in desk.send("/agents/agenda/SM-1/telecharger", {"format": "csv"}).body.decode()


@pytest.mark.parametrize("given", [
    {"action": "over"}, {"action": "over", "over": "because"}, {"action": "over", "over": ""},
])  # fmt: skip
def test_without_a_reason_nobody_is_added(desk, store, workshop, full, given):
    page = fourth(desk, workshop, 422, **given)

    assert "Dites pourquoi" in page.errors()[0] or "Choisissez" in page.errors()[0]
    assert page.says("Ajouter quand même (3 pour 2 places)") and len(states(store)) == 3


def test_the_ordinary_button_never_adds_beyond_the_seats(desk, store, workshop, full):
    fourth(desk, workshop, 409, over="companion")

    assert len(states(store)) == 3


def test_a_double_click_adds_one(desk, store, workshop, full):
    first, second = (fourth(desk, workshop, 303, **OVER) for _ in range(2))

    assert first.location == second.location and len(states(store)) == 4
    assert [one["verb"] for one in store.journal("session/SM-1")].count("overbook") == 1


def test_a_seat_left_free_meanwhile_is_an_ordinary_seat(desk, store, workshop, full):
    desk.cancel(full[2])
    desk.cancel(full[1])
    desk.follow(fourth(desk, workshop, 303, **OVER))

    assert states(store)[-1] == "confirmed" and records(store)[-1]["overbooked"] == ""
    assert "overbook" not in [one["verb"] for one in store.journal("session/SM-1")]


def test_nobody_else_gets_a_seat_until_the_room_is_below_its_number(desk, store, workshop, full):
    desk.follow(fourth(desk, workshop, 303, **OVER))
    desk.cancel(full[0])
    assert states(store) == ["cancelled", "confirmed", "waiting", "confirmed"]

    desk.cancel(full[1])
    assert states(store)[2] == "offered"


def test_who_waits_is_seated_before_the_others_with_a_reason_only(desk, store, workshop, full):
    address = f"/agents/agenda/SM-1/{full[2]}"
    assert desk.send(f"{address}/place", {}, 422).says("Dites pourquoi vous ajoutez cette personne")
    page = desk.follow(desk.send(f"{address}/place", {"over": "mistake"}, 303))

    assert page.h1 == "Une place est gardée" and page.says("Erreur de notre part")
    line = next(one for one in store.journal("session/SM-1") if one["verb"] == "overbook")
    assert (line["agent"], line["reason"], line["seats"], line["record"]) == ("lucie", "mistake", "3/2", full[2])


def test_who_does_not_wait_stays_as_they_are(desk, store, workshop, full):
    desk.send(f"/agents/agenda/SM-1/{full[0]}/place", {"over": "mistake"}, 303)

    assert records(store)[0]["overbooked"] == "" and len(states(store)) == 3
