"""A town with a resource centre, on each store in turn."""

from pathlib import Path

import pytest

from formservice.clock import FrozenClock
from formservice.service import Service
from tests.builders import NOW
from tests.resources.town import Centre


@pytest.fixture
def centre(tmp_path: Path, url: str, monkeypatch) -> Centre:
    """It is Tuesday 1 December 2026, 10 o'clock; the house opens from Wednesday to Saturday."""
    monkeypatch.setattr(Service, "clock", clock := FrozenClock(NOW))
    made = Centre(tmp_path, url, clock)
    made.publish()
    return made
