"""Every backend goes through the same tests: a new one is a new parameter here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from formservice.storage import Store, open_store
from formservice.storage.postgres_schema import migrate
from tests.storage.postgres_server import Lent, Server, execute, own_schema

# Far quicker than making the tables again.
NAMES = ("partitions", "records", "claims", "journal", "blobs", "settings", "probe", "tallies", "words")
EMPTY = "; ".join(f"DELETE FROM {name}" for name in NAMES)


@pytest.fixture
def empty_url(server: Server | Lent) -> Iterator[str]:
    """The address of a schema without tables, for one test."""
    with own_schema(server.url) as url:
        yield url


@pytest.fixture
def own_url(empty_url: str) -> str:
    """The address of tables of its own, for a test that changes them."""
    migrate(empty_url)
    return empty_url


@pytest.fixture(scope="session")
def tables(server: Server | Lent) -> Iterator[str]:
    """The address of the tables that tests use in turn."""
    with own_schema(server.url) as url:
        migrate(url)
        yield url


@pytest.fixture
def postgres_url(tables: str) -> str:
    """The address of the tables of a store not yet opened."""
    execute(tables, EMPTY)
    return tables


@pytest.fixture(params=["tinydb", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store not yet made."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_url")
    return f"tinydb:{tmp_path / 'data'}"


@pytest.fixture
def store(store_url: str) -> Store:
    return open_store(store_url, lock_timeout=5.0)


@pytest.fixture
def other_url(store_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store of the other kind, not yet made."""
    kept_in_files = store_url.startswith("tinydb:")
    return str(request.getfixturevalue("postgres_url")) if kept_in_files else f"tinydb:{tmp_path / 'other'}"


@pytest.fixture
def other(other_url: str) -> Store:
    return open_store(other_url)


@pytest.fixture
def plain(tmp_path: Path) -> Store:
    """A store on plain files, for what only files can suffer. Its locks are waited for briefly."""
    return open_store(f"tinydb:{tmp_path / 'data'}", lock_timeout=0.2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where `plain` keeps the partition session/SM-12."""
    return tmp_path / "data/partitions/session/SM-12"
