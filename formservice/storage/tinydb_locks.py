"""One lock per partition, held from the first read to the last write.

The lock is a file apart: `os.replace` swaps the data file away, and a lock on it would guard nothing.
"""

import fcntl
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from .errors import Busy
from .tinydb_files import disk, make_folder, open_regular

JITTER = random.SystemRandom()
OPEN = os.O_RDWR | os.O_CREAT
FIRST_PAUSE, LONGEST_PAUSE = 0.0005, 0.005


class Lock:
    """An exclusive `flock` (or a shared one), had before `deadline` (of `time.monotonic`) or not at all. The
    kernel frees it when its holder dies. Each `with` opens the file anew: threads exclude one another as
    processes do."""

    def __init__(self, path: Path, name: str, deadline: float, *, kind: int = fcntl.LOCK_EX) -> None:
        self.path, self.name, self.deadline, self.kind = path, name, deadline, kind
        self.fd = -1

    def __enter__(self) -> "Lock":
        """Busy after the deadline, Corrupt when something else took the place of the file, Unwritable."""
        with disk(self.path):
            while True:
                self.fd = self._open()
                try:
                    self._wait()
                    if self.is_current():
                        return self
                except BaseException:
                    os.close(self.fd)
                    raise
                os.close(self.fd)

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self.fd)

    def _open(self) -> int:
        try:
            return open_regular(self.path, OPEN)
        except FileNotFoundError:
            make_folder(self.path.parent)
            return open_regular(self.path, OPEN)

    def _wait(self) -> None:
        """Ask again and again, at uneven intervals, so that waiters do not march in step."""
        pause = FIRST_PAUSE
        while not self.try_take():
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise Busy(f"« {self.name} » est occupé par une autre écriture depuis trop longtemps.")
            time.sleep(min(left, pause * JITTER.uniform(0.5, 1.5)))
            pause = min(pause * 2, LONGEST_PAUSE)

    def try_take(self) -> bool:
        """Take the lock if nobody keeps us from it."""
        with suppress(BlockingIOError):
            fcntl.flock(self.fd, self.kind | fcntl.LOCK_NB)
            return True
        return False

    def is_current(self) -> bool:
        """False when the lock file was removed or replaced meanwhile: it no longer keeps anybody out."""
        try:
            return os.path.samestat(os.lstat(self.path), os.fstat(self.fd))
        except FileNotFoundError:
            return False

    def confirm(self) -> None:
        """Before writing: Busy when the lock file was taken away under us."""
        if not self.is_current():
            raise Busy(f"Le verrou de « {self.name} » a été supprimé : l'écriture est abandonnée.")


class Gate:
    """What commits pass together and a snapshot closes for a moment. There is a door before it: a snapshot that
    holds the door lets nobody else in, so that an endless row of commits cannot keep it waiting."""

    def __init__(self, root: Path) -> None:
        self.door, self.gate = root / "door", root / "gate"

    @contextmanager
    def passed(self, deadline: float) -> Iterator[None]:
        """Be among those who commit. Busy, Unwritable."""
        with self._lock(self.door, fcntl.LOCK_SH, deadline):
            gate = self._lock(self.gate, fcntl.LOCK_SH, deadline)
            gate.__enter__()
        try:
            yield
        finally:
            gate.__exit__(None, None, None)

    @contextmanager
    def closed(self, deadline: float) -> Iterator[None]:
        """Have nobody commit. Busy, Unwritable."""
        with self._lock(self.door, fcntl.LOCK_EX, deadline), self._lock(self.gate, fcntl.LOCK_EX, deadline):
            yield

    def _lock(self, path: Path, kind: int, deadline: float) -> Lock:
        return Lock(path, "le magasin", deadline, kind=kind)
