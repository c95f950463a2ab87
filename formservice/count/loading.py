"""Reading `decompte.json`, wherever it comes from: anything unexpected is refused with what to do. Pure."""

import json
import re
from collections.abc import Sequence
from typing import Any

from formservice.catalogue import typed
from formservice.catalogue.french import typeset
from formservice.count.published import NAME, Counted, dump

LARGEST = 20_000_000
"""Bytes: a town of a thousand projects fits in one."""
LIST = re.compile(r"(« .+ ») est une liste\. Écrivez-la entre crochets")
AGAIN = "Reprenez ce fichier sur le site, ou refaites-le avec « formservice publish »."


class Unreadable(ValueError):
    """This is not a file of ours; the text says why, and what to do."""


def load(content: bytes) -> Counted:
    """The count that a file tells. Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(f"{NAME} est trop gros pour un décompte. {AGAIN}")
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_never)
        told = typed.read(Counted, _strings(data), editor=False)
        if not alike(data, json.loads(dump(told))):
            raise Unreadable(f"{NAME} : un nombre, un oui ou un non est écrit entre guillemets.")
        return told
    except typed.Mistakes as found:
        where = place(found.found[0].at) or "au début"
        raise Unreadable(typeset(f"{NAME}, {where} : {in_json(found.found[0].text)} {AGAIN}")) from None
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, Unreadable) else f"{NAME} n’est pas un fichier JSON entier."
        raise Unreadable(f"{why} {AGAIN}") from None


def alike(read: Any, said: Any) -> bool:
    """Whether numbers are numbers, and words are words."""
    if isinstance(read, dict) and isinstance(said, dict):
        return all(one is None or alike(one, said.get(name)) for name, one in read.items())
    if isinstance(read, list) and isinstance(said, list):
        return all(map(alike, read, said))
    return type(read) is type(said)


def place(at: Sequence[str | int]) -> str:
    """`areas` n° 1, `projects` n° 3, `cost`: counted from one."""
    said = "".join(f" n° {part + 1}" if isinstance(part, int) else f", {part}" for part in at)
    return said.removeprefix(", ")


def in_json(text: str) -> str:
    """A mistake as it is told of JSON: an editor's mend, a line to add, is for front matter."""
    if text.startswith("Écrivez ici des clés et des valeurs"):
        return "Il faut ici un objet : { … }."
    if mend := LIST.match(text):
        return f"{mend[1]} est une liste : [ … ]."
    return text.partition(" Ajoutez une ligne « ")[0]


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable(f"{NAME} dit deux fois la même chose.")
    return found


def _never(word: str) -> Any:
    raise Unreadable(f"{NAME} : « {word} » n’est pas un nombre.")


def _strings(value: Any) -> Any:
    """The strings that `typed` reads; what is null is not said."""
    if isinstance(value, dict):
        return {name: _strings(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_strings(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, float) or (isinstance(value, int) and abs(value) > 10**12):
        raise Unreadable(f"{NAME} : un nombre n’est pas entier, ou une valeur manque.")
    return str(value)
