"""A site that was really built: its pages, its catalogue, and the moment it was built for."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import pytest

from deploy.build import build_files
from formservice import catalogue
from formservice.catalogue import Catalogue

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Built:
    """A release on the disk, laid out as in production: site/, catalogue.json, templates/."""

    root: Path
    """Where its content/ and pelicanconf.py are."""
    folder: Path
    now: datetime

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the service knows of it."""
        return catalogue.load(self.folder / "catalogue.json")

    @cached_property
    def pages(self) -> dict[str, str]:
        """The HTML of every page by its address."""
        site = self.folder / "site"
        files = sorted(site.rglob("*.html"))
        return {"/" + str(path.relative_to(site)).removesuffix("index.html"): path.read_text() for path in files}

    def file(self, url: str) -> Path:
        """The file an address gives."""
        return self.folder / "site" / (url.lstrip("/") + ("index.html" if url.endswith("/") else ""))


def build(root: Path, folder: Path, now: datetime) -> Built:
    """Build the commune at `root` as deployment does, with the clock at `now`. Raises BuildError."""
    folder.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLOCK", now.isoformat())
        patch.setenv("PYTHONPATH", str(ROOT))
        # Pictures drawn by an earlier run of the tests serve the next.
        patch.setenv("PICTURES_KEPT", str(ROOT / ".pytest_cache" / "pictures"))
        build_files(root, folder, "pelicanconf.py", folder / "none")
    return Built(root, folder, now)
