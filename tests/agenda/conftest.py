"""A town for the tests of the agenda, on each store in turn."""

from pathlib import Path

import pytest

from formservice.clock import FrozenClock
from formservice.service import Service
from tests.agenda.town import Town
from tests.builders import NOW, a_session, an_activity


@pytest.fixture
def workshop():
    """A workshop of two seats on a Thursday, and six people who may wait."""
    return an_activity(capacity=2, waiting=6, theme="smartphone", sessions=(a_session("SM-1"),))


@pytest.fixture
def town(tmp_path: Path, url: str, monkeypatch, workshop) -> Town:
    """It is Tuesday, 10 o'clock; the workshop is on line."""
    monkeypatch.setattr(Service, "clock", clock := FrozenClock(NOW))
    made = Town(tmp_path, url, clock)
    made.publish(workshop)
    return made
