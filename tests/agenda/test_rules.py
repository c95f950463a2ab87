"""Who gets a seat: decided without a store, a form or a clock."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.agenda import rules
from formservice.agenda.rules import CANCELLED, CONFIRMED, WAITING, Standing
from formservice.agenda.units import units_of
from tests.builders import NOW, ROOT, a_session, a_signup, an_activity


def a_unit(capacity=2, waiting=6, **given):
    return units_of(an_activity(capacity=capacity, waiting=waiting, **given))[0]


def full(number, state=CONFIRMED, start=1):
    return [a_signup(n, state) for n in range(start, start + number)]


def test_the_first_come_has_a_seat():
    assert rules.standing(a_unit(), full(1), party=1, now=NOW) == Standing(CONFIRMED)


def test_the_next_one_waits_in_order():
    signups = [*full(2), *full(1, WAITING, 3)]
    assert rules.standing(a_unit(), signups, party=1, now=NOW) == Standing(WAITING, 2)


def test_nobody_passes_before_those_who_wait():
    signups = [a_signup(1), a_signup(2, WAITING, party=2)]
    assert rules.standing(a_unit(), signups, party=1, now=NOW) == Standing(WAITING, 2)


def test_two_people_who_come_together_need_two_seats():
    assert rules.standing(a_unit(), full(1), party=2, now=NOW) == Standing(WAITING, 1)


def test_a_party_larger_than_the_room_never_waits_in_vain():
    with pytest.raises(rules.Full):
        rules.standing(a_unit(), [], party=3, now=NOW)


def test_when_the_list_is_full_it_says_so():
    with pytest.raises(rules.Full, match="liste d’attente"):
        rules.standing(a_unit(waiting=1), [*full(2), *full(1, WAITING, 3)], party=1, now=NOW)


def test_a_cancelled_seat_is_free():
    assert rules.standing(a_unit(), [a_signup(1), a_signup(2, CANCELLED)], party=1, now=NOW).state == CONFIRMED


def test_the_first_in_the_queue_takes_the_seat_left_free():
    signups = [a_signup(1), a_signup(2, CANCELLED), *full(2, WAITING, 3)]
    assert [lucky["seq"] for lucky in rules.promoted(a_unit(), signups, NOW)] == [3]


def test_companions_are_never_parted_nor_passed_over():
    signups = [a_signup(1), a_signup(2, WAITING, party=2), a_signup(3, WAITING)]
    assert rules.promoted(a_unit(), signups, NOW) == []


def test_a_session_that_began_is_closed_and_one_called_off_says_why():
    unit = a_unit()
    with pytest.raises(rules.Closed):
        rules.check_open(unit, unit.start)
    with pytest.raises(rules.CalledOff, match="Grève"):
        rules.check_open(a_unit(sessions=(a_session(cancelled="Grève"),)), NOW)


@pytest.mark.parametrize(("minutes", "taken"), [(15, True), (16, False)])
def test_a_check_page_made_before_the_start_has_fifteen_minutes(minutes, taken):
    unit = a_unit()
    now, made = unit.start + timedelta(minutes=minutes), unit.start - timedelta(minutes=1)
    if taken:
        assert rules.check_open(unit, now, made) is None
    else:
        with pytest.raises(rules.Closed):
            rules.check_open(unit, now, made)


def test_a_check_page_made_after_the_start_has_no_grace():
    unit = a_unit()
    late = unit.start + timedelta(minutes=1)
    with pytest.raises(rules.Closed):
        rules.check_open(unit, late, late)


def test_a_cycle_is_booked_once_for_all_its_dates():
    sessions = tuple(a_session(f"SM-{n}", NOW + timedelta(weeks=n)) for n in (2, 1, 3))
    (unit,) = units_of(an_activity(booking="cycle", sessions=sessions))
    assert (unit.id, unit.start, len(unit.sessions)) == ("SM-1-cycle", NOW + timedelta(weeks=1), 3)


def test_a_cycle_keeps_its_name_when_its_first_date_is_put_off_past_the_others():
    sessions = tuple(a_session(f"SM-{n}", NOW + timedelta(weeks=n)) for n in (9, 10, 11))
    late = replace(sessions[0], start=NOW + timedelta(weeks=12), end=NOW + timedelta(weeks=12, hours=2))
    for dates in (sessions, (late, *sessions[1:]), (*sessions[1:], late)):
        (unit,) = units_of(an_activity(booking="cycle", sessions=dates))
        assert unit.id == "SM-9-cycle"
    assert [one.id for one in unit.sessions] == ["SM-10", "SM-11", "SM-9"]


def test_a_session_may_have_its_own_number_of_seats():
    assert a_unit(sessions=(a_session(capacity=3),)).capacity == 3


def test_what_is_free_to_come_to_takes_no_booking():
    assert units_of(an_activity(booking="none", capacity=0)) == ()


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=30), st.integers(1, 8), st.integers(0, 5))
def test_whatever_the_order_no_seat_is_given_twice(moves, capacity, waiting):
    """Sign-ups and cancellations in any order: never too many seats, never a seat kept from the first who fits."""
    unit, signups = a_unit(capacity, waiting), []
    for party, leaves in moves:
        if leaves and signups:
            signups[0]["state"] = CANCELLED
            signups = [one for one in signups if one["state"] != CANCELLED]
        else:
            try:
                standing = rules.standing(unit, signups, party, now=NOW)
            except rules.Full:
                continue
            signups.append(a_signup(len(signups) + 100, standing.state, party))
            for n, one in enumerate(signups):
                one |= {"seq": n, "id": f"id{n}"}
        for lucky in rules.promoted(unit, signups, NOW):
            lucky["state"] = CONFIRMED
        assert rules.seats_taken(signups) <= capacity
        assert len(rules.queue(signups)) <= waiting
        first = next(iter(rules.queue(signups)), None)
        assert first is None or rules.seats_taken(signups) + first["party"] > capacity


def test_which_registrations_live_is_said_once_and_only_read_by_the_templates():
    again = '"confirmed", "offered", "waiting")'
    assert [one.name for one in (ROOT / "theme/templates").rglob("*.html") if again in one.read_text()] == []
