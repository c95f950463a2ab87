"""On which store a rehearsal runs: in the suite, one of the two for each, by the seed; on both under `make bench`."""

import os

import pytest

KINDS = ("tinydb", "postgres")
ALL = ("season", "ideas", "asking", "votes", "demand")


def on_a_store(rehearsal: str) -> pytest.MarkDecorator:
    """The mark that gives a rehearsal its store: of two that follow, one has the files and one PostgreSQL."""
    turn = ALL.index(rehearsal) + int(os.environ["COMMUNE_SEED"])
    chosen = KINDS if os.environ.get("REHEARSAL_STORES") == "both" else (KINDS[turn % 2],)
    return pytest.mark.parametrize("url", chosen, indirect=True)
