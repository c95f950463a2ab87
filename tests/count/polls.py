"""Polls to count: small ones by hand, and those that Hypothesis draws."""

from hypothesis import strategies as st

from formservice.count.model import Item, Poll


def poll(budget, costs, *ballots):
    """A poll of projects named 1, 2, 3…; a ballot is a text such as `1 3` or `1:5 3:2`."""
    items = tuple(Item(str(number), cost) for number, cost in enumerate(costs, 1))
    found = {}
    for ballot in ballots:
        read = tuple(pair(word) for word in ballot.split())
        found[read] = found.get(read, 0) + 1
    return Poll(items, budget, found)


def pair(word):
    """(place, points) of `3` or `3:2`."""
    name, _, points = word.partition(":")
    return int(name) - 1, int(points or 1)


def voters(many):
    """`{"1 2": 3}`: three ballots `1 2`."""
    return [ballot for ballot, times in many.items() for _ in range(times)]


@st.composite
def polls(draw, most_projects=6, most_ballots=9, points=False, least=0):
    """Small polls where everything meets: equal costs, equal votes, blank ballots, all that is too dear."""
    many = draw(st.integers(1, most_projects))
    items = tuple(Item(str(number), draw(st.integers(1, 12))) for number in range(1, many + 1))
    worth = st.integers(1, 4) if points else st.just(1)
    ballot = st.lists(st.tuples(st.integers(0, many - 1), worth), max_size=many, unique_by=lambda one: one[0])
    found = draw(st.dictionaries(ballot.map(tuple), st.integers(1, 4), min_size=max(1, least), max_size=most_ballots))
    return Poll(items, draw(st.integers(1, 40)), found)


def groups(many=6):
    """Projects of which one at most is chosen."""
    names = st.sampled_from([str(number) for number in range(1, many + 1)])
    return st.frozensets(st.frozensets(names, min_size=2, max_size=3), max_size=2)
