"""A disk that fills up during a vote, a clock that jumps around the close: counted once, or not at all."""

import errno
import itertools
import re
from datetime import timedelta

import pytest

from formservice import doubt
from formservice.participation import roll
from formservice.voting import box
from formservice.voting.handling import right_of
from tests.pages import OURS, form_of
from tests.small_disk import Tmpfs, small_disk
from tests.storage.faults import CHANGES, refused_at
from tests.voting.site import CODE
from tests.voting.town import CLOSES, Polls
from tests.voting.voter import Voter

SECOND = timedelta(seconds=1)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def stands(polls):
    """The numbers of the votes there are: the roll, the receipts and the box agree on how many."""
    found, signed = {one["reference"] for one in polls.receipts()}, roll.totals(polls.app.store, right_of(polls.page))
    assert signed["web"] == signed.total() == len(found) == box.counts(polls.app.store, CODE)["web"]
    return found


def sent(page):
    """The last button of a check page."""
    return form_of(page).to_dict(flat=False) | {"action": "cast"}


def number_of(page):
    return re.search(r"VO-\w{4}-\w{4}", page.text)[0]


@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_a_full_disk_keeps_the_ballot_in_the_page_and_it_is_counted_once_there_is_room(polls, tmp_path):
    with small_disk(tmp_path / "disk", 2**20) as disk:
        full = Polls(tmp_path / "full", f"tinydb:{disk.folder / 'data'}", polls.clock).open()
        Voter(full.app).begin().choose(5).cast()
        voter = Voter(full.app).begin(name="Badr Exemple").choose(3, 8)
        disk.leave(0)
        if isinstance(disk, Tmpfs):
            voter.press_on("cast", 503)
            assert voter.page.h1 == "Votre vote n’est pas encore compté" and voter.page.headers["Retry-After"]
            assert "tel:" in voter.page.html and "bancs" not in voter.page.text and len(stands(full)) == 1
        disk.empty()
        done = voter.cast().page if isinstance(disk, Tmpfs) else voter.press(voter.page, "cast")
        assert number_of(done) in stands(full) and len(stands(full)) == 2
        assert sorted(sorted(one.choices) for one in full.ballots()) == [[3, 8], [5]]


@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_wherever_the_room_ends_the_page_sent_again_gives_one_number_and_one_ballot(polls, monkeypatch):
    # One machine votes for all.
    monkeypatch.setattr(doubt, "FLOOD", 2_000)
    polls.open()
    told = []
    for step in itertools.count(1, 2):
        voter = Voter(polls.app).begin(name=f"Anne {LETTERS[step // 26]}{LETTERS[step % 26]} Exemple").choose(3)
        last, before = voter.page, stands(polls)
        with refused_at(step, errno.ENOSPC, CHANGES) as refused:
            told.append(voter.flask.post(last.url, data=sent(last), headers=OURS).status_code)
        new = stands(polls) - before
        assert told[-1] in (303, 503) and (told[-1] == 503 or new)
        page = voter.follow(voter.send(last, "cast", 303))
        assert {number_of(page)} == stands(polls) - before and (not new or new == stands(polls) - before)
        if step > 40 and not refused and told[-3:] == [303] * 3:
            break
    assert told.count(503) > 5 and polls.app.store.check() == []


@pytest.mark.parametrize("late", [SECOND, timedelta(minutes=14), timedelta(days=1)], ids=str)
def test_a_check_page_of_before_the_close_is_refused_after_it_whatever_the_clock_did_between(polls, voter, late):
    polls.open()
    polls.clock.at = CLOSES - SECOND
    last = voter.begin().choose(3).page
    for moved in (late, timedelta(hours=2), late):
        polls.clock.at = CLOSES + moved - SECOND
        assert voter.send(last, "cast", 409).h1 == "On ne vote pas en ce moment" and not stands(polls)


def test_a_page_checked_under_a_clock_that_was_ahead_counts_once_it_is_right(polls, voter):
    polls.open()
    polls.clock.at = CLOSES - timedelta(minutes=5)
    last = voter.begin().choose(3).page
    polls.clock.at = CLOSES + timedelta(minutes=55)
    voter.send(last, "cast", 409)
    polls.clock.at -= timedelta(hours=1)
    first = voter.send(last, "cast", 303).location
    polls.clock.at += timedelta(hours=1)
    assert voter.send(last, "cast", 303).location == f"{first}?encore" and len(stands(polls)) == 1
