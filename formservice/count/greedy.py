"""The most votes first, while the money lasts: with or without skipping what does not fit. Pure."""

from collections.abc import Iterable, Sequence

from formservice.count import ties
from formservice.count.model import (
    COMPLETED,
    CONFLICT,
    DEAR,
    GREEDY,
    LOW,
    NO_SKIP,
    STOPPED,
    TOO_DEAR,
    WITHDRAWN,
    Money,
    Picked,
    Poll,
    Reason,
    Rule,
)


def pick(poll: Poll, rule: Rule, among: Sequence[int], scores: Sequence[int]) -> Picked:
    """The winners of a ranking by `scores`; equals in the order of `among`."""
    ranking = ties.ranked(scores, among)
    high = [place for place in ranking if scores[place] >= rule.threshold and not poll.items[place].withdrawn]
    picked, low = Picked(ties=ties.equals(scores, high)), set(ranking).difference(high)
    picked.why = {
        place: Reason(WITHDRAWN) if poll.items[place].withdrawn else Reason(LOW, missing=rule.threshold - scores[place])
        for place in ranking
        if place in low
    }
    walk(poll, rule, picked, high, poll.budget, skip=rule.kind != NO_SKIP)
    return picked


def walk(poll: Poll, rule: Rule, picked: Picked, places: Iterable[int], left: Money, skip: bool) -> Money:
    """Take in turn what fits; the money that is left."""
    stopped = ""
    for place in places:
        one = poll.items[place]
        rival = rivals(poll, rule, picked.winners, place)
        if rival:
            picked.why[place] = Reason(CONFLICT, other=rival)
        elif one.cost <= left and not stopped:
            picked.winners.append(place)
            picked.why.pop(place, None)
            left -= one.cost
        else:
            dear = Reason(TOO_DEAR) if one.cost > poll.budget else Reason(DEAR, left)
            picked.why[place] = Reason(STOPPED, left, stopped) if stopped and dear.money is not None else dear
            stopped = stopped or ("" if skip else one.id)
    return left


def rivals(poll: Poll, rule: Rule, winners: Iterable[int], place: int) -> str:
    """The winner that a project cannot be chosen beside; "" without any."""
    against = rule.against(poll.items[place].id) if rule.incompatible else frozenset()
    return next((poll.items[one].id for one in winners if poll.items[one].id in against), "")


def complete(poll: Poll, rule: Rule, picked: Picked, among: Sequence[int], scores: Sequence[int]) -> list[int]:
    """Spend what is left on the next projects that somebody chose and that fit; which ones."""
    if rule.kind == GREEDY:
        # All that fits was taken in turn, and a second turn would tell another amount than what was left at the first.
        return []
    before = list(picked.winners)
    rest = [
        place
        for place in ties.ranked(scores, among)
        if place not in before and scores[place] >= max(1, rule.threshold) and not poll.items[place].withdrawn
    ]
    known = [set(group) for group in picked.ties]
    picked.ties += [group for group in ties.equals(scores, rest) if not any(one.issuperset(group) for one in known)]
    walk(poll, rule, picked, rest, poll.budget - spent(poll, before), skip=True)
    return picked.winners[len(before) :]


def spent(poll: Poll, places: Iterable[int]) -> Money:
    """What projects cost together."""
    return sum(poll.items[place].cost for place in places)


def missing(poll: Poll, rule: Rule, among: Sequence[int], place: int, first: int | None) -> int | None:
    """How many votes (points) more would have had a loser chosen, all others being as they are; None if none would.

    It would be chosen at each turn when it still fits: the last of these asks the least. `first`: the project that was
    chosen for want of any other, which it is then enough to come before.
    """
    scores, one, against = ties.scores(poll, rule), poll.items[place], rule.against(poll.items[place].id)
    if one.cost > poll.budget:
        return None
    ways = [] if first is None else [max(1, before(scores, among, place, first))]
    left, stopped, winners = poll.budget, False, list[int]()
    high = (other for other in ties.ranked(scores, among) if other != place and scores[other] >= rule.threshold)
    for other in (*(other for other in high if not poll.items[other].withdrawn), None):
        if one.cost <= left and not stopped and not against.intersection(poll.items[won].id for won in winners):
            ways.append(max(rule.threshold, 0 if other is None else before(scores, among, place, other)))
        if other is not None and not rivals(poll, rule, winners, other):
            if poll.items[other].cost <= left:
                winners.append(other)
                left -= poll.items[other].cost
            # What stops is passed over in the end where the rest is spent.
            else:
                stopped = rule.kind == NO_SKIP and rule.leftover != COMPLETED
    if rule.guaranteed and not winners and first is None:
        ways.append(1)
    return max(0, min(ways) - scores[place]) if ways else None


def before(scores: Sequence[int], among: Sequence[int], place: int, other: int) -> int:
    """The score that has a project come before another."""
    return scores[other] + (among[place] > among[other])
