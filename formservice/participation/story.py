"""An idea told to its author: where it stands, what happens next and when, what was done on which day. Words only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from formservice.catalogue import Edition
from formservice.catalogue.french import typeset
from formservice.catalogue.participation import Phase
from formservice.participation import rules
from formservice.participation.forms import REACH
from formservice.participation.words import Idea
from formservice.submit import CHANNELS
from formservice.theme import day_words, euros, since_words, until_words

DEEDS = {
    "submit": "Idée déposée {how}.", "complete": "Idée complétée.", "ask": "Question posée par nos services.",
    "reply": "Réponse reçue {how}.", "accept": "Idée retenue pour le vote.", "refuse": "Idée non retenue.",
    "contest": "Décision contestée {how} : un autre agent la relit.", "merge": "Idée réunie à l’idée n° {number}.",
    "part": "Idée de nouveau étudiée seule.", "join": "L’idée n° {number} est réunie à celle-ci.",
    "unjoin": "L’idée n° {number} est de nouveau étudiée seule.", "news": "Des nouvelles du projet.",
    "withdraw": "Idée retirée {how}.", "unphoto": "Photo retirée par nos services.",
}  # fmt: skip
"""What its author reads of each act; the others are the agents' own."""


class Told(NamedTuple):
    """One step: the day, what was done, the words that were written then."""

    day: str
    """Above its year: « 12 janvier »."""
    deed: str
    said: list[str]


def story(idea: Idea) -> list[Told]:
    """The steps, the first one first."""
    return [told(step) for step in idea["steps"] if step["verb"] in DEEDS]


def told(step: Mapping[str, Any]) -> Told:
    """One of them."""
    how = CHANNELS.get(step["channel"], "")
    words = "Idée retenue, trop tard pour ce vote." if step.get("late") else DEEDS[step["verb"]]
    deed = words.format(how=how, number=step.get("number", "")).replace(" .", ".").replace("  ", " ")
    said = paragraphs(step.get("text") or step.get("reason") or "")
    if step.get("cost") is not None:
        said = [*said, typeset(f"Coût calculé : {euros(step['cost'])}.")]
    at = datetime.fromisoformat(step["at"])
    return Told(f"{day_words(at, year=False).partition(' ')[2]}\n{at.year}", typeset(deed), said)


def paragraphs(text: str) -> list[str]:
    """The parts of a text that were written apart, set as French prints them."""
    return [typeset(part) for part in text.split("\n\n") if part.strip()]


def said_last(idea: Idea, verb: str, name: str) -> list[str]:
    """What was written the last time that act was done."""
    found = [step for step in idea["steps"] if step["verb"] == verb]
    return paragraphs(found[-1].get(name, "")) if found else []


def reach(answers: Mapping[str, str]) -> str:
    """How its author is told: « par téléphone », « par courrier », « par Mme Voisine »; "" when nobody is."""
    if answers.get("reach") == "other":
        return f"par {answers.get('contact', '')}"
    return REACH.get(answers.get("reach", ""), "").lower()


def ahead(edition: Edition | None, idea: Idea, now: datetime) -> list[str]:
    """What happens next, with its dates; nothing where the site has the edition no more."""
    if edition is None:
        return []
    study, vote = edition.phase("etude"), edition.phase("vote")
    said: Sequence[str] = ()
    if idea["state"] in (rules.RECEIVED, rules.QUESTIONED):
        said = (_study(study, now), _answer(vote, idea, now))
    elif idea["state"] == rules.CONTESTED:
        said = ("Un autre agent relit la décision, avec ce que vous en dites.", _answer(vote, idea, now))
    elif idea["state"] == rules.ACCEPTED:
        said = (_vote(vote, now),)
    elif idea["state"] == rules.WITHDRAWN:
        said = ("Elle ne sera ni étudiée, ni publiée.",)
    return [typeset(sentence) for sentence in said if sentence]


def _study(study: Phase | None, now: datetime) -> str:
    if study and now < study.since:
        return f"L’étude commence le {since_words(study.since)}. D’ici là, l’idée peut être complétée ou retirée."
    return "Nos services regardent si l’idée est possible, et ce qu’elle coûte."


def _answer(vote: Phase | None, idea: Idea, now: datetime) -> str:
    by = reach(idea["answers"])
    when = f" avant le vote, qui ouvre le {since_words(vote.since)}" if vote and now < vote.since else ""
    return f"Nous vous disons {by} ce qui est décidé{when}.".replace("  ", " ")


def _vote(vote: Phase | None, now: datetime) -> str:
    if vote is None:
        return ""
    if now < vote.since:
        return f"Les habitants votent du {since_words(vote.since)} au {until_words(vote.until)}."
    if now < vote.until:
        return f"Le vote est ouvert jusqu’au {until_words(vote.until)}."
    over = f"Le vote est terminé depuis le {until_words(vote.until)}."
    return f"{over} Le conseil municipal décide, et nous vous le disons."
