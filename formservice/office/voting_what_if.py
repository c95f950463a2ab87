"""The same ballots under other rules, for agents before the council meets. A GET alone: nothing is kept, nor chosen."""

from dataclasses import dataclass

from flask import Response, request

from formservice.count import what_if
from formservice.count.model import POINTS
from formservice.office import voting_what_if_words as words
from formservice.office.guard import bp, draw
from formservice.office.voting_count import counted_of
from formservice.office.voting_known import known_of
from formservice.office.voting_remembered import remembered
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import service
from formservice.voting import counted
from formservice.voting.count_words import count_words
from formservice.voting.counting import LEAST, Counting, counting

WRONG = "Ce seuil n’est pas compris. Écrivez un nombre entier, de 1 à 100 000."


@dataclass(frozen=True)
class Shown:
    """One area on the page."""

    title: str
    voters: int
    changes: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[bool, ...]], ...] = ()
    """(project, whether each way chooses it), by rank."""
    sums: tuple[tuple[str, list[str]], ...] = ()
    halved: bool = False
    """Whether equal shares did not try each raise."""


@bp.get("/votes/<code>/et-si/")
@audience("vote")
def vote_what_if(code: str) -> Response:
    """What the other rules would have given."""
    known = known_of(code)
    election = counted_of(known)
    if election is None:
        return draw("vote_not_counted.html", known=known, what="La comparaison des règles")
    try:
        opened = counting(service(), election, remembered(election))
    except Refused as refusal:
        return draw("vote_not_counted.html", 409, known=known, what="La comparaison", notice=str(refusal))
    typed = request.args.get("seuil", "").strip()
    threshold = threshold_of(typed)
    candidates = [one for slate in election.slates for one in slate.candidates]
    among = what_if.ways(opened.rule, threshold)
    found = what_if.compare(counted.polls(election.slates, opened.casts), among, counts(opened))
    mistake = WRONG if typed and threshold is None else ""
    return draw(
        "vote_what_if.html", 422 if mistake else 200, known=known, typed=typed[:10], mistake=mistake, least=LEAST,
        areas=[shown(slate.area.title, found[slate.area.slug]) for slate in election.slates if slate.candidates],
        rule=count_words(election.edition, candidates), points=opened.rule.by == POINTS,
        titles=[words.title(one) for one in among], others=[(words.title(one), words.about(one)) for one in among[1:]],
    )  # fmt: skip


def threshold_of(typed: str) -> int | None:
    """The threshold to try; None for anything that is not one."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 7):
        return None
    return int(typed) if 1 <= int(typed) <= what_if.HIGHEST else None


def counts(opened: Counting) -> what_if.Counted:
    """The published count as it is told, any other as it is."""
    other = remembered(opened.election)
    return lambda polls, rule: opened.outcomes if rule == opened.rule else other(polls, rule)


def shown(title: str, found: tuple[what_if.Seen, ...]) -> Shown:
    """One area; of a few ballots, only how many: the rest would tell who chose what."""
    if 0 < found[0].voters < LEAST:
        return Shown(title, found[0].voters)
    chosen = [set(one.outcome.winners) for one in found]
    rows = [
        (f"n° {line.item.id}, {line.item.name}", tuple(line.item.id in one for one in chosen))
        for line in found[0].outcome.lines
    ]  # fmt: skip
    return Shown(
        title, found[0].voters, tuple(words.changes(one) for one in found[1:]), tuple(rows), tuple(words.sums(found)),
        any(not one.outcome.every_step for one in found),
    )  # fmt: skip
