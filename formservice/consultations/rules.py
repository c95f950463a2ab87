"""Who may answer a consultation, and when. Pure: refusals say what to do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from formservice import grace
from formservice.catalogue.consultations import Consultation
from formservice.participation.rules import age_on
from formservice.refusal import Refused
from formservice.theme import since_words, until_words


class Closed(Refused):
    """It is not open; the text says since when, or from when."""

    reason = "closed"


class NotAllowed(Refused):
    """Who answers is not among those who are asked."""


def check_open(known: Consultation, now: datetime, made: datetime | None, by_agent: bool) -> None:
    """Raise Closed out of its dates. `made`: when the first page was sent; who began in time walks on, and confirms,
    for as long as the grace.

    An agent types what came in time on paper for as long as the grace of the consultation.
    """
    if now < known.opens:
        raise Closed(f"Cette consultation ouvre le {since_words(known.opens)}.")
    in_time = grace.in_grace(made, known.closes, now)
    typed = by_agent and now < known.closes + known.grace
    if now >= known.closes and not in_time and not typed:
        raise Closed(f"Cette consultation est terminée depuis le {until_words(known.closes)}.")


def check_person(known: Consultation, answers: Mapping[str, Any], today: date) -> None:
    """Raise NotAllowed for who is too young, or did not say on honour that they are asked."""
    if known.who.age and age_on(date.fromisoformat(answers["birth"]), today) < known.who.age:
        raise NotAllowed(f"Il faut avoir {known.who.age} ans pour répondre à cette consultation.")
    if known.who.barred and answers.get("eligible") != "yes":
        raise NotAllowed("Certaines personnes ne peuvent pas répondre à cette consultation.")


def in_grace(known: Consultation, replaced: datetime | None, now: datetime) -> bool:
    """Whether a form of a version that was replaced then is still taken."""
    return replaced is None or now < replaced + known.grace
