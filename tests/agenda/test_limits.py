"""What one person may hold, and who is new: pure, then in the store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from formservice.agenda import limits, rules
from formservice.agenda.units import units_of
from formservice.catalogue import Newcomers
from tests.builders import NOW, a_session, a_signup, an_activity


def a_unit(**given):
    return units_of(an_activity(**given))[0]


def a_hold(start=NOW + timedelta(days=1), hours=1, activity="SM", **given):
    return {
        "activity": activity,
        "start": start.isoformat(),
        "end": (start + timedelta(hours=hours)).isoformat(),
    } | given


def test_a_person_holds_no_more_bookings_to_come_than_the_town_lets():
    unit = a_unit(limit=2)
    past = a_hold(NOW - timedelta(days=3))
    assert limits.check_holds(unit, [a_hold(), past, a_hold(activity="AU")], NOW) is None
    with pytest.raises(limits.TooMany, match="2.réservations à venir"):
        limits.check_holds(unit, [a_hold(), a_hold()], NOW)


def test_nobody_is_new_who_came_on_the_theme_in_the_year():
    came = [{"theme": "photos", "month": "2026-03"}]
    assert not limits.is_newcomer("photos", came, NOW)
    assert limits.is_newcomer("visio", came, NOW)
    assert limits.is_newcomer("photos", [{"theme": "photos", "month": "2025-11"}], NOW)


def test_names_that_are_nearly_one_are_shown_to_an_agent_and_others_are_not():
    people = [
        a_signup(1, answers={"name": "Éva Martin"}, reference="AT-1"),
        a_signup(2, answers={"name": "Paul Roux"}, reference="AT-2"),
    ]
    assert limits.lookalikes("MARTIN Eva", people) == ["AT-1"]
    assert limits.lookalikes("Eva Martim", people) == ["AT-1"]
    assert limits.lookalikes("Lucie Bernard", people) == []


KEPT = Newcomers(2, timedelta(days=7))
FAR = NOW + timedelta(days=20)


def kept_unit(capacity=4):
    return a_unit(capacity=capacity, waiting=6, newcomers=KEPT, sessions=(a_session("SM-1", FAR),))


def test_seats_are_kept_for_newcomers_until_their_date():
    unit, two = kept_unit(), [a_signup(1), a_signup(2)]
    assert rules.standing(unit, two, 1, NOW, newcomer=False).state == "waiting"
    assert rules.standing(unit, two, 1, NOW, newcomer=True).state == "confirmed"
    assert rules.standing(unit, two, 1, FAR - timedelta(days=7), newcomer=False).state == "confirmed"


def test_a_newcomer_passes_those_who_wait_for_other_seats_only():
    unit = kept_unit()
    waits_for_another = [a_signup(1), a_signup(2), a_signup(3, "waiting")]
    assert rules.standing(unit, waits_for_another, 1, NOW, newcomer=True).state == "confirmed"
    waits_for_the_same = [
        *waits_for_another,
        a_signup(4, newcomer=True),
        a_signup(5, "waiting", party=2, newcomer=True),
    ]
    assert rules.standing(unit, waits_for_the_same, 1, NOW, newcomer=True).state == "waiting"


def test_at_their_date_the_seats_kept_go_to_the_list_in_order(town, workshop):
    town.publish(
        replace(workshop, capacity=2, newcomers=Newcomers(1, timedelta(days=1)), sessions=(a_session("SM-1", FAR),))
    )
    for name in ("Anna Un", "Badr Deux", "Chloé Trois"):
        came_before(town, name)
        town.sign_up(name)
    assert list(town.states().values()) == ["confirmed", "waiting", "waiting"]
    assert town.later(FAR - timedelta(days=1))["offered"] == 1
    assert list(town.states().values()) == ["confirmed", "offered", "waiting"]


def test_a_limit_holds_across_sessions(town, workshop):
    sessions = tuple(a_session(f"SM-{n}", NOW + timedelta(days=n)) for n in (2, 3, 4))
    town.publish(replace(workshop, limit=2, sessions=sessions))
    for n in (2, 3):
        town.sign_up("Anna Un", f"SM-{n}")
    with pytest.raises(limits.TooMany):
        town.sign_up("Anna Un", "SM-4")
    town.cancel("Anna Un", "SM-2")
    assert town.sign_up("Anna Un", "SM-4")["state"] == "confirmed"


def came_before(town, name):
    """Somebody who came to a workshop of the theme this year."""
    from formservice.identity import person_of
    from tests.agenda.town import ANSWERS

    person = person_of(town.app.store, ANSWERS | {"name": name})
    partition = f"person/{person[:2]}"
    with town.app.store.transaction(partition) as records:
        records.add(partition, "attended", person=person, theme="smartphone", month="2026-09")
