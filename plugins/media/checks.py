"""What no key can say of a picture or a recording: whether it is there, whole, and said in words."""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

from formservice.catalogue import Mistake, Record
from formservice.catalogue.media import Picture
from formservice.catalogue.typed import Where
from formservice.folding import words
from formservice.pictures import BadPicture
from plugins.media import sizing, sounds

IMAGES, SOUNDS = "images", "sons"
"""Folders of content/."""
MOST = 10
"""Pictures of a record."""
NEEDLESS = ("image", "photo", "illustration")
"""What an alternative need not begin with: one knows that it is a picture."""


def mistakes(root: Path, records: Iterable[Record]) -> Iterator[tuple[str, Mistake]]:
    """(file as `ressources/antier`, mistake) of all that records show and let hear."""
    for one in records:
        if len(one.pictures) > MOST:
            text = f"Une page montre {MOST} images au plus : au-delà, elle devient lourde. Faites une seconde notice."
            yield f"ressources/{one.slug}", Mistake(("pictures", MOST), text)
        for n, picture in enumerate(one.pictures):
            at: Where = ("pictures", n)
            for mistake in (*_file(root, picture, (*at, "file")), *_words(one, picture, at)):
                yield f"ressources/{one.slug}", mistake
        for text in _sound(root, one.audio) if one.audio else ():
            yield f"ressources/{one.slug}", Mistake(("audio",), text)


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


def _words(record: Record, picture: Picture, at: Where) -> Iterator[Mistake]:
    said = words(picture.alt)
    stem = words(picture.file.rpartition(".")[0].replace("-", " "))
    if said in (stem, [*stem, words(picture.file)[-1]]):
        yield Mistake((*at, "alt"), "« alt » répète le nom du fichier. Dites ce qu’on voit, en une phrase.")
    elif said == words(record.title):
        yield Mistake((*at, "alt"), "« alt » répète le titre. Dites ce qu’on voit, en une phrase.")
    elif picture.caption and said == words(picture.caption):
        yield Mistake((*at, "alt"), "« alt » répète la légende : elle serait lue deux fois. Dites ce qu’on voit.")
    elif len(said) < 3:
        yield Mistake((*at, "alt"), "« alt » est trop court. Dites ce qu’on voit, en une phrase.")
    elif said[0] in NEEDLESS and said[1] in ("de", "du", "d", "des", "montrant", "representant"):
        text = "On sait que c’est une image : dans « alt », dites tout de suite ce qu’on voit, sans « image de »."
        yield Mistake((*at, "alt"), text)


def _sound(root: Path, name: str) -> Iterator[str]:
    if absent := _absent(root / SOUNDS, name):
        yield absent
    else:
        yield from sounds.mistakes(root / SOUNDS / name)
