"""Counts that a power cut may forget: a file for each thing counted, one byte longer each time.

An append is whole and seen by all processes, without a lock; nothing is synced, and nothing can be torn.
"""

import os
import shutil
from pathlib import Path

from .tinydb_files import disk, make_folder, names_in, open_regular
from .values import check_digest

APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT


class Tallies:
    """The counts of one window of time; those of former ones are removed when it opens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def count(self, digest: str, window: int) -> int:
        """Count one more; how many there are. Unwritable."""
        path = self.folder / str(window) / check_digest(digest)
        with disk(path):
            try:
                fd = open_regular(path, APPEND)
            except FileNotFoundError:
                self._open(path.parent)
                fd = open_regular(path, APPEND)
            try:
                os.write(fd, b".")
                return os.fstat(fd).st_size
            finally:
                os.close(fd)

    def _open(self, window: Path) -> None:
        make_folder(window)
        for name in names_in(self.folder):
            # Not a later one: who comes from the past by a second must not undo it.
            if name.isdigit() and int(name) < int(window.name):
                shutil.rmtree(self.folder / name, ignore_errors=True)
