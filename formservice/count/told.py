"""What a count says: in words for whoever reads, in one object for a program. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from formservice.catalogue.french import typeset
from formservice.count import words
from formservice.count.election import Election
from formservice.count.model import CHOSEN, POINTS, Line, Money, Outcome
from formservice.theme import listed, plural


def plain(text: str) -> str:
    """A text without what moves a terminal: a file may hold anything."""
    return "".join(one if one == "\n" or unicodedata.category(one)[0] != "C" else "?" for one in text)


def figure(money: Money | None) -> int | float | None:
    """An amount for JSON: a whole number where it is one."""
    if money is None:
        return None
    exact = Fraction(money)
    return exact.numerator if exact.denominator == 1 else float(exact)


def same(election: Election, outcome: Outcome) -> bool | None:
    """Whether the winners are those that the file says; None where it does not say."""
    return None if election.official is None else set(election.official) == set(outcome.winners)


def as_object(election: Election, outcome: Outcome) -> dict[str, Any]:
    """The count as one object."""
    return {
        "winners": list(outcome.winners), "cost": figure(outcome.cost), "rule": election.declared,
        "ties": [{"projects": list(one.ids), "decides": one.decides} for one in outcome.ties],
        "counted_by": {"rule": election.rule.kind, "by": election.rule.by, "threshold": election.rule.threshold,
                       "seed": election.rule.seed},
        "budget": figure(election.poll.budget), "ballots": election.poll.voters, "share": figure(outcome.share),
        "every_raise_tried": outcome.every_step, "notes": list(election.notes),
        "official": None if election.official is None else list(election.official), "same": same(election, outcome),
        "projects": [_project(election, line) for line in outcome.lines],
    }  # fmt: skip


def _project(election: Election, line: Line) -> dict[str, Any]:
    return {
        "project_id": line.item.id, "name": line.item.name, "rank": line.rank, "votes": line.votes,
        "points": line.points, "cost": figure(line.item.cost), "chosen": line.chosen, "reason": line.reason.word,
        "missing": line.reason.missing, "words": words.reason(line, election.rule, currency(election)),
    }  # fmt: skip


def currency(election: Election) -> str:
    """What the costs are in: `€`, or the letters of the file."""
    said = plain(election.tables.said("currency"))[:10]
    return "€" if said in ("", "EUR") else said


def as_text(election: Election, outcome: Outcome) -> Iterator[str]:
    """The count, line by line."""
    yield from _head(election, outcome)
    yield ""
    for line in outcome.lines:
        yield from _line(election, line)
    yield ""
    unit = currency(election)
    spent = f"{words.amount(outcome.cost, unit)} sur {words.amount(election.poll.budget, unit)}"
    won = typeset(f"{plural(len(outcome.winners), 'projet choisi', 'projets choisis')}, {spent}")
    yield f"{won} : {', '.join(outcome.winners)}" if outcome.winners else f"{won}."
    yield from _ties(election, outcome)
    yield from election.notes
    yield from _official(election, outcome)


def _head(election: Election, outcome: Outcome) -> Iterator[str]:
    said = election.tables.said
    yield ", ".join(part for part in (said("unit"), said("subunit"), said("instance")) if part) or "Sans nom"
    low = f", au moins {words.score(election.rule, election.rule.threshold)}" if election.rule.threshold else ""
    counted = "" if election.declared == election.rule.kind else f", comptée comme « {election.rule.kind} »"
    yield typeset(f"Règle : {election.declared}{counted}{low}")
    unit = currency(election)
    many = plural(len(election.poll.items), "projet"), plural(election.poll.voters, "bulletin")
    yield typeset(f"Budget : {words.amount(election.poll.budget, unit)}. {many[0]}, {many[1]}.")
    if outcome.share is not None:
        yield typeset(f"Part de chaque votant, à la fin : {words.cents(outcome.share, unit)}.")
        if not outcome.every_step:
            yield "Trop de hausses de la part pour les essayer une à une : elles l’ont été par moitiés."
    if outcome.preferred:
        yield typeset(f"Après comparaison, la règle préférée est « {outcome.preferred} ».")


def _line(election: Election, line: Line) -> Iterator[str]:
    name = f" {line.item.name}" if line.item.name else ""
    given = words.score(election.rule, line.points if election.rule.by == POINTS else line.votes)
    yield f"{line.rank:>3}. {'+' if line.chosen else '-'} n° {line.item.id}{name}"
    cost = words.amount(line.item.cost, currency(election))
    why = "" if line.reason.word == CHOSEN else f". {words.reason(line, election.rule, currency(election))}"
    yield typeset(f"       {given}, {cost}") + why


def _ties(election: Election, outcome: Outcome) -> Iterator[str]:
    many = Counter(one.decides for one in outcome.ties)
    for one in outcome.ties:
        if one.decides:
            yield words.tie(one, election.rule)
    if many[None]:
        yield words.untried(many[None], others=bool(many[True]))
    if others := many[False]:
        other = "autre " if others < len(outcome.ties) else ""
        said = plural(others, f"{other}égalité", f"{other.replace(' ', 's ')}égalités")
        yield typeset(f"{said}, sans effet sur les projets choisis.")


def _official(election: Election, outcome: Outcome) -> Iterator[str]:
    if election.official is None:
        yield "Le fichier ne dit pas quels projets ont été choisis."
    elif same(election, outcome):
        yield "Ce sont les projets que le fichier dit choisis (selected)."
    else:
        more = [id for id in outcome.winners if id not in election.official]
        less = [id for id in election.official if id not in outcome.winners]
        parts = [f"{head} {listed(ids)}" for head, ids in (("en plus,", more), ("en moins,", less)) if ids]
        yield typeset(f"Ce ne sont pas les projets que le fichier dit choisis (selected) : {' ; '.join(parts)}.")
