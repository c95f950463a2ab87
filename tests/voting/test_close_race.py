"""Votes and marks that are sent while the ceremony closes the box: each that was acknowledged is in its totals."""

import time
from collections import Counter
from functools import partial

import pytest

from formservice.office.agents import Agent
from formservice.voting import box, closing, elections, handling
from tests.storage.processes import at_once, context
from tests.voting.processes import by_an_agent, on_the_web, opened, people, prepared, uses_of
from tests.voting.site import CODE

EACH = 8
BY_SHEET = partial(by_an_agent, channel="paper", sheet=True)
WAYS = [on_the_web, partial(by_an_agent, channel="counter"), BY_SHEET]


@pytest.fixture
def settings(tmp_path, url):
    return prepared(tmp_path, url, "declaree", [], EACH)


def vote_or_close(number, settings, ready):
    """One closes the box in the middle; the others vote, each in their way, for one resident after another."""
    app, told = opened(settings), []
    if number == len(WAYS):
        ready.wait(timeout=30)
        while box.counts(app.store, CODE)["web"] < 1:
            time.sleep(0.01)
        closing.close(app, CODE, tuple(Agent(login, "", ("vote",), False, 1) for login in ("anne", "badr")))
        return told
    mine = list(enumerate(people(len(WAYS) * EACH)))[number :: len(WAYS)]
    waiting = [(n, WAYS[number](app, person, n // len(WAYS))) for n, person in mine]
    if WAYS[number] is not BY_SHEET:
        # A sheet holds the election; the others only look at it, and are on their way for long when it closes.
        look = handling.check_ready
        handling.check_ready = lambda *given: (look(*given), time.sleep(1.5))[0]
    ready.wait(timeout=60)
    for n, press in waiting:
        told.append((n, press()))
        # All are still at work when the box closes.
        time.sleep(0.1)
    return told


def test_what_was_acknowledged_while_the_box_was_closing_is_in_its_totals(settings):
    told = at_once(len(WAYS) + 1, vote_or_close, settings, context.Barrier(len(WAYS) + 1))
    app, everybody = opened(settings), people(len(WAYS) * EACH)
    said = dict(one for answers in told for one in answers)
    stood = {n: one.replace("sheet", "paper") for n, one in said.items() if one in ("web", "counter", "sheet")}
    closed = {"shut", "On ne vote plus"}
    assert 0 < len(stood) < len(said) and set(said.values()) - {"web", "counter", "sheet"} <= closed, Counter(
        said.values()
    )

    totals = elections.read(app.store, CODE).story["totals"]
    assert totals["roll"] == Counter(stood.values()) and totals["box"].get("web", 0) == totals["roll"].get("web", 0)
    assert box.counts(app.store, CODE)["web"] == totals["box"].get("web", 0)
    assert {n for n, person in enumerate(everybody) if uses_of(app, person)} == set(stood)
