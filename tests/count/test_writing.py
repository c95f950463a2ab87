"""The files of ballots that the town publishes: Pabulib's own checker accepts them, and they give the same winners."""

import random
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from pabulib.checker import Checker

from formservice.count import Item, Poll, Rule, count
from formservice.count.areas import count_all
from formservice.count.election import read
from formservice.count.model import GREEDY, KEPT, LEFTOVERS, NO_SKIP, POINTS, POOLED, SHARES_ADD1, VOTES
from formservice.count.writing import Told, pb

APPROVAL, BUDGET, SHARED = "approbation", "budget", "points"
RULES = list(product((GREEDY, NO_SKIP, SHARES_ADD1), (APPROVAL, BUDGET, SHARED), LEFTOVERS))
TOLD = Told(
    "Le budget du canal", "Commune d’essai", "Nord", "2027", date(2027, 4, 10), date(2027, 4, 24), "canal", 1, 3
)
NAMES = (
    "Un « préau »",
    'Le "grand" jeu ; et plus',
    "Des bancs à l’ombre",
    "L’été, l'hiver",
    "#2: un titre",
    "Un verger",
)


def an_election(seed, kind, ballot, leftover):
    """A small area drawn from a seed: ties are frequent, some projects dear, some chosen by nobody."""
    draw = random.Random(seed)
    items = tuple(Item(str(n), draw.randint(1, 9), name) for n, name in enumerate(NAMES[: draw.randint(2, 6)], 4))
    budget = draw.randint(max(one.cost for one in items), 30)
    given = [choices(draw, items, ballot, budget) for _ in range(draw.randint(5, 14))]
    pairs = [frozenset((items[0].id, items[1].id))] if seed % 3 == 0 else []
    rule = Rule(kind, POINTS if ballot == SHARED else VOTES, draw.choice((1, 1, 4)), frozenset(pairs),
                seed % 2 == 0, leftover, "BC27")  # fmt: skip
    return a_poll(items, budget, given), rule, given


def choices(draw, items, ballot, budget):
    """What one voter chose, as the rules of the ballot allow."""
    chosen = draw.sample(items, draw.randint(1, min(3, len(items))))
    while ballot == BUDGET and sum(one.cost for one in chosen) > budget:
        chosen.pop()
    return {int(one.id): draw.randint(1, 3) if ballot == SHARED else 1 for one in chosen}


def a_poll(items, budget, given):
    places = {one.id: place for place, one in enumerate(items)}
    ballots = {}
    for one in given:
        key = tuple(sorted((places[str(number)], points) for number, points in one.items()))
        ballots[key] = ballots.get(key, 0) + 1
    return Poll(items, budget, ballots)


def written(poll, rule, given, ballot, channels=True):
    outcome = count(poll, rule)
    if rule.leftover == POOLED:
        rich = Poll((Item("99", 50),), 40, {((0, 1),): 5})
        outcome = count_all({"nord": poll, "sud": rich}, rule)["nord"]
    told = replace(TOLD, most=min(3, len(poll.items)), points=9 if ballot == SHARED else None,
                   dear=poll.budget if ballot == BUDGET else None)  # fmt: skip
    votes = [(one, ("internet", "paper")[n % 2] if channels else "") for n, one in enumerate(given)]
    return pb(told, poll, rule, outcome, votes), outcome


def errors_of(text):
    """What Pabulib's checker refuses."""
    found = Checker().process_files([text])
    return found[1]["results"]["errors"]


@pytest.mark.parametrize(("kind", "ballot", "leftover"), RULES)
def test_the_checker_of_pabulib_finds_no_error_in_a_file_of_ours(kind, ballot, leftover):
    for seed in range(40):
        poll, rule, given = an_election(seed, kind, ballot, leftover)
        text, _ = written(poll, rule, given, ballot, channels=seed % 4 > 0)
        assert errors_of(text) == {}, text


@pytest.mark.parametrize(("kind", "ballot", "leftover"), RULES)
def test_a_file_of_ours_has_all_that_was_counted(kind, ballot, leftover):
    for seed in range(40):
        poll, rule, given = an_election(seed, kind, ballot, leftover)
        text, outcome = written(poll, rule, given, ballot)
        found = read(text.encode())
        assert (found.poll.voters, found.poll.budget) == (poll.voters, poll.budget)
        base = count(found.poll, replace(rule, guaranteed=False, leftover=KEPT))
        assert set(found.official) == set(base.winners), text
        assert set(count(found.poll, found.rule).winners) == set(found.official), text
        assert found.notes == ()


@pytest.mark.parametrize("kind", [GREEDY, NO_SKIP])
def test_a_file_of_ours_gives_the_draw_and_the_lacking_votes_that_were_published(kind):
    for seed in range(40):
        poll, rule, given = an_election(seed, kind, APPROVAL, KEPT)
        rule = replace(rule, guaranteed=False)
        text, outcome = written(poll, rule, given, APPROVAL)
        found = read(text.encode())
        again = count(found.poll, found.rule)
        assert (again.lines, again.ties) == (outcome.lines, outcome.ties), text


@pytest.mark.parametrize("seed", ["BC27", "Le canal : tous !", 'a « b » ; "c"', "#2: deux. Fin.", "l'eau"])
def test_what_ties_are_drawn_from_is_read_to_the_letter(seed):
    poll, rule, given = an_election(3, NO_SKIP, APPROVAL, KEPT)
    text, _ = written(poll, replace(rule, seed=seed), given, APPROVAL)
    assert read(text.encode()).rule == replace(rule, seed=seed, guaranteed=False) and errors_of(text) == {}
