"""The count of a vote as a resident would write it at home, from the rules in words: not a line of it is the service's.

Slow and plain: voter by voter, fraction by fraction.
"""

import hashlib
from fractions import Fraction

Projects = dict[int, int]
"""Cost by number."""
Ballots = list[dict[int, int]]
"""Points by number of a project, for each voter."""


class Rules:
    """What the edition says."""

    def __init__(self, edition, projects):
        count = edition.get("count", {})
        self.kind, self.points = count.get("rule", "glouton"), edition["ballot"]["kind"] == "points"
        self.least = max(1, int(count.get("threshold", 0)))
        self.guaranteed = count.get("guaranteed") in (True, "true")
        self.leftover = count.get("leftover", "garde")
        self.seed = count.get("seed") or str(edition["code"])
        pairs = [(one["number"], int(other)) for one in projects for other in one.get("incompatible", [])]
        self.pairs = {frozenset(pair) for pair in pairs}

    def drawn(self, number):
        """The place of a project among its equals."""
        return hashlib.sha256(f"{self.seed}|{number}".encode()).hexdigest()

    def beside(self, number, chosen):
        """Whether a project can be done beside those that are chosen."""
        return not any(frozenset((number, one)) in self.pairs for one in chosen)


def scores(rules, projects, ballots):
    """Votes, or points, of each project."""
    return {n: sum((b[n] if rules.points else 1) for b in ballots if n in b) for n in projects}


def ranking(rules, score):
    """The projects, the highest first."""
    return sorted(score, key=lambda n: (-score[n], rules.drawn(n)))


def winners(rules, projects, ballots, envelope):
    """The numbers of the projects that an area chose."""
    score = scores(rules, projects, ballots)
    chosen = shares(rules, projects, ballots, envelope) if rules.kind == "parts-egales" else []
    if rules.kind != "parts-egales":
        chosen = taken(rules, projects, ranking(rules, score), score, [], envelope, rules.kind == "glouton-arret")
    if rules.guaranteed and not chosen:
        chosen = [n for n in ranking(rules, score) if score[n] and projects[n] <= envelope][:1]
    if rules.leftover == "complete":
        left = envelope - sum(projects[n] for n in chosen)
        chosen = taken(rules, projects, ranking(rules, score), score, chosen, left, False)
    return chosen


def taken(rules, projects, order, score, chosen, left, stops):
    """Those of before, and what fits in the money that is left."""
    chosen = list(chosen)
    for n in order:
        if n in chosen or score[n] < rules.least or not rules.beside(n, chosen):
            continue
        if projects[n] <= left:
            chosen.append(n)
            left -= projects[n]
        elif stops:
            break
    return chosen


def shares(rules, projects, ballots, envelope):
    """Equal shares: raised by one euro, until the next raise would spend too much."""
    if not ballots:
        return []
    share = Fraction(envelope, len(ballots))
    found = at_share(rules, projects, ballots, share)
    euros = envelope // len(ballots) + 1
    while True:
        more = at_share(rules, projects, ballots, Fraction(euros))
        if sum(projects[n] for n in more) > envelope:
            return found
        if euros > envelope:
            return more
        found, euros = more, euros + 1


def at_share(rules, projects, ballots, share):
    """What is paid for when each voter has that much."""
    score = scores(rules, projects, ballots)
    purse, chosen = [share] * len(ballots), []
    while True:
        asked = {}
        for n, cost in projects.items():
            backers = [(i, b[n] if rules.points else 1) for i, b in enumerate(ballots) if n in b]
            if n not in chosen and score[n] >= rules.least and rules.beside(n, chosen):
                price = price_of(cost, [(purse[i], weight) for i, weight in backers])
                if price is not None:
                    asked[n] = price
        if not asked:
            return chosen
        best = min(asked, key=lambda n: (asked[n] / projects[n], projects[n], -score[n], rules.drawn(n)))
        chosen.append(best)
        for i, b in enumerate(ballots):
            if best in b:
                purse[i] -= min(purse[i], asked[best] * (b[best] if rules.points else 1))


def price_of(cost, backers):
    """What a point costs when who cannot pay it gives all; None when all that they have is not enough."""
    if sum(money for money, _ in backers) < cost:
        return None
    due, weights = Fraction(cost), sum(weight for _, weight in backers)
    for money, weight in sorted(backers, key=lambda one: one[0] / one[1]):
        if due / weights * weight <= money:
            return due / weights
        due, weights = due - money, weights - weight
    return None


def of_all(rules, areas):
    """The numbers of the projects chosen in each area: {area: (projects, ballots, envelope)}."""
    found = {area: winners(rules, *said) for area, said in areas.items()}
    if rules.leftover != "commun":
        return {area: set(some) for area, some in found.items()}
    projects = {n: cost for said in areas.values() for n, cost in said[0].items()}
    score = {n: points for said in areas.values() for n, points in scores(rules, said[0], said[1]).items()}
    before = [n for some in found.values() for n in some]
    left = sum(said[2] for said in areas.values()) - sum(projects[n] for n in before)
    after = set(taken(rules, projects, ranking(rules, score), score, before, left, False))
    return {area: {n for n in said[0] if n in after} for area, said in areas.items()}
