"""What makes a transaction over several partitions whole: its outcome, on the disk before the first replace.

From the moment an intent stands, its transaction is decided. A reader takes the state from it, without a lock
and without writing. A writer that sees one while it holds the locks knows that its author is dead, and
carries it out.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import Corrupt
from .tinydb_files import disk, drop, make_folder, names, quarantine, read_regular, write_file
from .tinydb_state import State, decode
from .values import new_id

Sealed = dict[str, tuple[int, bytes]]
"""Per partition, its new revision and the bytes of its new state."""


@dataclass(frozen=True)
class Intent:
    """One transaction, decided."""

    path: Path
    sealed: Sealed

    def state(self, partition: str) -> State:
        """The new state of a partition."""
        return decode(self.sealed[partition][1], partition)

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
        header = json.dumps([[name, revision, len(data)] for name, (revision, data) in sealed.items()])
        body = header.encode() + b"\n" + b"".join(data for _, data in sealed.values())
        path = self.folder / f"{new_id()}.intent"
        with disk(path):
            make_folder(self.folder)
            try:
                write_file(path, digest(body) + b"\n" + body)
            except BaseException:
                drop(path)
                raise
        return Intent(path, sealed)

    def all(self) -> Iterator[Intent]:
        """The intents that stand. Corrupt when one cannot be read: it may name any partition."""
        for name in sorted(name for name in names(self.folder) if name.endswith(".intent")):
            path = self.folder / name
            data = read_regular(path)
            if data is not None:
                yield Intent(path, self._parse(path, data))

    def naming(self, partitions: Collection[str]) -> list[Intent]:
        """Those that name one of these partitions."""
        return [intent for intent in self.all() if not intent.sealed.keys().isdisjoint(partitions)]

    def _parse(self, path: Path, data: bytes) -> Sealed:
        """The states in these bytes."""
        seal, _, body = data.partition(b"\n")
        if seal != digest(body):
            quarantine(self.quarantined, path.name, data)
            raise Corrupt(f"L'intention d'écriture « {path} » est abîmée : plus rien ne peut être écrit.")
        header, _, rest = body.partition(b"\n")
        sealed: Sealed = {}
        for name, revision, size in json.loads(header):
            sealed[name] = (revision, rest[:size])
            rest = rest[size:]
        return sealed


def digest(body: bytes) -> bytes:
    """The SHA-256 of an intent, in hexadecimal."""
    return hashlib.sha256(body).hexdigest().encode()
