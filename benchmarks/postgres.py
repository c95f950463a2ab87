"""A PostgreSQL that really writes to the disk: the server of the tests, on a disk that is not in memory."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from formservice.storage.postgres_schema import migrate
from tests.storage import postgres_server


@contextmanager
def postgres(folder: str | None = None) -> Iterator[str]:
    """The address of empty tables, on the disk of `folder`.

    `fsync` and `synchronous_commit` are on, as a town would run it.
    """
    server = postgres_server.start_server(folder or tempfile.gettempdir())
    try:
        with postgres_server.own_schema(server.url) as url:
            migrate(url)
            yield url
    finally:
        server.remove()
