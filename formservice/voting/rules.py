"""What may be on a ballot, and when one votes. Pure: refusals say what to do."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from formservice.catalogue.ballots import Ballot, Candidate
from formservice.catalogue.participation import Area, Edition
from formservice.participation.rules import NotAllowed, age_on
from formservice.refusal import Refused
from formservice.theme import euros, plural, since_words, until_words

Choices = Mapping[int, int]
"""Points by the number of a project; one point to each where projects are only chosen."""


class BadBallot(Refused):
    """The rules of the edition do not allow this ballot; the text says what to change."""

    reason = "ballot"


class Closed(Refused):
    """One does not vote now; the text says when."""

    reason = "closed"


@dataclass(frozen=True)
class Slate:
    """What the ballot of one area offers, in the order of numbers."""

    area: Area
    candidates: tuple[Candidate, ...]

    def candidate(self, number: int) -> Candidate:
        """The project of a number. KeyError."""
        for one in self.candidates:
            if one.number == number:
                return one
        raise KeyError(number)

    def drawn(self, seed: str) -> list[Candidate]:
        """The projects in the order that one voter sees, drawn from a seed: no project is the first for everybody."""
        return sorted(self.candidates, key=lambda one: hashlib.sha256(f"{seed}|{one.number}".encode()).digest())


def slates(edition: Edition, candidates: Iterable[Candidate]) -> tuple[Slate, ...]:
    """The ballot of each area, in the order of the edition."""
    found = sorted((one for one in candidates if one.edition == edition.slug), key=lambda one: one.number)
    return tuple(Slate(area, tuple(one for one in found if one.area == area.slug)) for area in edition.areas)


@dataclass(frozen=True)
class Totals:
    """What a ballot amounts to so far."""

    chosen: int
    cost: int
    points: int


def totals(slate: Slate, choices: Choices) -> Totals:
    """How many projects, euros and points. Projects of another area count for nothing."""
    known = {one.number: one.cost for one in slate.candidates}
    kept = {number: points for number, points in choices.items() if number in known}
    return Totals(len(kept), sum(known[number] for number in kept), sum(kept.values()))


def bounds(ballot: Ballot, slate: Slate) -> tuple[int, int]:
    """The least and the most projects one chooses: no more than there are."""
    there = len(slate.candidates)
    return min(ballot.least, there), there if ballot.kind == "budget" else min(ballot.most, there)


def check_ballot(ballot: Ballot, slate: Slate, choices: Choices) -> None:
    """Raise BadBallot for what the rules do not allow."""
    if set(choices) - {one.number for one in slate.candidates} or any(points < 1 for points in choices.values()):
        raise BadBallot("Un de ces projets n’est pas sur le bulletin de ce quartier. Choisissez parmi ceux de la page.")
    told, (least, most) = totals(slate, choices), bounds(ballot, slate)
    if told.chosen < least:
        text = "Choisissez un projet au moins." if least == 1 else f"Choisissez {plural(least, 'projet')} au moins."
        raise BadBallot(f"{text} Vous en avez choisi {told.chosen}." if told.chosen else text)
    if told.chosen > most:
        raise BadBallot(f"Vous avez choisi {told.chosen} projets. Gardez-en {most} au plus.")
    if ballot.kind == "budget" and slate.area.envelope is not None and told.cost > slate.area.envelope:
        raise BadBallot(
            f"Vos projets coûtent {euros(told.cost)} en tout, pour une enveloppe de {euros(slate.area.envelope)}. "
            f"Retirez un projet au moins : il y a {euros(told.cost - slate.area.envelope)} de trop."
        )
    if ballot.kind == "points" and told.points > ballot.points:
        text = f"Vous avez donné {told.points} points. Vous en avez {ballot.points} : retirez-en "
        raise BadBallot(text + f"{told.points - ballot.points}.")
    if ballot.kind != "points" and any(points != 1 for points in choices.values()):
        raise BadBallot("Un projet est choisi, ou ne l’est pas. Cochez chaque projet une seule fois.")


def check_dates(edition: Edition, now: datetime, on_paper: bool = False) -> None:
    """Raise Closed outside the vote: no grace, one second after the close is too late.

    What was signed on paper in time is typed some days more.
    """
    phase = edition.phase("vote")
    if phase is None:
        raise Closed("Il n’y a pas de vote dans cette édition.")
    if now < phase.since:
        raise Closed(f"Le vote ouvre le {since_words(phase.since)}.")
    if now >= (phase.until + edition.paper if on_paper else phase.until):
        raise Closed(f"Le vote est terminé depuis le {until_words(phase.until)}.")


def check_voter(edition: Edition, answers: Mapping[str, str], today: date) -> None:
    """Raise NotAllowed for an area that is not of the edition, and for who may not vote."""
    if answers.get("area") not in {area.slug for area in edition.areas}:
        raise NotAllowed("area", "Ce quartier n’est pas dans cette édition.", edition)
    check_person(edition, answers, today)


def check_person(edition: Edition, answers: Mapping[str, str], today: date) -> None:
    """Raise NotAllowed for who is too young, or did not certify on honour.

    `of_age` comes with a link sent by e-mail: the age was checked when it was asked for.
    """
    born, known = answers.get("birth"), answers.get("of_age") == "yes"
    if edition.who.age and not known and (not born or age_on(date.fromisoformat(born), today) < edition.who.age):
        raise NotAllowed("age", f"Il faut avoir {edition.who.age} ans pour voter.", edition)
    if edition.who.honour and answers.get("eligible") != "yes":
        raise NotAllowed("barred", "Il faut certifier que vous pouvez voter.", edition)
