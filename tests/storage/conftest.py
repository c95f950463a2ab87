"""Every backend goes through the same tests: a new one is a new parameter here."""

from pathlib import Path

import pytest

from formservice.storage import Store, open_store


@pytest.fixture(params=["tinydb"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store not yet made."""
    return {"tinydb": f"tinydb:{tmp_path / 'data'}"}[request.param]


@pytest.fixture
def store(store_url: str) -> Store:
    return open_store(store_url, lock_timeout=5.0)


@pytest.fixture
def plain(tmp_path: Path) -> Store:
    """A store on plain files, for what only files can suffer. Its locks are waited for briefly."""
    return open_store(f"tinydb:{tmp_path / 'data'}", lock_timeout=0.2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where `plain` keeps the partition session/SM-12."""
    return tmp_path / "data/partitions/session/SM-12"
