"""Who is the same person, and references that can be read out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.identity import is_reference, new_reference, person_of
from formservice.kinds import KINDS
from formservice.letters import ALPHABET, check_letter
from formservice.storage import open_store

ANNA = {"name": "Anna Exemple", "phone": "06 39 98 01 02"}


@pytest.fixture
def known(tmp_path):
    store = open_store(f"tinydb:{tmp_path / 'data'}")
    return lambda **answers: person_of(store, ANNA | answers)


def test_a_name_is_the_same_however_it_is_typed(known):
    assert known(name="EXEMPLE  Ânna") == known()
    assert known(phone="0639980102") == known()


def test_another_name_or_another_contact_is_another_person(known):
    assert len({known(), known(name="Paul Exemple"), known(phone="06 39 98 01 03"), known(phone="")}) == 4


def test_names_of_other_scripts_are_never_lost(known):
    names = ["Марія Dupont", "Ольга Dupont", "李 Dupont", "Dupont", "Anne Marie", "Annemarie"]
    assert len({known(name=name) for name in names}) == len(names)


def test_nobody_can_be_told_from_it(known, tmp_path):
    other = open_store(f"tinydb:{tmp_path / 'other'}")
    assert known() != person_of(other, ANNA)


@given(st.text(ALPHABET, min_size=7, max_size=7), st.integers(0, 6), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_always_found(drawn, at, letter):
    whole = drawn[:at] + letter + drawn[at + 1 :]
    assert (check_letter(whole) == check_letter(drawn)) == (whole == drawn)


def test_a_reference_is_read_with_or_without_its_hyphens():
    reference = new_reference("AT")
    assert is_reference(reference) and is_reference(reference.lower().replace("-", ""))
    assert not is_reference(reference[:-1] + ("3" if reference[-1] != "3" else "4"))


def test_every_kind_has_an_example_of_its_number_and_says_my_as_french_does():
    assert all(is_reference(kind.example) for kind in KINDS.values())
    assert (KINDS["proposal"].own, KINDS["question"].own) == ("mon idée", "ma question")
