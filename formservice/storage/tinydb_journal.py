"""The journal of a partition: lines that are only ever added, each one bound to the one before by its hash.

State and journal agree after any crash, because the state file carries the lines of its own transaction and
the place where they go: they are added once the state stands, and whoever writes next completes or cuts
the tail.
"""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import Corrupt
from .tinydb_files import disk, open_regular, read_regular, sync_folder, write_all

Line = dict[str, Any]
HASH_PART = len(',"hash":""}') + 64


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
        head, lines = self.head, []
        for number, note in enumerate(notes, self.count + 1):
            line, head = chained({"n": number, "at": at, "prev": head, **note})
            lines.append(line)
        return Mark(head, self.end, self.count + len(lines), tuple(lines))


def genesis(partition: str) -> str:
    """What the first line holds on to: a journal moved to another partition does not verify."""
    return hashlib.sha256(f"journal {partition}".encode()).hexdigest()


def chained(line: Line) -> tuple[str, str]:
    """The line with its hash, and that hash."""
    body = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(body.encode()).hexdigest()
    return f'{body[:-1]},"hash":"{digest}"}}', digest


def settle(path: Path, mark: Mark) -> None:
    """Bring the file to exactly what the mark says, durably. Under the lock. Corrupt, Unwritable."""
    if not mark.count:
        return
    create = 0 if mark.offset else os.O_CREAT
    with disk(path):
        try:
            fd = open_regular(path, os.O_RDWR | create)
        except FileNotFoundError as error:
            raise Corrupt(f"Le journal « {path} » a disparu.") from error
        try:
            complete(fd, path, mark)
        finally:
            os.close(fd)


def complete(fd: int, path: Path, mark: Mark) -> None:
    """Write the pending lines again unless they are there whole, then sync."""
    size = os.fstat(fd).st_size
    if not mark.offset <= size <= mark.end:
        raise Corrupt(f"Le journal « {path} » fait {size} octets au lieu de {mark.end}.")
    try:
        if os.pread(fd, mark.end, mark.offset) != mark.pending:
            os.ftruncate(fd, mark.offset)
            os.lseek(fd, mark.offset, os.SEEK_SET)
            write_all(fd, mark.pending)
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
        raise Corrupt(f"Le journal « {path} » est trop court.")
    lines: list[Line] = []
    head = genesis(partition)
    for raw in (written[: mark.offset] + mark.pending).splitlines():
        lines.append(verified(raw, head, len(lines) + 1, path))
        head = lines[-1]["hash"]
    if head != mark.head or len(lines) != mark.count:
        raise Corrupt(f"Le journal « {path} » ne s'arrête pas où il devrait.")
    return lines


def verified(raw: bytes, previous: str, number: int, path: Path) -> Line:
    """The line as a dict, if it is the very bytes that were written and follows `previous`."""
    digest = hashlib.sha256(raw[:-HASH_PART] + b"}").hexdigest()
    with suppress(ValueError, KeyError, TypeError):
        line: Line = json.loads(raw)
        if (line["hash"], line["prev"], line["n"]) == (digest, previous, number):
            return line
    raise Corrupt(f"La ligne {number} du journal « {path} » a été modifiée.")
