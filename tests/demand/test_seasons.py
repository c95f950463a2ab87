"""Seasons go from September to January, from February to August."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.demand.seasons import choices, named, season_of


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 1), "septembre 2026 à janvier 2027"),
        (date(2027, 1, 31), "septembre 2026 à janvier 2027"),
        (date(2027, 2, 1), "février 2027 à août 2027"),
        (date(2027, 8, 31), "février 2027 à août 2027"),
    ],
)
def test_a_day_is_of_one_season(day, words):
    assert season_of(day).words == words and season_of(day).holds(day)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_seasons_touch(day):
    season = season_of(day)
    assert season.after.before == season == season.before.after
    assert season_of(season.after.first - timedelta(days=1)) == season


def test_the_season_that_is_prepared_can_be_looked_at_and_no_other_word():
    today = date(2026, 12, 1)
    assert [one.id for one in choices(today)] == ["2027-02", "2026-09", "2026-02", "2025-09"]
    assert named("2026-02", today) == season_of(date(2026, 5, 1))
    assert [named(text, today) for text in ("", "2019-09", "2026-9", "x" * 9000)] == [None] * 4
