"""The files that let anyone count a vote again: beside the pages, one by one, and all in one archive."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from formservice.catalogue import Mistake, Tally
from formservice.catalogue.tallies import AreaTally
from plugins.frontmatter import BadContent

FOLDER = "decomptes"
WHOLE, ARCHIVE, BALLOTS = "decompte.json", "decompte.zip", "bulletins.pb"
"""The count in one file; all the files together; the ballots of an area, as they are served."""
OLDEST = (1980, 1, 1, 0, 0, 0)
"""The date of each file of an archive: the same files are the same bytes."""
AGAIN = "Refaites-les ensemble avec « formservice publish », et déposez-les tous."
MISSING = "Le fichier {path} manque : sans lui, personne ne peut recompter. {again}"
STRAY = "Aucun résultat ne nomme {path}. Retirez-le, ou refaites les fichiers avec « formservice publish »."
ALONE = "Ces fichiers n’ont pas de résultats : il manque decomptes/{slug}.md. Déposez-le aussi, ou retirez le dossier."


def mistakes(root: Path, tallies: Iterable[Tally]) -> Iterator[tuple[str, Mistake]]:
    """(file as `decomptes/budget-2027`, mistake): what is named and is not there, what is there and is not named."""
    for one in tallies:
        folder, name = root / FOLDER / one.slug, f"{FOLDER}/{one.slug}"
        there = {path.name for path in _inside(folder)}
        for n, area in enumerate(one.areas):
            if area.file and area.file not in there:
                text = MISSING.format(path=f"{name}/{area.file}", again=AGAIN)
                yield name, Mistake(("areas", n, "file"), text)
        if WHOLE not in there:
            yield name, Mistake((), MISSING.format(path=f"{name}/{WHOLE}", again=AGAIN))
        for stray in sorted(there - {WHOLE, *(area.file for area in one.areas)}):
            yield name, Mistake((), STRAY.format(path=f"{name}/{stray}"))


def alone(root: Path) -> Iterator[BadContent]:
    """The folders of files whose results are not there."""
    for folder in sorted((root / FOLDER).glob("*/")):
        if not folder.with_suffix(".md").is_file():
            yield BadContent(f"{root.name}/{FOLDER}/{folder.name}", 1, ALONE.format(slug=folder.name))


def _inside(folder: Path) -> list[Path]:
    """What an editor put there; what a system hides is not."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith("."))


def ballots(root: Path, tally: Tally, area: AreaTally) -> Path | None:
    """The ballots of an area; None where they are not published."""
    return root / FOLDER / tally.slug / area.file if area.file else None


def archive(root: Path, tally: Tally) -> bytes:
    """All the files under their own names: unzip, and count."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for path in _inside(root / FOLDER / tally.slug):
            entry = zipfile.ZipInfo(path.name, OLDEST)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            made.writestr(entry, path.read_bytes())
    return stream.getvalue()


def files(root: Path, tally: Tally) -> dict[str, bytes]:
    """What is served for a tally, by address."""
    found = {
        f"{tally.url}{ARCHIVE}": archive(root, tally),
        f"{tally.url}{WHOLE}": (root / FOLDER / tally.slug / WHOLE).read_bytes(),
    }
    for area in tally.areas:
        if path := ballots(root, tally, area):
            found[f"{tally.area_url(area)}{BALLOTS}"] = path.read_bytes()
    return found


def publish(out: Path, root: Path, tallies: Iterable[Tally]) -> dict[str, int]:
    """Write them all under `out`; how many bytes each has, by address."""
    sizes = {}
    for one in tallies:
        for url, content in files(root, one).items():
            path = out / url.lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            sizes[url] = len(content)
    return sizes
