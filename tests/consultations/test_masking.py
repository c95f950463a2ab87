"""No small number is published, nor one that a subtraction would give away."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formservice.consultations import masking
from formservice.consultations.masking import LEAST, MASKED, SMALL

COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=4)
TABLES = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, 8), min_size=size[1], max_size=size[1]),
                          min_size=size[0], max_size=size[0])
)  # fmt: skip


def allowed(cell, most):
    """The numbers that a published text may stand for."""
    if cell == SMALL:
        return range(1, LEAST)
    if cell == MASKED:
        return range(LEAST, most + 1)
    low, _, high = cell.partition("-")
    return range(int(low), int(high or low) + 1)


def test_a_small_number_takes_another_with_it():
    assert masking.line([62, 75, 3]) == ("62", "74-77", SMALL)


def test_two_small_numbers_stand_alone_only_where_each_may_be_anything_from_one_to_four():
    assert masking.line([62, 1, 4]) == ("62", SMALL, SMALL)
    assert masking.line([62, 3, 4]) == ("61-67", SMALL, SMALL)


@pytest.mark.parametrize(("cells", "most"), [(2, 30), (3, 18), (4, 13)])
def test_who_knows_the_rule_finds_no_small_number_either(cells, most):
    """Every line of so many counts: no text is printed for one value of a small number alone."""
    for total in range(LEAST, most + 1):
        printed = defaultdict(list)
        for counts in product(range(total + 1), repeat=cells):
            if sum(counts) == total:
                printed[masking.line(counts)].append(counts)
        for told, worlds in printed.items():
            for n, cell in enumerate(told or ()):
                assert cell != SMALL or len({world[n] for world in worlds}) > 1, (told, worlds)


def test_what_would_give_itself_away_is_not_published():
    assert masking.line([4, 4]) is None


def test_fewer_than_five_answers_say_nothing():
    assert masking.line([2, 1, 0]) == (SMALL, SMALL, SMALL)


def test_a_number_that_can_be_but_one_is_told_as_a_number():
    assert masking.between(6, 6) == "6" and masking.between(6, 9) == "6-9"


def test_nobody_is_behind_a_zero():
    assert masking.line([62, 78, 0]) == ("62", "78", "0")


def test_almost_everybody_tells_of_who_did_not():
    assert masking.alone(138, 140) == "136-139"
    assert masking.alone(3, 140) == SMALL
    assert masking.alone(70, 140) == "70"


def test_columns_of_few_people_are_told_together():
    assert masking.groups([98, 3, 0, 20]) == [(0,), (1, 3)]
    assert masking.groups([98, 3, 4, 20]) == [(0,), (3,), (1, 2)]


@settings(deadline=None)
@given(COUNTS)
def test_who_subtracts_finds_no_small_number_in_a_line(counts):
    shown = masking.line(counts)
    if shown is None or sum(counts) < LEAST:
        return
    worlds = [one for one in product(*(allowed(cell, 40) for cell in shown)) if sum(one) == sum(counts)]
    assert tuple(counts) in worlds
    for n, cell in enumerate(shown):
        assert not (cell == SMALL and len({world[n] for world in worlds}) == 1)
    hidden = [count for count, cell in zip(counts, shown, strict=True) if not cell.isdecimal()]
    assert not 0 < sum(hidden) < LEAST


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_who_subtracts_finds_no_small_number_in_a_table(rows):
    shown = masking.table(rows)
    if shown is None:
        return
    worlds = list(fillings(shown, rows))
    assert [list(row) for row in rows] in worlds
    for r, row in enumerate(shown):
        for c, cell in enumerate(row):
            assert cell == SMALL or not 0 < min(allowed(cell, 24)) < LEAST
            assert not (cell == SMALL and len({world[r][c] for world in worlds}) == 1)
    for few in few_together(shown):
        sums = {sum(world[r][c] for r, c in few) for world in worlds}
        assert len(sums) > 1 or min(sums) >= LEAST


def few_together(shown):
    """The cells of few people of each line and of each column, which together are not to be known to be few."""
    small = [(r, c) for r, row in enumerate(shown) for c, cell in enumerate(row) if cell == SMALL]
    return [[at for at in small if at[side] == n] for side in (0, 1) for n in {at[side] for at in small}]


def test_two_small_numbers_of_a_column_are_not_known_together():
    [_, _, others] = masking.table([[10, 3], [9, 1], [29, 8]])
    assert others[1] not in ("8", "8-8")


def fillings(shown, rows):
    """Every table of the same sums that would be published so."""
    of_rows = [
        [line for line in product(*(allowed(cell, 8 * 3) for cell in row)) if sum(line) == sum(known)]
        for row, known in zip(shown, rows, strict=True)
    ]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    for world in product(*of_rows):
        if [sum(column) for column in zip(*world, strict=True)] == sums:
            yield [list(row) for row in world]
