"""The same ballots under other rules, side by side: to understand a result, never to choose one. Pure, exact."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from formservice.count.areas import count_all
from formservice.count.model import COMPLETED, GREEDY, KEPT, NO_SKIP, SHARES_ADD1, Money, Outcome, Poll, Rule

DECIDED, SKIPS, STOPS, EQUAL, SPENT, FREE, AT_LEAST = (
    "decided", "skips", "stops", "equal", "spent", "free", "at_least",
)  # fmt: skip
HIGHEST = 100_000
"""No threshold is above: that of an edition is not either."""
Counted = Callable[[Mapping[str, Poll], Rule], Mapping[str, Outcome]]


@dataclass(frozen=True)
class Way:
    """One way to count: the rule that was published, or that rule with one thing changed."""

    name: str
    rule: Rule


@dataclass(frozen=True)
class Seen:
    """What one way gives in one area."""

    way: Way
    outcome: Outcome
    left: Money
    """Of the envelope of the area; below zero where the money of all areas was pooled and spent here."""
    served: int
    """Voters with at least one of their projects chosen."""
    voters: int
    own: Fraction
    """How many of one's projects are chosen, on average."""
    worth: Fraction
    """What those cost together, on average."""
    enters: tuple[str, ...] = ()
    """Projects that are chosen here and not by the first way, by rank."""
    leaves: tuple[str, ...] = ()

    @property
    def share(self) -> int:
        """Per cent of the voters, to the nearest; but 100 is everybody, and 0 nobody."""
        if self.served in (0, self.voters):
            return 100 * bool(self.served)
        return min(max(nearest(Fraction(100 * self.served, self.voters)), 1), 99)


def ways(rule: Rule, threshold: int | None = None) -> tuple[Way, ...]:
    """The published rule first, then each other one that is not the same; `threshold`: one more to try."""
    plain = replace(rule, leftover=KEPT if rule.leftover == COMPLETED else rule.leftover)
    equal = replace(plain, kind=SHARES_ADD1)
    # What fits is taken all along when what does not is skipped: nothing is left to complete with.
    found = [] if rule.kind == GREEDY else [Way(SKIPS, replace(plain, kind=GREEDY))]
    found += [
        Way(STOPS, replace(plain, kind=NO_SKIP)), Way(EQUAL, equal), Way(SPENT, replace(equal, leftover=COMPLETED)),
    ]  # fmt: skip
    if rule.threshold > 1:
        found.append(Way(FREE, replace(rule, threshold=1)))
    if threshold is not None:
        found.append(Way(AT_LEAST, replace(rule, threshold=max(1, threshold))))
    return Way(DECIDED, rule), *(one for one in found if one.rule != rule)


def compare(
    polls: Mapping[str, Poll], among: Sequence[Way], counted: Counted = count_all
) -> dict[str, tuple[Seen, ...]]:
    """What each way gives in each area; the first is what the others are compared with."""
    found = [counted(polls, one.rule) for one in among]
    return {
        area: tuple(seen(poll, way, outcomes[area], found[0][area]) for way, outcomes in zip(among, found, strict=True))
        for area, poll in polls.items()
    }


def seen(poll: Poll, way: Way, outcome: Outcome, first: Outcome) -> Seen:
    """One way in one area, with what it gives to those who voted."""
    chosen = {poll.place(id) for id in outcome.winners}
    served, own, worth = 0, 0, Fraction(0)
    for ballot, times in poll.ballots.items():
        mine = [place for place, _ in ballot if place in chosen]
        served += times * bool(mine)
        own += times * len(mine)
        worth += times * sum(poll.items[place].cost for place in mine)
    voters = max(1, poll.voters)
    return Seen(
        way, outcome, poll.budget - outcome.cost, served, poll.voters, Fraction(own, voters), worth / voters,
        _among(outcome, set(outcome.winners) - set(first.winners)),
        _among(first, set(first.winners) - set(outcome.winners)),
    )  # fmt: skip


def nearest(value: Fraction) -> int:
    """The nearest whole number, a half rounded up."""
    return int(value + Fraction(1, 2))


def _among(outcome: Outcome, ids: set[str]) -> tuple[str, ...]:
    """Some projects, by rank."""
    return tuple(line.item.id for line in outcome.lines if line.item.id in ids)
