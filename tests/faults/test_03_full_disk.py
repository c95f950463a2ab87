"""A disk that is really full: what was stored stays, what is refused is given back, and it goes on by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from formservice.agenda import signups
from formservice.storage import Unwritable
from tests.small_disk import Limit, Tmpfs, small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Tmpfs | Limit]:
    """A disk small enough to be filled."""
    with small_disk(tmp_path / "disk") as room:
        yield room


def stored(client) -> list[str]:
    found = signups.signups_of(client.app.store.read("session/SM-1"), "SM-1")
    return [one["answers"]["name"] for one in found]


def test_a_full_disk_gives_the_answers_back_and_is_left_without_a_restart(disk, make_client, activity):
    client = make_client(f"tinydb:{disk.folder / 'data'}")
    client.register(activity, name="Anna Exemple")
    check = client.fill_in(activity, 200, name="Badr Exemple")

    disk.leave(0)
    if isinstance(disk, Tmpfs):
        client.get("/healthz", 503)
        page = client.press(check, "confirm", 503)
        assert page.says("Badr Exemple") and "tel:" in page.html and page.headers["Retry-After"]
        assert stored(client) == ["Anna Exemple"]

    disk.empty()
    assert client.press(check, "confirm").says("place est gardée")
    assert stored(client) == ["Anna Exemple", "Badr Exemple"]
    client.get("/healthz", 200)


def test_wherever_the_room_ends_the_old_or_the_new_state_is_kept(disk, make_client):
    store = make_client(f"tinydb:{disk.folder / 'data'}").app.store
    partitions = ("session/SM-1", "person/3f")

    def add() -> None:
        with store.transaction(*partitions) as records:
            for partition in partitions:
                records.add(partition, "signups", text="x" * 200)
                records.note(partition, "registered")

    add()
    kept, refused = 1, 0
    for pages in range(16):
        disk.leave(pages)
        try:
            add()
            told = True
        except Unwritable:
            told, refused = False, refused + 1
        disk.empty()
        counts = {len(store.read(one).find(one, "signups")) for one in partitions}
        assert len(counts) == 1 and counts <= ({kept + 1} if told else {kept, kept + 1}), f"{pages} pages left"
        [kept] = counts
        assert store.check() == []
    assert refused


def test_a_disk_nearly_full_is_told_before_anybody_is_refused(disk, make_client, activity):
    if isinstance(disk, Limit):
        pytest.skip("a disk of its own needs the right to mount; tests/storage/test_place.py feigns one")
    client = make_client(f"tinydb:{disk.folder / 'data'}")
    client.register(activity)
    assert client.app.store.alarms() == []

    with client.app.store.transaction("session/SM-2") as records:
        records.add("session/SM-2", "signups", text="x" * 40_000)
    disk.leave(12)
    assert client.app.store.alarms()
    assert client.get("/healthz", 503).body
    client.register(activity, name="Badr Exemple")
