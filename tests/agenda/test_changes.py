"""What an editor changes reaches everyone booked; what vanishes is an alarm."""

from dataclasses import replace
from datetime import timedelta

import pytest

from formservice.agenda import changes, due, signups
from formservice.catalogue import Change
from tests.agenda.town import ANSWERS, with_sessions
from tests.builders import NOW, a_session, an_activity

LATER = NOW + timedelta(days=9)


@pytest.fixture
def booked(town):
    """One person with an e-mail, one with a telephone, one who waits."""
    town.sign_up("Anna Un", reach="email", email="anna@example.org")
    town.sign_up("Badr Deux")
    town.sign_up("Chloé Trois", phone="06 39 98 01 03")
    return town


def moved(town, **more):
    session = a_session("SM-1", LATER, changes=(Change(NOW.date(), NOW + timedelta(days=2)),), **more)
    town.publish(with_sessions(town.unit("SM-1").activity, session))


def test_a_session_that_moves_is_told_to_each_by_their_way(booked):
    moved(booked)
    assert booked.later(minutes=1)["announced"] == 3
    assert booked.letters("Anna Un") == ["confirmed", "moved"]
    assert booked.calls() == [("Badr Deux", "moved"), ("Chloé Trois", "moved")]


def test_each_is_told_once_however_often_one_looks(booked):
    moved(booked)
    booked.later(minutes=1)
    assert booked.later(minutes=1).total() == 0
    assert booked.letters("Anna Un") == ["confirmed", "moved"]


def test_the_record_keeps_what_was_told_before(booked):
    moved(booked)
    booked.later(minutes=1)
    signup = booked.place("Anna Un")
    assert signup["told"]["start"] == LATER.isoformat()
    assert "3" in signup["news"]["was"] and "décembre" in signup["news"]["was"]


def test_the_letter_of_a_move_knows_the_former_date_before_which_it_must_be_heard(booked):
    before = booked.place("Anna Un")["told"]["start"]
    moved(booked)
    booked.later(minutes=1)
    letter = booked.app.store.read("session/SM-1").find("session/SM-1", "outbox")[-1]
    assert (letter["template"], letter["data"]["was_start"]) == ("moved", before)


def test_a_cancelled_session_calls_off_everyone_and_frees_them(booked):
    booked.publish(with_sessions(booked.unit("SM-1").activity, a_session("SM-1", cancelled="Animateur absent")))
    assert booked.later(minutes=1)["announced"] == 3
    assert set(booked.states().values()) == {"called_off"}
    assert booked.letters("Anna Un") == ["confirmed", "called_off"]
    assert [why for _, why in booked.calls()] == ["called_off", "called_off"]
    held = [hold for _, hold in booked.app.store.search("person/", "holds")]
    assert held == []


def test_a_session_that_vanishes_is_told_to_nobody_and_is_an_alarm(booked):
    booked.publish(an_activity(code="AU", slug="autre"))
    assert booked.later(minutes=1).total() == 0
    assert changes.is_vanished(booked.app, booked.place("Anna Un"))
    assert booked.states()["Anna Un"] == "confirmed"


def test_another_room_is_a_move_and_a_new_price_is_not(booked):
    booked.publish(replace(booked.unit("SM-1").activity, price="2 €", title="Autre titre"))
    assert booked.later(minutes=1).total() == 0


def test_a_cycle_whose_first_date_is_put_off_past_the_second_keeps_its_people_and_tells_them(town):
    one, two = a_session("SM-1", LATER), a_session("SM-2", LATER + timedelta(days=7))
    cycle = an_activity(capacity=1, waiting=1, booking="cycle", sessions=(one, two))
    town.publish(cycle)
    town.sign_up("Anna Un", "SM-1-cycle", reach="email", email="anna@example.org")
    late = replace(one, start=one.start + timedelta(days=14), end=one.end + timedelta(days=14))
    town.publish(with_sessions(cycle, late, two))
    assert town.later(minutes=1)["announced"] == 1
    assert town.letters("Anna Un") == ["confirmed", "moved"]
    assert town.sign_up("Badr Deux", "SM-1-cycle", phone="06 39 98 01 03")["state"] == "waiting"


def test_what_is_over_is_not_announced(booked):
    booked.clock.at = NOW + timedelta(days=3)
    booked.publish(with_sessions(booked.unit("SM-1").activity, a_session("SM-1", cancelled="Trop tard")))
    assert booked.later(minutes=1)["announced"] == 0


def test_a_reminder_leaves_two_days_before_by_letter_only(town):
    town.publish(with_sessions(town.unit("SM-1").activity, a_session("SM-1", NOW + timedelta(days=5, hours=4))))
    town.sign_up("Anna Un", reach="email", email="anna@example.org")
    town.sign_up("Badr Deux")
    assert town.later(NOW.replace(day=4, hour=8))["reminded"] == 0
    assert town.later(NOW.replace(day=4, hour=9))["reminded"] == 1
    assert town.later(NOW.replace(day=4, hour=10))["reminded"] == 0
    assert town.letters("Anna Un") == ["confirmed", "reminder"]


def test_who_books_the_day_before_needs_no_reminder(town):
    town.later(NOW + timedelta(days=1))
    town.sign_up("Anna Un", reach="email", email="anna@example.org")
    assert town.later(hours=1)["reminded"] == 0


def test_a_whole_hall_is_told_though_a_partition_holds_five_hundred(town):
    town.publish(an_activity(capacity=190, waiting=0, sessions=(a_session("SM-1"),)))
    fill(town, 190)
    town.publish(an_activity(capacity=190, waiting=0, sessions=(a_session("SM-1", cancelled="Orage"),)))
    told = 0
    for _ in range(20):
        told += town.later(minutes=1)["announced"]
        sent(town)
    assert told == 190
    assert set(town.states().values()) == {"called_off"}


def fill(town, number):
    """So many people who prefer e-mail, in one go."""
    unit, known = (
        town.unit("SM-1"),
        {"party": 1, "person": "", "key": "", "at": "2026-12-01T08:00:00+00:00", "channel": "web"},
    )
    with town.app.store.transaction("session/SM-1") as records:
        for n in range(number):
            answers = ANSWERS | {"name": f"Personne {n}", "reach": "email", "email": f"p{n}@example.org"}
            signups.put(records, unit, signups.record(town.app, unit, answers, state="confirmed", **known))


def sent(town):
    """All letters have left."""
    with town.app.store.transaction("session/SM-1") as records:
        for letter in records.find("session/SM-1", "outbox"):
            records.remove("session/SM-1", "outbox", letter["id"])


def test_an_address_that_no_letter_can_reach_is_not_tried_at_each_look(town):
    town.publish(with_sessions(town.unit("SM-1").activity, a_session("SM-1", NOW + timedelta(days=5))))
    town.sign_up("Anna Un", reach="email", email="chloé@example.org")
    town.clock.at = NOW + timedelta(days=4)
    assert not due.is_to_remind(town.place("Anna Un"), town.clock.at)
