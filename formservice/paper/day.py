"""A day of the agenda on paper, for when the service is down: who comes, whom to call, what to sign. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from formservice.catalogue import Activity, Site
from formservice.catalogue.french import NBSP, typeset
from formservice.paper import attendance
from formservice.paper.attendance import Sheet
from formservice.paper.slips import slip
from formservice.paper.words import letterhead
from formservice.theme import day_words, hour, initial, listed, plural

TITLE = "La journée sur papier"
KEEP = (
    "Ces feuilles portent des noms et des téléphones : gardez-les sous clé, et détruisez-les une fois les présences et "
    "les appels saisis."
)
CALLING = "Les plus pressés d’abord. Cochez ce que la personne a répondu ; saisissez-le quand le site revient."
SLIPS = 4
"""Blank ones, two a page; a copier makes more."""
GROUPS = re.compile(r"(?<=[0-9]) (?=[0-9])")


DOWN = "Le site ne répond pas ?"
STEPS = (
    "Au téléphone ou au guichet, remplissez un des bulletins, aux dernières pages. Ne promettez pas de place : "
    "« Je note, et je vous rappelle. »",
    "Faites les appels, les plus pressés d’abord, et cochez la réponse. À chaque séance, faites signer la feuille.",
    "Quand le site revient, saisissez les bulletins dans l’ordre où ils sont arrivés, puis les appels, les présences.",
)


@dataclass(frozen=True)
class Person:
    """Somebody of a session, as the agent who holds the telephone needs it."""

    name: str
    reach: tuple[str, ...]
    beside: tuple[str, ...] = ()
    """With whom, registered by whom, what to know."""
    hour: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gathering:
    """A session of the day: its sheet, who comes, who is asked, who waits in order."""

    sheet: Sheet
    counts: str
    starts: datetime
    coming: tuple[Person, ...] = ()
    asked: tuple[Person, ...] = ()
    waiting: tuple[Person, ...] = ()


@dataclass(frozen=True)
class ToCall:
    """A call to make."""

    name: str
    reference: str
    reach: tuple[str, ...]
    why: str
    say: str
    outcomes: tuple[str, ...]
    tries: tuple[str, ...] = ()
    helper: str = ""
    """Who registered them."""


@dataclass(frozen=True)
class Day:
    """All that is known of a day."""

    day: date
    made: datetime
    gatherings: tuple[Gathering, ...] = ()
    calls: tuple[ToCall, ...] = ()
    more_calls: int = 0
    """Less pressing than those that are printed."""
    others: tuple[tuple[str, str, str], ...] = ()
    """What takes place without registration: hours, title, place."""
    off: tuple[tuple[str, str, str], ...] = ()
    """What does not: code, title, why."""
    unread: tuple[str, ...] = ()
    """What the store could not give."""


def on_paper(site: Site, day: Day, activities: Iterable[Activity]) -> dict[str, Any]:
    """The data of `jour.typ`."""
    words = day_words(day.day)
    demonstration = any(one.sheet.demonstration for one in day.gatherings)
    head = letterhead(site, f"{TITLE} – {words}", words, day.made.date(), large=False, demonstration=demonstration)
    return head | attendance.words() | {
        "heading": initial(words), "above": TITLE, "tile": attendance.tile(day.day),
        "made": typeset(f"À jour le {day_words(day.made)} à {hour(day.made)}. {_summary(day)}"), "keep": typeset(KEEP),
        "unread": typeset(_unread(day.unread)), "sessions": [_session(one) for one in day.gatherings],
        "others": [[initial(hours), typeset(title), typeset(place)] for hours, title, place in day.others],
        "off": [[code, typeset(title), typeset(why)] for code, title, why in day.off],
        "down": typeset(DOWN), "steps": [typeset(one) for one in STEPS],
        "calling": typeset(CALLING), "calls": [_call(one) for one in day.calls],
        "more_calls": _more(day.more_calls), "slip": slip(site, activities), "slips": SLIPS,
    }  # fmt: skip


def _summary(day: Day) -> str:
    people = sum(who.party for one in day.gatherings for who in one.sheet.expected if who.name)
    calls = len(day.calls) + day.more_calls
    said = [plural(len(day.gatherings), "séance"), plural(people, "personne attendue", "personnes attendues")]
    made = [*(said if day.gatherings else []), plural(calls, "appel") if calls else "aucun appel"]
    return f"{initial(listed(made))} à faire."


def _unread(names: tuple[str, ...]) -> str:
    return f"Illisible, donc absent d’ici : {listed(names)}. Prévenez la personne qui gère le serveur." if names else ""


def _more(number: int) -> str:
    return typeset(f"Et {plural(number, 'autre appel', 'autres appels')}, moins pressés.") if number else ""


def _session(one: Gathering) -> dict[str, Any]:
    lists = [
        ("Viennent", one.coming), ("Place proposée, sans réponse encore", one.asked),
        ("Liste d’attente, dans l’ordre", one.waiting),
    ]  # fmt: skip
    return attendance.sheet(one.sheet) | {
        "hours": initial(one.sheet.hours), "seats": initial(one.counts),
        "lists": [{"title": title, "people": [_person(who) for who in people]} for title, people in lists if people],
    }  # fmt: skip


def _person(who: Person) -> dict[str, Any]:
    return {
        "name": who.name, "hour": who.hour, "reach": _reach(who.reach),
        "beside": [*who.beside, *who.needs],
    }  # fmt: skip


def _call(one: ToCall) -> dict[str, Any]:
    return {
        "name": one.name, "reference": one.reference, "reach": _reach(one.reach), "why": one.why,
        "say": one.say, "outcomes": list(one.outcomes), "tries": [initial(made) for made in one.tries],
        "helper": f"Inscription faite par {one.helper}" if one.helper else "",
    }  # fmt: skip


def _reach(ways: tuple[str, ...]) -> list[str]:
    """A number stays on one line, whoever it is of."""
    return [GROUPS.sub(NBSP, way) for way in ways] or ["Aucun moyen noté"]
