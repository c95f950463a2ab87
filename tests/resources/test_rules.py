"""Who has a copy, who is next, until when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.resources import rules
from formservice.resources.due import lateness
from formservice.resources.rules import NoCopy, NotNow, Terms, decide

TODAY = date(2026, 12, 1)


def terms(copies=1, **given):
    return Terms(copies, timedelta(weeks=3), timedelta(days=10), given.pop("next_open", lambda day: day), **given)


def a_request(seq, state="requested", way="loan", **given):
    known = {"day": "", "until": None, "due": None, "renewed": 0}
    if state == "lent":
        known["due"] = str(TODAY + timedelta(days=7 * seq))
    if state == "ready":
        known["until"] = str(TODAY + timedelta(days=10))
    return {"id": f"id{seq}", "seq": seq, "state": state, "way": way} | known | given


def test_with_a_copy_on_the_shelf_nobody_waits():
    assert rules.standing(terms(2), [a_request(1, "lent")], "loan", None, TODAY) == rules.Standing()


def test_who_comes_when_none_is_free_is_told_a_rank_and_a_day():
    found = [a_request(1, "lent"), a_request(2)]
    stands = rules.standing(terms(), found, "loan", None, TODAY)

    assert (stands.rank, stands.expected) == (2, TODAY + timedelta(days=7 + 21))


def test_the_day_told_is_one_on_which_the_house_is_open():
    shut = terms(next_open=lambda day: day + timedelta(days=2))

    assert rules.standing(shut, [a_request(1, "lent")], "loan", None, TODAY).expected == TODAY + timedelta(days=9)


def test_a_closed_collection_gives_nothing_before_it_opens():
    opens = TODAY + timedelta(days=60)

    assert rules.standing(terms(opens=opens), [a_request(1)], "loan", None, TODAY).expected >= opens


def test_consultations_of_different_days_do_not_wait_for_each_other():
    found = [a_request(1, way="consult", day="2026-12-20")]

    assert rules.standing(terms(), found, "consult", date(2026, 12, 19), TODAY).rank == 0
    assert rules.standing(terms(), found, "consult", date(2026, 12, 20), TODAY).rank == 1


def test_a_loan_that_is_back_by_then_stops_no_consultation():
    found = [a_request(1, "lent")]

    assert rules.standing(terms(), found, "consult", TODAY + timedelta(days=8), TODAY).rank == 0
    assert rules.standing(terms(), found, "consult", TODAY + timedelta(days=7), TODAY).rank == 1


def test_a_consultation_waits_for_its_copy_from_three_days_before():
    eve, sooner = (a_request(1, way="consult", day=str(TODAY + timedelta(days=days))) for days in (3, 4))

    assert rules.in_turn([eve], TODAY) == [eve] and rules.in_turn([sooner], TODAY) == []


def test_a_loan_that_waits_comes_before_a_consultation():
    assert rules.standing(terms(), [a_request(1)], "consult", TODAY + timedelta(days=8), TODAY).rank == 1


def test_what_is_set_aside_to_be_read_is_back_that_day_and_what_is_to_be_lent_after_a_loan():
    day = TODAY + timedelta(days=10)

    assert rules.back(a_request(1, "ready", "consult"), terms()) == day
    assert rules.back(a_request(1, "ready"), terms()) == day + timedelta(weeks=3)


def test_with_fewer_copies_than_are_lent_the_last_to_come_back_counts():
    found = [a_request(1, "lent"), a_request(2, "lent")]

    assert rules.standing(terms(1), found, "loan", None, TODAY).expected == TODAY + timedelta(days=14)


def test_a_consultation_of_a_later_day_passes_before_nobody_who_waits():
    found = [a_request(1, way="consult", day=str(TODAY + timedelta(days=20))), a_request(2)]

    with pytest.raises(NoCopy, match="attend"):
        decide("set_aside", found[0], found, terms(), TODAY)
    assert decide("set_aside", found[0], found[:1], terms(), TODAY)["state"] == "ready"


def test_what_is_read_on_the_spot_is_back_the_same_day():
    one = a_request(1, way="consult", day=str(TODAY))

    assert decide("lend", one, [one], terms(), TODAY)["due"] == str(TODAY)


@pytest.mark.parametrize("state", ["requested", "ready"])
def test_a_consultation_lapses_after_its_day_and_not_on_it(state):
    one = a_request(1, state, "consult", day=str(TODAY), until=str(TODAY))

    assert not rules.is_lapsed(one, TODAY) and rules.is_lapsed(one, TODAY + timedelta(days=1))


def test_a_loan_goes_on_until_the_very_day_it_is_due():
    one = a_request(1, "lent")

    assert decide("renew", one, [one], terms(), TODAY + timedelta(days=7))["renewed"] == 1


@pytest.mark.parametrize(("days", "times"), [(0, 0), (1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (99, 3)])
def test_who_is_late_is_told_each_week(days, times):
    one = a_request(1, "lent", person="anna")

    assert lateness(one, TODAY + timedelta(days=7 + days)) == times


@pytest.mark.parametrize("verb", ["set_aside", "lend"])
def test_nobody_passes_before_who_waits(verb):
    found = [a_request(1), a_request(2)]

    with pytest.raises(NoCopy, match="attend"):
        decide(verb, found[1], found, terms(), TODAY)
    assert decide(verb, found[0], found, terms(), TODAY)["state"] in rules.OUT


@pytest.mark.parametrize("verb", ["set_aside", "lend"])
def test_no_copy_is_given_twice(verb):
    found = [a_request(1, "ready"), a_request(2)]

    with pytest.raises(NoCopy, match="Aucun exemplaire"):
        decide(verb, found[1], found, terms(), TODAY)


def test_what_is_due_on_a_closed_day_is_due_on_the_next_open_one():
    changed = decide("lend", a_request(1), [a_request(1)], terms(next_open=lambda _: date(2027, 1, 6)), TODAY)

    assert changed["due"] == "2027-01-06"


def test_a_loan_goes_on_once_if_nobody_waits():
    lent, waits = a_request(1, "lent"), a_request(2)

    assert decide("renew", lent, [lent], terms(), TODAY)["due"] == str(TODAY + timedelta(days=28))
    with pytest.raises(NotNow, match="attend"):
        decide("renew", lent, [lent, waits], terms(), TODAY)
    with pytest.raises(NotNow, match="une fois"):
        decide("renew", lent | {"renewed": 1}, [lent], terms(), TODAY)
    with pytest.raises(NotNow, match="passée"):
        decide("renew", lent, [lent], terms(), TODAY + timedelta(days=8))


def test_a_loan_goes_on_while_a_copy_stands_on_the_shelf_for_who_asks():
    lent, asks = a_request(1, "lent"), a_request(2)

    assert decide("renew", lent, [lent, asks], terms(2), TODAY)["renewed"] == 1
    with pytest.raises(NotNow, match="attend"):
        decide("renew", lent, [lent, asks, a_request(3)], terms(2), TODAY)


@pytest.mark.parametrize(
    ("verb", "state"),
    [("set_aside", "lent"), ("lend", "returned"), ("give_back", "ready"), ("cancel", "lent"), ("refuse", "lent"),
     ("renew", "ready"), ("lapse", "requested"), ("give_back", "requested")],
)  # fmt: skip
def test_an_act_out_of_its_time_changes_nothing(verb, state):
    one = a_request(1, state)
    with pytest.raises(NotNow):
        decide(verb, one, [one], terms(), TODAY)


def test_what_is_read_on_the_spot_is_not_borrowed():
    with pytest.raises(rules.NotThatWay, match="sur place"):
        rules.check_way(["consult"], "loan")


def test_one_has_so_many_requests_and_no_more():
    rules.check_limit(2, 3)
    with pytest.raises(rules.TooMany, match="3 demandes"):
        rules.check_limit(3, 3)


STEPS = st.lists(
    st.tuples(st.sampled_from([*rules.ACTS, "ask", "read", "night"]), st.integers(0, 30)), min_size=1, max_size=120
)


@given(copies=st.integers(1, 4), steps=STEPS)
def test_loans_never_exceed_copies_whatever_the_order_of_acts(copies, steps):
    """Requests come, agents press buttons in any order, days go by; the shelf is never negative, nobody is passed."""
    found, today, known = [], TODAY, terms(copies)
    for verb, number in steps:
        if verb == "night":
            today += timedelta(days=number)
        elif verb in ("ask", "read"):
            day = str(today + timedelta(days=number)) if verb == "read" else ""
            found.append(a_request(len(found) + 1, way="consult" if day else "loan", day=day))
        elif found:
            one = found[number % len(found)]
            try:
                changes = decide(verb, one, found, known, today)
            except (NotNow, NoCopy):
                continue
            taken = changes.get("state") in rules.OUT and one["state"] == "requested"
            assert not taken or one["way"] == "consult" or rules.rank_of(one, known, found, today) == 0
            one.update(changes)
        assert sum(one["state"] in rules.OUT for one in found) <= copies
        assert rules.free(known, found) >= 0
        waiting = rules.in_turn(found, today)
        ranks = [rules.rank_of(one, known, found, today) for one in waiting]
        assert ranks == sorted(ranks) and len([rank for rank in ranks if rank == 0]) <= rules.free(known, found)
