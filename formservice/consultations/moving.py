"""What may move by one in a table of several answers, with every published sum as it is. Pure.

One more here is one less elsewhere on the line; a column takes it up as long as nobody in it gave too many answers, nor
none. What cannot move is known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

Cell = tuple[int, int]
Node = tuple[str, int]
OUT: Node = ("out", 0)
"""Where the sums of columns are left free."""


@dataclass(frozen=True)
class Grid:
    """Lines of options, columns of people, and what is masked in it."""

    cells: dict[Cell, int]
    tops: tuple[int, ...]
    """How many people each column is."""
    limit: int
    """How many answers one may give."""
    hidden: dict[Cell, tuple[int, int]]
    """Of each cell that is not published, what a reader knows: the lowest and the highest it may be."""
    whole: frozenset[int]
    """The lines of which nothing is published."""

    @property
    def lines(self) -> int:
        """How many."""
        return 1 + max(r for r, _ in self.cells)

    def total(self, c: int) -> int:
        """The answers that the people of a column gave."""
        return sum(self.cells[r, c] for r in range(self.lines))

    def without(self, still: Iterable[Cell]) -> "Grid":
        """The same, where some masked cells do not move."""
        return replace(self, hidden={at: bounds for at, bounds in self.hidden.items() if at not in set(still)})

    def can_change(self, at: Cell) -> bool:
        """Whether a masked cell may be another."""
        row, column = ("row", at[0]), ("column", at[1])
        return (self._may(at, 1) and self._leads(column, row, (column, row))) or (
            self._may(at, -1) and self._leads(row, column, (row, column))
        )

    def can_sum_change(self, c: int) -> bool:
        """Whether how many answers a column gave may be another."""
        here = ("column", c)
        return (self._may_give(c, 1) and self._leads(OUT, here, (OUT, here))) or (
            self._may_give(c, -1) and self._leads(here, OUT, (here, OUT))
        )

    def moves(self, rows: Iterable[int]) -> Iterator[tuple[int, int]]:
        """(line, by): which whole lines may be of one more, or of one less, the others as they are."""
        for r in rows:
            if self._leads(("row", r), OUT):
                yield r, 1
            if self._leads(OUT, ("row", r)):
                yield r, -1

    def _may(self, at: Cell, by: int) -> bool:
        low, high = self.hidden.get(at, (self.cells[at], self.cells[at]))
        return low <= self.cells[at] + by <= high

    def _may_give(self, c: int, by: int) -> bool:
        return self.tops[c] <= self.total(c) + by <= self.limit * self.tops[c]

    def _leads(self, start: Node, goal: Node, skipped: tuple[Node, Node] | None = None) -> bool:
        """Whether one more at the start can end as one less at the goal."""
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            for there in self._next(here):
                if (here, there) == skipped or there in seen:
                    continue
                if there == goal:
                    return True
                seen.add(there)
                waiting.append(there)
        return False

    def _next(self, node: Node) -> Iterator[Node]:
        kind, n = node
        columns = range(len(self.tops))
        if kind == "row":
            yield from (("column", c) for c in columns if self._may((n, c), 1))
        elif kind == "column":
            yield from (("row", r) for r in range(self.lines) if self._may((r, n), -1))
            yield from [OUT] if self._may_give(n, 1) else []
        else:
            yield from (("column", c) for c in columns if self._may_give(c, -1))
