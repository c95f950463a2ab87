"""What is done about a damaged partition: read its newest good copy, and put that back when asked to."""

import logging
import os
import shutil
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from .chain import genesis, one_verified
from .contract import MOST_RECORDS
from .errors import Corrupt, Unwritable
from .tinydb_files import AN_HOUR, disk, make_folder, read_regular, sweep, write_file
from .tinydb_intents import Intent, Intents
from .tinydb_journal import Mark
from .tinydb_marks import Marks
from .tinydb_partition import Folder
from .tinydb_state import State, is_sealed
from .values import new_id

if TYPE_CHECKING:
    from .tinydb import TinyDBStore

SETTINGS = "reglages"
"""What the operator calls the settings, which have copies too."""
log = logging.getLogger(__name__)


def newest(folder: Folder, intents: Intents, doubtful: Marks) -> State:
    """The state without a lock. Intents first: one that is gone when the file is read is in the file.

    Of a damaged partition, the newest good copy; its writes stay refused. Corrupt when there is none.
    """
    intended = [intent.state(folder.name) for intent in intents.naming([folder.name])]
    decided = [state for state in intended if state]
    if len(decided) < len(intended):
        log.warning("Une intention d'écriture abîmée concerne « %s ». Lecture de l'état d'avant.", folder.name)
    try:
        states = [folder.load(), *decided]
    except Corrupt as damage:
        kept = folder.newest_good()
        states = [kept, *decided] if kept else decided
        if not states:
            raise
        log.warning("%s Lecture d'une copie plus ancienne.", damage)
        with suppress(Unwritable):
            doubtful.mark(folder.name)
    return max(states, key=lambda state: state.revision)


def restore(store: "TinyDBStore", name: str | None, agent: str) -> bool:
    """Settle the damaged intents, then put the newest good copy in the place of a damaged file. False when all is
    sound. Corrupt, Unwritable."""
    damaged = store.intents.damaged()
    for intent in damaged:
        settle_intent(store, intent, agent)
    return (name is not None and restore_partition(store, name, agent)) or bool(damaged)


def settle_intent(store: "TinyDBStore", intent: Intent, agent: str) -> None:
    """Carry out what can be read of a damaged intent, and set it aside. The rest of its transaction is lost."""
    with ExitStack() as stack:
        deadline = time.monotonic() + store.transactions.lock_timeout
        for name in sorted(intent.sealed):
            stack.enter_context(store.folder(name).lock(deadline))
        for name, (revision, data) in intent.sealed.items():
            # A damaged file waits for its own repair.
            with suppress(Corrupt):
                state = (folder := store.folder(name)).load()
                if is_sealed(data) and state.revision >= revision - 1:
                    store.transactions.catch_up(name, revision, data)
                elif state.revision < revision:
                    promote(folder, state, {"verb": "restore", "agent": agent}, store.transactions.stamp())
        with disk(intent.path):
            make_folder(store.quarantined)
            if intent.stands():
                intent.path.rename(store.quarantined / f"{intent.path.name}~{new_id()}")


def restore_partition(store: "TinyDBStore", name: str, agent: str) -> bool:
    """Put the newest good copy in the place of a damaged file, drop those that are damaged. False when all is sound.
    Corrupt, Unwritable."""
    folder = store.settings.folder if name == SETTINGS else store.folder(name)
    with folder.lock(time.monotonic() + store.transactions.lock_timeout):
        try:
            return drop_damaged(folder, folder.load())
        except Corrupt:
            state = newest(folder, store.intents, store.doubtful)
        note = {"verb": "restore", "agent": agent, "revision": state.revision}
        promote(folder, state, note, store.transactions.stamp())
        drop_damaged(folder, state)
    store.doubtful.unmark(name)
    return True


def drop_damaged(folder: Folder, state: State) -> bool:
    """Drop the damaged copies of a sound partition; whether there were."""
    damaged = folder.damaged_copies()
    with disk(folder.path):
        for path in damaged:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if damaged and not folder.generations():
        folder.forget(state)
    return bool(damaged)


def promote(folder: Folder, state: State, note: dict[str, object], at: str) -> None:
    """Make an older state the current one, as a new revision."""
    state.journal = whole_journal(folder, state.journal).extended([note], at)
    # The lost transaction may have given numbers to a partition full of records, and made one revision.
    state.seq += MOST_RECORDS
    state.revision += 2
    set_aside(folder)
    folder.write(state.encode(), state.revision, keep=False)
    folder.settle_journal(state)


def whole_journal(folder: Folder, mark: Mark) -> Mark:
    """The mark after all whole lines of the journal, those of the lost transaction too; what it tore is cut."""
    written = read_regular(folder.journal) or b""
    if len(written) < mark.end:
        written = written[: mark.offset] + mark.pending
    end, count, head = 0, 0, genesis(folder.name)
    for raw in written.splitlines(keepends=True):
        if not raw.endswith(b"\n"):
            break
        with suppress(Corrupt):
            head = one_verified(raw.removesuffix(b"\n"), head, count + 1, folder.name)["hash"]
            end, count = end + len(raw), count + 1
            continue
        break
    if count < mark.count:
        raise Corrupt(f"Le journal de « {folder.name} » est abîmé aussi : reprenez une sauvegarde.")
    if count:
        with disk(folder.journal):
            write_file(folder.journal, written[:end])
    return Mark(head, end, count)


def forget(store: "TinyDBStore", name: str) -> None:
    """Drop the generations of a sound partition, and what the quarantine holds of it."""
    with store.transactions.held([name]):
        state = (folder := store.folder(name)).load()
        sweep(folder.path)
        if state.revision:
            folder.forget(state)
    # What a writer killed in the middle left here may be of any partition.
    sweep(store.intents.folder, older_than=AN_HOUR)
    for path in store.quarantined.glob("*"):
        stem, _, _ = path.name.rpartition("~")
        if stem == name.replace("/", "~") or (stem.endswith(".intent") and name.encode() in path.read_bytes()):
            with disk(path):
                path.unlink()


def set_aside(folder: Folder) -> None:
    """Move what stands in the place of the file to the quarantine, whatever it is."""
    with disk(folder.file):
        if os.path.lexists(folder.file):
            make_folder(folder.quarantined)
            folder.file.rename(folder.quarantined / f"{folder.name.replace('/', '~')}~{new_id()}")
