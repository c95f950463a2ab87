"""Small numbers of a question that takes several answers: each option for itself, yet none alone. Pure.

Everybody who answered chose one option at least, and no more than `limit`: beside how many people there are, the sum of
the counts is held between the two. What cannot move by one within all that is published can be worked out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from formservice.consultations import masking
from formservice.consultations.masking import LEAST, MASKED, SMALL, Bounds, is_small
from formservice.consultations.moving import Grid

Move = tuple[int, int]
"""An option, one more or one less."""


@dataclass(frozen=True)
class Main:
    """The counts of everybody, as they are published."""

    cells: tuple[str, ...]
    moves: frozenset[Move] = frozenset()
    """What may change of the counts that are masked, each alone."""
    needs: tuple[frozenset[Move], ...] = ()
    """Of each of these, one at least must stay possible, whatever is published beside."""
    is_alone: bool = False
    """Whether no table may stand beside."""

    @property
    def masked(self) -> set[int]:
        """The options whose count is not told."""
        return {n for n, cell in enumerate(self.cells) if not cell.isdecimal()}

    def beside(self, moves: Iterable[Move]) -> "Main | None":
        """What may still change beside a table that leaves these moves; None when it gives something away."""
        left = self.moves & frozenset(moves)
        return replace(self, moves=left) if all(need & left for need in self.needs) else None


def main(counts: Sequence[int], of: int, limit: int) -> Main:
    """How many chose each option, of so many people."""
    hidden = {n: bounds for n, one in enumerate(counts) if (bounds := few(one, of))}
    small = set(hidden)
    while not _holds(counts, of, limit, hidden, small):
        left = [n for n, one in enumerate(counts) if n not in hidden and _may_hide(one, of)]
        if not left:
            return Main((MASKED,) * len(counts), is_alone=True)
        hidden[min(left, key=lambda n: (counts[n], n))] = (LEAST, of - LEAST)
    moves = frozenset(_moves(counts, of, limit, hidden))
    needs = [frozenset({(n, 1), (n, -1)}) for n in sorted(small)]
    needs += [moves] if is_tight(sum(counts), of, limit) else []
    cells = tuple(MASKED if n in hidden.keys() - small else masking.alone(one, of) for n, one in enumerate(counts))
    return Main(cells, moves, tuple(needs), not all(need & moves for need in needs))


def few(count: int, of: int) -> tuple[int, int] | None:
    """Between what and what a count is, when few chose, or few did not: masked otherwise than few, it is not few."""
    if is_small(count):
        return 1, min(LEAST - 1, of)
    return (max(LEAST, of - LEAST + 1), of - 1) if is_small(of - count) else None


def is_tight(total: int, of: int, limit: int) -> bool:
    """Whether few gave more than one answer, or fewer than they might."""
    return is_small(total - of) or is_small(limit * of - total)


def _may_hide(count: int, of: int) -> bool:
    return LEAST <= count <= of - LEAST


def _moves(counts: Sequence[int], of: int, limit: int, hidden: dict[int, tuple[int, int]]) -> Iterable[Move]:
    for n, (low, high) in hidden.items():
        for by in (1, -1):
            if low <= counts[n] + by <= high and of <= sum(counts) + by <= limit * of:
                yield n, by


def _holds(counts: Sequence[int], of: int, limit: int, hidden: dict[int, tuple[int, int]], small: set[int]) -> bool:
    """Whether each small count may be another, and how few gave more or fewer answers too."""
    alone = set(_moves(counts, of, limit, hidden))
    if is_tight(sum(counts), of, limit) and not alone:
        return False
    may = {(n, by) for n, (low, high) in hidden.items() for by in (1, -1) if low <= counts[n] + by <= high}
    return all(
        any((n, by) in alone or (n, by) in may and any((m, -by) in may for m in hidden if m != n) for by in (1, -1))
        for n in small
    )


def table(rows: Sequence[Sequence[int]], tops: Sequence[int], limit: int, told: Main) -> tuple[Grid, Main] | None:
    """Who chose what, column by column; `tops`: how many people each is. None when nothing of it can be told."""
    whole = set(told.masked)
    while len(whole) < len(rows):
        grid = _masked(rows, tops, limit, whole)
        left = told.beside(grid.moves(told.masked)) if grid else None
        if grid and left:
            return grid, left
        whole.add(min((n for n in range(len(rows)) if n not in whole), key=lambda n: (sum(rows[n]), n)))
    return None


def shown(grid: Grid) -> list[tuple[str, ...]]:
    """The cells, line by line, as they are published."""
    return [tuple(_shown(grid, (r, c)) for c in range(len(grid.tops))) for r in range(grid.lines)]


def _shown(grid: Grid, at: tuple[int, int]) -> str:
    if at not in grid.hidden:
        return str(grid.cells[at])
    return SMALL if at[0] not in grid.whole and is_small(grid.cells[at]) else MASKED


def _masked(rows: Sequence[Sequence[int]], tops: Sequence[int], limit: int, whole: set[int]) -> Grid | None:
    """The table with whole lines masked, and among the others as many cells as it takes; None when none suffice."""
    cells = {(r, c): count for r, row in enumerate(rows) for c, count in enumerate(row)}
    hidden: Bounds = {at: (0, tops[at[1]]) for at in cells if at[0] in whole}
    hidden |= {at: bounds for at, one in cells.items() if at not in hidden and (bounds := few(one, tops[at[1]]))}
    grid = Grid(cells, tuple(tops), limit, hidden, frozenset(whole))
    while (around := next(_weak(grid), None)) is not None:
        left = [at for at in around if at not in hidden and _may_hide(cells[at], tops[at[1]])]
        if not left:
            return None
        at = min(left, key=lambda at: (cells[at], at))
        hidden[at] = (LEAST, tops[at[1]] - LEAST)
    return grid


def _weak(grid: Grid) -> Iterator[list[tuple[int, int]]]:
    """The cells among which one more is to be masked, for each thing that can still be worked out."""
    for r in range(grid.lines):
        line = [at for at in grid.cells if at[0] == r]
        for some, told in _few_together(grid, line):
            if told < LEAST and not any(grid.without(set(some) - {at}).can_change(at) for at in some):
                yield line if _is_open(grid, line) else list(grid.cells)
    for at in [at for at in grid.hidden if few(grid.cells[at], grid.tops[at[1]])]:
        if not grid.can_change(at):
            yield from _near(grid, at)
    for c, top in enumerate(grid.tops):
        if is_tight(grid.total(c), top, grid.limit) and not grid.can_sum_change(c):
            yield from _near(grid, (-1, c))


def _few_together(grid: Grid, line: Sequence[tuple[int, int]]) -> Iterator[tuple[list[tuple[int, int]], int]]:
    """The cells of few who chose, of few who did not, each with how few they are together."""
    masked = [at for at in line if at in grid.hidden]
    for counts in ({at: grid.cells[at] for at in masked}, {at: grid.tops[at[1]] - grid.cells[at] for at in masked}):
        some = [at for at, count in counts.items() if is_small(count)]
        if some:
            yield some, sum(counts[at] for at in some)


def _near(grid: Grid, at: tuple[int, int]) -> Iterator[list[tuple[int, int]]]:
    crossed = [one for one in grid.cells if one[0] == at[0] or one[1] == at[1]]
    yield crossed if _is_open(grid, crossed) else list(grid.cells)


def _is_open(grid: Grid, some: Sequence[tuple[int, int]]) -> bool:
    return any(one not in grid.hidden and _may_hide(grid.cells[one], grid.tops[one[1]]) for one in some)
