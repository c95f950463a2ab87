"""What each voter has left, under equal shares: those who cast the same ballot are one. Pure, exact.

Exact amounts are integers over one denominator, which grows to hundreds of digits. They are made for what is paid
alone: all else is told from floats whose error is bounded, and exactly where that is not enough.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import fsum, inf, lcm
from operator import mul
from typing import NamedTuple

from formservice.count.model import Poll

ROUNDING, STEP = 2.0**-45, 2.0**-51
"""More than what the floats of one price lose, and those of one payment, in shares of the amount."""
NEAR, CLOSE = 1 + 2.0**-20, 1 + 2.0**-21
"""Who has so little more than a price may be unable to pay it; and how well it must then be known."""


class Voters:
    """Who supports what. Voters who cast the same ballot are one, who has and gives as much as all of them."""

    def __init__(self, poll: Poll, points: bool) -> None:
        """`points`: whether points count, or only that a voter chose a project."""
        self.ballots: list[Sequence[tuple[int, int]]] = []
        """What each supports, with how many points a voter."""
        self.times = list(poll.ballots.values())
        self.supporters: list[dict[int, list[int]]] = [{} for _ in poll.items]
        """By project, by points: the ballots."""
        for number, (ballot, times) in enumerate(poll.ballots.items()):
            liked = ballot if points else [(place, 1) for place, _ in ballot]
            self.ballots.append([one for one in liked if one[1] > 0])
            for place, given in self.ballots[-1]:
                some = self.supporters[place]
                (some.get(given * times) or some.setdefault(given * times, [])).append(number)

    def worth(self, place: int) -> int:
        """How many points a project has."""
        return sum(points * len(ballots) for points, ballots in self.supporters[place].items())


class Between(NamedTuple):
    """A price for a point, surely from `low` to `high`."""

    low: float
    high: float


class Purse:
    """The money of all voters, the same for each at first."""

    def __init__(self, voters: Voters, share: Fraction) -> None:
        self.voters = voters
        self.over = share.denominator
        self.share = share.numerator
        """Over `over`, as the prices."""
        self.prices: list[int] = []
        self.turn = [-1] * len(voters.supporters)
        """By project, which price was paid for it; -1 for none."""
        nearly = float(share)
        self.money = list(map(nearly.__mul__, voters.times))
        """By ballot, nearly; 0 for those, and those alone, who have nothing left."""
        self.lost = STEP * nearly * max(voters.times)
        """How much nearer to the truth, or further from it, a payment may bring an amount."""
        self.error = self.lost
        self.work = 0
        """How many ballots were looked at."""
        self.short = False
        """Whether any supporter may have lacked money for their part of a price: with more, it may end otherwise."""

    def together(self, ballots: Iterable[int]) -> int:
        """What ballots that have something left have, exactly, over `over`: each has paid its part of each project."""
        asked, many, turn = [0] * (len(self.prices) + 1), 0, self.turn
        for ballot in ballots:
            times = self.voters.times[ballot]
            many += times
            for place, points in self.voters.ballots[ballot]:
                # What was not paid for is the last, which has no price.
                asked[turn[place]] += times * points
        return many * self.share - sum(map(mul, asked, self.prices))

    def backers(self, place: int) -> list[tuple[int, list[int]]]:
        """The supporters of a project who have something left, by points."""
        return [
            (points, [one for one in some if self.money[one]]) for points, some in self.voters.supporters[place].items()
        ]

    def behind(self, place: int) -> Fraction:
        """What the supporters of a project have together."""
        return Fraction(sum(self.together(ballots) for _, ballots in self.backers(place)), self.over)

    def between(self, place: int, cost: int, low: float) -> Between | None:
        """What each supporter pays for a point, all that they have where it is less; None when it is not enough.

        `low`: a price that is surely not above. The poorest give all, the others share what is missing.
        """
        rich = []
        for points, ballots in self.voters.supporters[place].items():
            self.work += len(ballots) + 100
            if some := list(filter(None, map(self.money.__getitem__, ballots))):
                rich.append((points, some))
        if not self._enough(place, cost, [fsum(some) for _, some in rich], sum(len(some) for _, some in rich)):
            self.short = True
            return None
        return self._shared(cost, low, rich)

    def _enough(self, place: int, cost: int, sums: list[float], many: int) -> bool:
        """Whether supporters can pay for a project."""
        nearly = fsum(sums)
        if abs(nearly - cost) > self.error * many + ROUNDING * (nearly + cost):
            return nearly > cost
        return self.behind(place) >= cost

    def _shared(self, cost: int, low: float, rich: list[tuple[int, list[float]]]) -> Between:
        """The price, from the money of supporters, by points."""
        price, due, poor = low, float(cost), 0
        weight = sum(points * len(some) for points, some in rich)
        while True:
            rest = []
            for points, some in rich:
                bar = price * points
                if less := [one for one in some if one < bar]:
                    due -= fsum(less)
                    weight -= points * len(less)
                    poor += len(less)
                    some = [one for one in some if one >= bar]
                rest.append((points, some))
            rich = rest
            self.short = self.short or poor > 0
            if weight <= 0:
                return Between(low, inf)
            if due / weight <= price:
                break
            price = due / weight
        # How far the truth may be: what the poor may have more or less, shared by those who are surely rich.
        near = [(points, sum(map((price * points * NEAR + self.error).__ge__, some))) for points, some in rich]
        sure = weight - sum(points * many for points, many in near)
        self.short = self.short or sure < weight
        far = 2 * (self.error * (poor + sum(many for _, many in near)) + ROUNDING * 2 * cost) / weight
        if 2 * sure < weight or (price + far) > price * CLOSE:
            return Between(low, inf)
        return Between(max(low, price - far), price + far)

    def price(self, place: int, cost: int, within: Between) -> Fraction:
        """The same, exactly; it is enough, and surely `within` these."""
        poor, near, weight, money = list[int](), list[tuple[int, int]](), 0, self.money
        for points, ballots in self.voters.supporters[place].items():
            least, most = within.low * points - self.error, within.high * points + self.error
            some = [one for one in ballots if money[one] <= most]
            rich = len(ballots) - len(some)
            some = [one for one in some if money[one]]
            poor += (less := [one for one in some if money[one] < least])
            near += [(self.together([one]), points) for one in some if money[one] >= least]
            weight += points * (rich + len(some) - len(less))
        due = cost * self.over - self.together(poor)
        for held, points in sorted(near, key=lambda one: Fraction(*one)):
            if due * points <= held * weight:
                break
            due -= held
            weight -= points
        return Fraction(due, weight * self.over)

    def pay(self, place: int, price: Fraction) -> None:
        """Take the price of a project from its supporters."""
        over = lcm(self.over, price.denominator)
        by, self.over = over // self.over, over
        if by > 1:
            self.share, self.prices = self.share * by, [one * by for one in self.prices]
        exact, nearly, money = price.numerator * (over // price.denominator), float(price), self.money
        near = 2 * self.error + self.lost
        for points, ballots in self.voters.supporters[place].items():
            asked = nearly * points
            for ballot in ballots:
                left = money[ballot] - asked
                if left > near:
                    money[ballot] = left
                elif left < -near:
                    money[ballot] = 0.0
                elif money[ballot]:
                    rest = self.together([ballot]) - exact * points
                    money[ballot] = rest / over if rest > 0 else 0.0
            self.work += 2 * len(ballots) + 100
        self.turn[place] = len(self.prices)
        self.prices.append(exact)
        self.error += self.lost
