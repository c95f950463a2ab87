"""The timeline: the milestones period by period, and the whole span drawn by decades."""

import re
from collections import Counter
from dataclasses import dataclass

from formservice import theme
from formservice.catalogue import Period, Record
from formservice.catalogue.french import NBSP
from plugins.resources.centre import Centre
from plugins.resources.lists import Listing, period_words

URL = "/ressources/chronologie/"


@dataclass(frozen=True)
class Bar:
    """The milestones of ten years, as the drawing shows them."""

    decade: int
    count: int


@dataclass(frozen=True)
class Timeline:
    """All milestones in order of time, and the list of each period that has some."""

    milestones: tuple[Record, ...]
    periods: tuple[Listing, ...]

    @property
    def bars(self) -> list[Bar]:
        """One for each decade from the first to the last, the empty ones too."""
        counts = Counter(_year(one) // 10 * 10 for one in self.milestones)
        return [Bar(decade, counts[decade]) for decade in range(min(counts), max(counts) + 1, 10)] if counts else []

    @property
    def highest(self) -> Bar:
        """The decade that has most."""
        return max(self.bars, key=lambda bar: bar.count)

    @property
    def words(self) -> str:
        """The drawing in words."""
        first, last, most = _year(self.milestones[0]), _year(self.milestones[-1]), self.highest
        dates, many = (theme.plural(number, "date") for number in (len(self.milestones), most.count))
        return f"{dates} de {first} à {last}. Le plus{NBSP}: les années {most.decade}, {many}."


def timeline(centre: Centre) -> Timeline:
    """The timeline of a centre."""
    found = centre.milestones()
    lists = [(period, tuple(one for one in found if period.holds(one.date))) for period in centre.collection.periods]
    return Timeline(tuple(found), tuple(_listing(period, some) for period, some in lists if some))


def _listing(period: Period, found: tuple[Record, ...]) -> Listing:
    title = period_words(period)
    return Listing(f"{URL}{period.slug}/", title, f"Chronologie{NBSP}: {title}", found, "date", "dates")


def _year(record: Record) -> int:
    return record.date.year if record.date else 0


def parted(record: Record) -> tuple[str, str]:
    """The year of a date, that the eye looks for, and the rest of its words: `1915` and `20 ou 21 octobre`."""
    when = record.date
    if when is None:
        return "", ""
    year, words = str(when.year), when.words
    rest = words.removesuffix(year).rstrip()
    # The day and the month alone; of a year about, or of several, the whole is said.
    plain = re.fullmatch(r"[\[\]\d,-]*", when.edtf) and not re.search(r"\d{4}", rest)
    return year, rest if plain else words
