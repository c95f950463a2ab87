"""Blobs: files named after their SHA-256, spread over 256 folders."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from .errors import Corrupt, Missing
from .tinydb_files import disk, make_folder, read_regular, sync_folder, write_file
from .values import DIGEST, check_digest


class Blobs:
    """What residents attach, kept once each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep these bytes, durably, and give their SHA-256. A damaged copy is replaced. Unwritable."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if read_regular(path) != content:
            with disk(path):
                make_folder(path.parent)
                write_file(path, content)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes, verified. Missing, Corrupt, BadName."""
        content = read_regular(self._path(digest))
        if content is None:
            raise Missing("Ce fichier joint n'existe pas ou plus.")
        if hashlib.sha256(content).hexdigest() != digest:
            raise Corrupt(f"Le fichier joint {digest} est abîmé.")
        return content

    def drop(self, digest: str) -> bool:
        """Remove the file, durably; whether there was one. BadName, Unwritable."""
        path = self._path(digest)
        with disk(path):
            if not os.path.lexists(path):
                return False
            path.unlink(missing_ok=True)
            sync_folder(path.parent)
        return True

    def all(self) -> Iterator[str]:
        """The digests kept, sorted."""
        return iter(sorted(path.name for path in self.folder.glob("*/*") if DIGEST.fullmatch(path.name)))

    def _path(self, digest: str) -> Path:
        return self.folder / check_digest(digest)[:2] / digest
