"""Files in the folder of an editor: found by number, written whole, and left alone when they are somebody's work."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from formservice.catalogue import Edition
from formservice.editor_files import HEAD, is_unended
from formservice.participation import written
from formservice.participation.projects import AFTER_VOTE, AT_VOTE, picture_name
from formservice.storage import Records

PROJECTS, IMAGES, RESULTS = "projets", "images", "decomptes"
"""Folders of content/."""
NEW, CHANGED, SAME, LEFT, DELETED, DECIDED = "new", "changed", "same", "left", "deleted", "decided"


class Sheet(Protocol):
    """A file to be, with its photo."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def text(self) -> bytes: ...
    @property
    def photo(self) -> bytes: ...
    @property
    def files(self) -> list[bytes]: ...


@dataclass
class Folder:
    """The content folder of an editor, and what is there of one edition."""

    root: Path
    edition: Edition
    force: bool = False
    counted: bool = False
    """Whether the results of its vote are published, on line or in this folder."""
    there: dict[int, Path] = field(default_factory=dict)
    said: dict[int, str] = field(default_factory=dict)
    """The status that the file of a number says."""
    unread: list[str] = field(default_factory=list)
    """Files that could not be looked into."""

    def __post_init__(self) -> None:
        (self.root / PROJECTS).mkdir(exist_ok=True)
        self.counted = self.counted or (self.root / RESULTS / f"{self.edition.slug}.md").is_file()
        for path in sorted((self.root / PROJECTS).glob("*.md")):
            # `.#x.md` is the lock of an editor's program, and leads nowhere.
            number = self._number(path)
            if number:
                self.there.setdefault(number, path)

    def _number(self, path: Path) -> int:
        """Of the project of this edition that a file holds, whatever it is called; 0 for none."""
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            self.unread.append(path.name)
            return 0
        if is_unended(text):
            self.unread.append(path.name)
        head = HEAD.match(text)
        keys = dict(re.findall(r"""^(edition|number|status):\s*["']?([\w-]+)""", head[1] if head else "", re.M))
        if keys.get("edition") != self.edition.slug or not keys.get("number", "").isdecimal():
            return 0
        self.said.setdefault(int(keys["number"]), keys.get("status", ""))
        return int(keys["number"])

    def path(self, sheet: Sheet) -> Path:
        """Where it is, or will be."""
        return self.there.get(sheet.number, self.root / PROJECTS / sheet.name)

    def picture(self, number: int) -> Path:
        """Where the photo of a number is."""
        return self.root / IMAGES / picture_name(self.edition.code, number)

    def due(self, records: Records, sheet: Sheet) -> str:
        """What is to be done of a file: nothing, unless it is ours."""
        ours, path = written.digests(records, self.edition.code, sheet.number), self.path(sheet)
        if not path.exists() and not self.force and written.is_in(records, self.edition.code, sheet.number, self.root):
            return DELETED
        what = due(path, sheet.text, ours, self.force)
        if what in (CHANGED, LEFT) and self._is_decided(sheet, ours):
            return DECIDED
        if what != SAME:
            return what
        picture = self.picture(sheet.number)
        drawn = due(picture, sheet.photo, ours, self.force) if sheet.photo else SAME
        stale = not sheet.photo and is_ours(picture, ours)
        return CHANGED if stale else SAME if drawn == LEFT else drawn

    def _is_decided(self, sheet: Sheet, ours: Sequence[str]) -> bool:
        """Whether the vote took its file further than the study knows: nothing puts that back."""
        further = self.counted and self.said.get(sheet.number) in AFTER_VOTE
        return further and (sheet.status == AT_VOTE or not is_ours(self.path(sheet), ours))

    def put(self, sheet: Sheet, ours: Sequence[str]) -> None:
        """Write one file and its photo."""
        write(self.path(sheet), sheet.text)
        picture = self.picture(sheet.number)
        if not sheet.photo:
            remove(picture, ours)
        elif due(picture, sheet.photo, ours, self.force) != LEFT:
            picture.parent.mkdir(exist_ok=True)
            write(picture, sheet.photo)


def due(path: Path, data: bytes, ours: Sequence[str], force: bool) -> str:
    """What is to be done of one file."""
    if not path.is_file():
        return NEW
    found = written.digest(path.read_bytes())
    if found == written.digest(data):
        return SAME
    return CHANGED if force or found in ours else LEFT


def is_ours(path: Path, ours: Sequence[str]) -> bool:
    """Whether a file is there as we wrote it."""
    return path.is_file() and written.digest(path.read_bytes()) in ours


def write(path: Path, data: bytes) -> None:
    """Put a file in its place, whole; one that says the same is not touched, however its lines end."""
    if path.is_file() and written.digest(path.read_bytes()) == written.digest(data):
        return
    work = path.with_name(f".{path.name}.part")
    work.write_bytes(data)
    work.replace(path)


def remove(path: Path, ours: Sequence[str]) -> None:
    """Take away what is ours."""
    if is_ours(path, ours):
        path.unlink()
