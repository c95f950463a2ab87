"""A seat left free: offered in order, held while it is answered, by letter or by telephone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from formservice import telling
from formservice.agenda import calls
from formservice.agenda.calls import Overtaken
from tests.agenda.town import with_sessions
from tests.builders import NOW, a_session


@pytest.fixture
def full(town):
    """Anna and Badr come, then Chloé and Driss wait."""
    for name in ("Anna Un", "Badr Deux", "Chloé Trois", "Driss Quatre"):
        town.sign_up(name, phone=f"06 39 98 00 {len(name):02d}")
    return town


def test_a_seat_left_free_is_offered_to_the_first_who_waits(full):
    full.cancel("Anna Un")
    assert full.states() == {
        "Anna Un": "cancelled", "Badr Deux": "confirmed", "Chloé Trois": "offered", "Driss Quatre": "waiting"
    }  # fmt: skip
    assert full.calls() == [("Chloé Trois", "offer")]


def test_a_seat_that_is_offered_is_nobody_else_s(full):
    full.cancel("Anna Un")
    assert full.sign_up("Emma Cinq")["state"] == "waiting"


def test_the_offer_lasts_eight_opening_hours(full):
    full.cancel("Anna Un")
    # Tuesday 10 h to 12 h, 13 h 30 to 19 h, then half an hour on Wednesday.
    assert full.place("Chloé Trois")["offer"]["until"] == "2026-12-02T09:30:00"


def test_who_accepts_has_the_seat_and_the_call_is_made(full):
    full.cancel("Anna Un")
    assert full.call("Chloé Trois", telling.ACCEPTED)["state"] == "confirmed"
    assert full.calls() == []
    [made] = full.place("Chloé Trois")["calls"]
    assert (made["agent"], made["outcome"], made["why"]) == ("lucie", "accepted", "offer")


def test_refused_by_telephone_it_goes_to_the_next(full):
    full.cancel("Anna Un")
    full.call("Chloé Trois", telling.REFUSED)
    assert full.states()["Chloé Trois"] == "cancelled"
    assert full.calls() == [("Driss Quatre", "offer")]


def test_without_an_answer_the_call_stays_on_the_list(full):
    full.cancel("Anna Un")
    full.call("Chloé Trois", telling.NO_ANSWER)
    assert full.calls() == [("Chloé Trois", "offer")]
    assert [one["outcome"] for one in calls.to_make(full.app)[0].call["tries"]] == ["no_answer"]


def test_an_offer_without_an_answer_goes_on_and_the_person_waits_after_the_others(full):
    full.cancel("Anna Un")
    done = full.later(days=1)
    assert done["expired"] == 1
    assert full.states()["Chloé Trois"] == "waiting"
    assert full.calls() == [("Driss Quatre", "offer")]


def test_two_offers_without_an_answer_end_the_wait(full):
    full.publish(with_sessions(full.unit("SM-1").activity, a_session("SM-1", NOW + timedelta(days=20))))
    full.later(hours=0)
    full.cancel("Anna Un")
    full.cancel("Driss Quatre")
    full.later(days=2)  # offered again at once: nobody else waits
    assert full.states()["Chloé Trois"] == "offered"
    full.later(days=2)
    assert full.states()["Chloé Trois"] == "lapsed"
    assert full.sign_up("Chloé Trois", phone="06 39 98 00 11")["state"] == "confirmed"


def test_too_late_to_accept_is_no_seat_and_no_error(full):
    full.cancel("Anna Un")
    full.clock.at += timedelta(days=1)
    assert full.accept("Chloé Trois") == "waiting"
    assert full.states()["Driss Quatre"] == "offered"


def test_accepting_twice_changes_nothing(full):
    full.cancel("Anna Un")
    assert [full.accept("Chloé Trois"), full.accept("Chloé Trois")] == ["confirmed", "confirmed"]


def test_two_agents_on_one_person_the_second_is_told(full):
    full.cancel("Anna Un")
    call = calls.to_make(full.app)[0]
    calls.made(full.app, call.partition, call.call["id"], telling.ACCEPTED, "lucie")
    with pytest.raises(Overtaken, match="déjà été fait"):
        calls.made(full.app, call.partition, call.call["id"], telling.REFUSED, "marc")
    assert full.states()["Chloé Trois"] == "confirmed"


def test_who_has_e_mail_gets_a_letter_and_no_call(town):
    for name, address in (("Anna Un", "anna"), ("Badr Deux", "badr"), ("Chloé Trois", "chloe")):
        town.sign_up(name, reach="email", email=f"{address}@example.org")
    town.cancel("Anna Un")
    assert town.letters("Chloé Trois") == ["waiting", "offer"]
    assert town.letters("Anna Un") == ["confirmed", "cancelled"]
    assert town.calls() == []


def test_companions_are_offered_their_seats_together(town):
    town.sign_up("Anna Un")
    town.sign_up("Badr Deux")
    town.sign_up("Chloé Trois", companions="1")
    town.cancel("Anna Un")
    assert town.states()["Chloé Trois"] == "waiting"
    town.cancel("Badr Deux")
    assert town.states()["Chloé Trois"] == "offered"


def test_seats_added_by_an_editor_are_offered(full):
    full.publish(replace(full.unit("SM-1").activity, capacity=3))
    assert full.later(minutes=1)["offered"] == 1
    assert full.states()["Chloé Trois"] == "offered"


def test_what_is_due_is_done_once(full):
    full.cancel("Anna Un")
    assert full.later(days=1)["expired"] == 1
    assert full.later(minutes=0).total() == 0


def test_after_the_start_nothing_is_offered(full):
    full.clock.at = full.unit("SM-1").start
    full.cancel("Anna Un")
    assert full.later(minutes=1)["offered"] == 0
    assert full.states()["Chloé Trois"] == "waiting"
