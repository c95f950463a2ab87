"""The count of an election: `count(poll, rule)`. Pure, exact, and the same on any machine."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from formservice.count import greedy, shares, ties
from formservice.count.model import (
    CHOSEN,
    COMPLETED,
    COMPLETION,
    CONFLICT,
    DEAR,
    GREEDY,
    GUARANTEED,
    LOW,
    NO_SKIP,
    STOPPED,
    Item,
    Line,
    Outcome,
    Picked,
    Poll,
    Reason,
    Rule,
    Tie,
)

__all__ = ["Item", "Line", "Outcome", "Poll", "Reason", "Rule", "Tie", "count"]

ORDERS, DEAR_ORDERS = 400, 40
"""Counts made again, at most, to know whether ties decide: of a ranking, of equal shares."""
WORK = 16_000_000
"""Ballots looked at for that, at most."""
FEWEST = 1
"""Counts made again, however dear."""
MOST_TOLD = 400
"""Losers beyond which what each lacked is not looked for."""


def count(poll: Poll, rule: Rule) -> Outcome:
    """The winners of a poll under a rule, why each project is or is not one of them, and which ties there were."""
    among, scores = ties.order(poll, rule), ties.scores(poll, rule)
    picked, extra = _picked(poll, rule, among, scores)
    found = tuple(_ties(poll, rule, among, picked))
    winners = tuple(poll.items[place].id for place in picked.winners)
    won, names = set(picked.winners), set(winners)
    ranking, asking = rule.kind in (GREEDY, NO_SKIP), (DEAR, STOPPED, CONFLICT, LOW)
    telling = ranking and sum(one.word in asking for one in picked.why.values()) <= MOST_TOLD
    first = next((place for place, reason in extra.items() if reason.word == GUARANTEED), None)
    lines = []
    for rank, place in enumerate(ties.ranked(scores, among), 1):
        one, chosen = poll.items[place], place in won
        reason = extra.get(place, Reason(CHOSEN)) if chosen else picked.why[place]
        if telling and reason.word in asking:
            reason = replace(reason, missing=greedy.missing(poll, rule, among, place, first))
        after = () if chosen else ties.before(one.id, found, names)
        lines.append(Line(one, poll.votes[place], poll.points[place], rank, chosen, reason, after))
    return Outcome(
        winners, greedy.spent(poll, picked.winners), tuple(lines), found, picked.share, picked.every_step,
        picked.preferred,
    )  # fmt: skip


def _picked(poll: Poll, rule: Rule, among: Sequence[int], scores: Sequence[int]) -> tuple[Picked, dict[int, Reason]]:
    """The winners, and the reason of those that owe it to what completes the rule."""
    ranking = rule.kind in (GREEDY, NO_SKIP)
    picked = greedy.pick(poll, rule, among, scores) if ranking else shares.pick(poll, rule, among)
    extra: dict[int, Reason] = {}
    if rule.guaranteed and not picked.winners:
        lower = replace(rule, threshold=1, kind=GREEDY)
        found = greedy.pick(poll, lower, among, scores)
        if first := found.winners[:1]:
            picked.winners, extra, picked.ties = first, {first[0]: Reason(GUARANTEED)}, found.ties
            picked.why.pop(first[0], None)
    if rule.leftover == COMPLETED:
        extra |= {place: Reason(COMPLETION) for place in greedy.complete(poll, rule, picked, among, scores)}
    return picked, extra


def _ties(poll: Poll, rule: Rule, among: Sequence[int], picked: Picked) -> Iterator[Tie]:
    """The ties, and whether any of their projects, coming first, would have changed who wins: as far as a bounded
    number of counts tells."""
    left = ORDERS if rule.kind in (GREEDY, NO_SKIP) else max(FEWEST, min(DEAR_ORDERS, WORK // max(1, picked.work)))
    scores, won = ties.scores(poll, rule), set(picked.winners)
    for group in picked.ties:
        # The losers first: it is they who may have won.
        orders = [] if group in picked.settled else sorted(group, key=won.__contains__)
        decides: bool | None = False
        for place in orders:
            if not left:
                decides = None
                break
            left -= 1
            first = [-1 if one == place else rank for one, rank in enumerate(among)]
            if set(_picked(poll, rule, first, scores)[0].winners) != won:
                decides = True
                break
        yield Tie(tuple(poll.items[place].id for place in group), decides)
