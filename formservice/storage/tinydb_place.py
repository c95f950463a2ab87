"""The disk under the store: one whose locks hold, with room left."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .errors import StoreError
from .tinydb_files import disk

MOUNTS = Path("/proc/self/mountinfo")
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p"})
NETWORK |= {"fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.davfs"}
ENOUGH = 2
"""How many times the largest file: a write needs its size again, and a margin."""


def refuse_network(root: Path) -> None:
    """StoreError on NFS, SMB and their like, whose locks and renames do not hold between machines."""
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # not a Linux: nothing tells
    kind = kind_of(root.resolve(), mounts)
    if kind in NETWORK:
        raise StoreError(
            f"« {root} » est sur un disque réseau ({kind}), où les verrous ne tiennent pas : "
            "choisissez un disque de la machine, ou PostgreSQL."
        )


def kind_of(path: Path, mounts: str) -> str:
    """The kind of file system that holds a path, according to the text of mountinfo; "" when none does."""
    found = (-1, "")
    for line in mounts.splitlines():
        where, _, what = line.partition(" - ")
        point = Path(where.split(" ")[4].replace("\\040", " "))
        # Of two mounted on one place, the later one is seen.
        if path.is_relative_to(point) and len(point.parts) >= found[0]:
            found = (len(point.parts), what.split(" ")[0])
    return found[1]


def short_of_space(root: Path) -> list[str]:
    """A sentence when the next write may fill the disk. Costs a look at every file's size. Unwritable."""
    with disk(root):
        free = shutil.disk_usage(root).free
    if free >= ENOUGH * max(sizes(root), default=0):
        return []
    return [f"Le disque de « {root} » est presque plein : il reste {free // 1024} Ko. Libérez de la place."]


def sizes(root: Path) -> Iterator[int]:
    """The size of every file, but for those that go while we look."""
    for folder, _, files in os.walk(root):
        for name in files:
            with suppress(OSError):
                yield Path(folder, name).lstat().st_size
