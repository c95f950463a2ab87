"""The rules of a proposal, pure: who may file in an edition, and what may become of an idea.

A refusal says which rule it is of which version: the published rules bind the town as they bind residents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from formservice.catalogue.participation import Edition
from formservice.refusal import Refused

GRACE = timedelta(minutes=15)
"""For who was reading the check page when the filing closed."""
RECEIVED, QUESTIONED, ACCEPTED, REFUSED, CONTESTED, MERGED, WITHDRAWN = (
    "received", "questioned", "accepted", "refused", "contested", "merged", "withdrawn",
)  # fmt: skip
STUDIED = (RECEIVED, QUESTIONED, CONTESTED)
"""What an agent still has to decide."""
MOVES = {
    "ask": (RECEIVED, CONTESTED, ACCEPTED),
    "reply": (QUESTIONED,),
    "accept": (*STUDIED, REFUSED),
    "refuse": (*STUDIED, ACCEPTED),
    "contest": (REFUSED,),
    "merge": (*STUDIED, ACCEPTED),
    "withdraw": (RECEIVED, QUESTIONED),
}
"""Each act, and the states it may begin from."""


class NotAllowed(Refused):
    """The published rules say no. `rule` names which: dates, age, area, barred, cap."""

    def __init__(self, rule: str, text: str, edition: Edition):
        self.rule, self.reason = rule, "closed" if rule == "dates" else "refused"
        super().__init__(f"{text} C’est la règle « {WORDS[rule]} » du règlement, version {edition.rules.version}.")


WORDS = {
    "dates": "calendrier", "age": "âge", "area": "quartiers", "barred": "qui peut participer",
    "cap": "nombre d’idées",
}  # fmt: skip


class TooLate(Refused):
    """What was asked could be done before, and is now decided otherwise; `state` is what it is now."""

    reason = "changed"

    def __init__(self, state: str):
        self.state = state
        super().__init__("")


@dataclass(frozen=True)
class Decision:
    """One dated step of the study. `reason` is public, in plain words; `cost` in euros."""

    on: date
    verb: str
    reason: str = ""
    cost: int | None = None
    service: str = ""


def check_dates(edition: Edition, now: datetime, made: datetime | None = None) -> None:
    """Raise NotAllowed outside the filing; `made` is when the check page was drawn."""
    phase = edition.phase("depot")
    if phase is None:
        raise NotAllowed("dates", "Cette édition ne reçoit pas d’idées.", edition)
    if now < phase.since:
        raise NotAllowed("dates", f"Le dépôt des idées ouvre le {phase.since:%d/%m/%Y}.", edition)
    in_time = made is not None and phase.holds(made) and now < phase.until + GRACE
    if now >= phase.until and not in_time:
        raise NotAllowed("dates", f"Le dépôt des idées est terminé depuis le {phase.until:%d/%m/%Y}.", edition)


def check_person(edition: Edition, answers: Mapping[str, str], today: date) -> None:
    """Raise NotAllowed for an area that is not of the edition, an age too young, or who is barred."""
    if answers["area"] not in {area.slug for area in edition.areas}:
        raise NotAllowed("area", "Ce quartier n’est pas dans cette édition.", edition)
    if edition.who.age and age_on(date.fromisoformat(answers["birth"]), today) < edition.who.age:
        raise NotAllowed("age", f"Il faut avoir {edition.who.age} ans pour déposer une idée.", edition)
    if edition.who.barred and answers.get("eligible") != "yes":
        raise NotAllowed("barred", "Certaines personnes ne peuvent pas déposer d’idée dans cette édition.", edition)


def age_on(birth: date, today: date) -> int:
    """Whole years. Who was born on 29 February is a year older on 1 March."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def may_change(edition: Edition, state: str, now: datetime) -> bool:
    """Whether its author may still complete or withdraw an idea: until the study begins."""
    study = edition.phase("etude")
    return state in MOVES["withdraw"] and (study is None or now < study.since)


def may_contest(edition: Edition, state: str, decisions: list[Decision], today: date) -> bool:
    """A first refusal may be contested, for so long; a second look is the last one."""
    refusals = [one for one in decisions if one.verb == "refuse"]
    return state == REFUSED and len(refusals) == 1 and today <= refusals[0].on + edition.contest


def move(state: str, verb: str, before: str = RECEIVED) -> str:
    """The state after an act; `before` is the state a question was asked in. Raises TooLate."""
    if state not in MOVES[verb]:
        raise TooLate(state)
    reached = {
        "ask": QUESTIONED, "accept": ACCEPTED, "refuse": REFUSED, "contest": CONTESTED, "merge": MERGED,
        "withdraw": WITHDRAWN, "reply": before,
    }  # fmt: skip
    return reached[verb]
