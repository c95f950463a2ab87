"""The sheet that people sign: a line for each who is expected, blank ones for who comes without warning. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.french import day_number, typeset
from formservice.paper.words import letterhead
from formservice.theme import day_words, initial, listed, month, plural, weekday

LEAST, MOST = 4, 40
"""Blank lines: as many as there are free seats, within these bounds."""
SIGNATURES = 4
"""Places to sign on one line, at most: of a class, whoever accompanies it signs."""
TITLE = "Feuille de présence"
HOW = "Chaque personne signe sur sa ligne, à son arrivée."
WALK_INS = "Venus sans être inscrits : écrivez le nom en lettres capitales, puis signez."
COUNTS = ["Personnes présentes", "Séance tenue par", "Signature"]
AFTER = "Après la séance : rendez cette feuille à l’accueil, ne la laissez pas sur la table."


@dataclass(frozen=True)
class Expected:
    """Who holds a seat: what those around the table may read, and nothing else. Without a name, a free appointment."""

    name: str
    party: int = 1
    hour: str = ""
    """« 14 h 30 », where people come one after the other."""
    group: str = ""


@dataclass(frozen=True)
class Sheet:
    """One session, or one day of appointments."""

    code: str
    title: str
    day: date
    hours: str
    place: str
    expected: tuple[Expected, ...]
    free: int = 0
    needs: Mapping[str, int] = field(default_factory=dict)
    """What is to be prepared, and how many times: never whose it is, for a sheet goes round the table."""
    demonstration: bool = False


def attendance(site: Site, sheets: Iterable[Sheet], day: date) -> dict[str, Any]:
    """The data of `emargement.typ`: a sheet after the other, each on pages of its own; `day`: that of the file."""
    told = list(sheets)
    title = f"{TITLE} – {listed(one.code for one in told)}, {day_words(day)}"
    head = letterhead(site, title, title, day, large=False, demonstration=any(one.demonstration for one in told))
    return head | words() | {"sheets": [sheet(one) for one in told]}


def words() -> dict[str, Any]:
    """What every sheet says."""
    said = {"sheet_title": TITLE, "how": HOW, "walk_ins": WALK_INS, "after": AFTER}
    return {name: typeset(words) for name, words in said.items()} | {"sign_counts": COUNTS}


def sheet(one: Sheet) -> dict[str, Any]:
    """A sheet, as `signing.typ` draws it."""
    blank = max(LEAST, min(one.free, MOST))
    return {
        "code": one.code, "title": typeset(one.title), "tile": tile(one.day),
        "when": f"{initial(day_words(one.day))}, {one.hours}",
        "place": typeset(one.place), "counts": typeset(_counts(one)), "needs": typeset(needed(one.needs)),
        "timed": any(who.hour for who in one.expected),
        "lines": [line(who) for who in one.expected], "blank": blank,
        "running": typeset(f"{one.code}, {day_words(one.day)} – {one.title}"),
    }  # fmt: skip


def line(who: Expected) -> dict[str, Any]:
    """One line to sign on."""
    beside = who.group or (f"et {plural(who.party - 1, 'autre personne', 'autres personnes')}" if who.party > 1 else "")
    return {
        "name": who.name, "beside": beside, "hour": who.hour, "party": str(who.party) if who.name else "",
        "places": 1 if who.group else min(who.party, SIGNATURES),
    }  # fmt: skip


def tile(day: date) -> dict[str, str]:
    """A leaf of a calendar: `jeudi`, `3`, `décembre`."""
    return {"weekday": weekday(day), "number": day_number(day.day), "month": month(day)}


def needed(needs: Mapping[str, int]) -> str:
    """« À préparer : appareil à prêter (2), boucle magnétique (1). »."""
    return f"À préparer : {', '.join(f'{what} ({many})' for what, many in needs.items())}." if needs else ""


def _counts(one: Sheet) -> str:
    people = sum(who.party for who in one.expected if who.name)
    free = f", {plural(one.free, 'place libre', 'places libres')}" if one.free else ""
    return f"{plural(people, 'personne attendue', 'personnes attendues')}{free}."
