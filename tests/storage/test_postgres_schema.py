"""Tables that are made by a command, and a service that refuses to start on any others."""

import psycopg
import pytest
from click.testing import CliRunner

from formservice.storage import StoreError, open_store
from formservice.storage.commands import migrate as migrate_command
from formservice.storage.postgres_schema import LATEST, STEPS, migrate
from tests.storage.postgres_server import execute
from tests.storage.processes import at_once, steps_taken


def test_the_steps_are_numbered_from_one_without_a_gap():
    assert list(STEPS) == list(range(1, LATEST + 1))


def test_a_base_without_tables_is_refused_with_the_command_to_type(empty_url):
    with pytest.raises(StoreError, match="formservice migrate"):
        open_store(empty_url)


def test_the_command_makes_the_tables_once(empty_url):
    first, second = (CliRunner().invoke(migrate_command, ["--store", empty_url]) for _ in range(2))

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == f"Étapes faites\u00a0: {', '.join(map(str, STEPS))}.\n"
    assert second.output == "Les tables sont à jour.\n"
    assert open_store(empty_url).check() == []


def test_files_need_no_tables(tmp_path):
    done = CliRunner().invoke(migrate_command, ["--store", f"tinydb:{tmp_path}"])
    assert (done.exit_code, done.output) == (0, "Le stockage est dans des fichiers\u00a0: rien à faire.\n")


def test_two_operators_at_once_make_them_once(empty_url):
    assert sorted(at_once(2, steps_taken, empty_url)) == [0, LATEST]


@pytest.mark.parametrize(
    ("change", "words"),
    [("DELETE FROM migrations", "formservice migrate"), ("INSERT INTO migrations VALUES (99999)", "plus récente")],
    ids=["older", "newer"],
)
def test_tables_of_another_version_are_refused(own_url, change, words):
    execute(own_url, change)
    with pytest.raises(StoreError, match=words):
        open_store(own_url)


def test_newer_tables_are_not_touched_by_the_command(own_url):
    execute(own_url, "INSERT INTO migrations VALUES (99999)")
    with pytest.raises(StoreError, match="plus récente"):
        migrate(own_url)


def test_a_step_that_fails_leaves_nothing(empty_url):
    execute(empty_url, "CREATE TABLE journal (n integer)")
    with pytest.raises(StoreError):
        migrate(empty_url)
    with psycopg.connect(empty_url) as connection:
        assert connection.execute("SELECT to_regclass('partitions'), to_regclass('migrations')").fetchone() == (
            None,
            None,
        )
