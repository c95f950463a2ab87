"""What is looked at, what is listed as over, and what comes back; one in trouble keeps nothing from the others."""

from dataclasses import replace
from datetime import timedelta

import pytest

from formservice import room
from formservice.agenda import calling, current, due
from formservice.catalogue import Theme
from formservice.storage import Busy
from tests.agenda.town import with_sessions
from tests.builders import NOW, a_session, an_activity


def test_what_is_over_for_two_days_is_looked_at_no_more(town):
    town.sign_up("Anna Un")
    assert list(current.partitions(town.app)) == ["session/SM-1"]
    town.later(days=5)
    assert current.listed(town.app) == {"session/SM-1"}
    assert list(current.partitions(town.app)) == []


def test_a_call_about_what_is_over_leaves_the_list(town):
    town.sign_up("Anna Un")
    town.publish(with_sessions(town.unit("SM-1").activity, a_session("SM-1", cancelled="Orage")))
    town.later(minutes=1)
    assert town.calls() == [("Anna Un", "called_off")]
    assert town.later(days=3)["overtaken"] == 1
    assert town.calls() == []


def test_a_date_put_right_after_it_was_listed_is_told(town):
    """An editor wrote last year by mistake; the partition was listed as over; then the date is mended."""
    town.sign_up("Anna Un")
    activity = town.unit("SM-1").activity
    town.publish(with_sessions(activity, a_session("SM-1", NOW - timedelta(days=360))))
    town.later(days=6)
    assert current.listed(town.app) == {"session/SM-1"}
    town.publish(with_sessions(activity, a_session("SM-1", NOW + timedelta(days=30))))
    assert town.later(minutes=1)["announced"] == 1
    assert ("Anna Un", "moved") in town.calls()


def photos(*numbers):
    sessions = tuple(a_session(f"PH-{n}", NOW + timedelta(days=20 + n)) for n in numbers)
    return an_activity(code="PH", slug="photos", theme="photos", capacity=2, sessions=sessions)


def test_a_list_in_trouble_keeps_nothing_from_the_others(town, monkeypatch):
    town.publish(photos(1))
    town.wish("Anna Un")
    town.publish(photos(1, 2))
    called = calling.call

    def trouble(app, theme):
        if theme == "broken":
            raise Busy("occupé")
        return called(app, theme)

    site = town.app.releases.current().catalogue.site
    town.publish(photos(1, 2), site=replace(site, themes=(Theme("broken", "Abîmé"), *site.themes)))
    monkeypatch.setattr(due.calling, "call", trouble)
    done = town.later(minutes=1)
    assert (done["failed"], done["called"]) == (1, 1)


def test_a_wish_without_its_person_is_never_called(town):
    town.publish(photos(1))
    wish = town.wish("Anna Un")
    with town.app.store.transaction("theme/photos") as records:
        records.update("theme/photos", "wishes", wish["id"], person="", answers={})
    town.wish("Badr Deux")
    town.publish(photos(1, 2))
    assert town.later(minutes=1)["called"] == 1


def test_a_full_session_is_not_locked_for_each_who_waits(town, monkeypatch):
    town.publish(photos(1))
    for n in range(5):
        town.wish(f"Personne {n}", phone=f"06 39 98 05 0{n}")
    town.publish(photos(1, 2))
    for name in ("Anna Un", "Badr Deux"):
        town.sign_up(name, "PH-2")
    tried = []
    monkeypatch.setattr(calling, "_offer", lambda *given: tried.append(given) or False)
    town.later(minutes=1)
    assert tried == []


def test_who_moves_an_offered_seat_of_a_list_is_served(town):
    town.publish(photos(1))
    town.wish("Anna Un")
    town.publish(photos(1, 2, 3))
    town.later(minutes=1)
    town.move("Anna Un", "PH-3", "PH-2")
    assert town.wishes() == {"Anna Un": "done"}


def test_two_silences_end_a_wish(town):
    town.publish(photos(1))
    town.wish("Anna Un")
    for n in (2, 3):
        town.publish(photos(*range(1, n + 1)))
        town.later(minutes=1)
        town.later(days=3)
    assert town.wishes() == {"Anna Un": "cancelled"}


def test_a_seat_taken_then_called_off_gives_the_rank_back(town):
    town.publish(photos(1))
    town.wish("Anna Un")
    town.publish(photos(1, 2))
    town.later(minutes=1)
    town.accept("Anna Un", "PH-2")
    gone = replace(photos(1, 2).sessions[1], cancelled="Orage")
    town.publish(replace(photos(1, 2), sessions=(photos(1).sessions[0], gone)))
    town.later(minutes=1)
    assert town.wishes() == {"Anna Un": "waiting"}


def test_a_party_too_large_for_a_room_made_smaller_keeps_nobody_waiting(town):
    for name in ("Anna Un", "Badr Deux"):
        town.sign_up(name)
    town.sign_up("Chloé Trois", companions="1")
    town.sign_up("Driss Quatre")
    town.publish(replace(town.unit("SM-1").activity, capacity=1))
    town.cancel("Anna Un")
    town.cancel("Badr Deux")
    assert town.states()["Driss Quatre"] == "offered"


@pytest.mark.parametrize("ended", ["cancelled", "lapsed"])
def test_those_who_left_make_room_in_a_crowded_session(town, ended):
    with town.app.store.transaction("session/SM-1") as records:
        for n in range(480):
            records.add("session/SM-1", "signups", state=ended, told={"unit": "SM-1"}, answers={}, person="", n=n)
    town.sign_up("Anna Un")
    found = town.app.store.read("session/SM-1").find("session/SM-1", "signups")
    assert len(found) == 480 - room.SHARE + 1 and found[0]["n"] == room.SHARE


def test_a_move_not_said_yet_is_still_said_after_an_offer_lapses(town):
    for name in ("Anna Un", "Badr Deux", "Chloé Trois", "Driss Quatre"):
        town.sign_up(name, phone=f"06 39 98 00 {len(name):02d}")
    town.cancel("Anna Un")
    town.publish(with_sessions(town.unit("SM-1").activity, a_session("SM-1", NOW + timedelta(days=9))))
    town.later(minutes=1)
    town.later(days=2)
    assert town.states()["Chloé Trois"] == "waiting"
    assert ("Chloé Trois", "moved") in town.calls()
