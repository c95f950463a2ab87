"""Ideas that say nearly the same thing, by the words of their titles. Pure."""

from collections import Counter
from collections.abc import Iterable
from math import log

from formservice.search.words import composed, terms

FEWEST = 0.3
"""Of the weight of the words of the two titles, what must be common."""
Titled = tuple[int, str]
"""A number and a title."""


def stems(title: str) -> frozenset[str]:
    """The words that count, whatever their ending: « des bancs » and « un banc » are one."""
    return frozenset(term.stem for term in terms(composed(title)))


def near(title: str, others: Iterable[Titled], most: int = 5) -> list[int]:
    """The numbers of those whose title is like this one, the nearest first. A rare word weighs more."""
    known = [(number, stems(other)) for number, other in others]
    held = Counter(word for _, words in known for word in words)
    weigh = {word: log(1 + (len(known) + 1) / count) for word, count in held.items()}
    mine = stems(title)
    scored = [(_common(mine, words, weigh), number) for number, words in known]
    return [number for score, number in sorted(scored, key=lambda one: (-one[0], one[1])) if score >= FEWEST][:most]


def _common(mine: frozenset[str], words: frozenset[str], weigh: dict[str, float]) -> float:
    rare = max(weigh.values(), default=1.0)
    shared, every = (sum(weigh.get(word, rare) for word in some) for some in (mine & words, mine | words))
    return shared / every if every else 0.0
