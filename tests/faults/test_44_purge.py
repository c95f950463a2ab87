"""What is erased at the end of its time: again, killed half-way, or on a day that is not the day."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from formservice.agenda import signups
from formservice.purge import LAST, due, purge
from tests.storage.faults import killed_at

# The child of a fork only touches the disk and ends: threads of the test run do not matter to it.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


@pytest.fixture
def town(make_client, activity):
    """A visitor of a town whose workshop, of three people, is long over. The purge ran yesterday."""
    client = make_client()
    for name in ("Anna", "Badr", "Chloé"):
        client.register(activity, name=name)
    client.app.clock.at += timedelta(days=120)
    client.app.store.set_setting(LAST, (client.app.clock.utc() - timedelta(days=1)).isoformat())
    return client


def run(client, *options):
    with client.app.app_context():
        return CliRunner().invoke(purge, options)


def listed(client) -> int:
    return len(list(client.app.store.search("erasures/", "erased")))


def test_a_second_run_erases_nothing(town):
    assert "3\u00a0inscriptions effacées" in run(town).output
    assert "0\u00a0inscription effacée" in run(town).output
    assert listed(town) == 3


@pytest.mark.parametrize("step", [1, 10, 25, 40, 70, 110, 150, 200])
def test_killed_half_way_it_goes_on_where_it_stopped(town, tmp_path, step):
    """Wherever it is killed, the next run leaves nothing in any file, and lists each person once."""
    killed_at(step, lambda: run(town))
    assert run(town).exit_code == 0
    found = signups.signups_of(town.app.store.read("session/SM-1"), "SM-1")
    assert [(one["answers"], one["person"]) for one in found] == [({}, "")] * 3 or not list(due(town.app))
    assert listed(town) == 3
    # A file that nobody finished goes within the hour.
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".tmp"]
    kept = [path for path in files if b"Badr" in path.read_bytes()]
    assert kept == [] and town.app.store.check() == []


@pytest.mark.parametrize("days", [-3, 3, 4000])
def test_a_clock_that_moved_by_more_than_a_day_erases_nothing(town, days):
    town.app.clock.at += timedelta(days=days)
    said = run(town)
    assert "Vérifiez la date de la machine" in str(said.exception) and listed(town) == 0
    assert "3\u00a0inscriptions à effacer" in run(town, "--dry-run").output
    assert "3\u00a0inscriptions effacées" in run(town, "--clock-is-right").output


def test_a_damaged_session_keeps_no_other_from_its_due(town, tmp_path):
    with town.app.store.transaction("session/AA-1") as records:
        [old] = town.app.store.read("session/SM-1").find("session/SM-1", "signups", seq=1)
        fields = {name: value for name, value in old.items() if name not in ("id", "seq", "version")}
        records.add("session/AA-1", "signups", **fields)
    file = tmp_path / "data/partitions/session/AA-1/records.json"
    file.write_bytes(file.read_bytes()[:-1])

    said = run(town)
    assert said.exit_code == 1 and "session/AA-1" in said.output
    assert listed(town) == 3
