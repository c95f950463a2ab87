"""The gestures towards the disk that make a write survive a crash, each one small enough to be spied on."""

import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import Corrupt, unwritable

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
AN_HOUR = 3600.0
"""After which a temporary file is nobody's: its writer is dead."""
STRANGE = "« {} » n'est pas un fichier ordinaire : quelqu'un l'a remplacé."
GULP = 1 << 16
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Say a refusal of the system as Unwritable."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, path) from error


def make_folder(path: Path) -> None:
    """Create the folder and its parents, each one durable before the next is used."""
    if path.is_dir():
        return
    make_folder(path.parent)
    with suppress(FileExistsError):
        path.mkdir(PRIVATE_FOLDER)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def names_in(folder: Path) -> list[str]:
    """The names in a folder, sorted; none where there is no folder. Unwritable: unlike `glob`, which takes a folder
    that may not be looked into for an empty one."""
    with disk(folder):
        try:
            return sorted(os.listdir(folder))  # noqa: PTH208 - names only, and every refusal said
        except FileNotFoundError:
            return []


def complain(error: OSError) -> None:
    """What `os.walk` does with a folder that may not be looked into: Unwritable, unless it is gone."""
    if not isinstance(error, FileNotFoundError):
        raise unwritable(error, error.filename) from error


def read_regular(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none. Corrupt for a link, a pipe or a folder, Unwritable."""
    with disk(path):
        try:
            fd = open_regular(path, os.O_RDONLY | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        try:
            return read_all(fd)
        finally:
            os.close(fd)


def open_regular(path: Path, flags: int) -> int:
    """Open a plain file and nothing else: Corrupt for what somebody put in its place, or OSError."""
    try:
        fd = os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, PRIVATE_FILE)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise Corrupt(STRANGE.format(path)) from error
        raise
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise Corrupt(STRANGE.format(path))
    return fd


def read_all(fd: int) -> bytes:
    """Every byte of an open file: the system may give them in several gulps."""
    gulps = [os.read(fd, os.fstat(fd).st_size + 1)]
    while gulps[-1]:
        gulps.append(os.read(fd, GULP))
    return b"".join(gulps)


def write_all(fd: int, data: bytes) -> None:
    """Write every byte: the system may take them in several gulps."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def write_temporary(folder: Path, data: bytes) -> Path:
    """A durable file of that content beside its future name. It is removed when that fails."""
    path = folder / f".w-{secrets.token_hex(8)}.tmp"
    fd = os.open(path, CREATE, PRIVATE_FILE)
    try:
        write_all(fd, data)
        os.fsync(fd)
    except BaseException:
        drop(path)
        raise
    finally:
        os.close(fd)
    return path


def write_file(path: Path, data: bytes) -> None:
    """Put a whole file in place at once, durably."""
    temporary = write_temporary(path.parent, data)
    try:
        temporary.replace(path)
    except BaseException:
        drop(temporary)
        raise
    sync_folder(path.parent)


def drop(path: Path) -> None:
    """Remove a file, if that can be done."""
    with suppress(OSError):
        path.unlink()


def sweep(folder: Path, older_than: float = 0.0) -> None:
    """Remove the temporary files that a crash left. `older_than` (seconds) spares those being written."""
    for path in folder.glob(".w-*.tmp"):
        with suppress(OSError):
            if time.time() - path.lstat().st_mtime >= older_than:
                path.unlink()


def quarantine(folder: Path, name: str, data: bytes) -> Path:
    """Set a copy of damaged bytes aside, once; a disk that refuses it must not hide the damage."""
    path = folder / f"{name.replace('/', '~')}~{hashlib.sha256(data).hexdigest()[:12]}"
    with suppress(OSError):
        if not path.exists():
            make_folder(folder)
            write_file(path, data)
    return path
