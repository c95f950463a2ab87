"""Small numbers, masked: no count from 1 to 4 is published, nor one that a subtraction would give away. Pure.

A count is published as a text: `62`; `<5`; `61-64`, what a reader could work out anyhow; `*`, masked because of
another. Nobody is behind a 0: it is published.
"""

from collections.abc import Iterator, Sequence

LEAST = 5
SMALL, MASKED = "<5", "*"
CLOSE, FAR = 12, 10**9
Bounds = dict[tuple[int, int], tuple[int, int]]
"""Of each cell that is not published, what a reader knows: the lowest and the highest it may be."""


def is_small(count: int) -> bool:
    """Whether a count tells of too few people."""
    return 0 < count < LEAST


def alone(count: int, of: int) -> str:
    """A count that adds up with no other, `of` so many people: neither who chose nor who did not may be few."""
    if is_small(of) or is_small(count):
        return SMALL
    return f"{of - LEAST + 1}-{of - 1}" if is_small(of - count) else str(count)


def line(counts: Sequence[int]) -> tuple[str, ...] | None:
    """Counts whose sum is published; None when they cannot be.

    A small one is masked, and as many others, the last first, as it takes for the sum to leave it anything from 1 to 4.
    Which others, and how many, must not depend on how large they are: whoever reads this would work it out.
    """
    if is_small(sum(counts)):
        return (SMALL,) * len(counts)
    hidden = {n: (1, LEAST - 1) for n, one in enumerate(counts) if is_small(one)}
    small = set(hidden)
    while any(_is_found(counts, hidden, n) for n in small):
        left = [n for n, one in enumerate(counts) if n not in hidden and one >= LEAST]
        if not left:
            return None
        hidden[left[-1]] = (LEAST, FAR)
    return tuple(_shown(counts, hidden, small, n) for n in range(len(counts)))


def _is_found(counts: Sequence[int], hidden: dict[int, tuple[int, int]], n: int) -> bool:
    """Whether the sum says something of a small count, or how few those are who are masked together."""
    total = sum(counts[m] for m in hidden)
    low, high = _range(total, hidden, n)
    return total < LEAST or (low, high) != (1, LEAST - 1)


def _range(total: int, hidden: dict[int, tuple[int, int]], n: int) -> tuple[int, int]:
    others = [bounds for m, bounds in hidden.items() if m != n]
    low = max(hidden[n][0], total - sum(high for _, high in others))
    return low, min(hidden[n][1], total - sum(lowest for lowest, _ in others))


def _shown(counts: Sequence[int], hidden: dict[int, tuple[int, int]], small: set[int], n: int) -> str:
    if n not in hidden:
        return str(counts[n])
    if n in small:
        return SMALL
    low, high = _range(sum(counts[m] for m in hidden), hidden, n)
    return between(low, high) if len(hidden) - len(small) == 1 else MASKED


def between(low: int, high: int) -> str:
    """`61-64`; a number when there is but one."""
    return f"{low}-{high}" if low < high else str(low)


def table(rows: Sequence[Sequence[int]]) -> tuple[tuple[str, ...], ...] | None:
    """A table whose sums, by line and by column, are all published; None when it cannot be."""
    cells = {(r, c): count for r, row in enumerate(rows) for c, count in enumerate(row)}
    small: Bounds = {at: (1, LEAST - 1) for at, count in cells.items() if is_small(count)}
    hidden = dict(small)
    while (found := next(_weak(cells, hidden, small), None)) is not None:
        left = [at for at in found if at not in hidden and cells[at] >= LEAST]
        if not left:
            return None
        hidden[min(left, key=lambda at: (cells[at], at))] = (LEAST, FAR)
    return tuple(
        tuple(
            SMALL if (r, c) in small else told(cells, hidden, (r, c)) if (r, c) in hidden else str(count)
            for c, count in enumerate(row)
        )
        for r, row in enumerate(rows)
    )


def told(cells: dict[tuple[int, int], int], hidden: Bounds, at: tuple[int, int]) -> str:
    """A masked count of a table: between what its line and its column let anybody work out, when that is close."""
    low, high = LEAST, FAR
    for side in (0, 1):
        others = [other for other in hidden if other != at and other[side] == at[side]]
        total = cells[at] + sum(cells[other] for other in others)
        low = max(low, total - sum(hidden[other][1] for other in others))
        high = min(high, total - sum(hidden[other][0] for other in others))
    return between(low, high) if high - low <= CLOSE else MASKED


def _weak(cells: dict[tuple[int, int], int], hidden: Bounds, small: Bounds) -> Iterator[list[tuple[int, int]]]:
    """The cells among which one more is to be masked, for each thing that can still be worked out."""
    near = [at for at in cells if any(at[0] == one[0] or at[1] == one[1] for one in hidden)]
    for side in (0, 1):
        for n in sorted({at[side] for at in small}):
            in_line = [at for at in cells if at[side] == n]
            few = [at for at in in_line if at in small]
            if sum(cells[at] for at in few) < LEAST and not any(_trades(cells, hidden, at, few) for at in few):
                yield near if any(at in hidden and at not in small for at in in_line) else in_line
    for at in small:
        if not _trades(cells, hidden, at, [at]):
            crossed = [other for other in cells if other[0] == at[0] or other[1] == at[1]]
            is_open = any(one not in hidden and cells[one] >= LEAST for one in crossed)
            yield crossed if is_open else near


def _trades(cells: dict[tuple[int, int], int], hidden: Bounds, at: tuple[int, int], few: list[tuple[int, int]]) -> bool:
    """Whether a masked cell could be one more or less, none of the few of its line making up for it."""
    others = {one: bounds for one, bounds in hidden.items() if one == at or one not in few}
    return can_change(cells, others, at, 1) or can_change(cells, others, at, -1)


def can_change(cells: dict[tuple[int, int], int], hidden: Bounds, at: tuple[int, int], by: int) -> bool:
    """Whether a masked cell could be one more (or less), other masked cells making up for it: every sum stays."""
    if not _may(cells, hidden, at, by):
        return False
    seen, rows = set[int](), {at[0]}
    while rows:
        columns = {c for r, c in hidden if r in rows and (r, c) != at and _may(cells, hidden, (r, c), -by)} - seen
        if at[1] in columns:
            return True
        seen |= columns
        rows = {r for r, c in hidden if c in columns and _may(cells, hidden, (r, c), by)}
        if not columns:
            return False
    return False


def _may(cells: dict[tuple[int, int], int], hidden: Bounds, at: tuple[int, int], by: int) -> bool:
    low, high = hidden[at]
    return low <= cells[at] + by <= high


def groups(sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Which columns are told together, so that none is of few people; those of nobody are left out."""
    apart = [n for n, size in enumerate(sizes) if size >= LEAST]
    together = [n for n, size in enumerate(sizes) if is_small(size)]
    while together and sum(sizes[n] for n in together) < LEAST and apart:
        nearest = min(apart, key=lambda n: (sizes[n], n))
        apart.remove(nearest)
        together.append(nearest)
    return [(n,) for n in apart] + ([tuple(sorted(together))] if together else [])
