"""The files to download: BibTeX, RIS and CSL JSON, of each record, of each list, of the whole catalogue."""

import json
from collections.abc import Iterable
from pathlib import Path

from formservice.catalogue import Record
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
