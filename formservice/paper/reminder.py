"""The reminder: a card for the fridge door, for who was registered by telephone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.french import typeset
from formservice.paper.attendance import tile
from formservice.paper.words import letterhead
from formservice.theme import day_words, initial, nowrap, plural, span

TITLE = "Votre rendez-vous"


@dataclass(frozen=True)
class Reminder:
    """What one person is to remember."""

    title: str
    reference: str
    name: str
    party: int
    dates: Sequence[tuple[datetime, datetime]]
    """Each with its end, the town's time; several of a cycle."""
    place: str
    address: str
    bring: str = ""
    demonstration: bool = False


def reminder(site: Site, card: Reminder) -> dict[str, Any]:
    """The data of `rappel.typ`: what matters on one side, the other dates of a cycle on the back."""
    start, end = card.dates[0]
    head = letterhead(
        site, f"{TITLE} – {card.title}, {day_words(start)}", TITLE, start.date(), large=False,
        demonstration=card.demonstration,
    )  # fmt: skip
    others = len(card.dates) - 1
    return head | {
        "heading": typeset(card.title), "above": TITLE, "tile": tile(start.date()), "hours": initial(span(start, end)),
        "place": typeset(card.place), "address": typeset(card.address),
        "whose": _whose(card), "reference": typeset(f"Votre numéro : {card.reference}"),
        "bring": typeset(card.bring),
        "more": typeset(f"Puis {plural(others, 'autre date', 'autres dates')} : au dos.") if others else "",
        "call": typeset("Un empêchement ? Appelez-nous :"), "telephone": nowrap(site.telephone),
        "telephone_hours": typeset(site.telephone_hours), "back": "Toutes vos dates",
        "dates": _dates(card) if others else [],
    }  # fmt: skip


def _dates(card: Reminder) -> list[str]:
    return [f"{initial(day_words(start))}, {span(start, end)}" for start, end in card.dates]


def _whose(card: Reminder) -> str:
    others = card.party - 1
    return f"Pour {card.name}" + (f" et {plural(others, 'autre personne', 'autres personnes')}" if others else "")
