"""The folder of one partition: `records.json`, its five last generations or a few more, its lock, its journal."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import Corrupt, Unwritable
from .tinydb_files import disk, drop, names_in, quarantine, read_regular, sync_folder, write_temporary
from .tinydb_journal import read_journal, settle
from .tinydb_locks import Lock
from .tinydb_state import Damaged, State, decode, is_sealed

GENERATIONS = 5
EVERY = 8
"""Writes between two removals of former generations, of which there are thus a few more: removing one costs as much as
the sync of a folder."""
Known = tuple[bytes, State]
"""The bytes of a state, and that state."""


def is_state(name: str) -> bool:
    """Whether a file of that name holds a state, current or former."""
    return name == "records.json" or name.startswith("records~")


class Folder:
    """One partition on the disk. `load` needs no lock, since a file is replaced whole; the rest does."""

    def __init__(self, path: Path, name: str, quarantined: Path) -> None:
        self.path, self.name, self.quarantined = path, name, quarantined
        self.file, self.journal, self.locked = path / "records.json", path / "journal.jsonl", path / "lock"

    def lock(self, deadline: float) -> Lock:
        """The lock of the partition, to be entered."""
        return Lock(self.locked, self.name, deadline)

    def load(self, known: Known | None = None) -> State:
        """The state as written, a new one where nothing ever was; if it is `known`, byte for byte, that one. Corrupt,
        Unwritable."""
        data = read_regular(self.file)
        if known and data == known[0]:
            return known[1]
        if data is None and self.generations():
            # A first write may have put file and generation in place between the two looks.
            data = read_regular(self.file)
            if data is None:
                raise Corrupt(f"Le fichier de « {self.name} » a disparu ; ses copies sont dans {self.path}.")
        return State.new(self.name) if data is None else self._decode(data)

    def _decode(self, data: bytes) -> State:
        """The state in these bytes; damaged ones are set aside, once."""
        try:
            return decode(data, self.name)
        except Damaged as damage:
            copy = quarantine(self.quarantined, self.name, data)
            raise Corrupt(f"« {self.name} » est abîmé : {damage}. Copie : {copy}.") from damage

    def newest_good(self) -> State | None:
        """The last state kept that can be read."""
        for path in reversed(self.generations()):
            with suppress(Damaged, Corrupt, Unwritable):
                return decode(read_regular(path) or b"", self.name)
        return None

    def write(self, data: bytes, revision: int, *, keep: bool = True) -> None:
        """Put these bytes in place, durably, and keep the former ones as a generation. Unwritable.

        When only the last sync fails, the new state may stand: the outcome is unknown.
        """
        with disk(self.file):
            temporary = write_temporary(self.path, data)
            try:
                if keep and revision > 1:
                    self._keep(revision - 1)
                temporary.replace(self.file)
            except BaseException:
                drop(temporary)
                raise
            if revision == 1:
                # So that what befalls a file written only once is noticed and mended; the state already stands.
                with suppress(OSError):
                    self._copy(1, data)
            sync_folder(self.path)
        # The new state stands: what cannot be tidied now will be next time.
        with suppress(Unwritable):
            for old in self._kept()[:-GENERATIONS] if revision % EVERY == 0 else ():
                drop(self.path / old)

    def _keep(self, revision: int) -> None:
        """Keep the current file under the name of its revision: a hard link, which costs nothing."""
        name = f"{self.path}/records~{revision:09d}.json"
        try:
            os.link(self.file, name, follow_symlinks=False)
        except FileExistsError:
            os.unlink(name)  # noqa: PTH108
            os.link(self.file, name, follow_symlinks=False)

    def _copy(self, revision: int, data: bytes) -> Path:
        """Keep these bytes, the current ones, a second time: a link to them would be damaged with them."""
        name = self.path / f"records~{revision:09d}.json"
        return write_temporary(self.path, data).replace(name)

    def forget(self, state: State) -> None:
        """Drop all former states, and keep one copy of the present one. Unwritable."""
        with disk(self.path):
            copy = self._copy(state.revision, read_regular(self.file) or b"")
            for old in self.generations():
                if old != copy:
                    old.unlink()
            sync_folder(self.path)

    def generations(self) -> list[Path]:
        """The states kept, oldest first."""
        return [self.path / name for name in self._kept()]

    def _kept(self) -> list[str]:
        return [name for name in names_in(self.path) if name.startswith("records~")]

    def damaged_copies(self) -> list[Path]:
        """The states kept that are not as they were written."""
        found = []
        for path in self.generations():
            try:
                data = read_regular(path)
            except Corrupt:
                data = b""
            # One that is gone was dropped by a writer meanwhile.
            if data is not None and not is_sealed(data):
                found.append(path)
        return found

    def sync(self) -> None:
        """Make what a dead writer had just put in place as durable as what is answered from it."""
        with disk(self.path):
            sync_folder(self.path)

    def settle_journal(self, state: State, *, durable: bool = False) -> None:
        """Bring the journal to what the state says. Corrupt, Unwritable.

        Its lines never go in before the state that they belong to is `durable`.
        """
        settle(self.journal, state.journal, None if durable else self.sync)

    def read_journal(self, state: State) -> list[dict[str, Any]]:
        """The lines of the journal up to that state. Corrupt."""
        return read_journal(self.journal, state.journal, self.name)
