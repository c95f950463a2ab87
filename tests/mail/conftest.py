"""What the tests of mail may ask for: a service on each store, with a clock that stands still."""

from collections.abc import Callable
from pathlib import Path

import pytest

from formservice import create_app
from formservice.clock import FrozenClock
from formservice.mail.compose import Frame
from formservice.service import Service
from tests.builders import NOW, a_release
from tests.mail.letters import BASE, CATALOGUE, a_frame
from tests.storage.conftest import postgres_url, store_url, tables

__all__ = ["postgres_url", "store_url", "tables"]


@pytest.fixture(scope="session")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Frame:
    """What letters are drawn with."""
    return a_frame(tmp_path_factory.mktemp("release"))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """The town's clock; set `at` to move it."""
    frozen = FrozenClock(NOW)
    monkeypatch.setattr(Service, "clock", frozen)
    return frozen


@pytest.fixture
def on(tmp_path: Path, clock: FrozenClock) -> Callable[..., Service]:
    """Make a service on a store; its letters go to `mail`."""
    release = a_release(tmp_path / "release", CATALOGUE)

    def make(store: str = f"tinydb:{tmp_path / 'data'}", mail: str = f"file:{tmp_path / 'mail'}", **more) -> Service:
        given = {"SECRET_KEY": "a secret for the tests only", "BASE_URL": BASE, "VAR": str(tmp_path / "var")}
        return create_app(RELEASE=str(release), STORE=store, MAIL=mail, **(given | more))

    return make


@pytest.fixture
def plain(on: Callable[..., Service]) -> Service:
    """A service on plain files, whose letters are files."""
    return on()
