"""The count gives what its definition gives, on thousands of small polls."""

from collections import Counter
from dataclasses import replace
from itertools import permutations
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from formservice.count import Rule, count, shares
from formservice.count.model import (
    COMPLETED,
    GREEDY,
    NO_SKIP,
    POINTS,
    SHARES,
    SHARES_ADD1,
    UNLIKED,
    VOTES,
)
from tests.count import reference
from tests.count.polls import groups, polls

RANKINGS = st.sampled_from([GREEDY, NO_SKIP])
LEFTOVERS = st.sampled_from(["kept", COMPLETED])
rules = st.builds(
    Rule, RANKINGS, st.sampled_from([VOTES, POINTS]), st.integers(0, 4), groups(), st.booleans(), LEFTOVERS,
    st.sampled_from([None, "BP27", "café"]),
)  # fmt: skip
paid = st.builds(
    Rule, st.sampled_from([SHARES, SHARES_ADD1]), st.sampled_from([VOTES, POINTS]), st.integers(0, 3),
    guaranteed=st.booleans(), leftover=LEFTOVERS,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(polls(points=True), RANKINGS, st.sampled_from([VOTES, POINTS]), st.integers(0, 5), groups())
def test_the_most_votes_first_is_as_it_is_defined(poll, kind, by, threshold, incompatible):
    scores = poll.points if by == POINTS else poll.votes
    expected = reference.greedy(poll, scores, threshold, kind == GREEDY, incompatible)

    assert list(count(poll, Rule(kind, by, threshold, incompatible)).winners) == expected


@settings(max_examples=200, deadline=None)
@given(polls(), st.booleans())
def test_equal_shares_by_approval_are_as_they_are_defined(poll, raised):
    found = count(poll, Rule(SHARES_ADD1 if raised else SHARES))

    assert list(found.winners) == reference.shares(poll, raise_it=raised)
    assert found.every_step


@settings(max_examples=200, deadline=None)
@given(polls(points=True), st.booleans())
def test_equal_shares_by_points_are_as_they_are_defined(poll, raised):
    found = count(poll, Rule(SHARES_ADD1 if raised else SHARES, POINTS))

    assert list(found.winners) == reference.shares(poll, points=True, raise_it=raised)


@settings(max_examples=200, deadline=None)
@given(polls(points=True))
def test_by_leaps_too_the_next_raise_would_overspend(poll):
    with patch.object(shares, "WORK", -1):
        found = count(poll, Rule(SHARES_ADD1, POINTS))

    won = reference.shares_at(poll, found.share, points=True)
    more = reference.shares_at(poll, found.share.numerator // found.share.denominator + 1, points=True)
    liked = {poll.items[place].id for ballot in poll.ballots for place, _ in ballot}
    assert list(found.winners) == won
    assert set(won) == liked or sum(found.by_id[id].item.cost for id in more) > poll.budget


def with_more(poll, place, votes):
    """A poll where so many more voters gave a point to one project alone."""
    more = Counter(poll.ballots)
    more[((place, 1),)] += votes
    return replace(poll, ballots={ballot: times for ballot, times in more.items() if times})


@settings(max_examples=200, deadline=None)
@given(polls(points=True), rules)
def test_what_a_project_lacked_is_told_to_the_vote(poll, rule):
    for line in count(poll, rule).lines:
        if line.reason.missing:
            place = poll.place(line.item.id)
            enough = with_more(poll, place, line.reason.missing)
            short = with_more(poll, place, line.reason.missing - 1)
            assert line.item.id in count(enough, rule).winners
            assert line.item.id not in count(short, rule).winners


@settings(max_examples=200, deadline=None)
@given(polls(points=True), rules)
def test_nothing_is_told_where_no_vote_would_have_helped(poll, rule):
    for line in count(poll, rule).lines:
        if not line.chosen and line.reason.missing is None and line.reason.word != UNLIKED:
            assert line.item.id not in count(with_more(poll, poll.place(line.item.id), 200), rule).winners
            assert line.item.cost > poll.budget or rule.incompatible


@settings(max_examples=200, deadline=None)
@given(polls(points=True), rules, st.data())
def test_one_more_vote_never_makes_a_winner_lose(poll, rule, data):
    winners = count(poll, rule).winners
    assume(winners)
    lucky = data.draw(st.sampled_from(winners))

    assert lucky in count(with_more(poll, poll.place(lucky), data.draw(st.integers(1, 9))), rule).winners


@settings(max_examples=200, deadline=None)
@given(polls(points=True), st.one_of(rules, paid))
def test_never_more_than_the_budget_nor_twice_nor_two_rivals(poll, rule):
    found = count(poll, rule)

    assert found.cost == sum(found.by_id[id].item.cost for id in found.winners) <= poll.budget
    assert len(set(found.winners)) == len(found.winners)
    assert not any(len(group & set(found.winners)) > 1 for group in rule.incompatible)
    assert sorted(line.item.id for line in found.lines) == sorted(one.id for one in poll.items)


@settings(max_examples=200, deadline=None)
@given(polls(points=True), st.one_of(rules, paid), st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_changes_nothing(poll, rule, chance):
    ballots = list(poll.ballots.items())
    chance.shuffle(ballots)
    turned = {tuple(chance.sample(ballot, len(ballot))): 0 for ballot, _ in ballots}
    for ballot, times in ballots:
        turned[next(one for one in turned if sorted(one) == sorted(ballot))] += times

    assert count(replace(poll, ballots=turned), rule) == count(poll, rule)


@settings(max_examples=150, deadline=None)
@given(polls(points=True), st.one_of(rules, paid))
def test_other_names_in_the_same_order_win_alike(poll, rule):
    rule = replace(rule, seed=None, incompatible=frozenset())
    named = replace(poll, items=tuple(replace(one, id=f"x{99 - place}") for place, one in enumerate(poll.items)))
    places = [poll.place(id) for id in count(poll, rule).winners]

    assert [named.place(id) for id in count(named, rule).winners] == places


@settings(max_examples=150, deadline=None)
@given(polls(points=True), rules, st.integers(2, 1000))
def test_in_cents_as_in_euros(poll, rule, by):
    items = tuple(replace(one, cost=one.cost * by) for one in poll.items)

    assert count(replace(poll, items=items, budget=poll.budget * by), rule).winners == count(poll, rule).winners


@settings(max_examples=150, deadline=None)
@given(polls(most_projects=4, points=True), st.one_of(rules, paid))
def test_a_tie_decides_where_another_order_has_other_winners(poll, rule):
    rule = replace(rule, seed=None, incompatible=frozenset())
    sets = set()
    for order in permutations(range(len(poll.items))):
        to = {place: at for at, place in enumerate(order)}
        ballots = Counter()
        for ballot, times in poll.ballots.items():
            ballots[tuple((to[place], points) for place, points in ballot)] += times
        turned = replace(poll, items=tuple(poll.items[place] for place in order), ballots=ballots)
        sets.add(frozenset(count(turned, rule).winners))

    assert any(tie.decides for tie in count(poll, rule).ties) == (len(sets) > 1)
