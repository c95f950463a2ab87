"""An archive as a file: a tar under gzip, whole or not there at all, that ends with the SHA-256 of its members."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .errors import Corrupt, StoreError, unwritable
from .tinydb_files import CREATE, PRIVATE_FILE, disk, drop, sync_folder
from .transfer import as_json, digest

FORMAT = 1
STORE, KEYS = "store", "keys"
MANIFEST, SETTINGS = "MANIFEST.json", "settings.json"
LEVEL = 6
# Nothing else guards these bytes against a flipped bit: no flags, no date, no name.
OPENING = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
DAMAGED = (ValueError, KeyError, TypeError, EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError)

Add = Callable[[str, bytes], None]
"""Adds a member: its name, its bytes."""


@dataclass(frozen=True)
class Manifest:
    """What the end of an archive tells: the SHA-256 of each member, the keys that it left out."""

    sha256: dict[str, str]
    left_out: tuple[str, ...]


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name at the end of the block, durably, if nothing was raised. StoreError, Unwritable."""
    if os.path.lexists(path):
        raise StoreError(f"« {path} » existe déjà : une sauvegarde n'en remplace pas une autre.")
    temporary = path.with_name(f".{path.name}.part")
    with disk(path):
        drop(temporary)
        try:
            with os.fdopen(os.open(temporary, CREATE, PRIVATE_FILE), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.link(temporary, path)
        finally:
            drop(temporary)
        sync_folder(path.parent)


@contextmanager
def packed(file: IO[bytes], told: dict[str, Any]) -> Iterator[Add]:
    """An archive in that file; its manifest, with what it tells besides, is added last."""
    hashes: dict[str, str] = {}
    with gzip.GzipFile("", "wb", LEVEL, file, mtime=0) as packed, tarfile.open(fileobj=packed, mode="w|") as archive:

        def add(name: str, content: bytes) -> None:
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), PRIVATE_FILE
            archive.addfile(member, io.BytesIO(content))
            hashes[name] = digest(content)

        yield add
        add(MANIFEST, as_json({"format": FORMAT, **told, "sha256": dict(hashes)}).encode())


@contextmanager
def checked(path: Path) -> Iterator[None]:
    """Say what the readers of gzip, tar and JSON say as Corrupt."""
    try:
        yield
    except DAMAGED as error:
        raise Corrupt(f"La sauvegarde « {path} » est abîmée.") from error
    except OSError as error:
        raise unwritable(error, path) from error


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each member, to the very end of the file. Raises what gzip and tar raise."""
    with path.open("rb") as file:
        if file.read(len(OPENING)) != OPENING:
            raise ValueError("not written by us")
        file.seek(0)
        with gzip.GzipFile(fileobj=file) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as archive:
                for member in archive:
                    content = archive.extractfile(member)
                    if not member.isreg() or content is None:
                        raise ValueError("not a plain file")
                    yield member.name, content.read()
            # The sum of the whole stands at the end, beyond what tar reads.
            while packed.read(io.DEFAULT_BUFFER_SIZE):
                pass


def verify(path: Path, kind: str = STORE) -> Manifest:
    """The manifest, all members verified. Corrupt for one bit that is not as it was written, StoreError for an
    archive of another kind."""
    with checked(path):
        found, manifest = dict[str, str](), b""
        for name, content in members(path):
            if name == MANIFEST:
                manifest = content
            else:
                found[name] = hashlib.sha256(content).hexdigest()
        told: dict[str, Any] = json.loads(manifest)
        if told["format"] != FORMAT:
            raise StoreError(f"« {path} » vient d'une autre version du service (format {told['format']}).")
        if told["kind"] != kind:
            what = "les clés, et non le stockage" if kind == STORE else "le stockage, et non les clés"
            raise StoreError(f"« {path} » contient {what}.")
        if told["sha256"] != found or SETTINGS not in found:
            raise ValueError("the manifest tells otherwise")
        return Manifest(found, tuple(told.get("left_out", ())))
