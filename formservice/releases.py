"""The release being served: its catalogue and its templates, found again at each request.

A build becomes current by one switch of a link. Looking at the link costs a stat; only a new
release is read. One that cannot be read never replaces the one in use.
"""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import cast

from flask import g, has_request_context
from jinja2 import DictLoader, Environment, TemplateError

from formservice import theme
from formservice.catalogue import BadCatalogue, Catalogue, load

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Release:
    """One build: where it is, what it offers, how it is drawn."""

    folder: Path
    catalogue: Catalogue
    templates: Environment


def read_release(folder: Path) -> Release:
    """Read a release whole, or raise BadCatalogue."""
    root = folder / "templates"
    # Held in memory: a release taken away from under a running service still says so in French.
    files = [path for kind in ("*.html", "mail/*.txt") for path in root.rglob(kind)]
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in files}
    environment = theme.dress(Environment(loader=DictLoader(texts), **theme.OPTIONS))  # noqa: S701
    release = Release(folder, load(folder / "catalogue.json"), environment)
    for name in texts:
        try:
            environment.get_template(name)
        except TemplateError as error:
            raise BadCatalogue(f"{folder}/templates/{name} : gabarit illisible ({error}).") from None
    if "base.html" not in texts:
        raise BadCatalogue(f"{folder} : les gabarits manquent. Relancez la construction.")
    return release


class Releases:
    """Gives the current release; remembers the last good one."""

    def __init__(self, link: Path):
        self.link = link
        self._link, self._catalogue = str(link), str(link / "catalogue.json")
        self._lock = Lock()
        self._seen: tuple[object, ...] | None = None
        self._current: Release | None = None
        self.trouble = ""
        """Why the newest release is not in use; for /healthz."""

    def current(self) -> Release:
        """The release to answer with, the same for a whole request. BadCatalogue when there never was a good one."""
        if not has_request_context():
            return self._found()
        if "release" not in g:
            g.release = self._found()
        return cast(Release, g.release)

    def _found(self) -> Release:
        seen = self._look()
        if seen != self._seen:
            with self._lock:
                self._renew(seen)
        if self._current is None:
            raise BadCatalogue(self.trouble or f"{self.link} : aucun site construit. Lancez « make site ».")
        return self._current

    def _look(self) -> tuple[object, ...]:
        try:
            found = os.stat(self._catalogue)  # noqa: PTH116 - at each request: a Path costs ten times more
        except OSError:
            return ("missing",)
        # One level of link: another release is another file, and asking for the whole path costs ten times more.
        try:
            target = os.readlink(self._link)  # noqa: PTH115
        except OSError:
            target = ""
        return (target, found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)

    def _renew(self, seen: tuple[object, ...]) -> None:
        if seen == self._seen:
            return
        try:
            self._current = read_release(Path(os.path.realpath(self.link)))
            self.trouble = ""
        except (BadCatalogue, OSError, ValueError) as error:
            self.trouble = str(error)
            log.error("%s La version en ligne reste la précédente.", error)
        self._seen = seen
