"""Nobody is found by what is told of who was served: not in one month, not over the year, not from two papers."""

from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from formservice.agenda.forms import AGES
from formservice.consultations.masking import LEAST, MASKED, SMALL
from formservice.demand.proof import CHANNELS, Served
from formservice.demand.published import NEW, OTHERS, bounds, told, year

FEW = st.integers(0, 9)
COUNTS = st.integers(0, 7) | st.integers(0, 60)


def a_month(n=1, channels=(30, 20, 10, 5), visits=(), themes=None, ages=(), newcomers=0, **given):
    came = sum(channels)
    parts = {
        "channels": dict(zip(CHANNELS, channels, strict=True)), "visits": dict(enumerate_themes(visits)),
        "themes": dict(enumerate_themes((came,) if themes is None else themes)),
        "ages": dict(zip(AGES, ages, strict=False)),
    }  # fmt: skip
    return Served(date(2026, n, 1), date(2026, n, 1), came=came, newcomers=newcomers, **parts | given)


def enumerate_themes(counts):
    return ((f"theme-{n}", count) for n, count in enumerate(counts) if count)


@st.composite
def months(draw, count=COUNTS, number=1):
    channels = draw(st.tuples(*[count] * 4))
    came = sum(channels)
    first = draw(st.integers(0, came))
    ages = [draw(st.integers(0, came // 4)) for _ in range(draw(st.integers(0, 4)))]
    visits, new = draw(st.tuples(count, count)), draw(st.integers(0, came))
    themes = (first, came - first)
    return a_month(number, channels, visits, themes, ages, new, absent=draw(count), unmarked=draw(count))


YEARS = st.integers(1, 6).flatmap(lambda most: st.tuples(*(months(number=n) for n in range(1, most + 1))))


def test_a_month_of_enough_people_is_told_as_it_is():
    month = told(a_month(visits=(20,), newcomers=12))
    assert month.splits["channels"] == {"web": "30", "telephone": "20", "counter": "10", "paper": "5"}
    assert month.offline == (55, 55) and month.splits["firsts"] == {NEW: "12", OTHERS: "53"}


def test_a_small_number_takes_another_with_it():
    month = told(a_month(channels=(30, 20, 10, 3)))
    assert month.splits["channels"] == {"web": "30", "telephone": "20", "counter": "9-12", "paper": SMALL}
    assert year([month.of]).split("channels")["paper"] == (1, 4)


def test_few_who_use_internet_leave_a_doubt_on_who_does_not():
    assert told(a_month(channels=(2, 20, 30, 10))).offline == (58, 61)


def test_a_month_of_too_few_is_told_with_the_next():
    found = year([a_month(1, (1, 1, 0, 0)), a_month(2), a_month(3, visits=(2,))])
    assert [(month.of.first.month, month.of.last.month) for month in found.months] == [(1, 2)]
    assert [month.first.month for month in found.waiting] == [3]


def test_what_can_be_told_in_one_way_only_is_not_told():
    """Four new, four others: to hide these two numbers of eight would say them."""
    assert told(a_month(channels=(8, 0, 0, 0), newcomers=4)) is None
    assert told(a_month(channels=(9, 0, 0, 0), newcomers=3)).splits["firsts"] == {NEW: SMALL, OTHERS: "5-8"}


def test_what_visits_were_about_is_not_found_by_taking_the_sign_ups_away():
    """All sign-ups on one theme, three visits on it: 43 told in all would say these three."""
    splits = told(a_month(channels=(40, 0, 0, 0), visits=(3, 20))).splits
    assert splits["themes"] == {"theme-0": "40"} and splits["visits"] == {"theme-0": SMALL, "theme-1": "19-22"}


def test_nobody_is_behind_a_month_of_nobody():
    assert told(a_month(channels=(0, 0, 0, 0))).splits["themes"] == {}


def worlds(cells, of):
    """Every way to fill in what is told."""
    allowed = {SMALL: range(1, LEAST), MASKED: range(LEAST, of + 1)}
    ranges = [allowed.get(text) or range(int(text.split("-")[0]), int(text.split("-")[-1]) + 1) for text in cells]
    return [one for one in product(*ranges) if sum(one) == of]


@settings(max_examples=150, deadline=None)
@given(months(FEW))
def test_no_subtraction_in_a_month_finds_a_small_number(month):
    known = told(month)
    if known is None:
        return
    assert not 0 < month.came < LEAST and not 0 < month.walked_in < LEAST
    for name, cells in known.splits.items():
        found = worlds(cells.values(), month.walked_in if name == "visits" else month.came)
        for n, text in enumerate(cells.values()):
            numbers = {world[n] for world in found}
            assert numbers and not (len(numbers) == 1 and 0 < min(numbers) < LEAST), (name, cells)
            assert not text.isdecimal() or not 0 < int(text) < LEAST


@settings(max_examples=150, deadline=None)
@given(months(FEW))
def test_the_bounds_are_those_that_anybody_works_out(month):
    known = told(month)
    for name, cells in known.splits.items() if known else ():
        of = month.walked_in if name == "visits" else month.came
        found = worlds(cells.values(), of)
        assert list(bounds(cells, of).values()) == [(min(column), max(column)) for column in zip(*found, strict=True)]


@given(YEARS)
def test_the_year_says_no_more_than_its_months(twelve):
    found = year(twelve)
    assert found.people == sum(month.of.people for month in found.months)
    for name in ("channels", "themes", "visits", "ages", "firsts"):
        for part, (low, high) in found.split(name).items():
            each = [month.bounds(name).get(part, (0, 0)) for month in found.months]
            assert (low, high) == (sum(a for a, _ in each), sum(b for _, b in each)) and low <= high


@given(YEARS)
def test_two_papers_printed_at_two_dates_say_the_same_of_the_same_months(twelve):
    last = year(twelve).months
    for n in range(len(twelve)):
        before = year(twelve[:n]).months
        assert before == last[: len(before)]


@given(YEARS)
def test_every_month_is_told_or_waits(twelve):
    found = year(twelve)
    people = sum(month.of.people for month in found.months) + sum(month.people for month in found.waiting)
    assert people == sum(month.people for month in twelve)
