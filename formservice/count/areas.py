"""Several areas that each have their money, and what becomes of what they leave. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from formservice.count import ORDERS, count, ties
from formservice.count.model import POOL, POOLED, Line, Money, Outcome, Poll, Reason, Rule, Tie


def count_all(polls: Mapping[str, Poll], rule: Rule) -> dict[str, Outcome]:
    """The outcome of each area. Where the money that is left is pooled, the projects of all areas are ranked together,
    and those that fit are taken in turn. Projects are numbered over all the areas."""
    found = {area: count(poll, rule) for area, poll in polls.items()}
    return pooled(polls, rule, found) if rule.leftover == POOLED else found


def pooled(polls: Mapping[str, Poll], rule: Rule, found: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """What the areas leave, spent on the next projects of all of them."""
    left = sum(poll.budget - found[area].cost for area, poll in polls.items())
    winners = [id for one in found.values() for id in one.winners]
    lines = waiting(rule, found)
    taken = fitting(rule, lines, left, winners)
    scores = [score(rule, line) for line in lines]
    drawn, orders = list[Tie](), ORDERS
    for group in ties.equals(scores, range(len(lines))):
        told = decides(rule, lines, group, left, winners, orders)
        drawn.append(Tie(tuple(lines[place].item.id for place in group), told))
        orders -= min(orders, len(group))
    return {area: completed(one, taken, drawn) for area, one in found.items()}


def fitting(rule: Rule, lines: Iterable[Line], left: Money, winners: Sequence[str]) -> list[str]:
    """What is taken in turn, beside those that won already."""
    taken = list[str]()
    for line in lines:
        if line.item.cost <= left and not rule.against(line.item.id).intersection((*winners, *taken)):
            left -= line.item.cost
            taken.append(line.item.id)
    return taken


def decides(
    rule: Rule, lines: Sequence[Line], group: Sequence[int], left: Money, winners: Sequence[str], most: int = ORDERS
) -> bool | None:
    """Whether any of these equals, coming first, would have changed what is taken; None where `most` orders do not
    tell."""
    taken = set(fitting(rule, lines, left, winners))
    # The last first: it is they who may have been taken.
    orders = (
        [*lines[: group[0]], lines[one], *(lines[place] for place in group if place != one), *lines[group[-1] + 1 :]]
        for one in list(reversed(group))[:most]
    )
    if any(set(fitting(rule, order, left, winners)) != taken for order in orders):
        return True
    return False if len(group) <= most else None


def score(rule: Rule, line: Line) -> int:
    """What a project is ranked by."""
    return line.points if rule.by == ties.POINTS else line.votes


def waiting(rule: Rule, found: Mapping[str, Outcome]) -> list[Line]:
    """The losers of all areas that somebody chose, the highest first; equals by the draw, or by area."""
    lines = [line for one in found.values() for line in one.lines if not line.chosen and not line.item.withdrawn]
    ids = [line.item.id for line in lines]
    ranks = {id: rank for rank, id in enumerate(ids if rule.seed is None else ties.drawn(rule.seed, ids))}
    high = [line for line in lines if score(rule, line) >= max(1, rule.threshold)]
    return sorted(high, key=lambda line: (-score(rule, line), ranks[line.item.id]))


def completed(one: Outcome, taken: Collection[str], drawn: Iterable[Tie]) -> Outcome:
    """An outcome with the projects that were taken from the pool, and the ties there that are of this area; how many
    votes the others lacked is not told: it hangs on the other areas."""
    mine = [tie for tie in drawn if not one.by_id.keys().isdisjoint(tie.ids)]
    new = [tie for tie in mine if tie.decides is not False or not any(set(tie.ids) <= set(old.ids) for old in one.ties)]
    old = [
        tie for tie in one.ties if tie.decides is not False or not any(set(tie.ids) <= set(more.ids) for more in new)
    ]
    lines = tuple(
        replace(line, chosen=True, reason=Reason(POOL), after=())
        if line.item.id in taken
        else line if line.chosen
        else replace(
            line, reason=replace(line.reason, missing=None),
            after=tuple(dict.fromkeys((*line.after, *ties.before(line.item.id, new, taken)))),
        )
        for line in one.lines
    )  # fmt: skip
    more = [line.item for line in lines if line.item.id in taken]
    return replace(
        one, lines=lines, winners=(*one.winners, *(item.id for item in more)),
        cost=one.cost + sum(item.cost for item in more), ties=(*old, *new),
    )  # fmt: skip


def apart(found: Mapping[str, Outcome], hidden: Collection[str]) -> dict[str, Outcome]:
    """The same outcomes, without the equals that the pool found in areas of which votes are not told."""
    secret = {line.item.id for area in hidden for line in found[area].lines}
    return {area: one if area in hidden else _apart(one, secret) for area, one in found.items()}


def _apart(one: Outcome, secret: Collection[str]) -> Outcome:
    lines = tuple(replace(line, after=tuple(id for id in line.after if id not in secret)) for line in one.lines)
    return replace(one, lines=lines, ties=tuple(tie for tie in one.ties if not set(tie.ids).intersection(secret)))
