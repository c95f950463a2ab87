"""All partitions as of one moment: hard links to their files, made while no commit passes.

A file is never written over, only replaced: a link keeps what it was. Journals only grow: each state says where
its own ends.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .contract import Record, Snapshot
from .errors import StoreError, Unwritable
from .staged import StagedView
from .tinydb_files import PRIVATE_FOLDER, disk, names_in
from .tinydb_intents import Intents
from .tinydb_locks import Lock
from .tinydb_partition import Folder, Known
from .tinydb_records import TinyDBPart
from .tinydb_rescue import newest
from .tinydb_state import State
from .values import check_partition, check_prefix, copied, new_id

if TYPE_CHECKING:
    from .tinydb import TinyDBStore


class Frozen(Folder):
    """The folder of a partition, with the state it had."""

    def __init__(self, folder: Folder, file: Path | None) -> None:
        super().__init__(folder.path, folder.name, folder.quarantined)
        self.file = file or self.file
        self.unwritten = file is None

    def load(self, known: Known | None = None) -> State:
        return State.new(self.name) if self.unwritten else super().load(known)


class TinyDBSnapshot(Snapshot):
    """Read from `files`, which gives for each partition written by then the file that holds its state."""

    def __init__(self, store: "TinyDBStore", files: dict[str, Path], intents: Intents) -> None:
        self.store, self.files, self.intents = store, files, intents
        self.values = copied(store.settings.all())
        self.latest: tuple[str, State] | None = None

    def _folder(self, partition: str) -> Frozen:
        return Frozen(self.store.folder(partition), self.files.get(partition))

    def _state(self, partition: str) -> State:
        """The state of a partition; the last one is kept, since tables are asked for one by one."""
        check_partition(partition)
        if self.latest is None or self.latest[0] != partition:
            self.latest = partition, newest(self._folder(partition), self.intents, self.store.doubtful)
        return self.latest[1]

    def _view(self, partition: str) -> StagedView:
        return StagedView([TinyDBPart(self._state(partition))])

    def find(self, partition: str, table: str, /, **equal: Any) -> list[Record]:
        return self._view(partition).find(partition, table, **equal)

    def get(self, partition: str, table: str, id: str, /) -> Record | None:
        return self._view(partition).get(partition, table, id)

    def holder(self, partition: str, name: str, value: str, /) -> str | None:
        return self._view(partition).holder(partition, name, value)

    def partitions(self, prefix: str = "") -> Iterator[str]:
        check_prefix(prefix)
        decided = {name for intent in self.intents.found() for name in intent.sealed}
        return iter(sorted(name for name in decided | self.files.keys() if name.startswith(prefix)))

    def tables(self, partition: str) -> list[str]:
        return sorted(table for table, rows in self._state(partition).tables.items() if rows)

    def last(self, partition: str) -> int:
        return self._state(partition).seq

    def claims(self, partition: str) -> list[tuple[str, str, str]]:
        held = self._state(partition).claims
        return sorted((name, value, record) for name, values in held.items() for value, record in values.items())

    def journal(self, partition: str) -> list[dict[str, Any]]:
        return self._folder(partition).read_journal(self._state(partition))

    def settings(self) -> dict[str, Any]:
        return dict(copied(self.values))

    def records(self, prefix: str, table: str) -> Iterator[tuple[str, Record]]:
        for partition in self.partitions(prefix):
            for record in self.find(partition, table):
                yield partition, record


@contextmanager
def frozen(store: "TinyDBStore") -> Iterator[TinyDBSnapshot]:
    """The snapshot, for as long as the block lasts. Busy, Corrupt, Unwritable."""
    with ExitStack() as stack:
        try:
            view = linked(store, stack)
        except Unwritable:
            # Where no link can be made, no state can be replaced: what stands there is what stood there.
            files = {name: store.folder(name).file for name in store.written()}
            view = TinyDBSnapshot(store, files, store.intents)
        yield view


def linked(store: "TinyDBStore", stack: ExitStack) -> TinyDBSnapshot:
    """Links to all states, and to the intents that stand, removed when the stack unwinds."""
    links, deadline = store.root / "snapshots" / new_id(), time.monotonic() + store.transactions.lock_timeout
    with store.gate.closed(deadline), disk(links):
        sweep_links(links.parent)
        links.joinpath("intents").mkdir(PRIVATE_FOLDER, parents=True)
        stack.callback(shutil.rmtree, links, ignore_errors=True)
        stack.enter_context(Lock(links / "lock", "le magasin", deadline))
        # Intents first: one that is gone when a file is linked is in the file.
        for name in names_in(store.intents.folder):
            if name.endswith(".intent"):
                link(store.intents.folder / name, links / "intents" / name)
        files = {name: link(store.folder(name).file, links / name.replace("/", "~")) for name in store.written()}
        return TinyDBSnapshot(store, files, Intents(links / "intents", store.quarantined))


def link(source: Path, target: Path) -> Path:
    """A second name for a file; what is gone or is no file keeps its own, and is found damaged there."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (FileNotFoundError, PermissionError):
        return source
    return target


def sweep_links(folder: Path) -> None:
    """Remove the snapshots of the dead: those whose lock nobody holds."""
    for links in folder.glob("*"):
        with suppress(StoreError), Lock(links / "lock", "le magasin", 0.0):
            shutil.rmtree(links, ignore_errors=True)
