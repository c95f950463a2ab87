"""Finding a person by what they say on the telephone: a name, a number, a reference. Pure.

A name matches in any order of its words, without accents, by its beginning, or with a letter or two wrong.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from formservice.folding import words
from formservice.letters import ALPHABET

REFERENCE = re.compile(rf"(?:[A-Z]{{2}})?([{ALPHABET}]{{4}})([{ALPHABET}]{{4}})")
FEWEST_DIGITS = 4
SHORTEST = 2
"""Letters of a name below which nothing is looked for."""
EXACT, BEGINS, NEARLY = 0, 1, 2


@dataclass(frozen=True)
class Wanted:
    """What was typed, as it is compared. All empty: too short to look for anything."""

    names: tuple[str, ...] = ()
    digits: str = ""
    reference: str = ""


def wanted(text: str) -> Wanted:
    """What to look for: a reference, the digits of a telephone number, or the words of a name."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())
    reference = REFERENCE.fullmatch(letters)
    if reference:
        return Wanted(reference=reference[1] + reference[2])
    if re.fullmatch(r"[\d\s.\-/()+\u2010-\u2015]+", text):
        digits = local(text)
        return Wanted(digits=digits if len(digits) >= FEWEST_DIGITS else "")
    names = tuple(words(text))
    return Wanted(names=names if sum(map(len, names)) >= SHORTEST else ())


def local(text: str) -> str:
    """The digits of a telephone number as they are dialled in France: `+33 (0)6 39…` → `0639…`."""
    digits = re.sub(r"[^\d+]", "", text)
    national = re.sub(r"^(?:\+|00)330?", "0", digits)
    return national.replace("+", "00")


def score(seen: Wanted, reference: str, answers: dict[str, Any]) -> int | None:
    """How far a registration is from what is looked for, 0 for the very thing; None when it is another."""
    if seen.reference:
        return EXACT if re.sub(r"[^A-Z0-9]", "", reference)[2:] == seen.reference else None
    if seen.digits:
        numbers = [local(answers.get(name) or "") for name in ("phone", "contact")]
        return min((_of_number(seen.digits, one) for one in numbers if seen.digits in one), default=None)
    fields = [answers.get(name) or "" for name in ("name", "helper", "contact")]
    found = [_of_name(seen.names, tuple(words(text))) for text in fields if text] if seen.names else []
    return min((one + 3 * (n > 0) for n, one in enumerate(found) if one is not None), default=None)


def _of_number(digits: str, number: str) -> int:
    return EXACT if digits == number else BEGINS


def _of_name(asked: tuple[str, ...], name: tuple[str, ...]) -> int | None:
    """Each word asked for is a word of the name, no word twice; « legoff » is « Le Goff »."""
    exactly = _word_by_word(asked, name)
    if exactly is not None:
        return exactly
    pairs = ((one, other) for one in joined(asked) for other in joined(name))
    found = [far for one, other in pairs if (far := _word_by_word(one, other)) is not None]
    return min(found, default=None)


def joined(name: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words as they are, and with two neighbours written as one."""
    return [name, *((*name[:n], name[n] + name[n + 1], *name[n + 2 :]) for n in range(len(name) - 1))]


def _word_by_word(asked: tuple[str, ...], name: tuple[str, ...]) -> int | None:
    left, total = list(name), 0
    for word in asked:
        found = [(far, other) for other in left if (far := of_word(word, other)) is not None]
        if not found:
            return None
        far, other = min(found)
        left.remove(other)
        total += far
    return total


@lru_cache(maxsize=50_000)
def of_word(asked: str, word: str) -> int | None:
    """How far a word is from the one asked for; None when it is another word."""
    if asked == word:
        return EXACT
    if len(asked) >= SHORTEST and word.startswith(asked):
        return BEGINS
    most = 0 if len(asked) < 4 else 1 if len(asked) < 8 else 2
    return NEARLY if most and distance(asked, word, most) <= most else None


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, take away or swap to go from one word to the other; above `most`, any number above."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        earlier, before, row = before, row, [n] + [0] * len(other)
        for m, against in enumerate(other, 1):
            row[m] = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (letter != against))
            if n > 1 and m > 1 and (letter, one[n - 2]) == (other[m - 2], against):
                row[m] = min(row[m], earlier[m - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]


def best(scored: Iterable[tuple[Any, Any]], most: int) -> list[Any]:
    """The nearest first, so many at most."""
    return [one for _, one in sorted(scored, key=lambda pair: pair[0])][:most]
