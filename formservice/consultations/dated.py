"""How dates that were written are told: by day, else by month, else by year, so that none is of few people. Pure."""

from collections import Counter
from collections.abc import Sequence

from formservice.catalogue.dates import MONTHS
from formservice.consultations import masking
from formservice.theme import day_words
from formservice.written_dates import written_date

DAYS, MONTHS_LISTED = 12, 24
"""So many different days are told one by one, so many months; beyond, years."""
OTHERS = "Autres dates"


def told(days: Sequence[str]) -> dict[str, str]:
    """{day: how it is told}, in order of time. One's own day says much of a person: birth, death, wedding."""
    for by, most in (("day", DAYS), ("month", MONTHS_LISTED), ("year", len(days))):
        found = {day: label(day, by) for day in sorted(days)}
        sizes = Counter(found[day] for day in days)
        if len(sizes) <= most and not any(map(masking.is_small, sizes.values())):
            return found
    few = {name for group in masking.groups(list(sizes.values())) if len(group) > 1 for name in _named(sizes, group)}
    few |= {name for name, size in sizes.items() if masking.is_small(size)}
    return {day: OTHERS if name in few else name for day, name in found.items()}


def _named(sizes: Counter[str], group: tuple[int, ...]) -> list[str]:
    return [list(sizes)[n] for n in group]


def is_other(name: str) -> bool:
    """Whether it is what is left."""
    return name == OTHERS


def label(day: str, by: str) -> str:
    """`mardi 1er juin 2027`, `juin 2027`, `2027`."""
    if by == "day" and (known := written_date(day)):
        return day_words(known)
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}" if by == "month" else day[:4]
