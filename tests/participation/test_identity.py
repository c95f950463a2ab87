"""Who is the same person, by the rules of an edition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.participation.identity import SCHEMES, Unidentified, compared

LEA = {"name": "Léa Dupré-Martin", "birth": "1950-03-07", "email": "Lea.Dupre@example.org", "code": "7KM4-2QXP"}


@pytest.mark.parametrize(
    ("scheme", "typed"),
    [
        ("declared", {"name": "DUPRE MARTIN lea", "birth": "1950-03-07"}),
        ("email", {"email": " lea.dupre+vote@EXAMPLE.org "}),
        ("code", {"code": "7km4 2qxp"}),
    ],
)
def test_a_person_is_the_same_however_it_was_typed(scheme, typed):
    assert compared(scheme, typed) == compared(scheme, LEA)


@pytest.mark.parametrize(
    ("scheme", "other"),
    [
        ("declared", {"name": "Léa Dupré-Martin", "birth": "1950-07-03"}),
        ("declared", {"name": "Léo Dupré-Martin", "birth": "1950-03-07"}),
        ("email", {"email": "lea.dupre@example.net"}),
        ("code", {"code": "7KM4-2QXB"}),
    ],
)
def test_another_person_is_another(scheme, other):
    assert compared(scheme, other) != compared(scheme, LEA)


def test_an_open_edition_compares_nobody():
    assert compared("open", LEA) is None


@pytest.mark.parametrize("scheme", [one for one in SCHEMES if one != "open"])
@pytest.mark.parametrize("answers", [{}, dict.fromkeys(LEA, " "), dict.fromkeys(LEA, "@")])
def test_who_is_not_told_is_never_somebody(scheme, answers):
    with pytest.raises(Unidentified):
        compared(scheme, answers)


@given(st.text(), st.dates())
def test_two_birth_dates_are_never_one_person(name, day):
    try:
        one = compared("declared", {"name": name, "birth": day.isoformat()})
    except Unidentified:
        return
    assert one is not None and one.endswith(day.isoformat())
