"""What was kept long enough is erased, as the privacy page promises; the counts stay."""

from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from formservice.agenda import signups
from formservice.identity import HOLDS
from formservice.purge import carry_out, due, purge


@pytest.fixture
def signup(client, commune):
    activity = client.app.releases.current().catalogue.activity(commune.roles["many"])
    client.register(activity, name="Anna Exemple")
    (partition,) = client.app.store.partitions("session/")

    def read():
        return client.app.store.read(partition).find(partition, signups.TABLE)[0]

    return read


@pytest.fixture
def after(client, signup):
    def after(**time):
        client.app.clock.at = datetime.fromisoformat(signup()["told"]["end"]) + timedelta(**time)
        return list(due(client.app))

    return after


def test_nothing_is_erased_before_its_time(after):
    assert after(days=92) == []


def test_the_answers_go_and_the_count_stays(client, signup, after):
    assert carry_out(client.app, after(days=92, minutes=1)) == 0
    assert not any(signup()["answers"].values()) and signup()["state"] == "confirmed"
    assert (signup()["person"], signup()["key"]) == ("", "")
    assert client.app.store.journal(f"session/{signup()['told']['unit']}")[-1]["verb"] == "purge"
    assert list(due(client.app)) == []
    assert not any(client.app.store.read(name).find(name, HOLDS) for name in client.app.store.partitions("person/"))


def test_no_former_copy_keeps_what_was_erased(client, signup, after, tmp_path):
    carry_out(client.app, after(days=100))
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"Anna" in path.read_bytes()]
    assert client.app.store.check() == []


def test_a_dry_run_says_what_would_go_and_erases_nothing(client, signup, after):
    after(days=100)
    with client.app.app_context():
        said = CliRunner().invoke(purge, ["--dry-run"])
    assert said.exit_code == 0 and "de 1\u00a0inscription à effacer" in said.output
    assert "Anna" in str(signup())
