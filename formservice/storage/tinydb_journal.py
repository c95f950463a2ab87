"""The journal of a partition as a file to which lines are only ever added.

State and journal agree after any crash, because the state file carries the lines of its own transaction and
the place where they go: they are added once the state stands, and whoever writes next completes or cuts
the tail.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .chain import Line, extended, verified
from .errors import Corrupt
from .tinydb_files import disk, open_regular, read_regular, sync_folder, write_all


@dataclass(frozen=True)
class Mark:
    """Where the journal stands: `lines` go at byte `offset`; with them it has `count` lines, the last of hash
    `head`."""

    head: str
    offset: int = 0
    count: int = 0
    lines: tuple[str, ...] = ()

    @property
    def pending(self) -> bytes:
        """The bytes of the last transaction's lines."""
        return "".join(f"{line}\n" for line in self.lines).encode()

    @property
    def end(self) -> int:
        """The size of the whole journal, in bytes."""
        return self.offset + len(self.pending)

    def extended(self, notes: list[Line], at: str) -> "Mark":
        """The mark after these notes, dated `at`."""
        return self.followed(*extended(notes, at, self.count, self.head))

    def followed(self, lines: list[str], head: str) -> "Mark":
        """The mark after these lines, the last of hash `head`."""
        return Mark(head, self.end, self.count + len(lines), tuple(lines))


def settle(path: Path, mark: Mark, before: Callable[[], None] | None = None) -> None:
    """Bring the file to exactly what the mark says, durably. Under the lock. Corrupt, Unwritable.

    `before` is called before lines are added, if some must be.
    """
    if not mark.count:
        return
    create = 0 if mark.offset else os.O_CREAT
    with disk(path):
        try:
            fd = open_regular(path, os.O_RDWR | create)
        except FileNotFoundError as error:
            raise Corrupt(f"Le journal « {path} » a disparu.") from error
        try:
            complete(fd, path, mark, before)
        finally:
            os.close(fd)


def complete(fd: int, path: Path, mark: Mark, before: Callable[[], None] | None) -> None:
    """Write the pending lines again unless they are there whole, then sync."""
    size, pending = os.fstat(fd).st_size, mark.pending
    if not mark.offset <= size <= mark.end:
        raise Corrupt(f"Le journal « {path} » fait {size} octets au lieu de {mark.end}.")
    missing = os.pread(fd, len(pending) + 1, mark.offset) != pending
    if missing and before:
        before()
    try:
        if missing:
            os.ftruncate(fd, mark.offset)
            os.lseek(fd, mark.offset, os.SEEK_SET)
            write_all(fd, pending)
        os.fsync(fd)
    except OSError:
        # After a failed sync the system may believe that the lines are safe: only writing them again is.
        with suppress(OSError):
            os.ftruncate(fd, mark.offset)
        raise
    if not size:
        sync_folder(path.parent)


def read_journal(path: Path, mark: Mark, partition: str) -> list[Line]:
    """All lines up to the mark, the chain verified. Needs no lock: what the file lacks is in the mark."""
    written = read_regular(path) or b""
    if len(written) < mark.offset:
        raise Corrupt(f"Le journal « {path} » est trop court.")
    lines, head = verified((written[: mark.offset] + mark.pending).splitlines(), partition)
    if head != mark.head or len(lines) != mark.count:
        raise Corrupt(f"Le journal « {path} » ne s'arrête pas où il devrait.")
    return lines
