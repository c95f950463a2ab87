"""The tables of the proof of service: months, ways of parting people over the year, and month by month. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from formservice.agenda.forms import AGES
from formservice.catalogue.french import figure
from formservice.demand.proof import Served
from formservice.demand.proof_words import cell, figures, month_words, share, shares
from formservice.demand.published import NEW, OTHERS, THEMES, VISITS, Told, Year

WALK_IN = "walk-in"
PARTS = {
    "web": "Par internet", "telephone": "Par téléphone", "counter": "Au guichet", "paper": "Sur papier",
    WALK_IN: "Sans rendez-vous",
}  # fmt: skip
FIRSTS = {NEW: "Nouveaux sur le thème", OTHERS: "Habitués, ou qui accompagnent"}
OF_AGES = AGES | {OTHERS: "Âge non demandé, ou non dit"}
TITLES = {
    "channels": "Par quel chemin ils sont venus",
    THEMES: "Ce que les inscrits sont venus apprendre",
    VISITS: "Ce que demandaient ceux qui sont venus sans rendez-vous",
    "ages": "L’âge des inscrits",
    "firsts": "Nouveaux et habitués",
}
UNTITLED = "Sans thème"


@dataclass(frozen=True)
class Line:
    """One line with its bar: the number and the share in words, how long the bar is, of 100."""

    label: str
    number: str
    share: str
    width: int


@dataclass(frozen=True)
class MonthLine:
    """One month, or several told together."""

    label: str
    people: str
    width: int
    offline: str
    held: str
    absent: str
    unmarked: str
    settled: bool
    """Whether it was kept: until then an attendance noted late still changes it."""


def months(year: Year, settled: Mapping[date, Served]) -> list[MonthLine]:
    """The lines of the months, each bar as long as its number beside the highest."""
    most = max((month.of.people for month in year.months), default=0)
    return [_month(month, most, month.of.last in settled) for month in year.months]


def _month(month: Told, most: int, settled: bool) -> MonthLine:
    one = month.of
    numbers = figures(month.offline), figure(one.held), cell(month.absent), cell(month.unmarked)
    return MonthLine(month_words(one), figure(one.people), share(one.people, most), *numbers, settled)


def split(year: Year, name: str, themes: Mapping[str, str]) -> list[Line]:
    """The lines of one way of parting people, over the year."""
    parts, came = year.split(name), year.people - year.walked_in
    of = {"channels": year.people, VISITS: year.walked_in}.get(name, came)
    if name == "channels" and year.walked_in:
        parts[WALK_IN] = (year.walked_in, year.walked_in)
    known = labels(name, themes)
    return [
        Line(known.get(part, part), figures(both), shares(both, of), share(both[0], of)) for part, both in parts.items()
    ]


def labels(name: str, themes: Mapping[str, str]) -> Mapping[str, str]:
    """The words of the parts of a split."""
    return {"channels": PARTS, "ages": OF_AGES, "firsts": FIRSTS}.get(name, {**themes, "": UNTITLED})


def parts_of(year: Year, name: str) -> list[str]:
    """The parts of a split that have anybody in the year."""
    return [*year.split(name), *([WALK_IN] if name == "channels" and year.walked_in else [])]


def splits(year: Year, themes: Mapping[str, str]) -> Sequence[tuple[str, list[Line]]]:
    """(title, lines) of each that has any."""
    found = [(TITLES[name], split(year, name, themes)) for name in TITLES]
    return [(title, lines) for title, lines in found if lines]
