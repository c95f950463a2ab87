"""An election as it is counted: projects, ballots, a rule; and what came of it. Pure, exact: integers and Fractions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

Money = int | Fraction
"""Euros, or whatever the costs are in."""
Ballot = tuple[tuple[int, int], ...]
"""(place of a project in the poll, points), in the order the voter gave."""
GREEDY, NO_SKIP = "greedy", "greedy-no-skip"
SHARES, SHARES_ADD1 = "equalshares", "equalshares/add1"
COMPARED, ADD1_COMPARED = "equalshares-comparison", "equalshares/add1-comparison"
KINDS = (GREEDY, NO_SKIP, SHARES, SHARES_ADD1, COMPARED, ADD1_COMPARED)
"""Pabulib's words. A threshold goes with any of them."""
VOTES, POINTS = "votes", "points"
KEPT, COMPLETED, POOLED = "kept", "completed", "pooled"
LEFTOVERS = (KEPT, COMPLETED, POOLED)
"""What becomes of the money that is left: nothing; the next projects that fit; the same, over all the areas."""


@dataclass(frozen=True)
class Item:
    """A project as it is counted."""

    id: str
    cost: Money
    name: str = ""
    withdrawn: bool = False
    """Never chosen, and in nobody's way."""


@dataclass(frozen=True)
class Poll:
    """What is counted: the projects in the order of the file, and how many voters gave each ballot."""

    items: tuple[Item, ...]
    budget: Money
    ballots: Mapping[Ballot, int]

    @cached_property
    def voters(self) -> int:
        """How many ballots, blank ones too."""
        return sum(self.ballots.values())

    @cached_property
    def votes(self) -> list[int]:
        """How many voters chose each project."""
        found = [0] * len(self.items)
        for ballot, times in self.ballots.items():
            for place, _ in ballot:
                found[place] += times
        return found

    @cached_property
    def points(self) -> list[int]:
        """How many points each project got."""
        found = [0] * len(self.items)
        for ballot, times in self.ballots.items():
            for place, points in ballot:
                found[place] += times * points
        return found

    def place(self, id: str) -> int:
        """Where a project stands. KeyError."""
        return {one.id: place for place, one in enumerate(self.items)}[id]


@dataclass(frozen=True)
class Rule:
    """How ballots become winners."""

    kind: str = GREEDY
    by: str = VOTES
    """What ranks the projects: VOTES or POINTS."""
    threshold: int = 0
    """A project with fewer is never chosen."""
    incompatible: frozenset[frozenset[str]] = frozenset()
    """Groups of projects of which one at most is chosen."""
    guaranteed: bool = False
    """Whether an area without a winner has its first project all the same, whatever the threshold."""
    leftover: str = KEPT
    seed: str | None = None
    """What ties are drawn from; without one, the order of the projects decides."""

    def against(self, id: str) -> frozenset[str]:
        """The projects that cannot be chosen beside one."""
        return frozenset().union(*(group for group in self.incompatible if id in group)) - {id}


@dataclass(frozen=True)
class Reason:
    """Why a project is, or is not, chosen. What each word means is in words.py."""

    word: str
    money: Money | None = None
    """What was left, or what its supporters had left, when its turn came."""
    other: str = ""
    """The project that stood in its way."""
    missing: int | None = None
    """How many votes (points) more would have had it chosen, all else being equal; None where none would, or it
    cannot be told."""


CHOSEN, GUARANTEED, COMPLETION, POOL = "chosen", "guaranteed", "completion", "pool"
UNLIKED, LOW, CONFLICT, DEAR, TOO_DEAR, STOPPED, WITHDRAWN, POOR, RAISED, LAST = (
    "unliked", "low", "conflict", "dear", "too_dear", "stopped", "withdrawn", "poor", "raised", "last",
)  # fmt: skip


@dataclass(frozen=True)
class Tie:
    """Projects that were equal, in the order that was followed."""

    ids: tuple[str, ...]
    decides: bool | None
    """Whether another order would have had other winners; None where there were too many to try."""


@dataclass(frozen=True)
class Line:
    """One project at the end."""

    item: Item
    votes: int
    points: int
    rank: int
    """By votes or points, from 1, ties broken."""
    chosen: bool
    reason: Reason
    after: tuple[str, ...] = ()
    """Of a loser, its equals that are chosen for having come before it, where another order would have had others."""


@dataclass(frozen=True)
class Outcome:
    """What a count gives."""

    winners: tuple[str, ...]
    """In the order they were chosen."""
    cost: Money
    lines: tuple[Line, ...]
    """Every project, by rank."""
    ties: tuple[Tie, ...]
    share: Fraction | None = None
    """Under equal shares, what each voter had to spend."""
    every_step: bool = True
    """Whether each raise of the share was tried one by one; False where there were too many."""
    preferred: str = ""
    """After a comparison, the rule whose winners more voters preferred."""

    @cached_property
    def by_id(self) -> dict[str, Line]:
        """The lines by project."""
        return {one.item.id: one for one in self.lines}


@dataclass
class Picked:
    """Winners under way: places in the poll, why the others are not, who was equal."""

    winners: list[int] = field(default_factory=list)
    why: dict[int, Reason] = field(default_factory=dict)
    ties: list[tuple[int, ...]] = field(default_factory=list)
    work: int = 0
    """Ballots looked at to find them, where that may be long."""
    settled: frozenset[tuple[int, ...]] = frozenset()
    """The ties that surely do not decide."""
    share: Fraction | None = None
    every_step: bool = True
    preferred: str = ""
