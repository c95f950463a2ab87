"""What a town decides, and what it gives: one rule at a time."""

from fractions import Fraction

import pytest

import formservice.count as counting
from formservice.count import Rule, areas, count, ties
from formservice.count.model import (
    COMPARED,
    COMPLETED,
    GREEDY,
    LEFTOVERS,
    NO_SKIP,
    POINTS,
    POOLED,
    SHARES,
    SHARES_ADD1,
    Item,
    Poll,
    Tie,
)  # fmt: skip
from formservice.count.words import reason, tie
from formservice.voting.tallying import draws
from tests.count.polls import poll, voters

SCHOOL = poll(100, [60, 50, 30], *voters({"1": 9, "2": 7, "3": 5}))


def said(found, id, rule=None):
    return reason(found.by_id[id], rule or Rule()).replace("\xa0", " ")


def words(found):
    return {line.item.id: line.reason.word for line in found.lines}


def test_what_does_not_fit_is_skipped():
    found = count(SCHOOL, Rule(GREEDY))

    assert (found.winners, found.cost) == (("1", "3"), 90)
    assert said(found, "2") == "Il coûte 50 €, et il ne restait que 40 €. Il lui manquait 3 voix."


def test_without_skipping_the_first_that_does_not_fit_ends_it():
    found = count(SCHOOL, Rule(NO_SKIP))

    assert found.winners == ("1",)
    assert said(found, "3").startswith("Le décompte s’est arrêté au projet n° 2, qui coûtait plus que ce qui restait.")


def test_under_the_threshold_nobody_wins():
    found = count(SCHOOL, Rule(threshold=6))

    assert found.winners == ("1",)
    assert said(found, "3", Rule(threshold=6)) == "Il fallait au moins 6 voix. Il lui manquait 1 voix."


def test_points_rank_otherwise_than_votes():
    given = poll(10, [10, 10], *voters({"1:1": 3, "2:5": 1}))

    assert count(given, Rule(by="votes")).winners == ("1",)
    assert count(given, Rule(by=POINTS)).winners == ("2",)


def test_a_withdrawn_project_is_in_nobodys_way():
    items = (Item("1", 999_999_999, withdrawn=True), Item("2", 5))
    found = count(Poll(items, 10, {((0, 1),): 9, ((1, 1),): 1}), Rule(NO_SKIP))

    assert found.winners == ("2",)
    assert said(found, "1") == "Il a été retiré après le vote."


def test_of_two_projects_that_exclude_each_other_the_first_wins():
    rule = Rule(incompatible=frozenset({frozenset({"1", "3"})}))
    found = count(SCHOOL, rule)

    assert found.winners == ("1",)
    assert said(found, "3", rule).startswith("Il ne peut pas se faire avec le projet n° 1, qui a été choisi.")
    assert found.by_id["3"].reason.missing == 5


@pytest.mark.parametrize("kind", [GREEDY, NO_SKIP])
def test_an_area_has_its_first_project_whatever_the_threshold(kind):
    assert count(SCHOOL, Rule(kind, threshold=50)).winners == ()
    found = count(SCHOOL, Rule(kind, threshold=50, guaranteed=True))

    assert found.winners == ("1",)
    assert said(found, "1").startswith("Choisi : c’est le premier de ce quartier")


def test_nobody_is_guaranteed_for_no_vote_at_all():
    assert count(poll(100, [60, 50], ""), Rule(threshold=1, guaranteed=True)).winners == ()


def test_what_is_left_is_spent_on_the_next_that_fit():
    found = count(SCHOOL, Rule(NO_SKIP, leftover=COMPLETED))

    assert found.winners == ("1", "3")
    assert words(found) == {"1": "chosen", "2": "dear", "3": "completion"}


@pytest.mark.parametrize("leftover", LEFTOVERS)
def test_a_loser_is_told_what_was_left_at_its_turn_whatever_was_chosen_after(leftover):
    given = poll(20_000, [18_000, 2_500, 1_500], *voters({"1": 10, "2": 8, "3": 5}))
    found = areas.count_all({"nord": given}, Rule(threshold=1, leftover=leftover))["nord"]

    assert found.winners == ("1", "3")
    assert "il ne restait que 2 000 €" in said(found, "2")


@pytest.mark.parametrize(("kind", "left"), [(NO_SKIP, 40), (SHARES, 40), (SHARES_ADD1, 10)])
def test_a_loser_is_told_what_was_left_when_the_rest_was_spent(kind, left):
    """Raised shares pay for n° 3 before the rest is spent, by rank."""
    given = poll(100, [60, 50, 30, 20], *voters({"1": 9, "2": 7, "3": 5, "4": 2}))
    found = count(given, Rule(kind, threshold=1, leftover=COMPLETED))

    assert (found.winners, found.cost) == (("1", "3"), 90)
    assert said(found, "2").startswith(f"Il coûte 50 €, et il ne restait que {left} €.")
    assert said(found, "4").startswith("Il coûte 20 €, et il ne restait que 10 €.")


def test_what_the_areas_leave_goes_to_the_next_project_of_all():
    north = Poll((Item("1", 60), Item("2", 50)), 100, {((0, 1),): 3, ((1, 1),): 2})
    south = Poll((Item("3", 95), Item("4", 40)), 100, {((0, 1),): 3, ((1, 1),): 1})
    found = areas.count_all({"nord": north, "sud": south}, Rule(threshold=1, leftover=POOLED))

    assert found["nord"].winners == ("1",)
    assert found["sud"].winners == ("3", "4")
    assert said(found["sud"], "4") == "Choisi avec l’argent qui restait dans tous les quartiers."
    assert sum(one.cost for one in found.values()) <= 200


def test_equals_come_in_the_order_of_the_file():
    found = count(poll(10, [10, 10], "1", "2"), Rule())

    assert found.winners == ("1",)
    assert [(tie.ids, tie.decides) for tie in found.ties] == [(("1", "2"), True)]


def test_a_loser_by_the_draw_is_told_so():
    rule, given = Rule(threshold=1, seed="BP27"), poll(10, [10, 10], "1", "2")
    first, second = ties.drawn("BP27", "12")
    found = count(given, rule)

    parted = f"À égalité avec le n° {first} : le tirage au sort l’a fait passer après."
    assert said(found, second, rule) == f"Il coûte 10 €, et il ne restait que 0 €. {parted} Il lui manquait 1 voix."
    assert said(found, first, rule) == "Choisi : son rang et son coût le permettaient."
    assert "l’ordre de la règle l’a fait passer après" in said(count(given, Rule()), "2", Rule())


def test_a_tie_that_changes_nothing_is_not_in_the_reason_of_a_loser():
    given = poll(10, [10, 3, 4], *voters({"1": 5, "2": 2, "3": 2}))

    assert "égalité" not in said(count(given, Rule(threshold=1, seed="BP27")), "3")


def test_more_equals_than_one_reads_are_told_by_how_many():
    given, rule = poll(6, [1] * 7, *"1234567"), Rule(threshold=1, seed="BP27")

    assert "À égalité avec 6 projets : le tirage" in said(count(given, rule), ties.drawn("BP27", "1234567")[-1], rule)


def pooled(budget, seed="BP27"):
    """Two areas that each leave half their money, and an equal loser in each."""
    north = Poll((Item("1", 50), Item("2", 60)), budget, {((0, 1),): 3, ((1, 1),): 2})
    south = Poll((Item("3", 50), Item("4", 60)), budget, {((0, 1),): 3, ((1, 1),): 2})
    return areas.count_all({"nord": north, "sud": south}, Rule(threshold=1, leftover=POOLED, seed=seed))


def test_the_draw_of_the_common_pot_is_told_in_both_areas():
    found, (first, second) = pooled(100), ties.drawn("BP27", "24")
    won, lost = (found["nord"], found["sud"]) if first == "2" else (found["sud"], found["nord"])

    assert won.by_id[first].chosen and f"avec le n° {first} : le tirage" in said(lost, second, Rule(seed="BP27"))
    assert all([(one.ids, one.decides) for one in area.ties] == [((first, second), True)] for area in (won, lost))


def test_a_tie_of_the_common_pot_that_changes_nothing_is_told_so():
    assert [one.decides for one in pooled(70)["nord"].ties] == [False]


def test_nothing_of_the_pot_tells_the_votes_of_an_area_where_few_voted():
    first, second = ties.drawn("BP27", "24")
    few, many = ("nord", "sud") if first == "2" else ("sud", "nord")
    told = areas.apart(pooled(100), [few])[many]

    assert told.ties == () and "égalité" not in said(told, second, Rule(seed="BP27"))


def test_equals_come_in_the_order_of_the_draw():
    found = count(poll(10, [10] * 8, *"12345678"), Rule(seed="BP27"))

    assert list(found.ties[0].ids) == ties.drawn("BP27", "12345678")
    assert found.winners == (ties.drawn("BP27", "12345678")[0],)
    assert found.ties[0].ids != tuple("12345678")


def test_the_draw_is_made_again_with_the_lines_of_its_explanation(capsys):
    lines = [line[4:] for line in ties.__doc__.splitlines() if line.startswith("    ")]
    exec("\n".join(lines), {})

    assert capsys.readouterr().out == f"{ties.drawn('BP27', ['12', '7'])}\n"


def test_a_tie_that_changes_nothing_is_told_so():
    assert [tie.decides for tie in count(poll(20, [10, 10], "1", "2"), Rule()).ties] == [False]


def test_costs_in_cents_are_counted_to_the_cent():
    given = poll(Fraction("10.30"), [Fraction("10.10"), Fraction("0.20")], "1 2", "1")

    assert count(given, Rule()).cost == Fraction("10.30")
    assert count(given, Rule(SHARES_ADD1)).winners == ("1", "2")


# Three quarters of a town choose the same costly project: with the most votes first, it takes all.
UNEQUAL = poll(120, [120, 40, 40], *voters({"1": 6, "1 2": 3, "2": 1, "3": 4}))


def test_equal_shares_leave_nobody_without_a_project():
    assert count(UNEQUAL, Rule(GREEDY)).winners == ("1",)
    found = count(UNEQUAL, Rule(SHARES))

    assert found.share == Fraction(120, 14)
    assert found.by_id["1"].reason.word == "poor"


def test_the_share_is_raised_until_the_next_raise_would_overspend():
    found = count(UNEQUAL, Rule(SHARES_ADD1))

    assert found.winners == ("2", "3")
    assert found.share == 13
    assert found.by_id["1"].reason.word == "raised"
    assert "aurait coûté plus que l’enveloppe" in said(found, "1")


def test_where_all_is_paid_the_share_stops_rising():
    found = count(poll(100, [30, 40], "1", "2"), Rule(SHARES_ADD1))

    assert found.winners == ("1", "2")
    assert found.share == 50


def test_under_equal_shares_the_cheaper_of_equals_comes_first():
    found = count(poll(30, [20, 10], *voters({"1 2": 3})), Rule(SHARES))

    assert found.winners == ("2", "1")


def test_what_costs_nothing_is_always_paid():
    assert count(poll(10, [0, 10], "1 2", "1"), Rule(SHARES_ADD1)).winners == ("1", "2")


def test_a_comparison_keeps_the_winners_that_more_voters_prefer():
    crowd = poll(100, [100, 20, 20], *voters({"1": 6, "1 2": 1, "2": 2, "3": 2}))
    found = count(crowd, Rule(COMPARED))

    assert found.preferred == GREEDY
    assert found.winners == ("1",)


def test_incompatible_projects_are_not_both_paid_by_equal_shares():
    rule = Rule(SHARES_ADD1, incompatible=frozenset({frozenset({"2", "3"})}))

    assert len({"2", "3"} & set(count(UNEQUAL, rule).winners)) == 1


@pytest.mark.parametrize("kind", [GREEDY, NO_SKIP, SHARES, SHARES_ADD1])
def test_without_a_ballot_that_chooses_there_is_a_reason_for_each(kind):
    found = count(poll(10, [5, 20], "", ""), Rule(kind, threshold=1))

    assert found.winners == ()
    assert all(said(found, line.item.id) for line in found.lines)


def test_a_share_far_from_the_costs_is_found_by_leaps():
    found = count(poll(1000, [2_000_000], "1"), Rule(SHARES_ADD1))

    assert found.winners == ()
    assert not found.every_step


@pytest.mark.parametrize(("kind", "projects", "most"), [(GREEDY, 2_000, 400), (SHARES_ADD1, 60, 40)])
def test_many_equals_are_counted_in_time_and_what_was_not_tried_is_said(kind, projects, most, monkeypatch):
    tried = []
    picked = counting._picked
    monkeypatch.setattr(counting, "_picked", lambda *said: tried.append(1) or picked(*said))
    items = tuple(Item(str(n), 10) for n in range(projects))
    ballots = {((n, 1), ((n + 1) % projects, 1)): 1 for n in range(projects)}
    outcome = count(Poll(items, 10 * projects // 3, ballots), Rule(kind, seed="BP27"))
    assert 1 < len(tried) <= most + 1
    said = {one.decides: tie(one, Rule(kind)) for one in outcome.ties}
    assert said.get(None, "trop d’égalités").count("trop d’égalités") == 1


def test_many_equals_before_the_money_in_common_are_not_tried_one_by_one(monkeypatch):
    tried = []
    fitting = areas.fitting
    monkeypatch.setattr(areas, "fitting", lambda *said: tried.append(1) or fitting(*said))
    items = [tuple(Item(str(n), 10) for n in range(first, first + 300)) for first in (0, 300)]
    polls = {str(n): Poll(some, 15, {((place, 1),): 1 for place in range(300)}) for n, some in enumerate(items)}
    found = areas.count_all(polls, Rule(GREEDY, leftover=POOLED, seed="BP27"))

    assert sum(len(one.winners) for one in found.values()) == 3
    assert len(tried) < counting.ORDERS


def test_ties_that_nobody_can_tell_of_are_said_to_be_so():
    assert draws([Tie(("1", "2"), None), Tie(("3", "4"), None)], Rule(seed="BP27")) == (
        "2\u00a0égalités\u00a0: il y en a trop pour dire si cela a changé les projets choisis.",
    )
