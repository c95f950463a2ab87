"""Why a registration is doubted, as an agent reads it: the numbers it names lead to what is to be compared. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from formservice.letters import ALPHABET

CODE = re.compile(rf"([A-Z]{{2}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}})")


class Part(NamedTuple):
    """A piece of a sentence: words, or a number with the address of its registration."""

    text: str
    code: bool = False
    url: str = ""


Said = tuple[Part, ...]


def parts(why: str, known: Mapping[str, str]) -> Said:
    """A sentence cut around the numbers it names; `known`: number → address, for those that can be opened."""
    # A split on one group gives words and numbers in turn.
    cut = enumerate(CODE.split(why))
    return tuple(Part(text, bool(n % 2), known.get(text, "") if n % 2 else "") for n, text in cut if text)


def said(doubts: Iterable[str], known: Mapping[str, str]) -> tuple[Said, ...]:
    """Each sentence so cut."""
    return tuple(parts(why, known) for why in doubts)
