"""A town with a participatory budget, on each store in turn."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from formservice import sealed
from formservice.clock import FrozenClock
from formservice.office import agents
from formservice.service import Service
from tests.builders import NOW
from tests.office.conftest import PASSWORD, Desk
from tests.pages import Client
from tests.participation.town import STUDY, Budget


@pytest.fixture
def budget(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Budget:
    """The town on the day after the filing opened."""
    clock = FrozenClock(NOW)
    monkeypatch.setattr(Service, "clock", clock)
    return Budget(tmp_path, url, clock)


@pytest.fixture
def visitor(budget: Budget, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody before the filing form, whom nobody finds too fast."""
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    return Client(budget.app)


@pytest.fixture
def office(budget: Budget) -> Budget:
    """The town in its study: six ideas in two quartiers, two agents who know their password."""
    for login in ("lucie", "karim"):
        agents.add(budget.app.store, login, PASSWORD, ["participation"], f"{login.capitalize()} Exemple")
    for n, title in enumerate(("Un banc", "Des bancs", "Un jeu", "Un arbre", "Un quai", "Un four")):
        budget.file(f"Personne {'ABCDEF'[n]}", title=title, area="sud" if n > 3 else "nord", what=f"Idée {n}.")
    budget.at(STUDY + timedelta(days=9, hours=14))
    return budget


@pytest.fixture
def sit(office: Budget) -> Callable[[str], Desk]:
    """An agent sits down at a browser."""

    def down(login: str) -> Desk:
        desk = Desk(office.app)
        desk.log_in(login)
        return desk

    return down


@pytest.fixture
def desk(sit) -> Desk:
    """Lucie at work."""
    return sit("lucie")
