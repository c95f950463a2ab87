"""The same ballots under other rules: what changes, and for how many."""

from fractions import Fraction

import pytest

from formservice.count import what_if
from formservice.count.model import (
    COMPLETED,
    GREEDY,
    KEPT,
    NO_SKIP,
    POINTS,
    POOLED,
    SHARES_ADD1,
    Item,
    Poll,
    Rule,
)
from formservice.count.what_if import AT_LEAST, DECIDED, EQUAL, FREE, SKIPS, SPENT, STOPS
from formservice.office.voting_what_if_words import decimal

RULE = Rule(GREEDY, threshold=1, seed="BP27")
ITEMS = (Item("3", 60), Item("5", 60), Item("8", 40))
POLL = Poll(ITEMS, 100, {((0, 1),): 6, ((0, 1), (1, 1)): 1, ((1, 1),): 3, ((2, 1),): 3, (): 1})
"""Seven voters for n° 3, four for n° 5, three for n° 8, and a blank ballot."""


def named(found):
    return [one.name for one in found]


def columns(poll=POLL, rule=RULE, threshold=None):
    found = what_if.compare({"nord": poll}, what_if.ways(rule, threshold))["nord"]
    return {one.way.name: one for one in found}


@pytest.mark.parametrize(
    ("rule", "others"),
    [
        (RULE, [STOPS, EQUAL, SPENT]),
        (Rule(NO_SKIP, threshold=1), [SKIPS, EQUAL, SPENT]),
        (Rule(SHARES_ADD1, threshold=1), [SKIPS, STOPS, SPENT]),
        (Rule(SHARES_ADD1, threshold=1, leftover=COMPLETED), [SKIPS, STOPS, EQUAL]),
        (Rule(GREEDY, threshold=20), [STOPS, EQUAL, SPENT, FREE]),
    ],
)
def test_the_published_rule_comes_first_and_never_twice(rule, others):
    found = what_if.ways(rule)

    assert found[0] == what_if.Way(DECIDED, rule) and named(found) == [DECIDED, *others]
    assert len({one.rule for one in found}) == len(found)


def test_what_the_rules_say_beside_stays_in_every_way():
    kept = {"by": POINTS, "incompatible": frozenset({frozenset({"3", "8"})}), "guaranteed": True, "seed": "BP27"}

    for one in what_if.ways(Rule(GREEDY, threshold=9, leftover=POOLED, **kept), 30):
        assert all(getattr(one.rule, name) == value for name, value in kept.items())


def test_a_threshold_to_try_is_one_way_more():
    assert what_if.ways(RULE, 4)[-1].rule.threshold == 4
    assert named(what_if.ways(RULE, 0)) == named(what_if.ways(RULE)), "nobody's project never wins"
    assert columns(threshold=4)[AT_LEAST].outcome.winners == ("3",)


def test_what_comes_in_and_what_goes_out_is_told():
    found = columns()

    assert found[DECIDED].outcome.winners == ("3", "8") and not found[DECIDED].enters and not found[DECIDED].leaves
    assert found[STOPS].leaves == ("8",) and found[STOPS].enters == ()


def test_how_many_are_served_and_what_it_is_worth_to_them():
    found = columns()[DECIDED]

    assert (found.voters, found.served, found.share) == (14, 10, 71)
    assert found.own == Fraction(10, 14) and found.worth == Fraction(7 * 60 + 3 * 40, 14) and found.left == 0


def test_a_part_of_the_voters_is_told_to_the_nearest():
    poll = Poll((Item("3", 1),), 1, {((0, 1),): 10, (): 5})

    assert columns(poll)[DECIDED].share == 67 and decimal(columns(poll)[DECIDED].own) == "0,67"


def test_all_the_voters_are_never_said_of_less():
    poll = Poll((Item("3", 1),), 1, {((0, 1),): 999, (): 1})

    assert columns(poll)[DECIDED].share == 99


def test_equal_shares_serve_a_group_that_the_largest_leaves_out():
    """Sixty want two projects, forty want another: the first two take all, or each group has its part."""
    items = (Item("1", 50), Item("2", 50), Item("3", 40))
    found = columns(Poll(items, 100, {((0, 1), (1, 1)): 60, ((2, 1),): 40}))

    assert found[DECIDED].outcome.winners == ("1", "2") and found[DECIDED].served == 60
    assert found[EQUAL].enters == ("3",) and found[EQUAL].leaves == ("2",) and found[EQUAL].served == 100


def test_an_area_where_nobody_voted_has_a_table_too():
    found = columns(Poll(ITEMS, 100, {}))

    assert all((one.served, one.share, one.own, one.left) == (0, 0, 0, 100) for one in found.values())


def test_money_that_is_pooled_is_compared_over_all_the_areas():
    polls = {"nord": POLL, "sud": Poll((Item("7", 130),), 100, {((0, 1),): 2})}
    found = what_if.compare(polls | {"est": Poll((), 90, {})}, what_if.ways(Rule(threshold=1, leftover=POOLED)))

    assert found["sud"][0].outcome.winners == ("7",) and found["sud"][0].left == -30
    assert found["nord"][0].way.rule.leftover == POOLED != KEPT
