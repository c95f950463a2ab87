"""The start-up look at a whole store: sweep, carry out, verify, and say what an operator must mend."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from .errors import StoreError
from .tinydb_files import disk, drop, sweep, write_temporary
from .tinydb_records import Part

if TYPE_CHECKING:
    from .tinydb import TinyDBStore

AN_HOUR = 3600.0


def check(store: "TinyDBStore") -> list[str]:
    """French sentences, one per trouble; empty when all is well. One damaged partition hides no other."""
    troubles = list(said(partial(probe, store)))
    if troubles:
        # On a disk that refuses writes, locks would refuse too: reading still tells what is sound.
        look: Callable[[TinyDBStore, str], None] = verify
    else:
        sweep_shared(store)
        troubles += said(partial(replay_all, store))
        look = mend
    for name in sorted(name for name, _ in store.folders()):
        troubles += said(partial(look, store, name))
    for digest in store.blobs.all():
        troubles += said(partial(store.blobs.get, digest))
    troubles += said(store.settings.folder.load)
    # An intent that cannot be read troubles every partition, in the same words.
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
    for folder in (store.root, store.intents.folder, store.quarantined, *store.blobs.folder.glob("??")):
        sweep(folder, older_than=AN_HOUR)


def replay_all(store: "TinyDBStore") -> None:
    """Carry out all that dead writers had decided."""
    for intent in store.intents.all():
        store.transactions.replay(intent)


def mend(store: "TinyDBStore", name: str) -> None:
    """Put one partition right, under its lock: stray files, the tail of its journal, its outbox mark."""
    with store.transactions.held([name]):
        folder = store.folder(name)
        sweep(folder.path)
        state = folder.load()
        folder.settle_journal(state)
        if Part(state).has_waiting_mail():
            store.outbox.mark(name)
    verify(store, name)


def verify(store: "TinyDBStore", name: str) -> None:
    """Read state and journal, without a lock."""
    store.journal(name)
