"""Who comes first among equals: the order of the file, or a draw that anyone can make again. Pure.

The draw, in Python, from the seed and the numbers of the projects that were equal:

    import hashlib
    seed, equals = "BP27", ["12", "7"]
    print(sorted(equals, key=lambda one: hashlib.sha256(f"{seed}|{one}".encode()).hexdigest()))
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from formservice.count.model import POINTS, Poll, Rule, Tie


def drawn(seed: str, ids: Iterable[str]) -> list[str]:
    """Projects in the order that a seed draws them in."""
    return sorted(ids, key=lambda one: hashlib.sha256(f"{seed}|{one}".encode()).hexdigest())


def order(poll: Poll, rule: Rule) -> list[int]:
    """The rank of each place among equals, the lowest first."""
    if rule.seed is None:
        return list(range(len(poll.items)))
    ranks = {id: rank for rank, id in enumerate(drawn(rule.seed, [one.id for one in poll.items]))}
    return [ranks[one.id] for one in poll.items]


def scores(poll: Poll, rule: Rule) -> list[int]:
    """What the projects are ranked by."""
    return poll.points if rule.by == POINTS else poll.votes


def ranked(found: Sequence[int], among: Sequence[int]) -> list[int]:
    """The places by score, the highest first; equals in their order."""
    return sorted(range(len(found)), key=lambda place: (-found[place], among[place]))


def equals(found: Sequence[int], places: Iterable[int]) -> list[tuple[int, ...]]:
    """The groups of two or more that have one score, as they stand in a ranking."""
    groups = (tuple(group) for _, group in groupby(places, key=lambda place: found[place]))
    return [group for group in groups if len(group) > 1]


def before(id: str, found: Iterable[Tie], winners: Collection[str]) -> tuple[str, ...]:
    """The winners that a tie which decides had come before one of their equals."""
    ahead = (other for tie in found if tie.decides and id in tie.ids for other in tie.ids[: tie.ids.index(id)])
    return tuple(dict.fromkeys(other for other in ahead if other in winners))
