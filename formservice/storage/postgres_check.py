"""The start-up look at a whole database: the server's promises, every seal, every chain."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from .errors import RESTORE, Corrupt, StoreError, with_advice
from .progress import Progress, silent

if TYPE_CHECKING:
    from .postgres import PostgresStore
    from .postgres_snapshot import PostgresSnapshot

PROMISES = ("fsync", "full_page_writes", "synchronous_commit")
PROBE = "INSERT INTO probe VALUES (true, now()) ON CONFLICT (one) DO UPDATE SET at = now()"
STRAY = """SELECT DISTINCT partition FROM
    (SELECT partition FROM records UNION SELECT partition FROM claims UNION SELECT partition FROM journal) AS named
    WHERE NOT EXISTS (SELECT FROM partitions WHERE name = partition AND revision > 0) ORDER BY partition"""


def said(action: Callable[[], object]) -> Iterator[str]:
    """The sentence of the error that this raises, if it does."""
    try:
        action()
    except StoreError as error:
        yield with_advice(error, RESTORE if isinstance(error, Corrupt) else "")


def alarms(store: "PostgresStore") -> list[str]:
    """A sentence for each promise that the server was told not to keep."""
    names = ", ".join(f"current_setting('{name}')" for name in PROMISES)
    [values] = store.connections.rows(f"SELECT {names}")
    return [
        f"PostgreSQL est réglé avec « {name} = off » : une coupure de courant perdrait des réponses. "
        f"À faire : « {name} = on » dans postgresql.conf, puis le relancer."
        for name, value in zip(PROMISES, values, strict=True)
        if value == "off"
    ]


def check(store: "PostgresStore", progress: Progress = silent) -> list[str]:
    """French sentences, one per trouble; empty when all is well. One damaged partition hides no other."""
    troubles = [*said(store.probe)]
    try:
        troubles += alarms(store)
        with store.snapshot() as view:
            for name in progress("Partitions", list(view.partitions())):
                troubles += said(partial(verify, view, name))
            troubles += said(view.settings)
        troubles += strays(store)
        troubles += [f"Le fichier joint {digest} est abîmé. {RESTORE}" for digest in damaged_blobs(store)]
    except StoreError as error:
        troubles.append(str(error))
    return list(dict.fromkeys(troubles))


def verify(view: "PostgresSnapshot", name: str) -> None:
    """Read records and journal."""
    view.part(name)
    view.journal(name)


def strays(store: "PostgresStore") -> list[str]:
    """Rows of partitions that are not there: their own row was taken away."""
    return [f"« {name} » est abîmé : sa ligne a disparu. {RESTORE}" for (name,) in store.connections.rows(STRAY)]


def damaged_blobs(store: "PostgresStore") -> list[str]:
    """The digests of blobs that are not the bytes sent; the server computes them where they are."""
    query = "SELECT digest FROM blobs WHERE encode(sha256(content), 'hex') <> digest ORDER BY digest"
    return [digest for (digest,) in store.connections.rows(query)]
