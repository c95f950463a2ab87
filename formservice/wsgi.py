"""What an application server runs: `service` behind nginx, `app` alone with the site's files.

`app` puts a dispatcher before the service: GET and HEAD of a published file are answered with
the file, everything else goes to the service with the same address.
"""

import gc
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from formservice import background, create_app
from formservice.catalogue import BadCatalogue
from formservice.catalogue.resources import CITATIONS
from formservice.security import HEADERS
from formservice.service import Service

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


HASHED = ("/assets/", "/images/", "/sons/")
SOUNDS = {".opus": "audio/ogg", ".m4a": "audio/mp4", ".wav": "audio/wav"}
CITED = {f".{ending}": f"{type}; charset=utf-8" for ending, type in CITATIONS.items()}
TYPES = SOUNDS | CITED
"""What WhiteNoise does not know, or names otherwise; nginx says the same (a test compares)."""


class Files(WhiteNoise):
    """The files of a release; those that carry their hash may be kept for ever."""

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Asked while indexing, at the start."""
        return url.startswith(HASHED)


class Dispatcher:
    """Serves the current release's files; one WhiteNoise a release, since it indexes at start."""

    def __init__(self, service: Service):
        self.service = service
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._files: WhiteNoise | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        files = self._current()
        if files is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.service(environ, start_response)
        try:
            return files(environ, start_response)
        except OSError as error:
            # The release was taken away from under us; the service says so in French.
            self.service.logger.error("%s : %s", self._folder, error.strerror)
            return self.service(environ, start_response)

    def _current(self) -> WhiteNoise | None:
        try:
            folder = self.service.releases.current().folder / "site"
        except BadCatalogue:
            # The service answers with its own page when there is no release.
            return None
        if folder != self._folder:
            with self._lock:
                self._index(folder)
        return self._files

    def _index(self, folder: Path) -> None:
        if folder == self._folder:
            return
        self._files = Files(
            self.service, folder, index_file=True, mimetypes=TYPES, add_headers_function=_headers,
            allow_all_origins=False,
        )  # fmt: skip
        self._folder = folder


def _headers(headers: Any, path: str, url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    if not url.startswith(HASHED):
        headers["Cache-Control"] = "no-cache"


service = create_app()
app = Dispatcher(service)
background.start(service)
# What lives as long as the process is never garbage, and a request leaves little to look through.
gc.freeze()
gc.set_threshold(20_000, 20, 50)
