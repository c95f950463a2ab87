"""A store as one file: `partitions/<name>.jsonl` (records, claims, journal), `blobs/`, `settings.json`, and a
`MANIFEST.json` that ends it with the SHA-256 of each. It holds names and keys: whoever reads it reads everything.

But for the keys of rolls, settings named `roll-…`, one for each edition, and that of second factors, `second-…`: they
go in a file apart, of the same make, so that a destroyed key is not in every backup of that year, and a backup that
is read opens no account. The manifest of the store names those that it left out.
"""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from .archive_file import KEYS, SETTINGS, STORE, Add, checked, members, new_file, packed, verify
from .contract import Snapshot, Store
from .progress import Progress, silent
from .transfer import as_json, confirm, load_text, refuse_used, set_settings, to_text
from .values import check_digest

KEYS_APART = ("roll-", "second-")
"""How the name of a key that goes apart begins."""


def backup(store: Store, path: Path, progress: Progress = silent, keys: Path | None = None) -> int:
    """Write all of a store, as of one moment while writers go on, into a new file, and the keys of rolls into
    another, if one is given; give the number of partitions.

    A file has its name only once it is whole and on the disk, and both are. StoreError when one is there, Unwritable.
    """
    with ExitStack() as stack:
        apart = stack.enter_context(new_file(keys)) if keys else None
        file = stack.enter_context(new_file(path))
        with store.snapshot() as view:
            settings, found = split(view.settings())
            if apart:
                with packed(apart, {"kind": KEYS}) as add:
                    add(SETTINGS, as_json(found).encode())
            with packed(file, {"kind": STORE, "left_out": sorted(found)}) as add:
                add(SETTINGS, as_json(settings).encode())
                return write(store, view, add, progress)


def split(settings: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The settings of a backup, and the keys that go apart."""
    keys = {name: value for name, value in settings.items() if name.startswith(KEYS_APART)}
    return {name: value for name, value in settings.items() if name not in keys}, keys


def write(store: Store, view: Snapshot, add: Add, progress: Progress) -> int:
    """Stream partitions and blobs, one in memory at a time."""
    names = list(view.partitions())
    for name in progress("Partitions", names):
        add(f"partitions/{name}.jsonl", to_text(view, name))
    # After the snapshot: all that it names is there.
    for blob in progress("Fichiers joints", list(store.blobs())):
        if (content := store.blob_unless_dropped(blob)) is not None:
            add(f"blobs/{blob}", content)
    return len(names)


def restore(path: Path, target: Store, progress: Progress = silent, keys: Path | None = None) -> int:
    """Bring a backup, and the keys that it left out, into an empty store and verify it there; give the number of
    partitions.

    The files are verified before anything is written. Corrupt, Unwritable, StoreError for a store in use.
    """
    refuse_used(target)
    told = verify(path)
    # A key destroyed before this backup stays destroyed.
    wanted = {name: key for name, key in (read_keys(keys) if keys else {}).items() if name in told.left_out}
    with checked(path):
        # The manifest, the last one, is left unread.
        for _, (name, content) in zip(progress("Restauration", list(told.sha256)), members(path), strict=False):
            if name == SETTINGS:
                wanted |= json.loads(content)
                set_settings(target, wanted)
            elif name.startswith("blobs/"):
                target.put_blob(content)
            else:
                load_text(target, content)
    partitions, blobs = inside(told.sha256, "partitions/", ".jsonl"), inside(told.sha256, "blobs/")
    confirm(target, partitions, map(check_digest, blobs), wanted, progress)
    return len(partitions)


def read_keys(path: Path) -> dict[str, Any]:
    """The keys of an archive of keys. Corrupt, StoreError."""
    verify(path, KEYS)
    with checked(path):
        found: dict[str, Any] = json.loads(dict(members(path))[SETTINGS])
        return found


def missing_keys(path: Path, target: Store) -> list[str]:
    """The keys that a backup left out and that a store does not have."""
    return [name for name in verify(path).left_out if target.get_setting(name) is None]


def inside(hashes: dict[str, str], prefix: str, suffix: str = "") -> dict[str, str]:
    """The members of a folder, named without it."""
    return {name[len(prefix) :].removesuffix(suffix): sha for name, sha in hashes.items() if name.startswith(prefix)}
