"""What may be told of who was served: no number from 1 to 4, nor one that a subtraction would give away. Pure.

What a month says is worked out from that month alone, once it is over: two papers printed at two dates say no more
than the last one. Of a month, who came on a sign-up and who came without are told as they are: a month where either
are too few is told with the next ones. Each way of parting them is masked apart, and shares nothing with the others
but that sum. So a year is not summed: it is told between two bounds, which anybody works out from its months.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from formservice.agenda.forms import AGES
from formservice.consultations.masking import LEAST, MASKED, SMALL, is_small, line
from formservice.demand.proof import CHANNELS, WEB, Served

NEW, OTHERS, THEMES, VISITS = "new", "others", "themes", "visits"
Split = Mapping[str, str]
Bounds = tuple[int, int]


@dataclass(frozen=True)
class Told:
    """A month, or several together, as they are told: in texts of `masking`."""

    of: Served
    splits: Mapping[str, Split]
    """`visits` parts those who came without an appointment, by theme; the others those who came on a sign-up."""
    absent: str
    unmarked: str

    def bounds(self, split: str) -> dict[str, Bounds]:
        """What each part of a split may be, as anybody can work out."""
        return bounds(self.splits[split], self.of.walked_in if split == VISITS else self.of.came)

    @property
    def offline(self) -> Bounds:
        """How many did without internet."""
        low, high = self.bounds("channels")[WEB]
        return self.of.people - high, self.of.people - low


@dataclass(frozen=True)
class Year:
    """The months that are told, and the last ones when they wait for the next to be told with it."""

    months: tuple[Told, ...]
    waiting: tuple[Served, ...]

    @property
    def people(self) -> int:
        """All who were served."""
        return sum(month.of.people for month in self.months)

    @property
    def walked_in(self) -> int:
        """Those who came without an appointment."""
        return sum(month.of.walked_in for month in self.months)

    @property
    def offline(self) -> Bounds:
        """How many did without internet."""
        return total(month.offline for month in self.months)

    def split(self, name: str) -> dict[str, Bounds]:
        """The parts of a split, the themes by how many they are; those of nobody are left out."""
        found = [month.bounds(name) for month in self.months]
        parts = dict.fromkeys(part for one in found for part in one)
        sums = {part: total(one.get(part, (0, 0)) for one in found) for part in parts}
        if name in (THEMES, VISITS):
            sums = dict(sorted(sums.items(), key=lambda one: (-one[1][0], one[0])))
        return {part: both for part, both in sums.items() if both[1]}

    def alone(self, name: str) -> Bounds:
        """What `absent` or `unmarked` may be."""
        return total(_may_be(getattr(month, name), 0) for month in self.months)


def year(months: Sequence[Served]) -> Year:
    """What is told of months that are over, in order."""
    found: list[Told] = []
    waiting: list[Served] = []
    for month in months:
        waiting.append(month)
        if known := told(reduce(Served.and_then, waiting)):
            found.append(known)
            waiting = []
    return Year(tuple(found), tuple(waiting))


def told(month: Served) -> Told | None:
    """A month as it is told; None when it is of too few."""
    if is_small(month.came) or is_small(month.walked_in):
        return None
    ages = {name: month.ages.get(name, 0) for name in AGES}
    splits = {
        "channels": masked({name: month.channels.get(name, 0) for name in CHANNELS}),
        # Both added up by theme would share two sums with the rest: some themes are of visits alone.
        THEMES: masked(dict(sorted(month.themes.items()))),
        VISITS: masked(dict(sorted(month.visits.items()))),
        "ages": masked(ages | {OTHERS: month.came - sum(ages.values())}),
        "firsts": masked({NEW: month.newcomers, OTHERS: month.came - month.newcomers}),
    }
    known = {name: cells for name, cells in splits.items() if cells is not None}
    # One that cannot be told says by this alone what it is made of: all wait together.
    return Told(month, known, apart(month.absent), apart(month.unmarked)) if known == splits else None


def masked(counts: Mapping[str, int]) -> dict[str, str] | None:
    """Counts whose sum is told, as they are told."""
    cells = line(list(counts.values()))
    return None if cells is None else dict(zip(counts, cells, strict=True))


def apart(count: int) -> str:
    """A count that adds up with no other, of a whole that is not told."""
    return SMALL if is_small(count) else str(count)


def bounds(cells: Split, of: int) -> dict[str, Bounds]:
    """The lowest and the highest that each count may be, knowing their sum."""
    loose = {name: _may_be(text, of) for name, text in cells.items()}
    lows, highs = total(loose.values())
    return {name: (max(low, of - highs + high), min(high, of - lows + low)) for name, (low, high) in loose.items()}


def _may_be(text: str, most: int) -> Bounds:
    if text in (SMALL, MASKED):
        return (1, LEAST - 1) if text == SMALL else (LEAST, most)
    low, _, high = text.partition("-")
    return int(low), int(high or low)


def total(found: Iterable[Bounds]) -> Bounds:
    """The bounds of a sum."""
    both = list(found)
    return sum(low for low, _ in both), sum(high for _, high in both)
