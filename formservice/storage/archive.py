"""A store as one file: `partitions/<name>.jsonl` (records, claims, journal), `blobs/`, `settings.json`, and a
`MANIFEST.json` that ends it with the SHA-256 of each. It holds names and keys: whoever reads it reads everything.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .contract import Store
from .errors import Corrupt, StoreError, unwritable
from .tinydb_files import CREATE, PRIVATE_FILE, disk, drop, sync_folder
from .transfer import Progress, as_json, confirm, digest, load_text, refuse_used, set_settings, silent, to_text
from .values import check_digest

FORMAT = 1
MANIFEST, SETTINGS = "MANIFEST.json", "settings.json"
LEVEL = 6
# Nothing else guards these bytes against a flipped bit: no flags, no date, no name.
OPENING = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
DAMAGED = (ValueError, KeyError, TypeError, EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError)


def backup(store: Store, path: Path, progress: Progress = silent) -> int:
    """Write all of a store, as of one moment while writers go on, into a new file; give the number of partitions.

    The file has its name only once it is whole and on the disk. StoreError when it is there, Unwritable.
    """
    if os.path.lexists(path):
        raise StoreError(f"« {path} » existe déjà : une sauvegarde n'en remplace pas une autre.")
    temporary = path.with_name(f".{path.name}.part")
    with disk(path):
        drop(temporary)
        try:
            with os.fdopen(os.open(temporary, CREATE, PRIVATE_FILE), "wb") as file:
                count = write(store, file, progress)
                file.flush()
                os.fsync(file.fileno())
            os.link(temporary, path)
        finally:
            drop(temporary)
        sync_folder(path.parent)
    return count


def write(store: Store, file: IO[bytes], progress: Progress) -> int:
    """Stream the members, one partition or blob in memory at a time."""
    hashes: dict[str, str] = {}
    with (
        store.snapshot() as view,
        gzip.GzipFile("", "wb", LEVEL, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):

        def add(name: str, content: bytes) -> None:
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), PRIVATE_FILE
            archive.addfile(member, io.BytesIO(content))
            hashes[name] = digest(content)

        add(SETTINGS, as_json(view.settings()).encode())
        names = list(view.partitions())
        for name in progress("Partitions", names):
            add(f"partitions/{name}.jsonl", to_text(view, name))
        # After the snapshot: all that it names is there.
        for blob in progress("Fichiers joints", list(store.blobs())):
            add(f"blobs/{blob}", store.get_blob(blob))
        add(MANIFEST, as_json({"format": FORMAT, "sha256": dict(hashes)}).encode())
    return len(names)


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


def verify(path: Path) -> dict[str, str]:
    """The SHA-256 of each member, all verified. Corrupt for one bit that is not as it was written."""
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
        if told["sha256"] != found or SETTINGS not in found:
            raise ValueError("the manifest tells otherwise")
        return found


def restore(path: Path, target: Store, progress: Progress = silent) -> int:
    """Bring a backup into an empty store and verify it there; give the number of partitions.

    The whole file is verified before anything is written. Corrupt, Unwritable, StoreError for a store in use.
    """
    refuse_used(target)
    hashes = verify(path)
    settings: dict[str, Any] = {}
    with checked(path):
        # The manifest, the last one, is left unread.
        for _, (name, content) in zip(progress("Restauration", list(hashes)), members(path), strict=False):
            if name == SETTINGS:
                settings = json.loads(content)
                set_settings(target, settings)
            elif name.startswith("blobs/"):
                target.put_blob(content)
            else:
                load_text(target, content)
    partitions, blobs = inside(hashes, "partitions/", ".jsonl"), inside(hashes, "blobs/")
    confirm(target, partitions, map(check_digest, blobs), settings, progress)
    return len(partitions)


def inside(hashes: dict[str, str], prefix: str, suffix: str = "") -> dict[str, str]:
    """The members of a folder, named without it."""
    return {name[len(prefix) :].removesuffix(suffix): sha for name, sha in hashes.items() if name.startswith(prefix)}
