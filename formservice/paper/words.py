"""How dates, sums and notices read on paper: as on the screen."""

from datetime import date, datetime
from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.french import NBSP, typeset
from formservice.catalogue.participation import Phase
from formservice.theme import nowrap, since_words, until_words

DEMONSTRATION = "Données de démonstration : la ville ne les a pas encore confirmées."
REHEARSAL = "Répétition : rien de ce qui est imprimé ici n’est réel."


def closing(phase: Phase) -> str:
    """`dimanche 30 mai 2027`; a stretch that ends at midnight ends with the day before."""
    return ends(phase.until)


def ends(until: datetime, weekday: bool = True) -> str:
    """The same of whatever ends at a moment; `30 mai 2027` without the weekday."""
    said = until_words(until)
    return said if weekday else said.partition(" ")[2]


def stretch(phase: Phase) -> str:
    """`Du samedi 1er mai à 8 h au dimanche 30 mai 2027`."""
    return f"Du {since_words(phase.since, phase.since.year != phase.last_day.year)} au {closing(phase)}"


def letterhead(site: Site, title: str, short: str, day: date, *, large: bool, demonstration: bool) -> dict[str, Any]:
    """What every printed thing is given: the town, its title (`short` on top of what follows), its marks, its foot.

    `day` is that of the content, not of the build: a file that says the same has the same bytes every night.
    """
    marks = [(DEMONSTRATION, demonstration), (REHEARSAL, site.rehearsal)]
    return {
        "town": typeset(site.name), "title": typeset(title), "short": typeset(short), "day": day.isoformat(),
        "large": large,
        "marks": [typeset(words) for words, said in marks if said],
        "footer": [typeset(site.address), f"Téléphone{NBSP}: {nowrap(site.telephone)}"],
    }  # fmt: skip
