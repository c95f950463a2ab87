"""The method of equal shares (Peters, Pierczyński and Skowron, 2021), as towns use it. Pure, exact.

Each voter has the same share of the money. A project is paid by those who chose it, and comes in turn by how little it
asks of each of them for what it is worth. Then the share is raised, one unit of money at a time, until the next raise
would spend more than there is (« add1 » of equalshares.net): the first raise that does ends the search.
"""

import heapq
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor, inf, lcm

from formservice.count import greedy, ties
from formservice.count.model import (
    ADD1_COMPARED,
    COMPARED,
    CONFLICT,
    GREEDY,
    LOW,
    POINTS,
    POOR,
    RAISED,
    SHARES_ADD1,
    UNLIKED,
    WITHDRAWN,
    Picked,
    Poll,
    Reason,
    Rule,
)
from formservice.count.purse import Between, Purse, Voters

WORK, DEAR = 24_000_000, 500_000
"""Ballots looked at, raise by raise; beyond, raises are tried by leaps. A third of it where a run is dear."""
RUN = 400
"""What a run costs besides, in ballots."""
ROUNDED = 2.0**-48
Step = Callable[[Fraction], "Paid"]


class Paid(Picked):
    """One run at one share."""

    purse: Purse
    cost: int


class Shares:
    """Equal shares over one poll: what all the runs have in common."""

    def __init__(self, poll: Poll, rule: Rule, among: Sequence[int]) -> None:
        self.poll, self.rule, self.among = poll, rule, among
        self.voters = Voters(poll, rule.by == POINTS)
        self.unit = lcm(*(Fraction(one.cost).denominator for one in poll.items))
        self.costs = [int(one.cost * self.unit) for one in poll.items]
        self.worth = [self.voters.worth(place) for place in range(len(poll.items))]
        scores = ties.scores(poll, rule)
        self.out = {
            place: Reason(WITHDRAWN if one.withdrawn else UNLIKED if not self.worth[place] else LOW,
                          missing=None if one.withdrawn else max(1, rule.threshold) - scores[place])
            for place, one in enumerate(poll.items)
            if one.withdrawn or not self.worth[place] or scores[place] < rule.threshold
        }  # fmt: skip
        self.work = 0
        self.decisive: dict[tuple[int, ...], None] = {}
        """The ties that may decide, of all the runs."""

    def run(self, share: Fraction) -> Paid:
        """The projects that are paid for when each voter has `share`."""
        paid = Paid(why=dict(self.out), share=share)
        paid.purse = Purse(self.voters, share * self.unit)
        self._free(paid)
        asked = dict[int, Fraction]()
        waiting = [
            (below(1 / self.worth[place]), place)
            for place in range(len(self.costs))
            if place not in paid.why and place not in paid.winners
        ]
        heapq.heapify(waiting)
        while waiting:
            price, equal = self._cheapest(paid, waiting)
            if not equal:
                break
            place = min(equal, key=lambda one: (self.costs[one], -self.worth[one], self.among[one]))
            level = (self.costs[place], self.worth[place])
            same = [one for one in equal if (self.costs[one], self.worth[one]) == level]
            if len(same) > 1:
                paid.ties.append(tuple(sorted(same, key=self.among.__getitem__)))
            waiting[:] = [one for one in waiting if one[1] != place]
            heapq.heapify(waiting)
            asked[place] = price
            paid.winners.append(place)
            paid.purse.pay(place, price * self.costs[place])
        paid.cost = sum(self.costs[place] for place in paid.winners)
        self.work += paid.purse.work + RUN
        self.decisive |= dict.fromkeys(group for group in paid.ties if not in_a_row(group, paid.winners, asked))
        return paid

    def _free(self, paid: Paid) -> None:
        """Take first what costs nothing."""
        free = [place for place, cost in enumerate(self.costs) if not cost and place not in paid.why]
        for place in sorted(free, key=lambda one: (-self.worth[one], self.among[one])):
            if rival := greedy.rivals(self.poll, self.rule, paid.winners, place):
                paid.why[place] = Reason(CONFLICT, other=rival)
            else:
                paid.winners.append(place)

    def _cheapest(self, paid: Paid, waiting: list[tuple[float, int]]) -> tuple[Fraction, list[int]]:
        """The least price of a point for a unit of cost, and the projects that have it.

        What waits has a price that is surely not below: what waits above the least need not be looked at.
        """
        tried, least = dict[int, Between](), inf
        while waiting and waiting[0][0] <= least:
            low, place = heapq.heappop(waiting)
            cost = self.costs[place]
            rival = greedy.rivals(self.poll, self.rule, paid.winners, place)
            within = None if rival else paid.purse.between(place, cost, below(low * cost))
            if within is None:
                paid.why[place] = Reason(CONFLICT, other=rival) if rival else Reason(POOR)
                continue
            tried[place] = within
            least = min(least, above(within.high / cost))
        lows = {place: max(0.0, below(within.low / self.costs[place])) for place, within in tried.items()}
        for place, low in lows.items():
            heapq.heappush(waiting, (low, place))
        exact = {
            place: paid.purse.price(place, self.costs[place], tried[place]) / self.costs[place]
            for place, low in lows.items()
            if low <= least
        }
        best = min(exact.values(), default=Fraction(0))
        return best, [place for place, ratio in exact.items() if ratio == best]

    def fits(self, paid: Paid) -> bool:
        """Whether a run spends no more than there is."""
        return paid.cost <= self.poll.budget * self.unit

    def done(self, paid: Paid) -> bool:
        """Whether no raise can change it: all are chosen that can be, or nobody lacked anything.

        A project kept out by a rival may come before it when everybody has more.
        """
        return not paid.purse.short or not any(one.word in (POOR, CONFLICT) for one in paid.why.values())


def in_a_row(group: tuple[int, ...], winners: list[int], asked: dict[int, Fraction]) -> bool:
    """Whether equals were all paid one after the other, at one price: in any order, each voter pays the same."""
    if len({asked.get(place) for place in group}) > 1 or group[0] not in asked:
        return False
    places = sorted(map(winners.index, group))
    return places[-1] - places[0] == len(group) - 1


def below(number: float) -> float:
    """A little less, for what was rounded on the way."""
    return number * (1 - ROUNDED)


def above(number: float) -> float:
    """A little more."""
    return number * (1 + ROUNDED)


def pick(poll: Poll, rule: Rule, among: Sequence[int]) -> Picked:
    """The winners, with the share each voter had at the end."""
    if not poll.voters or not poll.items:
        return Picked(why={place: Reason(UNLIKED) for place in range(len(poll.items))})
    shares = Shares(poll, rule, among)
    paid = shares.run(Fraction(poll.budget) / poll.voters)
    over: Paid | None = None
    if rule.kind in (SHARES_ADD1, ADD1_COMPARED):
        paid, over = raised(shares, paid)
    explain(shares, paid, over)
    paid.work = shares.work
    paid.settled = frozenset(paid.ties).difference(shares.decisive)
    paid.ties += [group for group in shares.decisive if group not in paid.ties]
    return compare(poll, rule, among, paid) if rule.kind in (COMPARED, ADD1_COMPARED) else paid


def raised(shares: Shares, paid: Paid) -> tuple[Paid, Paid | None]:
    """The last run before a raise of one unit would overspend, and that raise; None where none would."""
    at = floor(Fraction(shares.poll.budget) / shares.poll.voters)
    while not shares.done(paid):
        if shares.work > (WORK if paid.purse.work < DEAR else WORK // 3):
            return leaping(shares, paid, at)
        more = shares.run(Fraction(at + 1))
        if not shares.fits(more):
            return paid, more
        paid, at = more, at + 1
    return paid, None


def leaping(shares: Shares, paid: Paid, at: int) -> tuple[Paid, Paid | None]:
    """The same by leaps to where the money would end at this rate, then between a raise that fits and one that does
    not, until they are neighbours."""
    over, beyond, leap = None, 0, 1
    while (over is None or beyond - at > 1) and not shares.done(paid):
        to = at + max(leap, rate(shares, paid, at)) if over is None else between(shares, (at, paid), (beyond, over))
        more = shares.run(Fraction(to))
        if shares.fits(more):
            paid, at, leap = more, to, 2 * leap if more.cost <= paid.cost else 1
        else:
            over, beyond = more, to
    paid.every_step = False
    return paid, over


def rate(shares: Shares, paid: Paid, at: int) -> int:
    """How many raises would spend what is left, as those before."""
    left = shares.poll.budget * shares.unit - paid.cost
    return floor(at * left / Fraction(paid.cost)) if paid.cost else 1


def between(shares: Shares, fits: tuple[int, Paid], over: tuple[int, Paid]) -> int:
    """A raise between two, nearer to the one that spends nearly all; at least an eighth of the way from each."""
    (low, before), (high, after) = fits, over
    part = Fraction(shares.poll.budget * shares.unit - before.cost) / (after.cost - before.cost)
    part = min(max(part, Fraction(1, 8)), Fraction(7, 8))
    return min(max(low + 1, low + floor(part * (high - low))), high - 1)


def explain(shares: Shares, paid: Paid, over: Paid | None) -> None:
    """Say what the supporters of each loser had left, and which would have been paid by the raise that overspends."""
    for place, reason in paid.why.items():
        if reason.word == POOR:
            left = paid.purse.behind(place) / shares.unit
            word = RAISED if over and place in over.winners else POOR
            paid.why[place] = Reason(word, left)


def compare(poll: Poll, rule: Rule, among: Sequence[int], paid: Picked) -> Picked:
    """The winners of equal shares, or those of the ranking where more voters have more of their projects in it."""
    other = greedy.pick(poll, Rule(GREEDY, rule.by, rule.threshold, rule.incompatible), among, ties.scores(poll, rule))
    mine, theirs = set(paid.winners), set(other.winners)
    balance = 0
    for ballot, times in poll.ballots.items():
        here = sum(place in mine for place, _ in ballot)
        there = sum(place in theirs for place, _ in ballot)
        balance += times * ((there > here) - (here > there))
    found = other if balance > 0 else paid
    found.preferred = GREEDY if balance > 0 else SHARES_ADD1
    return found
