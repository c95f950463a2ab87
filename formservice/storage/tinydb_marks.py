"""Empty files that name partitions, so that who looks for these opens no other: those with waiting letters, and
those that are read from an older copy."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from .tinydb_files import CREATE, PRIVATE_FILE, disk, drop, make_folder, names_in, sync_folder
from .values import PARTITION

SLASH = "~"


class Marks:
    """Those of the outbox are set before the letters are written and removed after, under the lock of the
    partition: a crash can leave one too many, never one too few."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mark(self, partition: str) -> None:
        """Name this partition, durably. Unwritable."""
        path = self._path(partition)
        if os.path.lexists(path):
            return
        with disk(path):
            make_folder(self.folder)
            with suppress(FileExistsError):
                os.close(os.open(path, CREATE, PRIVATE_FILE))
            sync_folder(self.folder)

    def unmark(self, partition: str) -> None:
        """Name it no more. A mark that cannot be removed does no harm."""
        # Asked for at each write: a Path costs ten times more than the look.
        if os.path.lexists(f"{self.folder}/{partition.replace('/', SLASH)}"):
            drop(self._path(partition))

    def partitions(self) -> Iterator[str]:
        """The partitions marked, sorted."""
        names = (name.replace(SLASH, "/") for name in names_in(self.folder))
        return iter(sorted(name for name in names if PARTITION.fullmatch(name)))

    def keep(self, partitions: Collection[str]) -> None:
        """Remove the marks of any other: no writer leaves one, a damaged folder may."""
        for path in self.folder.glob("*"):
            if path.name.replace(SLASH, "/") not in partitions:
                with suppress(OSError):
                    path.unlink()

    def _path(self, partition: str) -> Path:
        return self.folder / partition.replace("/", SLASH)
