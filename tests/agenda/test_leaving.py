"""Changing for another date: both sessions at once, the number stays, the seat left free goes to who waits."""

from dataclasses import replace

import pytest

from formservice.agenda import leaving, limits, rules, signups
from tests.builders import NOW, a_session, an_activity


@pytest.fixture
def workshop():
    sessions = tuple(a_session(f"SM-{n}", NOW.replace(day=n + 2, hour=14)) for n in (1, 2, 3))
    return an_activity(capacity=1, waiting=3, theme="smartphone", sessions=sessions)


def test_the_person_comes_at_the_new_date_with_the_same_number(town):
    before = town.sign_up("Anna Un")
    after = town.move("Anna Un", "SM-2")
    assert (after["state"], after["reference"]) == ("confirmed", before["reference"])
    assert town.states() == {"Anna Un": "moved"}
    assert [hold["unit"] for _, hold in town.app.store.search("person/", "holds")] == ["SM-2"]


def test_the_seat_left_is_offered(town):
    town.sign_up("Anna Un")
    town.sign_up("Badr Deux")
    town.move("Anna Un", "SM-2")
    assert town.states()["Badr Deux"] == "offered"


def test_when_the_new_date_is_full_the_place_is_kept(town):
    town.sign_up("Anna Un")
    town.sign_up("Badr Deux", "SM-2")
    with pytest.raises(rules.Full, match="est gardée"):
        town.move("Anna Un", "SM-2")
    assert town.states() == {"Anna Un": "confirmed"}


def test_a_date_where_the_person_is_already_is_refused(town):
    town.sign_up("Anna Un")
    town.sign_up("Anna Un", "SM-2")
    with pytest.raises(limits.Overlap):
        town.move("Anna Un", "SM-2")


def test_a_second_press_leads_to_the_same_record(town):
    signup = town.sign_up("Anna Un")
    first = leaving.move(town.app, "session/SM-1", signup, town.unit("SM-2"))
    again = leaving.move(town.app, "session/SM-1", signup, town.unit("SM-2"))
    assert (first[0], first[1]["id"]) == (again[0], again[1]["id"]) == ("session/SM-2", first[1]["id"])


def test_a_link_follows_through_several_changes(town):
    signup = town.sign_up("Anna Un")
    town.move("Anna Un", "SM-2")
    town.move("Anna Un", "SM-3", "SM-2")
    where, found = leaving.follow(town.app, "session/SM-1", signup["id"])
    assert (where, found["state"]) == ("session/SM-3", "confirmed")


def test_what_began_is_not_changed_for(town):
    town.sign_up("Anna Un", "SM-3")
    town.clock.at = NOW.replace(day=4, hour=15)
    with pytest.raises(rules.Closed):
        town.move("Anna Un", "SM-2", "SM-3")


def test_one_more_seat_than_there_are_is_an_agent_s_word_and_a_line_of_the_journal(town):
    town.sign_up("Anna Un")
    over = town.sign_up("Badr Deux", over="helper")
    assert (over["state"], over["overbooked"]) == ("confirmed", "helper")
    found = signups.signups_of(town.app.store.read("session/SM-1"), "SM-1")
    assert rules.seats_taken(found) == 2


def test_a_cycle_whose_first_date_is_past_is_closed_and_changes_nothing(town, workshop):
    town.publish(replace(workshop, booking="cycle", capacity=5))
    town.clock.at = NOW.replace(day=4, hour=9)
    with pytest.raises(rules.Closed, match="closes"):
        town.sign_up("Anna Un", "SM-1")
    assert town.states("SM-1-cycle") == {}
