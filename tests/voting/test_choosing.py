"""The ballot as one fills it in: its rule, its total, what a post says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.catalogue.ballots import Ballot
from formservice.voting.choosing import Filled, packed, read, rows, rule, running, ticked, unpacked
from formservice.voting.rules import BadBallot, check_ballot
from tests.voting.test_rules import SLATE, plain

POINTS = Ballot("points", points=10, most=3)


@pytest.mark.parametrize(
    ("ballot", "says"),
    [
        (Ballot(), "Choisissez jusqu’à 3 projets."),
        (Ballot(least=2, most=3), "Choisissez de 2 à 3 projets."),
        (Ballot(least=2, most=2), "Choisissez 2 projets."),
        (Ballot(most=1), "Choisissez un projet."),
        (Ballot(most=50), "Choisissez jusqu’à 4 projets."),
        (Ballot("budget"), "Choisissez les projets que vous voulez, pour 10 000 € en tout."),
        (Ballot("budget", least=2), "pour 10 000 € en tout. Il en faut 2 au moins."),
        (POINTS, "Vous avez 10 points à donner, à 3 projets au plus."),
        (Ballot("points", most=1), "Vous avez 10 points à donner, à un seul projet."),
    ],
)
def test_the_rule_is_one_sentence_that_is_true_of_the_area(ballot, says):
    assert says in plain(rule(ballot, SLATE))


def test_on_the_first_page_the_envelope_is_that_of_the_quartier():
    assert "sans dépasser l’enveloppe de votre quartier" in rule(Ballot("budget"))


@pytest.mark.parametrize(
    ("ballot", "choices", "says"),
    [
        (Ballot(), {}, "0 projet sur 3 au plus"),
        (Ballot(), {2: 1, 3: 1}, "2 projets sur 3 au plus"),
        (Ballot(least=2, most=2), {2: 1}, "1 projet sur 2"),
        (Ballot("budget"), {2: 1, 7: 1}, "4 500 € sur 10 000 € : il reste 5 500 €"),
        (Ballot("budget"), {3: 1, 9: 1}, "11 000 € sur 10 000 € : 1 000 € de trop"),
        (POINTS, {2: 6}, "6 points sur 10, 1 projet"),
        (POINTS, {2: 6, 3: 6}, "12 points sur 10 : 2 points de trop, 2 projets"),
    ],
)
def test_the_total_says_what_is_left_or_too_much(ballot, choices, says):
    assert plain(running(ballot, SLATE, choices)) == says


@pytest.mark.parametrize("posted", [{"project": ["4"]}, {"project": ["2", "2"]}, {"project": ["٢"]}, {"project": [""]}])
def test_a_box_that_the_ballot_does_not_hold_is_refused_by_the_rules(posted):
    with pytest.raises(BadBallot):
        check_ballot(Ballot(), SLATE, read(Ballot(), SLATE, posted).choices)


@pytest.mark.parametrize("posted", [{"points-4": ["1"]}, {"points-": ["1"]}, {"points-2": ["11"]}])
def test_points_to_a_project_of_elsewhere_or_too_many_are_refused(posted):
    with pytest.raises(BadBallot):
        check_ballot(POINTS, SLATE, read(POINTS, SLATE, posted).choices)


def test_points_are_numbers_and_an_empty_box_or_zero_is_nothing():
    posted = {"points-2": [" 6 "], "points-3": ["0"], "points-7": [""], "points-9": ["-1"], "project": ["3"]}
    assert read(POINTS, SLATE, posted) == Filled({2: 6}, {9: "-1"})


def test_only_boxes_of_points_are_kept_when_a_vote_is_stopped():
    assert ticked({"points-3": ["6"], "mes-points-5": ["4"], "points-7": [""], "points-9": ["dix"]}) == ["3:6"]


def test_the_rows_keep_what_was_written_in_the_order_of_the_voter():
    found = rows(SLATE, "seed", Filled({2: 6}, {9: "dix"}))
    assert [row.candidate for row in found] == SLATE.drawn("seed")
    assert {row.candidate.number: (row.value, row.wrong) for row in found if row.value} == {
        2: ("6", False), 9: ("dix", True),
    }  # fmt: skip


@given(st.dictionaries(st.integers(0, 9999), st.integers(1, 1000)))
def test_choices_come_back_from_a_sealed_page_as_they_went(choices):
    assert unpacked(packed(choices)) == choices


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=6), min_size=1, max_size=3)))
def test_whatever_is_posted_is_read_and_judged(posted):
    for ballot in (Ballot(), Ballot("budget"), POINTS):
        filled = read(ballot, SLATE, posted)
        assert set(filled.choices) <= {0, 2, 3, 7, 9}
