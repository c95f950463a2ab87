"""A worker that starts without its PostgreSQL: its pages are there, and what is sent is kept."""

import time

import pytest

from formservice import create_app, sealed
from formservice.clock import FrozenClock
from formservice.service import Service
from formservice.storage import StoreError, open_store
from tests.builders import NOW, a_catalogue, a_release, a_session, an_activity
from tests.pages import Client, form_of
from tests.storage.postgres_server import execute
from tests.storage.test_postgres_outage import eventually, stopped

ACTIVITY = an_activity(sessions=(a_session(),))


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Start a worker on the store at an address."""
    monkeypatch.setattr(Service, "clock", FrozenClock(NOW))
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    release = a_release(tmp_path / "release", a_catalogue(ACTIVITY))

    def start(url: str) -> Client:
        return Client(create_app(RELEASE=str(release), SECRET_KEY="k" * 32, STORE=url, BASE_URL="http://localhost"))

    return start


@pytest.mark.parametrize("trouble", ["stopped", "frozen"])
def test_a_worker_starts_without_its_server_and_keeps_the_answers(server, postgres_url, start, trouble):
    open_store(postgres_url)
    with stopped(server) if trouble == "stopped" else server.frozen():
        client = start(postgres_url)
        assert client.get("/recherche/", 200).h1 == "Rechercher"
        began = time.monotonic()
        page = client.fill_in(ACTIVITY, 503, name="Anna Exemple")
        # Five seconds are its own; a busy machine adds some.
        assert page.says("Anna Exemple") and time.monotonic() - began < 8
    eventually(client.app.store.probe)
    again = client.post(ACTIVITY.url, form_of(client.press(page, "modify")), 200)
    assert client.press(again, "confirm").says("place est gardée")


def test_a_rehearsal_is_known_for_one_when_its_server_is_there_at_last(server, postgres_url, start):
    open_store(postgres_url, rehearsal=True)
    with stopped(server):
        client = start(postgres_url)
        assert not client.app.rehearsal
    eventually(client.app.store.probe)
    assert client.app.rehearsal


def test_tables_of_another_version_are_refused_when_the_server_is_there_at_last(server, own_url, start):
    with stopped(server):
        store = start(own_url).app.store
    execute(own_url, "INSERT INTO migrations VALUES (99999)")
    for use in (store.probe, lambda: store.tally("0" * 64, 1)):
        with pytest.raises(StoreError, match="plus récente"):
            eventually(use)


def test_tables_of_another_version_stop_a_worker_that_sees_them(own_url, start):
    execute(own_url, "DELETE FROM migrations")
    with pytest.raises(StoreError, match="formservice migrate"):
        start(own_url)
