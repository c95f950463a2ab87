"""The start-up look at a whole store: sweep, carry out, verify, and say what an operator must mend."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from .errors import StoreError
from .tinydb_files import AN_HOUR, disk, drop, sweep, write_temporary
from .tinydb_place import short_of_space
from .tinydb_records import TinyDBPart
from .tinydb_snapshot import sweep_links

if TYPE_CHECKING:
    from .tinydb import TinyDBStore


def check(store: "TinyDBStore") -> list[str]:
    """French sentences, one per trouble; empty when all is well. One damaged partition hides no other."""
    troubles = list(said(partial(probe, store)))
    if troubles:
        # On a disk that refuses writes, locks would refuse too: reading still tells what is sound.
        look: Callable[[TinyDBStore, str], None] = verify
    else:
        troubles += said(partial(sweep_shared, store))
        troubles += said(partial(replay_all, store))
        look = mend
    for name in sorted(name for name, _ in store.folders()):
        troubles += said(partial(look, store, name))
    for digest in store.blobs():
        troubles += said(partial(store.get_blob, digest))
    troubles += said(store.settings.folder.load)
    troubles += [*short_of_space(store.root), *(intent.trouble for intent in store.intents.damaged())]
    # A damaged intent troubles all that it stops, in the same words.
    return list(dict.fromkeys(troubles))


def said(action: Callable[[], object]) -> Iterator[str]:
    """The sentence of the error that this raises, if it does."""
    try:
        action()
    except StoreError as error:
        yield str(error)


def probe(store: "TinyDBStore") -> None:
    """Write a small file and remove it: rights on paper do not tell of a full or failing disk."""
    with disk(store.root):
        drop(write_temporary(store.root, b"."))


def sweep_shared(store: "TinyDBStore") -> None:
    """Temporary files in folders that no one lock guards: only those too old to be under way."""
    for folder in (store.root, store.intents.folder, store.quarantined, *store.files.folder.glob("??")):
        sweep(folder, older_than=AN_HOUR)
    with store.gate.closed(time.monotonic() + store.transactions.lock_timeout):
        sweep_links(store.root / "snapshots")


def replay_all(store: "TinyDBStore") -> None:
    """Carry out all that dead writers had decided."""
    for intent in store.intents.found():
        if intent.whole:
            store.transactions.replay(intent)


def mend(store: "TinyDBStore", name: str) -> None:
    """Put one partition right, under its lock: stray files, the tail of its journal, its outbox mark."""
    with store.transactions.held([name]):
        folder = store.folder(name)
        sweep(folder.path)
        state = folder.load()
        folder.settle_journal(state)
        if TinyDBPart(state).has_waiting_mail():
            store.outbox.mark(name)
        store.doubtful.unmark(name)
    verify(store, name)


def verify(store: "TinyDBStore", name: str) -> None:
    """Read state and journal, without a lock. An older copy will not do."""
    store.folder(name).load()
    store.journal(name)


def alarms(store: "TinyDBStore") -> list[str]:
    """What runs in a lesser mode: partitions read from an older copy, writes that are stopped, a disk nearly full."""
    troubles = [*short_of_space(store.root), *(intent.trouble for intent in store.intents.damaged())]
    for name in store.doubtful.partitions():
        troubles += said(store.folder(name).load)
    return troubles
