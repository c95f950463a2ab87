"""From plain strings to frozen dataclasses and back, with every mistake named at once.

`read(Activity, {...})` gives an Activity or raises Mistakes; `dump(activity)` gives the same
strings again. The data are dictionaries, lists and strings: from front matter or from JSON.
"""

import dataclasses
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass
from typing import Any, TypeVar, cast

from formservice.catalogue.kinds import Kind

T = TypeVar("T")
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """What is wrong and how to mend it; `at` is the way to the value: ("sessions", 1, "start")."""

    at: Where
    text: str


class Mistakes(ValueError):
    """All that is wrong in one thing, in the order of its keys."""

    def __init__(self, found: Iterable[Mistake]):
        self.found = tuple(found)
        super().__init__(" ".join(mistake.text for mistake in self.found))


def key(kind: Any, *, default: Any = MISSING, many: bool = False, given: bool = False, example: str = "…") -> Any:
    """Declare one key: its kind (or nested dataclass); `many` a list; `given` by the reader, never written.

    The `example` is what an editor may write there; a mend shows it.
    """
    default = () if many and default is MISSING and given else default
    return dataclasses.field(default=default, metadata={"kind": kind, "many": many, "given": given, "example": example})


def read(cls: type[T], data: Any, *, editor: bool = True) -> T:
    """Build a `cls`, or raise Mistakes. With `editor`, keys given by the reader are refused."""
    found: list[Mistake] = []
    thing = _build(cls, data, (), found, editor)
    if found:
        raise Mistakes(found)
    return cast(T, thing)


def dump(thing: Any) -> dict[str, Any]:
    """The strings `read(type(thing), …, editor=False)` understands; defaults are left out."""
    return {
        field.name: _write(field.metadata["kind"], getattr(thing, field.name), field.metadata["many"])
        for field in dataclasses.fields(thing)
        if getattr(thing, field.name) != field.default
    }


def _write(kind: Any, value: Any, many: bool) -> Any:
    if many:
        return [_write(kind, one, False) for one in value]
    return kind.write(value) if isinstance(kind, Kind) else dump(value)


def _build(cls: Any, data: Any, at: Where, found: list[Mistake], editor: bool, example: str = "…") -> Any:
    if not isinstance(data, dict):
        shown = example.strip("[]") if example != "…" else "{id: SM-12, start: 2026-12-03 14:00}"
        found.append(Mistake(at, f"Écrivez ici des clés et des valeurs, par exemple {shown}."))
        return None
    before = len(found)
    known = {f.name: f for f in dataclasses.fields(cls)}
    writable = [name for name, f in known.items() if not (editor and f.metadata["given"])]
    found += [_unknown(name, writable, at) for name in data if name not in writable]
    values = dict(_values(known, data, at, found, editor))
    if len(found) > before:
        return None
    thing = cls(**values)
    found += [Mistake((*at, *mistake.at), mistake.text) for mistake in getattr(thing, "mistakes", list)()]
    return thing


def _values(
    known: dict[str, Any], data: dict[str, Any], at: Where, found: list[Mistake], editor: bool
) -> Iterator[tuple[str, Any]]:
    for name, field in known.items():
        if name in data:
            yield name, _value(field.metadata, data[name], (*at, name), found, editor)
        elif field.default is MISSING and not (editor and field.metadata["given"]):
            line = f"{name}: {field.metadata['example']}"
            found.append(Mistake(at, f"Il manque la clé « {name} ». Ajoutez une ligne « {line} »."))


def _value(meta: Any, raw: Any, at: Where, found: list[Mistake], editor: bool) -> Any:
    if meta["many"]:
        if not isinstance(raw, list):
            line = meta["example"] if meta["example"] != "…" else "[ … ]"
            found.append(Mistake(at, f"« {at[-1]} » est une liste. Écrivez-la entre crochets : {at[-1]}: {line}"))
            return ()
        return tuple(_one(meta, one, (*at, n), found, editor) for n, one in enumerate(raw))
    return _one(meta, raw, at, found, editor)


def _one(meta: Any, raw: Any, at: Where, found: list[Mistake], editor: bool) -> Any:
    kind = meta["kind"]
    if not isinstance(kind, Kind):
        return _build(kind, raw, at, found, editor, meta["example"])
    if not isinstance(raw, str):
        found.append(Mistake(at, f"« {_last(at)} » attend une seule valeur ({kind.name}). {kind.alone}".rstrip()))
    elif not raw.strip() and editor:
        found.append(Mistake(at, f"« {_last(at)} » est vide. Écrivez une valeur ou retirez la ligne."))
    else:
        try:
            return kind.read(raw.strip() if editor else raw)
        except ValueError as error:
            found.append(Mistake(at, f"« {_last(at)} » : {error}"))
    return None


def _unknown(name: str, known: Iterable[str], at: Where) -> Mistake:
    known = list(known)
    close = difflib.get_close_matches(str(name), known, 1)
    mend = f"Vouliez-vous écrire « {close[0]} » ?" if close else f"Clés possibles : {', '.join(sorted(known))}."
    return Mistake((*at, name), f"La clé « {name} » n’est pas connue. {mend}")


def _last(at: Where) -> str:
    return next((part for part in reversed(at) if isinstance(part, str)), "valeur")
