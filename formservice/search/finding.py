"""Finding: from what was typed to the pages that answer, best first, with what was understood."""

from collections import Counter
from dataclasses import dataclass, replace

from formservice.search import asked, reading
from formservice.search.asked import Part
from formservice.search.index import Hit, Index
from formservice.search.spelling import meant
from formservice.search.words import heading

HEADED = 100.0
"""What a page gains whose title is just what was typed."""
TITLED, EXACTLY, SHORT = 6.0, 3.0, 3.0
"""What it gains, in proportion, for the words in its title: by a synonym, more for the very word, more still when the
title has few others."""
SYNONYMS = 0.2
"""What a score with synonyms weighs beside that of the very words."""


@dataclass(frozen=True)
class Answer:
    """What was found, and how the question was read."""

    parts: tuple[Part, ...]
    hits: tuple[Hit, ...]
    all_words: bool = True
    """Whether each page has all the words, or only the most that any has."""
    suggestion: str = ""
    """What may have been meant, when what was typed was looked for all the same."""

    @property
    def corrected(self) -> bool:
        """Whether a word was read as another."""
        return any(part.meant for part in self.parts)

    @property
    def lost(self) -> tuple[Part, ...]:
        """The words that nothing answers."""
        return tuple(part for part in self.parts if part.lost)

    @property
    def read_as(self) -> str:
        """The question as it was read."""
        return " ".join(part.meant or part.typed for part in self.parts)

    @property
    def stems(self) -> frozenset[str]:
        """The stems to mark where they stand."""
        shown = [part for part in self.parts if not part.lost]
        phrases = " ".join(phrase for part in shown for phrase in (*part.phrases, *part.literal))
        return frozenset(phrases.split())


def find(index: Index, text: str) -> Answer:
    """Answer a question, cut beforehand: with its expressions whole, else word by word."""
    whole, apart = asked.parts(text, index.related), asked.parts(text, index.related, 1)
    answer = _answer(index, whole)
    return answer if answer.hits or whole == apart else _answer(index, apart)


def _answer(index: Index, found: list[Part]) -> Answer:
    parts, hits = reading.read(index, found)
    known = [part for part in parts if not part.lost]
    if not hits:
        return Answer(tuple(parts), _closest(index, known), False, _instead(index, parts) if known else "")
    return Answer(tuple(parts), _ranked(index, known, hits), len(known) == len(parts))


def _ranked(index: Index, known: list[Part], hits: list[Hit]) -> tuple[Hit, ...]:
    """Best first: synonyms count, the very words more, a title still more."""
    literal = asked.literally(known)
    exact = {hit.page: hit.score for hit in (hits if literal == asked.all_of(known) else index.hits(literal))}
    titled = Counter(page for part in known for page in index.titled(part.expression))
    exactly = Counter(page for part in known for page in index.titled(part.exact))
    headed = index.headed(heading(" ".join(part.meant or part.typed for part in known)))

    def score(hit: Hit) -> float:
        in_title = (TITLED * titled[hit.page] + EXACTLY * exactly[hit.page]) / len(known)
        in_title += SHORT * min(1, exactly[hit.page] / hit.words)
        return SYNONYMS * hit.score + exact.get(hit.page, 0) - in_title - HEADED * (hit.page in headed)

    scored = [replace(hit, score=score(hit)) for hit in hits]
    return tuple(sorted(scored, key=lambda hit: (hit.score, hit.page)))


def _closest(index: Index, known: list[Part]) -> tuple[Hit, ...]:
    """No page has all the words: those that have the most of them."""
    counted, best = Counter[int](), dict[int, Hit]()
    for part in known:
        for hit in index.hits(part.expression):
            counted[hit.page] += 1
            before = best.get(hit.page)
            best[hit.page] = replace(hit, score=hit.score + (before.score if before else 0))
    most = max(counted.values(), default=0)
    kept = [hit for page, hit in best.items() if counted[page] == most]
    return tuple(sorted(kept, key=lambda hit: (hit.score, hit.page)))


def _instead(index: Index, parts: list[Part]) -> str:
    """Words that exist, but on no page together: another for one of them that some page has with the rest."""
    for n, part in enumerate(parts):
        near = [(word, count) for word, count in index.like(part.word) if word != part.word] if part.word else []
        word = meant(part.word, near) if near else None
        if word and not part.meant:
            other = [*parts[:n], reading.taken_for(index, part, word), *parts[n + 1 :]]
            if not any(one.lost for one in other) and index.hits(asked.all_of(other)):
                return " ".join(one.meant or one.typed for one in other)
    return ""
