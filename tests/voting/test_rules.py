"""What may be on a ballot, and when one votes."""

from datetime import date, datetime

import pytest

from formservice.catalogue.ballots import Ballot, Candidate
from formservice.catalogue.participation import Area, Edition, Phase, Rules, Who
from formservice.participation.rules import NotAllowed
from formservice.voting.rules import (
    BadBallot,
    Closed,
    Slate,
    bounds,
    check_ballot,
    check_dates,
    check_voter,
    slates,
    totals,
)

NORTH, SOUTH = Area("nord", "Nord", ("Les Prés",), 10_000), Area("sud", "Sud", ("Le Sud",))
COSTS = {2: 4_000, 3: 6_000, 7: 500, 9: 5_000}
EDITION = Edition(
    "Le budget", "BC27", "Votez.", (NORTH, SOUTH), Rules("3", date(2026, 10, 15)),
    (Phase("vote", datetime(2027, 4, 10, 8), datetime(2027, 4, 25, 18)),), Who(11, "Toute personne", ()), slug="canal",
)  # fmt: skip


def candidate(number, area="nord", cost=0, edition="canal"):
    return Candidate(edition, number, area, f"Projet {number}", cost or COSTS.get(number, 1), "Un projet.", "/p/")


SLATE = Slate(NORTH, tuple(candidate(number) for number in COSTS))


def plain(text):
    """A text with all its spaces alike."""
    return " ".join(text.split())


def test_each_area_has_its_own_ballot_in_the_order_of_numbers():
    found = slates(EDITION, [candidate(9), candidate(4, "sud"), candidate(2), candidate(5, edition="autre")])
    assert [[one.number for one in slate.candidates] for slate in found] == [[2, 9], [4]]


def test_each_voter_sees_an_order_of_their_own_and_all_the_projects():
    orders = {tuple(one.number for one in SLATE.drawn(f"seed-{n}")) for n in range(200)}
    assert len(orders) == 24 and all(set(order) == set(COSTS) for order in orders)
    assert SLATE.drawn("seed-1") == SLATE.drawn("seed-1")


@pytest.mark.parametrize(
    ("ballot", "choices", "says"),
    [
        (Ballot(), {}, "Choisissez un projet au moins."),
        (Ballot(least=2, most=2), {2: 1}, "Choisissez 2 projets au moins. Vous en avez choisi 1."),
        (Ballot(most=2), {2: 1, 3: 1, 7: 1}, "Gardez-en 2 au plus."),
        (Ballot(), {2: 2}, "Cochez chaque projet une seule fois."),
        (Ballot(), {4: 1}, "n’est pas sur le bulletin"),
        (Ballot(), {2: 0}, "n’est pas sur le bulletin"),
        (Ballot("budget"), {2: 1, 3: 1, 7: 1}, "500 € de trop"),
        (Ballot("points", points=10), {2: 6, 3: 5}, "Vous avez donné 11 points"),
        (Ballot("points", most=1), {2: 1, 3: 1}, "Gardez-en 1 au plus."),
    ],
)
def test_what_the_rules_do_not_allow_is_refused_with_what_to_change(ballot, choices, says):
    with pytest.raises(BadBallot) as refused:
        check_ballot(ballot, SLATE, choices)
    assert says in plain(str(refused.value))


@pytest.mark.parametrize(
    ("ballot", "choices"),
    [
        (Ballot(), {2: 1}),
        (Ballot(least=2, most=2), {2: 1, 9: 1}),
        (Ballot("budget"), {2: 1, 3: 1}),
        (Ballot("budget", most=1), {2: 1, 7: 1, 9: 1}),
        (Ballot("points", points=10), {2: 6, 3: 4}),
    ],
)
def test_what_they_allow_is_taken_up_to_the_last_euro_and_point(ballot, choices):
    check_ballot(ballot, SLATE, choices)
    assert totals(SLATE, choices).points == sum(choices.values())


def test_nobody_must_choose_more_projects_than_there_are():
    small = Slate(NORTH, SLATE.candidates[:2])
    assert bounds(Ballot(least=3, most=3), small) == (2, 2)
    check_ballot(Ballot(least=3, most=3), small, {2: 1, 3: 1})


def test_one_votes_from_the_first_second_to_the_last_and_not_one_after():
    check_dates(EDITION, datetime(2027, 4, 10, 8))
    check_dates(EDITION, datetime(2027, 4, 25, 17, 59, 59))
    refused = {
        datetime(2027, 4, 10, 7, 59, 59): "Le vote ouvre le samedi 10 avril 2027 à 8 h.",
        datetime(2027, 4, 25, 18): "Le vote est terminé depuis le dimanche 25 avril 2027 à 18 h.",
    }
    for late, words in refused.items():
        with pytest.raises(Closed) as closed:
            check_dates(EDITION, late)
        assert plain(str(closed.value)) == words


def test_an_agent_marks_the_roll_from_sheets_for_some_days_more():
    check_dates(EDITION, datetime(2027, 4, 30), on_paper=True)
    with pytest.raises(Closed) as closed:
        check_dates(EDITION, datetime(2027, 5, 2, 18), on_paper=True)
    assert plain(str(closed.value)) == "Le vote est terminé depuis le dimanche 25 avril 2027 à 18 h."


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"area": "ailleurs", "birth": "1950-03-12", "eligible": "yes"}, "area"),
        ({"area": "nord", "birth": "2016-04-11", "eligible": "yes"}, "age"),
        ({"area": "nord", "eligible": "yes"}, "age"),
        ({"area": "nord", "birth": "1950-03-12", "eligible": ""}, "barred"),
    ],
)
def test_a_refusal_says_which_rule_of_which_version(answers, rule):
    with pytest.raises(NotAllowed, match="version 3") as refused:
        check_voter(EDITION, answers, date(2027, 4, 10))
    assert refused.value.rule == rule
