"""The shelf of releases: one folder per version of the site, and a link to the one in use."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEPT = 5
AN_HOUR = 3600
A_MONTH = 30 * 24 * AN_HOUR
HASHED = ("assets", "images", "sons")
"""Folders of a site whose names carry a hash."""


class ShelfError(Exception):
    """The releases cannot be changed as asked; the message is for the operator, in French."""


@dataclass(frozen=True)
class Shelf:
    """Where releases are kept (`releases/<digest>/`), and the link everyone reads them by.

    `releases/history` names the releases that were in use, one per line, the latest last.
    """

    releases: Path
    link: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the shelf: one build, switch or rollback at a time."""
        self.releases.mkdir(parents=True, exist_ok=True)
        with (self.releases / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Une autre construction est en cours : patientez.", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def current(self) -> str | None:
        """The digest of the release in use, or None."""
        return self.link.resolve().name if self.link.is_symlink() and self.link.exists() else None

    def history(self) -> list[str]:
        """The releases that were in use and are still here, the one in use last."""
        path, current = self.releases / "history", self.current()
        lines = path.read_text().split() if path.exists() else []
        if current:
            # The link tells the truth: a kill between it and this file leaves them apart.
            lines = [*lines[: lines.index(current)], current] if current in lines else [*lines, current]
        return [digest for digest in lines if (self.releases / digest).is_dir()]

    def new_folder(self) -> Path:
        """An empty folder to build in; what interrupted builds left is swept."""
        for left in self.releases.glob(".building-*"):
            shutil.rmtree(left)
        folder = self.releases / f".building-{os.getpid()}"
        folder.mkdir()
        return folder

    def keep(self, folder: Path) -> str:
        """Give a complete build its final name, drawn from its bytes; return that digest."""
        digest = digest_of(folder)
        release = self.releases / digest
        if not release.exists():
            folder.rename(release)
        os.utime(release)
        return digest

    def switch(self, digest: str) -> None:
        """Make a release the current one, in one step that no reader sees half done."""
        if not (self.releases / digest / "catalogue.json").is_file():
            raise ShelfError(f"La version « {digest} » n’existe pas.")
        before = [other for other in self.history() if other != digest]
        self._lend_assets(digest)
        self._point_at(digest)
        self._remember([*before, digest])

    def _lend_assets(self, digest: str) -> None:
        """Leave the style, pictures and sounds in use beside the new ones: pages just read ask for them yet."""
        current = self.current()
        old, new = self.releases / (current or "") / "site", self.releases / digest / "site"
        for path in (path for name in HASHED for path in (old / name).glob("*")) if current else ():
            target = new / path.relative_to(old)
            if target.parent.is_dir() and not target.exists() and time.time() - path.stat().st_mtime < A_MONTH:
                os.link(path, target)

    def announced(self) -> Path:
        """What was last published, to compare with; a desk's own builds announce nothing."""
        kept = self.releases / ".published"
        return kept if kept.is_dir() else self.link

    def announce(self, digest: str) -> None:
        """Remember the dates of this release as told to the town, and the identifiers that may be cited from now on."""
        kept = self.releases / ".published"
        kept.mkdir(exist_ok=True)
        for name in ("identifiers.json", "catalogue.json"):
            if (told := self.releases / digest / name).is_file():
                fresh = kept / f".{name}"
                shutil.copyfile(told, fresh)
                fresh.replace(kept / name)

    def rollback(self) -> str:
        """Go back to the release in use before this one; return its digest."""
        history = self.history()
        if len(history) < 2:
            raise ShelfError("Il n’y a pas de version plus ancienne.")
        self._point_at(history[-2])
        self._remember(history[:-1])
        return history[-2]

    def _point_at(self, digest: str) -> None:
        if self.link.exists() and not self.link.is_symlink():
            raise ShelfError(f"« {self.link} » n’est pas un lien : renommez-le, puis recommencez.")
        self.link.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.link.with_name(f".{self.link.name}-{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.path.relpath(self.releases.resolve() / digest, self.link.parent.resolve()))
        fresh.replace(self.link)

    def _remember(self, history: list[str]) -> None:
        fresh = self.releases / f".history-{os.getpid()}"
        fresh.write_text("".join(f"{digest}\n" for digest in history[-KEPT:]))
        fresh.replace(self.releases / "history")
        for digest in history[:-KEPT]:
            shutil.rmtree(self.releases / digest, ignore_errors=True)

    def prune(self) -> None:
        """Remove the releases that left the history, except a fresh one: a push may be about to use it."""
        kept = set(self.history())
        for release in self.releases.iterdir():
            old = time.time() - release.stat().st_mtime > AN_HOUR
            if release.is_dir() and release.name not in kept and release.name[0] != "." and old:
                shutil.rmtree(release, ignore_errors=True)


def digest_of(folder: Path) -> str:
    """Sixteen hexadecimal digits drawn from the names and bytes of all files of `folder`."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
