"""The pages of results of a vote: all areas, each area, how it was counted, the batches of paper.

Each page stays light, however many projects and batches there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from formservice.catalogue import Tally
from formservice.catalogue.projects import candidate_of, project_url
from formservice.catalogue.results import Row
from formservice.catalogue.tallies import AreaTally, BatchTold, Choice
from formservice.consultations import counting
from formservice.voting.count_words import count_words
from plugins.drawn import Drawn
from plugins.participation.budgets import Budget, Budgets

PROJECTS, BATCHES, NAMED = 9, 14, 60
"""So many on a page: the budget of elements; so many areas and chosen projects may be named together."""
WON, MASKED = "Choisi", "*"
EXPLAINED = "recompter"
"""The page of the town, if it has one, that says how to count again."""


@dataclass(frozen=True)
class Line:
    """One project in the table of an area."""

    choice: Choice
    url: str
    width: int
    """Of its bar, per cent of the longest; 0 where the number is not told."""

    @property
    def why(self) -> str:
        """What follows « Choisi » or « Pas choisi »; where numbers are masked, the page says so once."""
        if score(self.choice) == MASKED:
            return "."
        reason = self.choice.reason
        return reason.removeprefix(WON) if self.choice.chosen and reason.startswith(WON) else f". {reason}"


@dataclass(frozen=True)
class Sheet:
    """One page of a list, from 1."""

    first: str
    """The address of the first page."""
    number: int
    last: int
    lines: Sequence[Any]

    @property
    def url(self) -> str:
        """Its address."""
        return self.first if self.number == 1 else f"{self.first}{self.number}/"

    @property
    def before(self) -> "Sheet | None":
        """The page before, if any."""
        return Sheet(self.first, self.number - 1, self.last, ()) if self.number > 1 else None

    @property
    def after(self) -> "Sheet | None":
        """The page after, if any."""
        return Sheet(self.first, self.number + 1, self.last, ()) if self.number < self.last else None


def sheets(first: str, lines: Sequence[Any], size: int) -> list[Sheet]:
    """A list cut into pages, one at least."""
    last = max(1, -(-len(lines) // size))
    return [Sheet(first, n, last, lines[size * (n - 1) : size * n]) for n in range(1, last + 1)]


def lines(tally: Tally, area: AreaTally) -> list[Line]:
    """The projects that are chosen, then the others, each by rank."""
    scores = [_number(score(one)) for one in area.choices]
    longest = max(scores, default=0)
    found = [
        Line(one, project_url(tally.slug, one.number), round(100 * value / longest) if longest else 0)
        for one, value in zip(area.choices, scores, strict=True)
    ]
    return sorted(found, key=lambda line: not line.choice.chosen)


def score(choice: Choice) -> str:
    """What a project is ranked by, as it is published."""
    return choice.votes if choice.points is None else choice.points


def _number(count: str) -> int:
    return int(count) if count.isdigit() else 0


def shares(rows: Sequence[Row]) -> list[Row]:
    """The same rows, each with its part of the last, which is their sum, where both are told: they add up to 100."""
    of, found = _number(rows[-1].count) if rows else 0, [_number(one.count) for one in rows[:-1]]
    parts = counting.shares(found, of) if sum(found) == of else [round(100 * one / of) if of else 0 for one in found]
    return [Row(one.label, one.count, part if of else None) for one, part in zip(rows[:-1], parts, strict=True)]


def given(budget: Budget, sizes: dict[str, int], explained: str) -> dict[str, Any]:
    """What all pages of results of an edition are given."""
    return {
        "page": budget.tally, "budget": budget, "edition": budget.edition, "sizes": sizes, "explained": explained,
        "said": counted_words(budget), "named": named(budget.tally),
        "turnout": shares(budget.tally.turnout) if budget.tally else [],
    }  # fmt: skip


def named(tally: Tally | None) -> bool:
    """Whether the first page has room for each chosen project: its line, its link."""
    return tally is not None and sum(2 + 2 * len(one.winners) for one in tally.areas) <= NAMED


def counted_words(budget: Budget) -> tuple[str, ...]:
    """How the votes were counted, in sentences: by the rule that the tally says, not by one written since."""
    if budget.tally is None:
        return ()
    count = replace(budget.tally.count, seed=budget.tally.seed)
    projects = [candidate_of(one) for area in budget.areas for one in area.projects]
    return count_words(replace(budget.edition, ballot=budget.tally.ballot, count=count), projects)


def pages(budgets: Budgets, sizes: dict[str, int], explained: str) -> Iterator[Drawn]:
    """Those that no file makes."""
    for budget in budgets.all:
        if tally := budget.tally:
            shared = given(budget, sizes, explained)
            for area in tally.areas:
                for sheet in sheets(tally.area_url(area), lines(tally, area), PROJECTS):
                    yield sheet.url, "tally_area", shared | {"area": area, "sheet": sheet}
            yield tally.counting_url, "tally_counting", shared | {"uneven": uneven(tally.batches)}
            for sheet in sheets(tally.batches_url, tally.batches, BATCHES) if tally.batches else ():
                yield sheet.url, "tally_batches", shared | {"sheet": sheet}


def uneven(batches: Sequence[BatchTold]) -> list[BatchTold]:
    """The batches in which something differs."""
    return [one for one in batches if len({one.signatures, one.envelopes, one.ballots}) > 1]
