"""One person at one instant on the web, at a counter and on sheets, in as many processes: exactly one vote stands."""

import secrets
import time
from collections import Counter

import pytest

from formservice.participation import issuing, roll
from formservice.participation.written_codes import new_code
from formservice.storage import postgres_transaction
from formservice.storage.tinydb_locks import Lock
from formservice.voting import box, handling, receipts, sheets
from tests.storage.processes import at_once, context
from tests.voting.processes import by_an_agent, on_the_web, opened, page_of, people, prepared, uses_of
from tests.voting.site import CODE

MANY = 24
WAYS = [
    on_the_web,
    lambda app, person, number: by_an_agent(app, person, number, "counter"),
    lambda app, person, number: by_an_agent(app, person, number, "paper", sheet=True),
    lambda app, person, number: on_the_web(app, person | {"area": "nord"}, number),
    lambda app, person, number: by_an_agent(app, person, number, "paper"),
]
VOTED = {"web": "web", "counter": "counter", "paper": "paper", "sheet": "paper"}
"""The channel of the roll, by what a process was told."""


@pytest.fixture(params=["declaree", "code"])
def residents(request):
    """Who votes, known by name and birth date, or by the code of a letter."""
    return people(MANY, [new_code() for _ in range(MANY)] if request.param == "code" else None)


@pytest.fixture
def settings(tmp_path, url, residents):
    codes = [one["code"] for one in residents if "code" in one]
    return prepared(tmp_path, url, "code" if codes else "declaree", codes, MANY)


def vote_for_each(number, settings, residents, ready, before=lambda: None):
    """One way of voting, used for each resident at the very moment when the others use theirs."""
    app, told = opened(settings), []
    for n, person in enumerate(residents):
        press = WAYS[number](app, person, n)
        ready.wait(timeout=30)
        before()
        # Nobody is always the first.
        time.sleep(secrets.randbelow(6) / 1000)
        told.append(press())
    return told


def test_of_five_votes_of_one_person_at_one_instant_exactly_one_stands(settings, residents):
    told = at_once(len(WAYS), vote_for_each, settings, residents, context.Barrier(len(WAYS)))
    app = opened(settings)
    stands = []
    for person, answers in zip(residents, zip(*told, strict=True), strict=True):
        [channel] = [VOTED[one] for one in answers if one in VOTED]
        assert Counter(answers)["voted"] == len(WAYS) - 1 and uses_of(app, person) == [channel]
        stands.append(channel)

    came = [one["channel"] for _, one in app.store.export(f"{receipts.PREFIX}/{CODE}/", receipts.TABLE)]
    assert Counter(came) == roll.totals(app.store, handling.right_of(page_of(app))) == Counter(stands)
    assert box.counts(app.store, CODE) == {"web": stands.count("web"), "paper": 0} and len(set(stands)) > 1
    typed = sum(sheets.counted(one)["accepted"] for one in sheets.every(app.store, CODE))
    assert typed == sum(one == "sheet" for answers in told for one in answers)
    if "code" in residents[0]:
        assert issuing.counts(app.store, CODE) == {"lettres": {"used": MANY}}


def lift_the_lock():
    """A lock that anybody gets, and time between looking and writing."""
    Lock.try_take = lambda self: True
    postgres_transaction.LOCK = postgres_transaction.LOCK.replace("FOR UPDATE", "")
    look = roll.check
    roll.check = lambda *given: (look(*given), time.sleep(0.5))[0]


@pytest.mark.parametrize("residents", ["declaree"], indirect=True)
def test_without_the_lock_a_person_would_vote_twice_or_run_into_the_index(settings, residents):
    told = at_once(len(WAYS), vote_for_each, settings, residents[:1], context.Barrier(len(WAYS)), lift_the_lock)
    stood = [one for answers in told if isinstance(answers, list) for one in answers if one in VOTED]
    assert len(stood) > 1 or [one for one in told if not isinstance(one, list)]
