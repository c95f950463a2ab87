"""A town that consults its residents, on each store in turn."""

from pathlib import Path

import pytest

from formservice import sealed
from formservice.clock import FrozenClock
from formservice.service import Service
from tests.builders import NOW
from tests.consultations.town import Asked


@pytest.fixture
def asked(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The town on the day after the consultation opened; no one is too fast."""
    clock = FrozenClock(NOW)
    monkeypatch.setattr(Service, "clock", clock)
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    return Asked(tmp_path, url, clock)
