"""The files to download: BibTeX, RIS and CSL JSON, of each record, of each list, of the whole catalogue."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from formservice.catalogue import Record
from plugins.resources.centre import Centre
from plugins.resources.citing.bibtex import bibtex
from plugins.resources.citing.dates import Item
from plugins.resources.citing.ris import ris

WORDS = {"bib": "BibTeX", "ris": "RIS (Zotero, EndNote)", "json": "CSL JSON"}

Lists = Iterable[tuple[str, Iterable[Record]]]
"""(address, records) of each list."""


def publish(out: Path, items: dict[str, Item], lists: Lists) -> None:
    """Write under `out` the files of every item, by identifier, and of the lists."""
    drawn = {id: (bibtex(item), ris(item), item) for id, item in items.items()}
    for id in drawn:
        _write(out / "ressources" / id.lower(), id.lower(), [drawn[id]])
    for address, records in lists:
        if some := [drawn[one.id] for one in records if one.id in drawn]:
            _write(out / address.strip("/"), "liste", some)
    _write(out / "ressources", "catalogue", list(drawn.values()))


def _write(folder: Path, name: str, drawn: list[tuple[str, str, Item]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "bib": "\n".join(one[0] for one in drawn), "ris": "\r\n".join(one[1] for one in drawn),
        "json": json.dumps([one[2] for one in drawn], ensure_ascii=False, indent=1),
    }  # fmt: skip
    for ending, text in texts.items():
        (folder / f"{name}.{ending}").write_text(text, encoding="utf-8", newline="")


def lists(centre: Centre) -> Iterator[tuple[str, list[Record]]]:
    """The lists of the catalogue: by type, by subject, by period, by place."""
    records = sorted(centre.records, key=lambda one: (one.title, one.id))
    for type in dict.fromkeys(one.type for one in records):
        yield f"/ressources/type/{type}/", centre.of_type(type)
    for subject in centre.collection.subjects:
        yield f"/ressources/sujet/{subject.slug}/", centre.on(subject.slug)
    for period in centre.collection.periods:
        yield f"/ressources/periode/{period.slug}/", [one for one in records if period.holds(one.when)]
    for place in sorted({place for one in records for place in one.places}):
        yield f"/ressources/lieu/{_slug(place)}/", [one for one in records if place in one.places]


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))
