"""Writing one area as a Pabulib file (`.pb`): its own checker reads it, and so does anyone's program. Pure.

A project that owes it to the rule that is declared has `selected` 1; to what completes the rule, 2, told in `comment`.
Projects are written by rank: for who does not draw, the order of the file gives the same winners. What ties are drawn
from is told in `comment` too: it parts equals as the town did, to the last vote that was lacking.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from formservice.catalogue.french import typeset
from formservice.count.declared import DRAW, declared, low
from formservice.count.model import CHOSEN, COMPLETION, GUARANTEED, POINTS, POOL, Line, Outcome, Poll, Rule
from formservice.theme import listed

WHY = {
    GUARANTEED: "aucun projet n’était choisi par la règle ; chaque quartier a au moins son premier projet",
    COMPLETION: "pris avec l’argent qui restait, dans l’ordre du classement",
    POOL: "pris avec l’argent qui restait dans tous les quartiers, mis en commun",
}
Given = tuple[Mapping[int, int], str]
"""A ballot: points by the number of a project; `internet`, `paper`, or "" where it is not told."""


@dataclass(frozen=True)
class Told:
    """What a file says of its election, besides projects and ballots."""

    description: str
    unit: str
    """The town."""
    subunit: str
    instance: str
    """The year of the vote."""
    begins: date
    ends: date
    edition: str
    least: int
    most: int
    """How many projects one chose."""
    points: int | None = None
    """How many points one shared out, at most; None where one chose projects."""
    dear: int | None = None
    """What the projects one chose could cost together, at most, where that was limited."""


def pb(told: Told, poll: Poll, rule: Rule, outcome: Outcome, ballots: Sequence[Given]) -> str:
    """The file of one area, the ballots in the order they are given."""
    stream = io.StringIO()
    out = csv.writer(stream, delimiter=";", lineterminator="\n")
    out.writerows([["META"], ["key", "value"], *meta(told, poll, rule, outcome)])
    out.writerows([["PROJECTS"], *projects(outcome, rule.by == POINTS)])
    out.writerows([["VOTES"], *votes(ballots, told.points is not None)])
    return stream.getvalue()


def meta(told: Told, poll: Poll, rule: Rule, outcome: Outcome) -> list[list[str]]:
    """The first table, in the order of Pabulib's fields."""
    word, comments = declared(poll, rule, outcome)
    said = {
        "description": told.description, "country": "France", "unit": told.unit, "subunit": told.subunit,
        "instance": told.instance, "num_projects": len(poll.items), "num_votes": poll.voters, "budget": poll.budget,
        "vote_type": "approval" if told.points is None else "cumulative", "rule": word,
        "date_begin": f"{told.begins:%d.%m.%Y}", "date_end": f"{told.ends:%d.%m.%Y}", "min_length": told.least,
        "max_length": told.most, "max_sum_cost": told.dear, "max_sum_points": told.points,
        "min_project_score_threshold": low(word, rule), "edition": told.edition, "language": "fr", "currency": "EUR",
        "fully_funded": 1 if sum(one.cost for one in poll.items) <= poll.budget else None,
        "comment": numbered([*comments, *completed(outcome)], rule.seed),
    }  # fmt: skip
    return [[key, str(value).strip()] for key, value in said.items() if value not in (None, "")]


def completed(outcome: Outcome) -> list[str]:
    """What `selected` 2 means, where there is some."""
    found: dict[str, list[str]] = {}
    for line in outcome.lines:
        if selected(line) == 2:
            found.setdefault(line.reason.word, []).append(line.item.id)
    return [f"selected = 2, projet {listed(ids)} : {WHY[word]}" for word, ids in found.items()]


def numbered(said: Sequence[str], seed: str | None) -> str:
    """`#1: … #2: …`, and last what ties are drawn from, to the letter."""
    told = typeset(" ".join(f"#{n}: {one}." for n, one in enumerate(said, 1)))
    return told if seed is None else f"{told} #{len(said) + 1}: {DRAW} {seed}".strip()


def selected(line: Line) -> int:
    """1 for who won by the rule, 2 by what completes it, 0 for the others."""
    return 0 if not line.chosen else 1 if line.reason.word == CHOSEN else 2


def projects(outcome: Outcome, points: bool) -> Iterable[list[object]]:
    """The second table, by rank."""
    yield ["project_id", "cost", "votes", *(["score"] if points else []), "name", "selected"]
    for one in outcome.lines:
        score = [one.points] if points else []
        yield [one.item.id, one.item.cost, one.votes, *score, one.item.name.strip(), selected(one)]


def votes(ballots: Sequence[Given], points: bool) -> Iterable[list[object]]:
    """The third table: new numbers, the projects of each ballot by points."""
    by_channel = bool(ballots) and all(channel for _, channel in ballots)
    yield ["voter_id", "vote", *(["points"] if points else []), *(["voting_method"] if by_channel else [])]
    for n, (choices, channel) in enumerate(ballots, 1):
        chosen = sorted(choices, key=lambda one: (-choices[one], one))
        given = [",".join(str(choices[one]) for one in chosen)] if points else []
        yield [n, ",".join(map(str, chosen)), *given, *([channel] if by_channel else [])]
