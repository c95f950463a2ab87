"""Build, switch, list and take back releases: `python -m deploy.release --help`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from deploy.build import BuildError, build_files, compress, must_be_complete
from deploy.shelf import Shelf, ShelfError

ROOT = Path(__file__).resolve().parent.parent


def build(shelf: Shelf, make: Callable[[Path], None], production: bool = False) -> str:
    """Build with `make(folder)` and keep the result; return its digest, without switching to it.

    The shelf must be locked. Raise BuildError, leaving nothing behind, when the build is not sound.
    """
    folder = shelf.new_folder()
    try:
        make(folder)
        must_be_complete(folder)
        if production:
            compress(folder / "site")
        digest = shelf.keep(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if production:
        # After a power cut the link must not name a release whose pages were still in memory.
        os.sync()
    return digest


def publish(shelf: Shelf, make: Callable[[Path], None], production: bool = False) -> bool:
    """Build and switch, unless nothing changed: return whether the site changed."""
    started = time.monotonic()
    with shelf.locked():
        digest = build(shelf, make, production)
        if changed := digest != shelf.current():
            shelf.switch(digest)
        if production:
            shelf.announce(digest)
        shelf.prune()
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    print(f"Version {digest} en ligne ({seconds} s)." if changed else "Rien n’a changé.", flush=True)
    return changed


def stage(shelf: Shelf, make: Callable[[Path], None], production: bool, note: Path) -> None:
    """Build for a later `switch`: the digest is written in the file `note`."""
    with shelf.locked():
        note.write_text(build(shelf, make, production))
    print("Le contenu est bon : la version est prête.", flush=True)


def switch(shelf: Shelf, digest: str) -> None:
    """Put a kept release on line."""
    with shelf.locked():
        if changed := digest != shelf.current():
            shelf.switch(digest)
        shelf.prune()
    print(f"Version {digest} en ligne." if changed else "Rien n’a changé : le site reste tel quel.")


def rollback(shelf: Shelf) -> None:
    """Put the previous release back on line."""
    with shelf.locked():
        digest = shelf.rollback()
    print(f"Retour à la version {digest}.")
    print("Corrigez aussi le contenu : la prochaine construction repartira de lui.")


def show(shelf: Shelf) -> None:
    """Print the releases one can go back to, the latest first."""
    for digest in reversed(shelf.history()):
        built = time.strftime("%d/%m/%Y %H:%M", time.localtime((shelf.releases / digest).stat().st_mtime))
        print(f"{digest}  {built}{'  en ligne' if digest == shelf.current() else ''}")


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line; folders are by default those at the root of the project."""
    parser = argparse.ArgumentParser(prog="python -m deploy.release", description=__doc__)
    parser.add_argument("--releases", type=Path, default=ROOT / "releases")
    parser.add_argument("--link", type=Path, default=ROOT / "output")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="check, build and switch")
    building.add_argument("--root", type=Path, default=ROOT, help="the tree to build from")
    building.add_argument("--conf", default="pelicanconf.py", help="settings of Pelican")
    building.add_argument("--precompress", action="store_true", help="for production: .gz, .br, on disk")
    building.add_argument("--stage", type=Path, metavar="FILE", help="write the digest, do not switch")
    commands.add_parser("switch", help="switch to a kept release").add_argument("digest")
    commands.add_parser("rollback", help="go back to the previous release")
    commands.add_parser("list", help="list the kept releases")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; 1 when it could not be done, with the reason in French."""
    asked = parse(arguments)
    shelf = Shelf(asked.releases, asked.link)
    # Whoever pushes, the web server must be able to read what was built.
    os.umask(0o022)
    try:
        do(asked, shelf)
    except (BuildError, ShelfError) as fault:
        print(f"{fault}\nLe site en ligne n’a pas changé.", file=sys.stderr)
        return 1
    return 0


def do(asked: argparse.Namespace, shelf: Shelf) -> None:
    """Carry out one command."""
    if asked.command == "build":
        make = partial(build_files, asked.root.resolve(), conf=asked.conf, current=shelf.announced().absolute())
        if asked.stage:
            stage(shelf, make, asked.precompress, asked.stage)
        else:
            publish(shelf, make, asked.precompress)
    elif asked.command == "switch":
        switch(shelf, asked.digest)
    else:
        {"rollback": rollback, "list": show}[asked.command](shelf)


if __name__ == "__main__":
    sys.exit(main())
