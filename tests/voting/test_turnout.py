"""Turnout during the vote: public, by day and by channel, and never a few people."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice import tick
from formservice.voting import turnout
from formservice.voting.turnout import CHANNELS, so_far, table
from tests.voting.town import CLOSES, OPENS, URL
from tests.voting.voter import Voter

DAYS = [(date(2027, 4, 10) + timedelta(days=n)).isoformat() for n in range(6)]
LATER = "2027-04-30"
QUARTER = timedelta(minutes=15)


def counts(*days):
    """Votes by (day, channel) of days given as (web, counter, paper)."""
    return {(DAYS[n], name): count for n, day in enumerate(days) for name, count in zip(CHANNELS, day, strict=False)}


def test_days_are_told_by_channel_with_small_numbers_masked():
    [one, two] = table(counts((40, 12, 0), (30, 2, 9)), LATER)
    assert (one.cells, one.total, one.words) == (("40", "12", "0"), 52, "samedi 10\u00a0avril")
    assert two.total == 41 and two.cells[1] == "<5" and "30" in two.cells and "9" not in two.cells


def test_a_day_of_a_few_votes_waits_for_the_next_and_is_in_no_total():
    assert table(counts((4, 0, 0)), LATER) == []
    [one] = table(counts((4, 0, 0), (0, 0, 0), (2, 1, 0)), LATER)
    assert (one.total, one.words) == (7, "du samedi 10\u00a0avril au lundi 12\u00a0avril")


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 3), max_size=6))
def test_no_line_lets_a_masked_number_be_worked_out(days):
    for row in table(counts(*days), LATER):
        assert row.total >= 5
        worlds = [
            (a, b, row.total - a - b)
            for a in range(row.total + 1) for b in range(row.total + 1 - a)
            if all(fits(cell, n) for cell, n in zip(row.cells, (a, b, row.total - a - b), strict=True))
        ]  # fmt: skip
        for place, cell in enumerate(row.cells):
            assert cell.isdecimal() or len({world[place] for world in worlds}) > 1


def fits(cell, count):
    """Whether a reader may think that a cell stands for so many."""
    low, dash, high = cell.partition("-")
    return {"<5": 0 < count < 5, "*": True}.get(cell, int(low) <= count <= int(high) if dash else cell == str(count))


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=1, max_size=6))
def test_a_line_never_changes(days):
    before, after = table(counts(*days[:-1]), LATER), table(counts(*days), LATER)
    assert after[: len(before)] == before


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=1, max_size=6), st.sampled_from(list(CHANNELS)))
def test_one_vote_more_today_tells_no_channel_and_moves_the_total_by_five_or_not(days, channel):
    today = DAYS[len(days) - 1]
    before = counts(*days)
    after = before | {(today, channel): before[today, channel] + 1}
    assert table(after, today) == table(before, today) == table(counts(*days[:-1]), LATER)
    assert so_far(before, today) % 5 == 0 and so_far(after, today) - so_far(before, today) in (0, 5)
    assert 0 <= sum(days[-1]) - so_far(before, today) < 5


@pytest.fixture
def voted(polls):
    """Six people voted on the web."""
    polls.open()
    for n in range(6):
        Voter(polls.app).begin(name=f"Voisin {n}").choose(3).cast()
    return polls


def run(polls):
    """One tick."""
    with polls.app.app_context():
        return tick.run(polls.app)


def test_the_page_says_what_tick_wrote_at_most_every_quarter_of_an_hour(voted, voter):
    assert voter.get(f"{URL}participation/").says("dès qu’il y en a cinq")
    assert run(voted) == Counter(turnout=1)
    assert voter.get(f"{URL}participation/").says("Le dimanche 11 avril 2027 à 8 h, au moins 5 personnes avaient voté.")
    for n in range(4):
        Voter(voted.app).begin(name=f"Voisine {n}").choose(3).cast()
    voted.clock.at += QUARTER - timedelta(minutes=1)
    assert run(voted) == Counter() and voter.get(f"{URL}participation/").says("au moins 5 personnes")
    voted.clock.at += timedelta(minutes=1)
    assert run(voted) == Counter(turnout=1) and voter.get(f"{URL}participation/").says("au moins 10 personnes")


def test_a_day_is_told_by_channel_the_next_morning(voted, voter):
    run(voted)
    assert not voter.get(f"{URL}participation/").tree.xpath("//table")
    voted.clock.at += timedelta(days=1)
    run(voted)
    page = voter.get(f"{URL}participation/")
    assert [cell.text for cell in page.tree.xpath("//thead//th")][:3] == ["Jour", "En tout", CHANNELS["web"]]
    assert [cell.text for cell in page.tree.xpath("//tbody//td")] == ["6", "6", "0", "0"]
    assert page.says("au moins 6 personnes")


def test_it_stays_after_the_close_and_takes_the_sheets_that_are_typed_then(voted, voter):
    voted.clock.at = CLOSES + timedelta(days=6)
    assert run(voted) == Counter(turnout=1)
    voted.clock.at += timedelta(days=1)
    assert run(voted) == Counter()
    page = voter.get(f"{URL}participation/")
    assert page.says("6 personnes avaient voté") and not page.says("au moins") and URL not in page.links()


def test_before_the_vote_it_says_when_and_nothing_is_written(polls, voter):
    polls.clock.at = OPENS - timedelta(days=1)
    assert run(polls) == Counter() and voter.get(f"{URL}participation/").says("ouvre le samedi 10 avril 2027 à 8 h")


def test_two_ticks_at_once_write_one_record(voted):
    with voted.app.app_context():
        first = turnout.write(voted.app, voted.page.edition, voted.clock.wall())
        assert (first, turnout.write(voted.app, voted.page.edition, voted.clock.wall())) == (True, False)
    assert len(voted.app.store.read("vote/BC27").find("vote/BC27", turnout.TABLE)) == 1
