"""The start-up look at a whole store: sweep, carry out, verify, and say what an operator must mend."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from .errors import REPAIR, RESTORE, Corrupt, Missing, StoreError, with_advice
from .progress import Progress, silent
from .tinydb_files import AN_HOUR, disk, drop, sweep, write_temporary
from .tinydb_partition import Folder
from .tinydb_place import short_of_space
from .tinydb_records import TinyDBPart
from .tinydb_snapshot import sweep_links

if TYPE_CHECKING:
    from .tinydb import TinyDBStore


def check(store: "TinyDBStore", progress: Progress = silent) -> list[str]:
    """French sentences, one per trouble; empty when all is well. One damaged partition hides no other."""
    troubles = list(said(partial(probe, store)))
    # On a disk that refuses writes, locks would refuse too: reading still tells what is sound.
    if mending := not troubles:
        troubles += said(partial(sweep_shared, store))
        troubles += said(partial(replay_all, store))
    names = sorted(name for name, _ in store.folders())
    for name in progress("Partitions", names):
        troubles += looked_at(store, name, mending)
    for blob in progress("Fichiers joints", list(store.blobs())):
        troubles += said(partial(store.blob_unless_dropped, blob), RESTORE)
    troubles += said(store.settings.folder.load, RESTORE)
    troubles += copies(store.settings.folder, "reglages")
    if mending:
        store.outbox.keep(names)
        store.doubtful.keep(names)
    troubles += [*short_of_space(store.root), *(intent.trouble for intent in store.intents.damaged())]
    # A damaged intent troubles all that it stops, in the same words.
    return list(dict.fromkeys(troubles))


def said(action: Callable[[], object], advice: str = "") -> Iterator[str]:
    """The sentence of the error that this raises, if it does, and what to do."""
    try:
        action()
    except StoreError as error:
        yield with_advice(error, advice if isinstance(error, Corrupt | Missing) else "")


def looked_at(store: "TinyDBStore", name: str, mending: bool) -> Iterator[str]:
    """The troubles of one partition: its state, its journal, its former copies."""
    try:
        (mend if mending else verify)(store, name)
    except StoreError as error:
        yield with_advice(error, advice(store.folder(name)) if isinstance(error, Corrupt) else "")
    yield from copies(store.folder(name), name)


def advice(folder: Folder) -> str:
    """What to do about a damaged partition: its state may have a good copy, its journal has none."""
    with suppress(Corrupt):
        folder.load()
        return RESTORE
    return REPAIR.format(folder.name) if folder.newest_good() else RESTORE


def copies(folder: Folder, name: str) -> Iterator[str]:
    """The former states that are damaged: the present one does without, the next damage would not."""
    for path in folder.damaged_copies():
        yield with_advice(f"Attention : une copie ancienne est abîmée, {path}.", REPAIR.format(name))


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
        troubles += said(store.folder(name).load, REPAIR.format(name))
    return troubles
