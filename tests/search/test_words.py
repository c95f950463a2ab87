"""Words and spelling: the same when the index is built and when somebody asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.search import spelling
from formservice.search.words import composed, fold, heading, stems, terms

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Numériques", "numerique"), ("l’agenda", "Agenda"), ("d'identité", "identité"), ("ŒUVRE", "oeuvres"),
        ("émancipée", "emancipé"), ("permanences", "permanence"), ("e\u0301te\u0301", "été"), ("ﬁlature", "filature"),
        ("Straße", "strasse"), ("l'arrestation", "arrestations"),
    ],
)  # fmt: skip
def test_forms_of_a_word_are_one(one, other):
    assert stems(one) == stems(other) != ""


def test_little_words_are_left_out_and_figures_stay():
    assert stems("La guerre de 14-18, et pour qui ?") == "guerr 14 18"
    assert stems("le la les à de d’ l'") == ""


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("ISBN 979-10-210-0061-2.", "isbn 9791021000612"), ("2-07-036849-X", "207036849x"),
        ("978 2 07 036849 5", "9782070368495"), ("03 53 01 59 40", "0353015940"), ("03.53.01.59.40", "0353015940"),
        ("1914-1918", "1914 1918"), ("le 2026-11-25", "2026 11 25"), ("de 14 à 18", "14 18"),
    ],
)  # fmt: skip
def test_a_number_as_it_is_printed_is_one_word(printed, read):
    assert stems(printed) == read


def test_a_title_is_compared_with_its_little_words_but_its_articles():
    assert heading("La Maison Louise de Bettignies") == heading("maison louise bettignies")
    assert heading("Sur les pas de Louise") != heading("Louise")


@given(st.text(max_size=80))
def test_any_text_has_its_words_where_they_stand(text):
    text = composed(text)
    for term in terms(text):
        assert text[term.start : term.end] == term.shown
        assert term.stem.isalnum() and not set(term.stem) & set('"*^:-() ')


@given(st.text(max_size=60))
def test_what_is_indexed_is_found_again(text):
    assert stems(stems(text)) is not None
    assert stems(text.upper().lower()) == stems(text.lower().upper().lower())
    assert fold(fold(text)) == fold(text)


@given(WORD, WORD)
def test_a_distance_is_the_same_both_ways(one, other):
    assert spelling.distance(one, other) == spelling.distance(other, one) <= max(len(one), len(other))
    assert (spelling.distance(one, other) == 0) == (one == other)


@given(WORD, st.integers(0, 10))
def test_two_neighbours_swapped_are_one_mistake(word, at):
    at = at % len(word)
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    assert spelling.distance(word, swapped) <= 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("betigni", "bettignies"), ("betigny", "bettignies"), ("fotographie", "photographie"), ("numerik", "numerique"),
        ("ordinnateur", "ordinateur"), ("tablete", "tablette"), ("desrumo", "desrumaux"), ("olimpe", "olympe"),
        ("gouge", "gouges"), ("permanance", "permanence"), ("smartphnoe", "smartphone"), ("wattau", "watteau"),
    ],
)  # fmt: skip
def test_a_slip_of_the_ear_or_of_the_finger_is_understood(typed, meant):
    known = [(word, 3) for word in (
        "bettignies", "photographie", "numerique", "ordinateur", "tablette", "desrumaux", "olympe", "gouges",
        "permanence", "smartphone", "watteau", "petition", "biographie",
    )]  # fmt: skip
    assert spelling.meant(typed, known) == meant


@pytest.mark.parametrize("typed", ["prison", "metoo", "abc", "zorglub", ""])
def test_a_word_too_far_is_taken_for_no_other(typed):
    assert spelling.meant(typed, [("prise", 9), ("methode", 9), ("abce", 9), ("numerique", 9)]) is None


def test_the_more_frequent_of_two_equally_near_is_meant():
    assert spelling.meant("marde", [("garde", 2), ("marge", 9), ("mardi", 20)]) == "mardi"


@pytest.mark.parametrize(
    ("typed", "meant", "rather_than"),
    [
        ("marde", "marge", "garde"),  # the first letter is seldom wrong
        ("fotografie", "photographie", "fotograve"),  # heard alike, however far
        ("balet", "ballet", "baler"),  # as near, and heard alike
    ],
)
def test_the_first_letter_and_the_ear_count_more_than_how_often(typed, meant, rather_than):
    assert spelling.meant(typed, [(meant, 1), (rather_than, 50)]) == meant


@pytest.mark.parametrize(("typed", "known"), [("mairzxs", "mairies"), ("pommiezx", "pommiers")])
def test_two_letters_may_be_wrong_from_eight_on(typed, known):
    assert spelling.distance(typed, known) == 2
    assert spelling.meant(typed, [(known, 1)]) == (known if len(typed) == 8 else None)
