"""What makes a transaction over several partitions whole: its outcome, on the disk before the first replace.

From the moment an intent stands, its transaction is decided. A reader takes the state from it, without a lock
and without writing. A writer that sees one while it holds the locks knows that its author is dead, and
carries it out.

Its first line is the sum of the second, which names the partitions; each state has its own. So one that is damaged
stops the writes of those it names only, and of all when even the names are lost. Reading goes on, with an alarm.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .errors import Corrupt
from .tinydb_files import disk, drop, make_folder, names_in, quarantine, read_regular, write_file
from .tinydb_state import Damaged, State, decode, is_sealed
from .values import new_id

Sealed = dict[str, tuple[int, bytes]]
"""Per partition, its new revision and the bytes of its new state."""


@dataclass(frozen=True)
class Intent:
    """One transaction, decided."""

    path: Path
    sealed: Sealed
    whole: bool = True

    def state(self, partition: str) -> State | None:
        """The new state of a partition; None when its bytes are damaged."""
        with suppress(Damaged):
            return decode(self.sealed[partition][1], partition)
        return None

    @property
    def trouble(self) -> str:
        """What an operator must know of one that is damaged."""
        names = ", ".join(f"« {name} »" for name in self.sealed)
        stopped = f"{names} ne peut plus être écrit" if names else "plus rien ne peut être écrit"
        return f"L'intention d'écriture « {self.path} » est abîmée : {stopped}. À faire : formservice repair"

    def stands(self) -> bool:
        """False once somebody carried it out."""
        return os.path.lexists(self.path)

    def unlink(self) -> None:
        """Forget it: it is carried out. Should a power cut bring it back, its revisions are past."""
        with disk(self.path):
            self.path.unlink(missing_ok=True)


class Intents:
    """The folder of intents, empty but for the moment of a write."""

    def __init__(self, folder: Path, quarantined: Path) -> None:
        self.folder, self.quarantined = folder, quarantined

    def write(self, sealed: Sealed) -> Intent:
        """Decide a transaction, durably: file, then folder. Unwritable, and then nothing is decided."""
        header = json.dumps([[name, revision, len(data)] for name, (revision, data) in sealed.items()]).encode()
        head = digest(header) + b"\n" + header + b"\n"
        path = self.folder / f"{new_id()}.intent"
        with disk(path):
            make_folder(self.folder)
            try:
                write_file(path, head + b"".join(data for _, data in sealed.values()))
            except BaseException:
                drop(path)
                raise
        return Intent(path, sealed)

    def found(self) -> Iterator[Intent]:
        """The intents that stand; one whose names are lost names nobody and is not whole."""
        for name in names_in(self.folder):
            path = self.folder / name
            data = read_regular(path) if name.endswith(".intent") else None
            if data is not None:
                intent = parsed(path, data)
                if not intent.whole:
                    quarantine(self.quarantined, path.name, data)
                yield intent

    def naming(self, partitions: Collection[str]) -> list[Intent]:
        """Those that name one of these partitions."""
        return [intent for intent in self.found() if not intent.sealed.keys().isdisjoint(partitions)]

    def undone(self, partitions: Collection[str]) -> list[Intent]:
        """The same, for who will write there: Corrupt when one that may name them is damaged."""
        found = []
        for intent in self.found():
            named = not intent.sealed.keys().isdisjoint(partitions)
            if not intent.whole and (named or not intent.sealed):
                raise Corrupt(intent.trouble)
            found += [intent] if named else []
        return found

    def damaged(self) -> list[Intent]:
        """Those that are not as they were written."""
        return [intent for intent in self.found() if not intent.whole]


def parsed(path: Path, data: bytes) -> Intent:
    """The states in these bytes."""
    seal, _, body = data.partition(b"\n")
    header, _, rest = body.partition(b"\n")
    if seal != digest(header):
        return Intent(path, {}, whole=False)
    sealed: Sealed = {}
    for name, revision, size in json.loads(header):
        sealed[name] = (revision, rest[:size])
        rest = rest[size:]
    return Intent(path, sealed, not rest and all(is_sealed(state) for _, state in sealed.values()))


def digest(header: bytes) -> bytes:
    """The SHA-256 of a header, in hexadecimal."""
    return hashlib.sha256(header).hexdigest().encode()
