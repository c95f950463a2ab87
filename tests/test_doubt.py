"""Sends are counted by household and by quarter of an hour; the town's own computers are not."""

from types import SimpleNamespace

import pytest

from formservice import create_app, doubt
from formservice.config import BadSetting
from formservice.network import household, networks
from tests.builders import a_release


@pytest.fixture
def app(tmp_path):
    release = a_release(tmp_path / "release")
    settings = {"SECRET_KEY": "k" * 32, "STORE": f"tinydb:{tmp_path / 'data'}", "TOWN_NETWORKS": "192.0.2.0/28"}
    return create_app(RELEASE=str(release), **settings)


def send(app, address, times=1):
    return [doubt.count(app, SimpleNamespace(remote_addr=address)) for _ in range(times)][-1]


def test_each_household_has_its_own_count(app):
    assert send(app, "198.51.100.7", 3) == 3
    assert send(app, "198.51.100.8") == 1
    assert send(app, "2001:db8::1", 2) == 2
    assert send(app, "2001:db8::ffff") == 3


def test_the_computers_of_the_town_are_never_counted(app):
    assert send(app, "192.0.2.3", 50) == 0
    assert send(app, None) == 0


def test_a_quarter_of_an_hour_later_the_count_starts_again(app, tmp_path, monkeypatch):
    monkeypatch.setattr(doubt.time, "time", lambda: 10_000 * doubt.WINDOW)
    send(app, "198.51.100.7", 5)
    monkeypatch.setattr(doubt.time, "time", lambda: 10_001 * doubt.WINDOW)
    assert send(app, "198.51.100.7") == 1
    assert [len(list(window.iterdir())) for window in (tmp_path / "data/tallies").iterdir()] == [1]


def test_no_address_is_kept(app, tmp_path):
    send(app, "198.51.100.7")
    assert not any(b"198.51.100" in path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())


def test_a_mapped_address_is_the_same_household():
    assert household("::ffff:198.51.100.7") == household("198.51.100.7")
    assert household("nonsense") == ""


def test_a_network_written_wrong_stops_the_service(app):
    with pytest.raises(BadSetting, match="10.0.0.0/8"):
        networks(SimpleNamespace(TOWN_NETWORKS="la mairie"))
