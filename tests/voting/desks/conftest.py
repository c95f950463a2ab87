"""A town at the vote, on each store in turn."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from formservice import sealed
from formservice.clock import FrozenClock
from formservice.service import Service
from tests.builders import NOW
from tests.office.conftest import Desk
from tests.voting.desks.town import Town


@pytest.fixture
def make(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Town]:
    """A town whose edition is as one says, before its ceremony of opening."""
    clock = FrozenClock(NOW)
    monkeypatch.setattr(Service, "clock", clock)
    monkeypatch.setattr(sealed, "TOO_FAST", 0)

    def made(**edition: Any) -> Town:
        return Town(tmp_path, url, clock, **edition)

    return made


@pytest.fixture
def town(make: Callable[..., Town]) -> Town:
    """The third day of the vote, its box open."""
    found = make()
    found.open()
    return found


@pytest.fixture
def letters(make: Callable[..., Town]) -> Town:
    """The same, where one votes with the code of a letter."""
    found = make(identity="code")
    found.open()
    return found


@pytest.fixture
def desk(town: Town) -> Desk:
    """Lucie, of the vote, at work."""
    return town.sit("lucie")


@pytest.fixture
def karim(town: Town) -> Desk:
    """The second reader."""
    return town.sit("karim")


@pytest.fixture
def closed(town: Town) -> Town:
    """The vote is over, its box closed."""
    town.close()
    return town
