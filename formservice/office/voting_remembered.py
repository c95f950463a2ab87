"""Counts that agents look at, kept in memory: the ballots of a box that was opened do not change, and equal shares can
take long."""

from collections.abc import Mapping

from formservice.count.areas import count_all
from formservice.count.model import Outcome, Poll, Rule
from formservice.count.what_if import Counted
from formservice.voting.elections import Election

MOST = 64
COUNTS: dict[tuple[str, str, Rule], Mapping[str, Outcome]] = {}


def remembered(election: Election) -> Counted:
    """Count an election by each rule once."""

    def count(polls: Mapping[str, Poll], rule: Rule) -> Mapping[str, Outcome]:
        key = election.id, str(election.story.get("counted_at")), rule
        if found := COUNTS.get(key):
            return found
        if len(COUNTS) >= MOST:
            COUNTS.clear()
        return COUNTS.setdefault(key, count_all(polls, rule))

    return count
