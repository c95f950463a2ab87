"""A town that votes, on each store in turn."""

from pathlib import Path

import pytest

from formservice import sealed
from formservice.clock import FrozenClock
from formservice.service import Service
from tests.voting.town import OPENS, Polls
from tests.voting.voter import Voter


@pytest.fixture
def polls(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Polls:
    """The town on the day after the vote opened, before its ceremony; no one is too fast."""
    clock = FrozenClock(OPENS)
    monkeypatch.setattr(Service, "clock", clock)
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    return Polls(tmp_path, url, clock)


@pytest.fixture
def voter(polls: Polls) -> Voter:
    """Somebody who comes to vote."""
    return Voter(polls.app)
