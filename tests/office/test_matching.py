"""Finding by what is said on the telephone: names with mistakes, numbers in any form, references."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from formservice.identity import new_reference
from formservice.office.matching import Wanted, distance, score, wanted

NAMES = st.text(string.ascii_lowercase + "éèçïôü", min_size=4, max_size=12)
ANSWERS = {"name": "Éloïse Le Goff", "phone": "06 39 98 01 02", "contact": "Mme Voisine, 03 53 01 02 03"}


def found(typed, **given):
    return score(wanted(typed), "AT-7KM4-3QXP", ANSWERS | given) is not None


@pytest.mark.parametrize(
    "typed",
    [
        "Éloïse Le Goff",
        "LE GOFF eloise",
        "goff",
        "legoff",
        "elo",
        "le go eloise",
        "Éloise Legoff",
        "eloise le gof",
        "Goff, Éloyse",
    ],
)
def test_a_name_is_found_however_it_is_said(typed):
    assert found(typed)


@pytest.mark.parametrize("typed", ["Éloïse Martin", "Goth", "Le Goff Éloïse Marie", "oise"])
def test_another_name_is_not_found(typed):
    assert not found(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "06 39 98 01 02",
        "0639980102",
        "+33 6 39 98 01 02",
        "0033639980102",
        "06.39.98.01.02",
        "98 01 02",
        "+33 (0)639980102",
    ],
)
def test_a_telephone_is_found_in_any_form(typed):
    assert found(typed)


def test_the_telephone_of_who_is_to_be_told_is_found_too():
    assert found("03 53 01 02 03") and found("voisine") and not found("03 53 01 02 04")


@pytest.mark.parametrize("typed", ["AT-7KM4-3QXP", "at7km43qxp", " 7KM4 3QXP "])
def test_a_reference_is_found_in_any_form(typed):
    assert found(typed) and not found(typed.replace("X", "W").replace("x", "w"))


@pytest.mark.parametrize("typed", ["", " ", "a", "06", "-", "\u200b", "🎉", "."])
def test_what_is_too_short_finds_nobody(typed):
    assert wanted(typed) == Wanted() and not found(typed)


def test_the_very_name_comes_before_the_one_that_is_nearly_it():
    seen = wanted("Martin")
    scores = [score(seen, "AT-7KM4-3QXP", {"name": name}) for name in ("Anna Martin", "Anna Martineau", "Anna Martine")]

    assert scores[0] == 0 and scores[0] < scores[1] <= scores[2]


@given(NAMES, st.data())
def test_one_wrong_letter_never_hides_a_person(name, data):
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    wrong = data.draw(st.sampled_from([
        name[:at] + letter + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[: at - 1] + name[at : at + 1] + name[at - 1 : at] + name[at + 1 :] if at else name,
        name[:at] + name[at + 1 :] if len(name) > 4 else name,
    ]))  # fmt: skip
    assume(wanted(wrong).names)

    assert score(wanted(f"{wrong} Anna"), "", {"name": f"Anna {name}"}) is not None


@given(NAMES, NAMES)
def test_the_distance_is_the_same_both_ways_and_stops_early(one, other):
    whole = distance(one, other, 99)

    assert whole == distance(other, one, 99) and (whole == 0) == (one == other)
    assert (distance(one, other, 2) <= 2) == (whole <= 2)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_no_fault(typed):
    found(typed)


def test_every_reference_we_give_is_known_as_one():
    for _ in range(200):
        assert wanted(new_reference("PM").lower()).reference
