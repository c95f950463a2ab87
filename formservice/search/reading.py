"""Reading: what each word was meant to be, known, begun or mistyped, so that all of them meet on some page."""

from dataclasses import dataclass, replace
from itertools import islice, product

from formservice.search import asked
from formservice.search.asked import Part
from formservice.search.index import Hit, Index
from formservice.search.spelling import SHORTEST, Rank, nearest

EACH, MOST = 4, 48
"""Readings of a word that are tried, and of a question."""
AS_TYPED: Rank = (0, False, False)


@dataclass(frozen=True)
class Reading:
    """A word read in one way, and how far that is from what was typed."""

    part: Part
    rank: Rank = AS_TYPED

    @property
    def sure(self) -> bool:
        """Whether the word is as it was typed, or is heard so."""
        return not self.rank[2]


def read(index: Index, found: list[Part]) -> tuple[list[Part], list[Hit]]:
    """The parts as they were meant, and the pages that have them all; no page when they meet nowhere."""
    each = [_readings(index, part) for part in found]
    known = [readings for readings in each if readings]
    if not known:
        return [replace(part, lost=True) for part in found], []
    chosen, hits = _meeting(index, known)
    if not hits:
        chosen = _without_guesses([readings[0] for readings in known])
        sure = [one.part for one in chosen if not one.part.lost]
        hits = index.hits(asked.all_of(sure)) if len(sure) < len(chosen) else []
    left = iter(chosen)
    return [next(left).part if some else replace(part, lost=True) for part, some in zip(found, each, strict=True)], hits


def _readings(index: Index, part: Part) -> list[Reading]:
    """A word that the site writes is read as it is; another may share a stem with one, begin it, or be near it."""
    if part.phrases or index.writes(part.word):
        return [Reading(part)]
    begun = index.begun(part.word) if len(part.word) >= SHORTEST else ()
    first = []
    if index.knows(part.literal[0]):
        first = [Reading(part)]
    elif begun:
        first = [Reading(replace(part, phrases=begun, begins=True))]
    near = nearest(part.word, index.like(part.word))[:EACH]
    return [*first, *(Reading(taken_for(index, part, word), rank) for rank, word in near)]


def taken_for(index: Index, part: Part, word: str) -> Part:
    """The part read as another word of the site."""
    stem, shown = index.written(word)
    return asked.taken_for(part, (stem,), shown, index.related(stem))


def _meeting(index: Index, known: list[list[Reading]]) -> tuple[list[Reading], list[Hit]]:
    """The readings nearest to what was typed that meet on a page; of equally near ones, those that meet most often."""
    doubtful = sum(len(readings) > 1 for readings in known)
    width = max(1, int(MOST ** (1 / max(1, doubtful))))
    ways = sorted(islice(product(*(readings[:width] for readings in known)), MOST), key=_far)
    best: tuple[list[Reading], list[Hit]] = ([], [])
    for way in ways:
        if best[1] and (len(known) == 1 or _far(way) > _far(tuple(best[0]))):
            break
        hits = index.hits(asked.all_of([one.part for one in way]))
        if len(hits) > len(best[1]):
            best = list(way), hits
    return best


def _far(way: tuple[Reading, ...]) -> tuple[int, ...]:
    return tuple(sum(one.rank[n] for one in way) for n in range(len(AS_TYPED)))


def _without_guesses(chosen: list[Reading]) -> list[Reading]:
    """What meets nowhere without what was only guessed: a guess must not lead to another topic than a sure word."""
    if not any(one.sure for one in chosen):
        return chosen
    return [one if one.sure else replace(one, part=replace(one.part, meant="", lost=True)) for one in chosen]
