"""`python -m plugins.media.sizing content`: each picture at the sizes its pages show, kept between builds.

What was drawn once is kept in a folder named after the picture's bytes and how it was drawn: a
build that finds it there copies it. It may be erased at any time.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click
import PIL

from formservice import pictures
from formservice.catalogue.media import Sized

WIDTHS = {320: 30_000, 640: 30_000, 1280: 120_000}
"""Widths in pixels, and the bytes that each may weigh. Lists show the first two."""
PLAIN = 640
"""The width of the JPEG for older browsers."""
MADE_BY = f"1 {WIDTHS} {PLAIN} {pictures.QUALITIES} {pictures.SAVED} {PIL.__version__}"
MANY = 4
TWO_MONTHS = 60 * 24 * 3600
READ = (".jpg", ".jpeg", ".png", ".webp")
STRANGE = "ce n’est pas un fichier. Remplacez ce dossier ou ce lien rompu par l’image, ou supprimez-le."
SUFFIXES = {"avif": ".avif", "webp": ".webp", "jpeg": ".jpg"}


def kept() -> Path:
    """The folder of what was drawn; the build says where, beside its releases."""
    return Path(os.environ.get("PICTURES_KEPT", "releases/.pictures"))


def verify(data: bytes) -> None:
    """Raise BadPicture unless a picture can be drawn; one that was drawn before is not read again."""
    if not _folder(data).is_dir():
        pictures.opened(data)


def _folder(data: bytes) -> Path:
    return kept() / hashlib.sha256(MADE_BY.encode() + data).hexdigest()[:24]


def drawn(data: bytes) -> Path:
    """The folder of all the sizes of a picture, drawn at need."""
    folder = _folder(data)
    if not folder.is_dir():
        kept().mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".fresh-", dir=kept()))
        try:
            _draw(pictures.opened(data), fresh)
            fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    os.utime(folder)
    return folder


def _draw(image: pictures.Image.Image, folder: Path) -> None:
    for width, most in widths(image.width):
        small = pictures.sized(image, width)
        forms = ("avif", "webp", "jpeg") if width == min(PLAIN, image.width) else ("avif", "webp")
        for form in forms:
            data = pictures.encoded(small, form, most)
            (folder / f"{small.width}x{small.height}.{form}").write_bytes(data)


def widths(own: int) -> list[tuple[int, int]]:
    """(width, bytes) of what is drawn of a picture of some width: never wider than itself."""
    found = {min(width, own): most for width, most in reversed(WIDTHS.items())}
    return sorted(found.items())


def publish(path: Path, output: Path) -> tuple[Sized, ...]:
    """Write every size of a picture under /images/, its hash in its name."""
    (output / "images").mkdir(parents=True, exist_ok=True)
    made = [_one(path.stem, one, output) for one in drawn(path.read_bytes()).iterdir()]
    return tuple(sorted(made, key=lambda one: (one.form, one.width)))


def _one(stem: str, source: Path, output: Path) -> Sized:
    (width, height), form = map(int, source.stem.split("x")), source.suffix.removeprefix(".")
    data = source.read_bytes()
    url = f"images/{stem}-{width}.{hashlib.sha256(data).hexdigest()[:8]}{SUFFIXES[form]}"
    (output / url).write_bytes(data)
    return Sized(f"/{url}", form, width, height)


def prepare(paths: Iterable[Path]) -> int:
    """Draw what was not drawn yet, saying how far one is; return how many."""
    todo = [path for path in paths if not _folder(path.read_bytes()).is_dir()]
    if len(todo) >= MANY:
        print(f"{len(todo)} images à préparer…", flush=True)
    with click.progressbar(todo, label="Images", hidden=len(todo) < MANY) as bar:
        for path in bar:
            # One that nothing shows may be bad; of those that are shown the check has told.
            with suppress(pictures.BadPicture):
                drawn(path.read_bytes())
    return len(todo)


def forget(before: float) -> None:
    """Erase what no build has used since a time."""
    for folder in kept().glob("*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)


def main(argv: list[str]) -> int:
    """Draw the pictures of a content folder, so that the build finds them."""
    folder = Path(argv[0] if argv else "content") / "images"
    todo = [path for path in sorted(folder.glob("*")) if path.suffix in READ]
    if strange := [path for path in todo if not path.is_file()]:
        print("\n".join(f"{path} : {STRANGE}" for path in strange), file=sys.stderr)
        return 1
    prepare(todo)
    forget(time.time() - TWO_MONTHS)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
