"""Identifiers never vanish: a release remembers those it published, and the next must keep them all.

They are printed in books and kept in Zotero: an address that was cited answers for ever, for the same thing.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from formservice.catalogue import Record
from formservice.catalogue.resources import TYPES

FILE = "identifiers.json"
GONE = (
    "La notice {id} a été publiée et son adresse est citée ailleurs. Gardez la notice : remettez ce fichier. Si "
    "l’ouvrage n’est plus là, dites-le dans « summary » et retirez « consult »."
)
CHANGED = (
    "L’identifiant {id} est celui d’une notice « {was} » déjà publiée : qui l’a citée trouverait autre chose. Gardez "
    "la notice « {was} » à cet identifiant, et donnez un nouveau numéro à « {now} »."
)

Published = dict[str, dict[str, str]]


def write(folder: Path, records: Iterable[Record]) -> None:
    """Remember in a release the type and the file of each identifier."""
    known = {one.id: {"type": one.type, "file": one.slug} for one in records}
    text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / FILE).write_text(text, encoding="utf-8")


def published(release: Path) -> Published:
    """What a release remembers; nothing before there was a catalogue."""
    path = release / FILE
    known: Published = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return known


def lost(before: Published, records: Iterable[Record]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """(file name, key, what to mend) of each identifier that is gone, or given to another type of thing."""
    now = {one.id: one for one in records}
    for id, was in sorted(before.items()):
        if id not in now:
            yield was["file"], (), GONE.format(id=id)
        elif now[id].type != was["type"]:
            words = CHANGED.format(id=id, was=TYPES[was["type"]][0], now=TYPES[now[id].type][0])
            yield now[id].slug, ("id",), words
