"""What was written for editors, by digest: a file that is not as we wrote it is an editor's work."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from formservice.service import Service
from formservice.storage import Records

TABLE, PREFIX = "published", "publication"
A_SHARD, MOST = 250, 12
"""Numbers of a partition; digests that are kept of a number."""
FOLDERS = 6
"""Folders that are kept of a number: those it was seen in."""


def digest(data: bytes) -> str:
    """Of a file, however its lines end."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def shard(code: str, number: int) -> str:
    """Where what is known of a file is kept."""
    return f"{PREFIX}/{code}/{number // A_SHARD}"


def shards(code: str, numbers: Iterable[int]) -> list[str]:
    """The partitions of several."""
    return [*dict.fromkeys(shard(code, number) for number in numbers)]


def published(app: Service, code: str) -> dict[int, list[str]]:
    """The digests of every file that was written, by number."""
    return {one["number"]: one["digests"] for _, one in app.store.search(f"{PREFIX}/{code}/", TABLE)}


def digests(records: Records, code: str, number: int) -> list[str]:
    """Those of one number."""
    return [one for found in records.find(shard(code, number), TABLE, number=number) for one in found["digests"]]


def keep(records: Records, code: str, number: int, files: Sequence[bytes]) -> None:
    """Remember what was written: a copy that was handed over some time ago is ours too."""
    partition, given = shard(code, number), [digest(data) for data in files]
    found = records.find(partition, TABLE, number=number)
    known = [one for line in found for one in line["digests"]]
    kept = [*(one for one in known if one not in given), *given][-MOST:]
    if not found:
        records.add(partition, TABLE, number=number, digests=kept, folders=[])
    elif known != kept:
        records.update(partition, TABLE, found[0]["id"], digests=kept)


def is_in(records: Records, code: str, number: int, folder: Path) -> bool:
    """Whether its file was put into that folder: gone from there, an editor deleted it."""
    found = records.find(shard(code, number), TABLE, number=number)
    return any(named(folder) in one.get("folders", ()) for one in found)


def land(records: Records, code: str, number: int, folder: Path) -> None:
    """Remember that its file is in a folder."""
    _set(records, code, number, lambda known: [*known, named(folder)] if named(folder) not in known else known)


def lift(records: Records, code: str, number: int, folder: Path) -> None:
    """Remember that it is not to be there any more."""
    _set(records, code, number, lambda known: [one for one in known if one != named(folder)])


def named(folder: Path) -> str:
    """What is kept of where a folder is."""
    return hashlib.sha256(bytes(folder.resolve())).hexdigest()[:16]


def _set(records: Records, code: str, number: int, change: Callable[[list[str]], list[str]]) -> None:
    for one in records.find(shard(code, number), TABLE, number=number):
        known = one.get("folders", [])
        if (after := change(known)[-FOLDERS:]) != known:
            records.update(shard(code, number), TABLE, one["id"], folders=after)
