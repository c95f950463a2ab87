"""A disk small enough to be really filled, for what must happen then."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = 256 * 1024
PAGE = 4096


class Tmpfs:
    """A disk of 256 KB, filled up with a file beside the store."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ballast = folder, folder / "ballast"

    def leave(self, pages: int) -> None:
        """Fill the disk but for this many pages."""
        free = os.statvfs(self.folder).f_bavail - pages
        with self.ballast.open("ab") as file:
            file.write(b"x" * max(0, free) * PAGE)

    def empty(self) -> None:
        """Make room again."""
        self.ballast.unlink()


class Limit:
    """Without the right to mount: files that may not grow."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.former = folder, resource.getrlimit(resource.RLIMIT_FSIZE)

    def leave(self, pages: int) -> None:
        """Let no file grow beyond a few hundred bytes, more with each page."""
        resource.setrlimit(resource.RLIMIT_FSIZE, ((pages + 1) * 512, self.former[1]))

    def empty(self) -> None:
        """Lift the limit."""
        resource.setrlimit(resource.RLIMIT_FSIZE, self.former)


@contextmanager
def small_disk(folder: Path, size: int = SIZE) -> Iterator[Tmpfs | Limit]:
    """A disk of a few pages, until the end of the block."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    room = Tmpfs(folder) if mounted else Limit(folder)
    try:
        yield room
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            room.empty()
