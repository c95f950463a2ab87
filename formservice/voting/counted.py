"""From the opened ballots of an election to what is counted, area by area. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from formservice.catalogue.ballots import Candidate
from formservice.catalogue.participation import Edition
from formservice.count import model
from formservice.count.model import Item, Poll, Rule
from formservice.voting.ballots import Cast
from formservice.voting.rules import Slate

KINDS = {"glouton": model.GREEDY, "glouton-arret": model.NO_SKIP, "parts-egales": model.SHARES_ADD1}
LEFTOVERS = {"garde": model.KEPT, "complete": model.COMPLETED, "commun": model.POOLED}


def rule_of(edition: Edition, candidates: Iterable[Candidate]) -> Rule:
    """The rule of an edition, in the words of the count. A project that nobody chose never wins."""
    told = edition.count
    by = model.POINTS if edition.ballot.kind == "points" else model.VOTES
    return Rule(
        KINDS[told.rule], by, max(1, told.threshold), incompatible(candidates), told.guaranteed,
        LEFTOVERS[told.leftover], edition.seed,
    )  # fmt: skip


def incompatible(candidates: Iterable[Candidate]) -> frozenset[frozenset[str]]:
    """The pairs of projects that are not both chosen, whichever of the two says so."""
    known = {one.number: one for one in candidates}
    return frozenset(
        frozenset((str(one.number), str(other)))
        for one in known.values()
        for other in one.incompatible
        if other in known and other != one.number
    )


def valid(casts: Iterable[Cast]) -> dict[str, list[Cast]]:
    """The ballots that count, by area."""
    found: dict[str, list[Cast]] = {}
    for cast in casts:
        if not cast.invalid:
            found.setdefault(cast.area, []).append(cast)
    return found


def poll(slate: Slate, casts: Sequence[Cast]) -> Poll:
    """What is counted in one area: its projects in the order of their numbers, its valid ballots."""
    places = {one.number: place for place, one in enumerate(slate.candidates)}
    items = tuple(Item(str(one.number), one.cost, one.title) for one in slate.candidates)
    ballots = Counter(
        tuple(sorted((places[number], points) for number, points in cast.choices.items())) for cast in casts
    )
    return Poll(items, slate.area.envelope or 0, ballots)


def polls(slates: Iterable[Slate], casts: Iterable[Cast]) -> dict[str, Poll]:
    """The polls of the areas where there is something to choose."""
    known = valid(casts)
    return {one.area.slug: poll(one, known.get(one.area.slug, ())) for one in slates if one.candidates}
