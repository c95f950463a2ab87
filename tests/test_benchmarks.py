"""The benchmarks still run, small: what they measure is for who runs them alone; here, that they measure at all."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from benchmarks.postgres import postgres
from tests.built import ROOT


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that the user of the server reaches too."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def run(name: str, *arguments: object, **constants: int) -> subprocess.CompletedProcess[str]:
    """A benchmark as it is typed, with some of its numbers made small."""
    small = "".join(f"{name}.{one} = {value}; " for one, value in constants.items())
    code = f"from benchmarks import {name}; {small}{name}.main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize(
    ("name", "arguments", "constants", "told"),
    [
        ("store", [], {"SIZES": (80, 100, 200), "ROUNDS": 5}, ["ajout + fsync", "nous, PostgreSQL", "SQLite"]),
        ("load", ["--store", "postgres", "--rate", 3, "--seconds", 2], {}, ["6 acquittées, 6 gardées", "0 défaut(s)"]),
        ("consultation", [], {"ANSWERS": 100}, ["100 réponses", "Dernier dixième / premier"]),
        ("count", [], {"BALLOTS": 1000, "PEER": 400, "TIMES": 0}, ["equalshares/add1", "vérificateur de Pabulib"]),
    ],
)
def test_a_benchmark_runs_and_says_what_it_measured(name, arguments, constants, told):
    done = run(name, *arguments, **constants)
    assert done.returncode == 0, done.stderr
    assert [words for words in told if words not in done.stdout] == []


def test_the_search_is_measured_on_a_built_site_and_says_what_it_lacks_without(town_site, tmp_path):
    done = run("search", town_site.folder, PAGES=100)
    assert done.returncode == 0 and "100 pages indexed" in done.stdout, done.stderr

    done = run("search", tmp_path)
    assert done.returncode == 1 and done.stderr.endswith("Construisez d’abord le site : make site\n")


def test_the_server_of_a_benchmark_writes_to_the_disk_it_is_given(folder):
    with postgres(str(folder)) as url, psycopg.connect(url) as connection:
        assert [path.is_dir() for path in folder.iterdir()] == [True]
        for name in ("fsync", "synchronous_commit"):
            assert connection.execute(f"SHOW {name}").fetchone() == ("on",)
