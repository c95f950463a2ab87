"""Ballots in the box: of one length, sealed, in no order; the key in words on paper."""

import base64
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import sodium_pad
from nacl.public import SealedBox

from formservice.catalogue.ballots import Ballot
from formservice.voting import box, words
from formservice.voting.ballots import (
    BROKEN,
    INVALID,
    PAPER,
    WEB,
    Cast,
    Unreadable,
    decode,
    encode,
    judged,
    length_of,
    on_line,
    on_paper,
    why_invalid,
)
from tests.voting.test_rules import COSTS, SLATE

KNOWN, LENGTH = {"nord": SLATE}, length_of(Ballot(), [SLATE])
KEY = box.new_key()
PUBLIC = box.public_of(KEY)


def test_all_ballots_have_one_length_sealed_or_not():
    every = [on_line(SLATE, {2: 1}, "a"), on_line(SLATE, {2: 1, 3: 1, 9: 1}, "b")]
    every += [on_paper(SLATE, {}, reason) for reason in INVALID] + [on_paper(None, {}, "foreign")]
    assert {len(encode(one, LENGTH)) for one in every} == {LENGTH}
    assert len({len(box.seal(PUBLIC, one, LENGTH)) for one in every}) == 1


@pytest.mark.parametrize("ballot", [Ballot(most=50), Ballot("budget"), Ballot("points", most=50, points=1000)])
def test_the_longest_ballot_of_any_rule_fits(ballot):
    points = 1000 if ballot.kind == "points" else 1
    cast = on_line(SLATE, dict.fromkeys(COSTS, points), "seed")
    assert decode(encode(cast, length_of(ballot, [SLATE]))) == cast


def test_a_ballot_comes_back_as_it_went_in():
    cast = on_line(SLATE, {3: 1, 7: 1}, "some-seed")
    assert [SLATE.drawn("some-seed")[place - 1].number for place in cast.positions.values()] == [3, 7]
    assert box.unseal(KEY, box.seal(PUBLIC, cast, LENGTH), WEB) == cast


def test_the_same_ballot_sealed_twice_gives_two_texts():
    cast = on_line(SLATE, {3: 1}, "seed")
    assert box.seal(PUBLIC, cast, LENGTH) != box.seal(PUBLIC, cast, LENGTH)


@pytest.mark.parametrize("sealed", ["", "abc", "é", "A" * 400, None])
def test_what_does_not_open_is_kept_as_broken(sealed):
    assert box.unseal(KEY, sealed, WEB) == Cast("", WEB, {}, {}, BROKEN)


def test_a_ballot_found_under_another_channel_than_its_own_is_broken():
    sealed = box.seal(PUBLIC, on_paper(SLATE, {3: 1}), LENGTH)
    assert box.unseal(KEY, sealed, WEB).invalid == BROKEN and box.unseal(KEY, sealed, PAPER).choices == {3: 1}


POISON = ['["nord","web",[[1e999,1,0]],""]', '["nord","web",[[3,Infinity,0]],""]', '["nord","web",[[3,1.9,0]],""]']
POISON += ['["nord","web",[["3","1",0]],""]', '["nord","web",[[3,true,0]],""]', '["nord","web",[[3,1,-5]],""]']
POISON += ['["nord","web",[[3,1,123456789]],""]', '["nord","web",[[3,1,5]],""]', '["nord","web",[[3,1,1],[3,1,2]],""]']
POISON += [
    '["\\ud800","web",[],"blank"]',
    '["x\\u0000","web",[],"blank"]',
    '["zzz","web",[[99,5,0]],"blank"]',
    "[1]",
    "NaN",
]


@pytest.mark.parametrize("text", POISON)
def test_a_poisoned_ballot_never_stops_the_count(text):
    sealed = SealedBox(KEY.public_key).encrypt(sodium_pad(text.encode(), LENGTH))
    found = judged(Ballot(), KNOWN, box.unseal(KEY, base64.b64encode(sealed).decode(), WEB))
    assert found.invalid and found.area in ("", "nord") and not found.choices and not found.positions


@given(st.binary(max_size=200))
def test_bytes_that_are_no_ballot_are_never_read_as_one(content):
    try:
        cast = decode(content)
    except Unreadable:
        return
    assert judged(Ballot(), KNOWN, cast).invalid


@pytest.mark.parametrize("choices", [{2: 1, 3: 1, 7: 1, 9: 1}, {4: 1}, {2: 5}, {}])
def test_a_ballot_that_the_rules_would_not_have_taken_is_counted_as_broken(choices):
    assert judged(Ballot(), KNOWN, Cast("nord", WEB, choices, {})).invalid == BROKEN
    assert judged(Ballot(), KNOWN, Cast("ailleurs", WEB, {2: 1}, {})).invalid == BROKEN


@pytest.mark.parametrize(
    ("ballot", "choices", "why"),
    [
        (Ballot(), {}, "blank"),
        (Ballot(), {2: 1, 3: 1, 7: 1, 9: 1}, "too_many"),
        (Ballot("budget"), {2: 1, 3: 1, 7: 1}, "too_dear"),
        (Ballot(), {44: 1}, "foreign"),
        (Ballot(), {2: 1}, ""),
    ],
)
def test_a_paper_that_is_not_counted_says_why(ballot, choices, why):
    assert why_invalid(ballot, SLATE, choices) == why


def test_any_two_papers_of_three_bring_the_key_back():
    papers = words.split(KEY)
    assert [len(one.split()) for one in papers] == [33] * 3
    for two in itertools.permutations(papers, 2):
        assert bytes(words.join(list(two))) == bytes(KEY)


def test_words_may_be_typed_with_numbers_lines_and_capitals():
    one, two, _ = words.split(KEY)
    typed = "\n".join(f"{n}. {word.upper()}," for n, word in enumerate(one.split(), 1))
    assert bytes(words.join([typed, two])) == bytes(KEY)


def test_one_paper_or_twice_the_same_or_a_wrong_word_opens_nothing():
    one, two, _ = words.split(KEY)
    wrong = one.rsplit(" ", 1)[0] + " zoologie"
    for papers in ([one], [one, one], [wrong, two], [one, words.split(box.new_key())[1]], ["", ""]):
        with pytest.raises(words.BadWords):
            words.join(papers)


def test_a_part_of_the_box_is_one_record_whose_ballots_are_in_no_order(store):
    part, there = "box/BC27/a0", [f"sealed-{n}" for n in range(40)]
    for one in there:
        with store.transaction(part) as records:
            box.put(records, part, WEB, [one])
    found = [sealed for _, sealed in box.ballots(store.read(part), part)]
    assert sorted(found) == sorted(there) and found != there
    assert len(store.read(part).find(part, box.TABLE)) == 1
    assert box.counts(store, "BC27") == {WEB: 40, PAPER: 0}
