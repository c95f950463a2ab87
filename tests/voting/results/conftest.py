"""A town whose vote is counted, on each store, or on plain files for what asks nothing of a store."""

import pytest

from formservice import sealed
from formservice.clock import FrozenClock
from formservice.service import Service
from tests.voting.town import OPENS, Polls


@pytest.fixture
def polls_on_files(tmp_path, monkeypatch):
    """The town on plain files."""
    clock = FrozenClock(OPENS)
    monkeypatch.setattr(Service, "clock", clock)
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    return Polls(tmp_path, f"tinydb:{tmp_path / 'data'}", clock)
