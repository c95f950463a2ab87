"""A line of printed numbers is read as a ballot, or said to be none; two readings of a pile are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.catalogue.ballots import Ballot
from formservice.voting.reading import (
    BadLine,
    Balance,
    Line,
    cast,
    check_balance,
    choices,
    differing,
    tidied,
)
from tests.voting.test_rules import SLATE

KNOWN = {"nord": SLATE}
APPROVAL, POINTS = Ballot(), Ballot("points", points=10)


@pytest.mark.parametrize(
    ("ballot", "text", "found"),
    [
        (APPROVAL, "2 3 9", {2: 1, 3: 1, 9: 1}),
        (APPROVAL, " 2,3 ; 9. ", {2: 1, 3: 1, 9: 1}),
        (POINTS, "3:5 7:2", {3: 5, 7: 2}),
        (POINTS, "3 : 5, 7=2", {3: 5, 7: 2}),
    ],
)
def test_numbers_are_read_however_they_are_parted(ballot, text, found):
    assert choices(ballot, text) == found
    assert choices(ballot, tidied(ballot, Line("nord", text)).text) == found


@pytest.mark.parametrize(
    ("ballot", "text"),
    [(APPROVAL, "38124"), (APPROVAL, "3 81200"), (POINTS, "3:50001"), (POINTS, "3:5:8"), (POINTS, "3:58:2")],
)
def test_numbers_that_are_run_together_are_never_cut_in_two(ballot, text):
    with pytest.raises(BadLine):
        choices(ballot, text)


@pytest.mark.parametrize(("ballot", "text"), [(APPROVAL, "3:5"), (POINTS, "3"), (POINTS, "3:5 7"), (POINTS, "3:0")])
def test_points_and_crosses_are_not_taken_for_each_other(ballot, text):
    with pytest.raises(BadLine):
        choices(ballot, text)


@given(st.text(max_size=250))
def test_whatever_is_typed_is_a_ballot_or_a_sentence(text):
    for ballot in (APPROVAL, POINTS):
        try:
            found = cast(ballot, KNOWN, Line("nord", text))
        except BadLine as refusal:
            assert str(refusal)
        else:
            assert found.area == "nord" and (found.choices or found.invalid)


def test_too_few_choices_are_named_so():
    assert cast(Ballot(least=2, most=2), KNOWN, Line("nord", "3")).invalid == "too_few"


def test_readings_differ_where_the_ballots_do_and_where_one_is_missing():
    first = [Line("nord", "2 3"), Line("nord", "2 3 7 9"), Line("", "", "foreign"), Line("nord", "7")]
    second = [Line("nord", "3, 2"), Line("nord", "2 3 7 9"), Line("nord", "", "foreign")]
    assert differing(APPROVAL, KNOWN, first, second) == [2, 3]


@pytest.mark.parametrize("numbers", [(3, 3, 2), (3, 2, 3), (2, 3, 3)])
def test_three_numbers_that_are_not_one_need_words(numbers):
    check_balance(Balance(3, 3, 3), "")
    check_balance(Balance(*numbers), "Une enveloppe était vide.")
    with pytest.raises(BadLine, match="Recomptez"):
        check_balance(Balance(*numbers), "bof")
