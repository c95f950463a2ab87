"""The same counts written as they are defined, voter by voter and in fractions, without a care for speed."""

from fractions import Fraction


def greedy(poll, scores, threshold=0, skip=True, incompatible=frozenset()):
    """The winners of a ranking."""
    won, left = [], poll.budget
    places = [
        place for place in range(len(poll.items)) if scores[place] >= threshold and not poll.items[place].withdrawn
    ]
    for place in sorted(places, key=lambda one: -scores[one]):
        one = poll.items[place]
        if any({one.id, other} <= group for other in won for group in incompatible):
            continue
        if one.cost <= left:
            won.append(one.id)
            left -= one.cost
        elif not skip:
            break
    return won


def everyone(poll):
    """The ballot of each voter."""
    return [dict(ballot) for ballot, times in poll.ballots.items() for _ in range(times)]


def cheapest(cost, backers):
    """What each supporter pays a point, all they have where it is less: tried for each who may be the last to give all.

    `backers`: (money, points). None when they have not enough."""
    if sum(money for money, _ in backers) < cost:
        return None
    for all_in in sorted({Fraction(0), *(Fraction(money) / points for money, points in backers)}):
        rich = [points for money, points in backers if money > all_in * points]
        poor = sum(money for money, points in backers if money <= all_in * points)
        price = (cost - poor) / Fraction(sum(rich)) if rich else all_in
        if sum(min(money, price * points) for money, points in backers) == cost:
            return price
    raise AssertionError("no price pays for it")


def shares_at(poll, share, points):
    """(winners, ballots with money left) when each voter has `share`."""
    ballots = everyone(poll)
    money = [Fraction(share) for _ in ballots]
    worth = [
        {voter: ballot[place] if points else 1 for voter, ballot in enumerate(ballots) if place in ballot}
        for place in range(len(poll.items))
    ]
    won = []
    while True:
        asked = {}
        for place, backers in enumerate(worth):
            if place in won or not backers or poll.items[place].withdrawn:
                continue
            price = cheapest(poll.items[place].cost, [(money[voter], given) for voter, given in backers.items()])
            if price is not None:
                asked[place] = price / poll.items[place].cost
        if not asked:
            return [poll.items[place].id for place in won]
        best = min(asked, key=lambda one: (asked[one], poll.items[one].cost, -sum(worth[one].values()), one))
        won.append(best)
        for voter, given in worth[best].items():
            money[voter] -= min(money[voter], asked[best] * poll.items[best].cost * given)


def shares(poll, points=False, raise_it=True):
    """The winners of equal shares, raised by one unit until the next would overspend."""
    costs = {one.id: one.cost for one in poll.items}
    liked = {poll.items[place].id for ballot in poll.ballots for place, _ in ballot}
    share = Fraction(poll.budget) / len(everyone(poll))
    won = shares_at(poll, share, points)
    share = share.numerator // share.denominator
    while raise_it and set(won) < liked:
        share += 1
        more = shares_at(poll, share, points)
        if sum(costs[id] for id in more) > poll.budget:
            break
        won = more
    return won
