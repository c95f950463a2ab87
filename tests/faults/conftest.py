"""What the tests of faults may ask for: a town really served, on files and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from formservice import create_app, sealed
from formservice.clock import FrozenClock
from formservice.service import Service
from formservice.storage import Store, open_store
from formservice.storage.postgres_schema import migrate
from tests.builders import NOW, a_catalogue, a_release, a_session, an_activity
from tests.faults.town import SECRET, Place, Town
from tests.pages import Client
from tests.storage.postgres_server import own_schema


@pytest.fixture
def place(tmp_path: Path, url: str) -> Place:
    """Where a town can be served, on that store."""
    return Place(tmp_path, url).publish()


@pytest.fixture
def town(place: Place) -> Iterator[Town]:
    """A town that is served."""
    with place.serving() as (town, _):
        yield town


@pytest.fixture
def activity():
    """A workshop of two seats, and two people who may wait."""
    return an_activity(capacity=2, waiting=2, sessions=(a_session("SM-1"),))


@pytest.fixture
def make_client(tmp_path: Path, monkeypatch, activity) -> Callable[..., Client]:
    """Make a visitor of a service inside this process, whose clock is stopped and where no one is too fast."""
    monkeypatch.setattr(Service, "clock", FrozenClock(NOW))
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    release = a_release(tmp_path / "release", a_catalogue(activity))

    def make(store: str = f"tinydb:{tmp_path / 'data'}", **settings: str) -> Client:
        known = {"SECRET_KEY": SECRET, "BASE_URL": "http://localhost", "STORE": store, "RELEASE": str(release)}
        return Client(create_app(**(known | settings)))

    return make


@pytest.fixture
def postgres_store(server) -> Iterator[Store]:
    """An empty store in PostgreSQL."""
    with own_schema(server.url) as address:
        migrate(address)
        store = open_store(address)
        yield store
        store.close()
