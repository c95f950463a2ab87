"""With the person on the line: the answer to an offer, another date."""

from datetime import timedelta

import pytest

from tests.builders import NOW
from tests.office.conftest import records, states


def test_an_offer_is_answered_from_the_persons_page(desk, store, full, offered):
    page = desk.get(f"/agents/agenda/SM-1/{full[2]}/")
    assert page.says("Elle est gardée pour vous jusqu’au")

    assert desk.press(page, "Accepte la place").h1 == "Une place est gardée"
    assert states(store)[2] == "confirmed" and records(store, table="calls") == []
    line = store.journal("session/SM-1")[-1]
    assert (line["verb"], line["agent"], line["channel"]) == ("accept", "lucie", "telephone")


def test_refusing_twice_never_cancels_a_seat_that_was_taken(desk, store, full, offered):
    address = f"/agents/agenda/SM-1/{full[2]}/reponse"
    desk.send(address, {"outcome": "accepted"}, 303)

    assert desk.send(address, {"outcome": "refused"}, 409).says("n’est plus proposée")
    assert states(store)[2] == "confirmed"


def test_an_offer_that_is_over_goes_to_the_next_and_is_said_so(desk, store, workshop, clock, full, offered):
    desk.register(workshop, 4, name="Dina Exemple")
    clock.at = NOW + timedelta(days=1, hours=20)

    page = desk.send(f"/agents/agenda/SM-1/{full[2]}/reponse", {"outcome": "accepted"}, 409)
    assert page.says("Trop tard") and states(store)[2:] == ["waiting", "offered"]


def test_an_offer_that_is_over_is_made_again_when_nobody_else_waits(desk, store, clock, full, offered):
    clock.at = NOW + timedelta(days=1, hours=20)
    address = f"/agents/agenda/SM-1/{full[2]}/reponse"

    assert desk.send(address, {"outcome": "accepted"}, 409).says("la place est proposée de nouveau")
    desk.send(address, {"outcome": "accepted"}, 303)
    assert states(store)[2] == "confirmed"


def test_the_date_is_changed_by_telephone_and_the_place_goes_on(desk, store, full):
    address = f"/agents/agenda/SM-1/{full[0]}/date"
    reference = records(store)[0]["reference"]
    assert desk.get(address).says("Jeudi 10 décembre 2026, de 10 h à 12 h 2 places libres")
    page = desk.follow(desk.send(address, {"session": "SM-2", "channel": "telephone"}, 303))

    assert page.says("10 décembre") and page.says(reference) and page.h1 == "Une place est gardée"
    assert states(store) == ["moved", "confirmed", "offered"] and states(store, "SM-2") == ["confirmed"]
    line = next(one for one in store.journal("session/SM-1") if one["verb"] == "move")
    assert (line["agent"], line["channel"]) == ("lucie", "telephone")


def test_a_registration_that_moved_leads_to_the_new_one(desk, store, full):
    desk.send(f"/agents/agenda/SM-1/{full[0]}/date", {"session": "SM-2", "channel": "counter"}, 303)
    page = desk.get(f"/agents/agenda/SM-1/{full[0]}/")

    assert f"/agents/agenda/SM-2/{records(store, 'SM-2')[0]['id']}/" in page.links()
    assert desk.get(f"/agents/agenda/SM-1/{full[0]}/date").says("pas d’autre date libre")


@pytest.mark.parametrize(("given", "mistake"), [
    ({"channel": "telephone"}, "Choisissez une date."),
    ({"session": "SM-9", "channel": "telephone"}, "Choisissez une date."),
    ({"session": "SM-2"}, "Dites comment la demande est arrivée."),
])  # fmt: skip
def test_a_change_with_something_missing_changes_nothing(desk, store, full, given, mistake):
    page = desk.send(f"/agents/agenda/SM-1/{full[0]}/date", given, 422)

    assert mistake in page.errors() and page.title.startswith("Erreur")
    assert states(store) == ["confirmed", "confirmed", "waiting"]


def test_a_date_that_has_just_filled_up_keeps_the_place(desk, store, workshop, full):
    for number in (5, 6):
        desk.register(workshop, number, session="SM-2", name=f"Personne {number}")
    page = desk.send(f"/agents/agenda/SM-1/{full[0]}/date", {"session": "SM-2", "channel": "telephone"}, 409)

    assert page.says("Cette date est complète") and states(store)[0] == "confirmed"


def test_what_is_over_is_changed_for_no_other_date(desk, clock, full):
    address = f"/agents/agenda/SM-1/{full[0]}/date"
    assert desk.get(address).tree.xpath("//input[@name='session']")
    clock.at = NOW + timedelta(days=2, hours=3)
    assert not desk.get(address).tree.xpath("//input[@name='session']")
