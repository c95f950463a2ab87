"""What no key can say of a picture or a recording: whether it is there, whole, and said in words."""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

from formservice.catalogue import Mistake, Project, Record
from formservice.catalogue.media import Picture, unsaid
from formservice.catalogue.typed import Where
from formservice.pictures import BadPicture
from plugins.media import sizing, sounds

IMAGES, SOUNDS = "images", "sons"
"""Folders of content/."""
MOST = 10
"""Pictures of a page."""


def mistakes(root: Path, folder: str, things: Iterable[Record | Project]) -> Iterator[tuple[str, Mistake]]:
    """(file as `ressources/antier`, mistake) of all that the things of a folder show and let hear."""
    for one in things:
        name, audio = f"{folder}/{one.slug}", getattr(one, "audio", None)
        if len(one.pictures) > MOST:
            mend = "Faites une seconde notice." if isinstance(one, Record) else "Gardez les plus parlantes."
            text = f"Une page montre {MOST} images au plus : au-delà, elle devient lourde. {mend}"
            yield name, Mistake(("pictures", MOST), text)
        for n, picture in enumerate(one.pictures):
            at: Where = ("pictures", n)
            for mistake in (*_file(root, picture, (*at, "file")), *_words(one, picture, at)):
                yield name, mistake
        for text in _sound(root, audio) if audio else ():
            yield name, Mistake(("audio",), text)


def _file(root: Path, picture: Picture, at: Where) -> Iterator[Mistake]:
    if Path(picture.file).suffix not in sizing.READ:
        text = f"« {picture.file} » n’est pas une image que le site sait lire. Enregistrez-la en .jpg, .png ou .webp."
        yield Mistake(at, text)
    elif absent := _absent(root / IMAGES, picture.file):
        yield Mistake(at, absent)
    else:
        try:
            sizing.verify((root / IMAGES / picture.file).read_bytes())
        except BadPicture as bad:
            yield Mistake(at, f"« {picture.file} » : {bad}")


def _absent(folder: Path, name: str) -> str:
    if (folder / name).is_file():
        return ""
    close = difflib.get_close_matches(name, [path.name for path in sorted(folder.glob("*"))], 1)
    mend = f"Vouliez-vous écrire « {close[0]} » ?" if close else f"Mettez-le dans content/{folder.name}/."
    return f"Le fichier « {name} » n’est pas dans content/{folder.name}/. {mend}"


def _words(thing: Record | Project, picture: Picture, at: Where) -> Iterator[Mistake]:
    if wrong := unsaid(picture.alt, picture.file, thing.title, picture.caption or ""):
        yield Mistake((*at, "alt"), f"« alt » {wrong}")


def _sound(root: Path, name: str) -> Iterator[str]:
    if absent := _absent(root / SOUNDS, name):
        yield absent
    else:
        yield from sounds.mistakes(root / SOUNDS / name)
