"""What a visitor asks for, as an expression of FTS5 that nothing they type can change. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from formservice.search.words import Term, composed, terms

LONGEST = 100
"""Characters that are read; the rest is cut."""
MOST_WORDS = 8
PHRASE = 4
"""Words of the longest expression that has synonyms."""


@dataclass(frozen=True)
class Part:
    """A word, or an expression known to have synonyms, and the phrases that answer it."""

    typed: str
    """As the visitor wrote it."""
    word: str
    """Folded; empty for an expression."""
    literal: tuple[str, ...]
    """The stems typed."""
    phrases: tuple[str, ...] = ()
    """Phrases of stems that mean the same."""
    begins: bool = False
    """Whether it was taken for the beginning of the phrases."""
    meant: str = ""
    """The word it was taken for, as the site writes it."""
    lost: bool = False
    """Whether no page of the site has it nor anything like it."""

    @property
    def exact(self) -> str:
        """What has the very words, or is short for them."""
        same = [
            phrase
            for phrase in self.phrases
            if is_short("".join(self.literal), phrase) or is_short(phrase, " ".join(self.literal))
        ]
        return " OR ".join([f"({every(self.literal)})", *(f'"{phrase}"' for phrase in same)])

    @property
    def expression(self) -> str:
        """What answers it: the words typed, in any order, or one of the phrases."""
        typed = [] if self.begins else [f"({every(self.literal)})"]
        return " OR ".join([*typed, *(f'"{phrase}"' for phrase in self.phrases if phrase != " ".join(self.literal))])


def cut(text: str) -> str:
    """What is read of what was sent: on one line, without signs that have no shape."""
    shown = "".join(one if one.isprintable() else " " for one in text[: 2 * LONGEST])
    return composed(" ".join(shown.split()))[:LONGEST]


def parts(text: str, related: Callable[[str], tuple[str, ...]], longest: int = PHRASE) -> list[Part]:
    """The words of a cut text, expressions with synonyms taken whole up to a length. `related` gives the synonyms
    of a phrase."""
    return list(_parts(list(islice(terms(text), MOST_WORDS)), related, longest))


def _parts(words: list[Term], related: Callable[[str], tuple[str, ...]], longest: int) -> Iterator[Part]:
    while words:
        for size in range(min(longest, len(words)), 0, -1):
            taken = words[:size]
            phrases = related(" ".join(term.stem for term in taken))
            if phrases or size == 1:
                shown = " ".join(term.shown for term in taken)
                yield Part(shown, taken[0].word if size == 1 else "", tuple(term.stem for term in taken), phrases)
                break
        words = words[size:]


def every(stems: tuple[str, ...]) -> str:
    """All of these."""
    # A stem is letters and figures; the quotes keep a word like NEAR a word.
    return " AND ".join(f'"{stem}"' for stem in stems)


def all_of(found: list[Part]) -> str:
    """The expression that asks for every part."""
    return " AND ".join(f"({part.expression})" for part in found)


def literally(found: list[Part]) -> str:
    """The expression of the words as they were typed, or meant."""
    return " AND ".join(f"({part.exact})" for part in found)


def is_short(one: str, phrase: str) -> bool:
    """Whether a stem is the initials of a phrase of stems (ivg: interrupt volontair gross), or begins it (phot)."""
    return one == "".join(stem[0] for stem in phrase.split()) or len(one) > 3 and phrase.startswith(one)


def taken_for(part: Part, stems: tuple[str, ...], shown: str, phrases: tuple[str, ...]) -> Part:
    """The part read as another word."""
    return replace(part, literal=stems, meant=shown, begins=False, phrases=(" ".join(stems), *phrases))
