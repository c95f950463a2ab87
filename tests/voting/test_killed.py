"""Who votes, killed between any two gestures: roll, receipt and box stand together, and a retry gives one number."""

import os
import re
import signal
from functools import partial

import pytest

from formservice import doubt
from formservice.participation import issuing, roll
from formservice.participation.written_codes import new_code
from formservice.storage.postgres_wire import Wire
from formservice.voting import box
from formservice.voting.handling import right_of
from tests.storage.faults import CHANGES, killed_at
from tests.voting.site import CODE
from tests.voting.voter import Voter

# The child of a fork votes and ends: threads of the test run do not matter to it.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def who(polls, n):
    """Somebody else each time, with the code of a letter where one votes by these."""
    if polls.page.edition.identity == "declaree":
        return {"name": f"Anne {LETTERS[n // 26]}{LETTERS[n % 26]} Exemple"}
    code = new_code()
    list(issuing.keep(polls.app.store, CODE, "lettres", {n: code}))
    return {"name": None, "address": None, "code": code}


def numbers(polls):
    return {one["reference"] for one in polls.receipts()}


def stands(polls):
    """The numbers of the votes there are: the roll, the receipts and the box agree on how many."""
    found, signed = numbers(polls), roll.totals(polls.app.store, right_of(polls.page))
    assert signed["web"] == signed.total() == len(found) == box.counts(polls.app.store, CODE)["web"]
    return found


def retried(voter, last):
    """The number that the same check page gives, whatever became of it before."""
    page = voter.follow(voter.send(last, "cast", 303))
    return re.search(r"VO-\w{4}-\w{4}", page.text)[0]


def killed_on_the_wire(step, action):
    """Run an action in a process of its own, killed as it speaks to PostgreSQL: before its first message, once this
    one left and before the answer, before the second, and so on. True when it was killed."""
    child = os.fork()
    if not child:
        try:
            seen, send, read = 0, Wire.send, Wire._read

            def act():
                nonlocal seen
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)

            Wire.send = lambda self, *statements: (act(), send(self, *statements))[1]
            Wire._read = lambda self, results: (act(), read(self, results))[1]
            action()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), "the action itself failed"
    return status != 0


@pytest.mark.parametrize("identity", ["declaree", "code"])
def test_a_vote_killed_at_any_gesture_stands_whole_or_not_at_all_and_is_counted_once(polls, url, identity, monkeypatch):
    # One machine votes for all.
    monkeypatch.setattr(doubt, "FLOOD", 2_000)
    polls.open(identity=identity)
    step, killed, kept = 0, True, 0
    while killed:
        step += 1
        voter = Voter(polls.app)
        last = voter.begin(**who(polls, step)).choose(3).page
        before = numbers(polls)
        press = partial(voter.send, last, "cast", 303)
        killed = killed_at(step, press, CHANGES) if url.startswith("tinydb:") else killed_on_the_wire(step, press)
        new = stands(polls) - before
        kept += bool(new) and killed
        assert len(new) <= 1 and {retried(voter, last)} == (new or stands(polls) - before)
    assert len(stands(polls)) == step > 10 and polls.app.store.check() == []
    # Whether PostgreSQL reads the last word of who is gone depends on the machine.
    assert kept or not url.startswith("tinydb:")
    assert all(dict(one.choices) == {3: 1} for one in polls.ballots())
    assert issuing.counts(polls.app.store, CODE) == ({"lettres": {"used": step}} if identity == "code" else {})
