"""What was asked and what became of it, in people."""

from datetime import timedelta

import pytest

from formservice.agenda import rules
from formservice.demand.counting import Measures, counted, never_served
from formservice.demand.model import AFTERNOON, EVENING, MORNING, REFUSED
from tests.demand.made import NOW, ask, demand, offer


def test_a_season_in_numbers():
    past, coming, off = offer(-10), offer(5, seats=6), offer(-4, seats=0, cancelled=True)
    found = demand(
        ask(past, rules.CONFIRMED, party=2), ask(past, rules.CONFIRMED, marks={"SM-1": "absent"}),
        ask(past, REFUSED), ask(past, rules.CANCELLED), ask(off, rules.CALLED_OFF),
        ask(coming, rules.CONFIRMED), ask(coming, rules.WAITING, party=3), ask(coming, rules.OFFERED),
    )  # fmt: skip
    assert counted(found, NOW).total == Measures(
        offered=14, asked=11, seated=4, refused=1, waiting=4, never=2, absent=1
    )


@pytest.mark.parametrize("state", [rules.WAITING, rules.OFFERED, rules.LAPSED, rules.CALLED_OFF, REFUSED])
def test_who_missed_a_date_and_got_no_seat_since_is_never_served(state):
    assert len(never_served(demand(ask(offer(-3), state)), NOW)) == 1


@pytest.mark.parametrize("state", [rules.CONFIRMED, rules.CANCELLED, rules.MOVED])
def test_who_had_a_seat_or_gave_it_back_is_not(state):
    assert never_served(demand(ask(offer(-3), state)), NOW) == []


def test_a_date_to_come_has_missed_nobody():
    assert never_served(demand(ask(offer(3), rules.WAITING)), NOW) == []


@pytest.mark.parametrize(("days", "code", "left"), [(-1, "SM", 0), (9, "SM", 0), (9, "PH", 1), (-40, "SM", 1)])
def test_a_seat_of_the_same_activity_since_one_asked_serves(days, code, left):
    missed = ask(offer(-5), REFUSED, days=20, who="anna")
    seat = ask(offer(days, code=code), rules.CONFIRMED, days=45, who="anna")
    assert len(never_served(demand(missed, seat), NOW)) == left


def test_a_seat_of_the_next_season_serves_too():
    missed = ask(offer(-5), REFUSED, who="anna")
    later = ask(offer(90), rules.CONFIRMED, days=1, who="anna")
    assert never_served(demand(missed, elsewhere=(later,)), NOW) == []


def test_a_seat_of_the_season_before_serves_too():
    seat, missed = ask(offer(-9), rules.CONFIRMED, who="anna"), ask(offer(-1), REFUSED, who="anna")
    season = demand(seat, missed).part(NOW.date() - timedelta(days=5), NOW.date() + timedelta(days=60))
    assert season.requests == (missed,) and never_served(season, NOW) == []


def test_a_person_is_counted_once_by_activity_where_they_first_asked():
    first, second = offer(-9, place="La médiathèque"), offer(-5)
    found = demand(ask(first, REFUSED, days=30, who="anna", party=2), ask(second, REFUSED, days=8, who="anna"))
    assert {name: one.never for name, one in counted(found, NOW).by(lambda one: one.place).items()} == {
        "La médiathèque": 2, "La Maison des aînés": 0
    }  # fmt: skip


def test_who_was_served_then_missed_another_date_is_counted_for_that_one():
    found = demand(
        ask(offer(-40), REFUSED, days=50, who="anna"), ask(offer(-30), rules.CONFIRMED, days=45, who="anna"),
        ask(offer(-5), REFUSED, days=9, who="anna"),
    )  # fmt: skip
    assert [one.offer.start for one in never_served(found, NOW)] == [found.offers[-1].start]


@pytest.mark.parametrize(("settled", "left"), [("served", 0), ("again", 0), ("never", 1), ("", 1)])
def test_what_was_settled_is_not_counted_again(settled, left):
    assert len(never_served(demand(ask(offer(-60), REFUSED, settled=settled)), NOW)) == left


def test_a_seat_taken_after_the_month_does_not_change_what_was_settled():
    missed = ask(offer(-60), REFUSED, days=70, who="anna", settled="never")
    assert len(never_served(demand(missed, ask(offer(2), rules.CONFIRMED, who="anna")), NOW)) == 1


def test_half_days_and_channels():
    found = demand(
        ask(offer(3, hour=9), channel="telephone"), ask(offer(3, hour=14), channel="paper"),
        ask(offer(3, hour=18), channel="paper", party=2),
    )  # fmt: skip
    halves = counted(found, NOW).by(lambda one: one.half)
    assert {name: (one.offered, one.asked) for name, one in halves.items()} == {
        MORNING: (8, 1), AFTERNOON: (8, 1), EVENING: (8, 2)
    }  # fmt: skip
    ways = counted(found, NOW).by_channel()
    assert {name: (one.offered, one.asked) for name, one in ways.items()} == {"telephone": (0, 1), "paper": (0, 3)}


def test_every_grouping_adds_up_to_the_whole():
    states = [*rules.LIVING, REFUSED, rules.LAPSED, rules.CANCELLED] * 5
    dates = [offer(n - 20, hour=9 + n % 10, code="AB"[n % 2] * 2, level=str(n % 3)) for n in range(len(states))]
    asked = [ask(dates[n], state, who=f"p{n % 9}", party=1 + n % 2) for n, state in enumerate(states)]
    found = demand(*asked)
    whole = counted(found, NOW).total
    for key in (lambda one: one.level, lambda one: one.half, lambda one: one.code):
        assert sum(counted(found, NOW).by(key).values(), Measures()) == whole
    assert sum(counted(found, NOW).by_channel().values(), Measures(offered=whole.offered)) == whole
    assert whole.never > 0
