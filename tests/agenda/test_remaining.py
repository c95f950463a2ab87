"""What is left is told as the rules will decide it: nobody is promised a seat that another would get."""

from datetime import timedelta

import pytest

from formservice.agenda import answering, places, rules
from formservice.agenda.remaining import remaining_of
from formservice.agenda.slots import on_day
from formservice.agenda.units import units_of
from formservice.catalogue import Newcomers
from formservice.office import meetings
from formservice.submit import enter, submit
from tests.agenda.test_limits import came_before
from tests.agenda.town import ANSWERS
from tests.builders import NOW, a_session, a_signup, an_activity, an_opening
from tests.pages import plain

FAR = NOW + timedelta(days=20)
WEEK = timedelta(days=7)


def a_workshop(capacity=2, kept=2, waiting=6, **given):
    known = {"theme": "smartphone", "sessions": (a_session("SM-1", FAR),), "newcomers": Newcomers(kept, WEEK)}
    return an_activity(capacity=capacity, waiting=waiting, **known | given)


@pytest.mark.parametrize("capacity", [1, 2, 4])
@pytest.mark.parametrize("people", [0, 1, 2])
@pytest.mark.parametrize("waiting", [0, 1])
def test_a_seat_is_told_to_whoever_would_have_it_and_to_nobody_else(capacity, people, waiting):
    unit = units_of(a_workshop(capacity, min(capacity, 2)))[0]
    found = [a_signup(n) for n in range(people)] + [a_signup(9 + n, "waiting") for n in range(waiting)]
    left = remaining_of(unit, found, NOW)
    for newcomer, seats in ((False, left.free), (True, left.free + left.kept)):
        assert bool(seats) == rules.is_free(unit, found, 1, newcomer, NOW)
        assert not seats or rules.standing(unit, found, seats, NOW, newcomer).state == "confirmed"


@pytest.mark.parametrize(("given", "state", "words"), [
    ({}, "few", "Il reste 2 places pour qui n’est pas venu depuis un an, sinon liste d’attente"),
    ({"waiting": 0}, "few", "Il reste 2 places pour qui n’est pas venu depuis un an"),
    ({"capacity": 8}, "free", "Il reste 8 places, dont 2 pour qui n’est pas venu depuis un an"),
    ({"capacity": 1, "kept": 1, "waiting": 0}, "few", "Libre pour qui n’est pas venu depuis un an"),
    ({"newcomers": None}, "free", "Il reste 2 places"),
    ({"sessions": (a_session("SM-1"),)}, "free", "Il reste 2 places"),
])  # fmt: skip
def test_the_page_says_whom_the_seats_left_are_for(town, given, state, words):
    town.publish(a_workshop(**given))
    told = places.availability(town.app, town.unit("SM-1"))
    assert (told[0], plain(told[1])) == (state, words)


def test_agents_read_whom_the_seats_are_for_and_other_dates_count_those_one_may_have(town):
    sessions = (a_session("SM-1", FAR), a_session("SM-2", FAR + WEEK))
    town.publish(a_workshop(capacity=3, sessions=sessions))
    came_before(town, "Anna Un")
    signups = town.sign_up("Anna Un"), town.sign_up("Badr Deux", phone="06 39 98 01 03")

    counts = plain(meetings.find(town.app, "SM-1").counts)
    assert counts == "2 inscrits, 1 place libre pour qui n’est pas venu depuis un an, 0 en attente"
    seats = [plain(left) for signup in signups for _, _, left in answering.options(town.app, signup)]
    assert seats == ["1 place libre", "3 places libres"]


def test_a_day_is_open_to_waiting_only_while_one_of_its_hours_is(town):
    opening, day = an_opening(hours=("14:00-15:00",), waiting=1), (NOW + timedelta(days=2)).date()
    town.publish(opening)
    told = []
    for n, hour in enumerate(("1400", "1430") * 2):
        known = ANSWERS | {"session": f"PN-261203-{hour}", "name": f"Anna {'ABCD'[n]}", "phone": f"06 39 98 01 0{n}"}
        submit(town.app, enter(town.app, on_day(opening, day), known, key=str(n)))
        told.append(places.day_left(town.app, opening, day, NOW)[0])
    assert told == ["few", "waiting", "waiting", "full"]
