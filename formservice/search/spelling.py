"""Which known word somebody meant who typed another: by ear first, then by letters. Pure."""

import re
from collections.abc import Iterable

SHORTEST = 4
"""Under so many letters, any word is like any other."""
RULES = [(re.compile(pattern), by) for pattern, by in (
    ("ph", "f"), ("sch|sh|ch", "S"), ("qu|q", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("gn", "N"),
    ("gu(?=[eiy])", "g"), ("g(?=[eiy])", "j"), ("eau|au", "o"), ("ai|ei|oe", "e"), ("y", "i"), ("h", ""), ("w", "v"),
    ("z", "s"), ("tion", "sion"), ("en|em", "an"), ("am(?=[bp])", "an"), (r"(.)\1+", r"\1"),
)]  # fmt: skip
MUTE = re.compile("(es?|[sxtdp]+)$")
"""Not heard at the end of a word; an e makes the letter before it heard."""


def sound(word: str) -> str:
    """How a folded word is heard in French: « betigny » is heard as « bettignies »."""
    heard = word
    for pattern, by in RULES:
        heard = pattern.sub(by, heard)
    return MUTE.sub("", heard) or heard


def grams(word: str) -> list[str]:
    """The groups of three letters of a word, its ends marked."""
    marked = f"^{word}$"
    return sorted({marked[n : n + 3] for n in range(len(marked) - 2)})


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with a neighbour to go from one word to the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(row[-1] + 1, before[j] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


def allowed(word: str) -> int:
    """How many letters may be wrong."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 8 else 2


Rank = tuple[int, bool, bool]
"""How far a word is: letters, whether it begins otherwise, whether it is heard otherwise."""


def meant(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word nearest to a folded one, the more frequent first; None when none is near."""
    return next((candidate for _, candidate in nearest(word, known)), None)


def nearest(word: str, known: Iterable[tuple[str, int]]) -> list[tuple[Rank, str]]:
    """The known words near to a folded one, the nearest first, then the more frequent.

    `known` are folded words, each with how often the site says it.
    """
    most, heard = allowed(word), sound(word)
    ranked = set()
    for candidate, count in known if most else ():
        far, alike = distance(word, candidate), sound(candidate) == heard and len(heard) > 2
        if far <= most or alike:
            # One wrong letter of a short word often makes another word: the first letter is seldom the wrong one.
            rank = (min(far, 1) if alike else far, candidate[0] != word[0], not alike)
            ranked.add((rank, -count, candidate))
    return [(rank, candidate) for rank, _, candidate in sorted(ranked)]
