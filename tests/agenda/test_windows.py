"""How long one has to answer: counted while the place is open, never at night."""

from datetime import date, datetime, timedelta

import pytest

from formservice.agenda import windows
from formservice.catalogue import Closure
from tests.builders import a_place

FAR = datetime(2027, 3, 1)
XMAS = Closure(date(2026, 12, 25), date(2026, 12, 25), "Noël")


def until(now: str, hours: float = 8, place=None, shut=(), start=FAR) -> str:
    openings = windows.openings_of(place or a_place(), shut)
    found = windows.deadline(datetime.fromisoformat(now), timedelta(hours=hours), openings, start)
    return f"{found:%a %d %H:%M}"


@pytest.mark.parametrize(
    ("now", "hours", "end"),
    [
        ("2026-12-01 10:00", 2, "Tue 01 12:00"),  # the place closes at noon: just in time
        ("2026-12-01 11:00", 2, "Tue 01 14:30"),  # an hour before lunch, an hour after
        ("2026-12-01 23:00", 2, "Wed 02 11:00"),  # nothing counts at night
        ("2026-12-04 18:00", 2, "Mon 07 10:00"),  # nor on a week-end
        ("2026-12-24 18:00", 8, "Mon 28 17:30"),  # nor on a public holiday, a Friday
    ],
)
def test_only_opening_hours_count(now, hours, end):
    assert until(now, hours, shut=[XMAS]) == end


def test_a_closure_of_the_place_does_not_count():
    shut = Closure(date(2026, 12, 2), date(2026, 12, 4), "Travaux")
    assert until("2026-12-01 18:00", 2, a_place(closures=(shut,))) == "Mon 07 10:00"


def test_a_place_without_hours_keeps_those_of_an_office():
    assert until("2026-12-05 10:00", 3, a_place(hours=())) == "Mon 07 12:00"


def test_an_answer_comes_early_enough_to_ask_the_next_person():
    assert until("2026-12-01 10:00", 8, start=datetime(2026, 12, 1, 18)) == "Tue 01 14:00"
    assert until("2026-12-01 16:00", 8, start=datetime(2026, 12, 1, 18)) == "Tue 01 17:00"
    assert until("2026-12-01 10:00", 8, start=datetime(2026, 12, 2, 9, 30)) == "Wed 02 05:30"


def test_a_place_shut_for_two_months_gives_so_many_hours_all_the_same():
    shut = Closure(date(2026, 12, 1), date(2027, 3, 1), "Travaux")
    assert until("2026-12-01 10:00", 8, a_place(closures=(shut,))) == "Tue 01 18:00"


def test_the_end_is_a_quarter_of_an_hour_that_can_be_said():
    assert until("2026-12-01 10:07", 1) == "Tue 01 11:15"
    assert until("2026-12-01 10:15", 1) == "Tue 01 11:15"
