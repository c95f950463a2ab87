"""The rules of a proposal, pure: who may file in an edition, and what may become of an idea.

A refusal says which rule it is of which version: the published rules bind the town as they bind residents.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from formservice.catalogue.participation import Edition, last_day
from formservice.grace import in_grace
from formservice.refusal import Refused
from formservice.theme import day_words, euros, since_words, until_words

Step = Mapping[str, Any]
"""One dated act on an idea: at (ISO), verb, agent, and what it said."""
RECEIVED, QUESTIONED, ACCEPTED, REFUSED, CONTESTED, MERGED, WITHDRAWN = (
    "received", "questioned", "accepted", "refused", "contested", "merged", "withdrawn",
)  # fmt: skip
STUDIED = (RECEIVED, QUESTIONED, CONTESTED)
"""What an agent still has to decide."""
CHANGEABLE = (RECEIVED, QUESTIONED)
"""What its author may still complete or withdraw, before the study."""
OVER = (WITHDRAWN,)
MOVES = {
    "complete": CHANGEABLE,
    "ask": (RECEIVED, CONTESTED, ACCEPTED),
    "reply": (QUESTIONED,),
    "accept": (*STUDIED, REFUSED, ACCEPTED),
    "refuse": (*STUDIED, ACCEPTED),
    "contest": (REFUSED,),
    "merge": (*STUDIED, ACCEPTED),
    "part": (MERGED,),
    "withdraw": (*STUDIED, ACCEPTED),
    "word": (*STUDIED, ACCEPTED, REFUSED, MERGED),
    "unphoto": (*STUDIED, ACCEPTED, REFUSED, MERGED, WITHDRAWN),
}
"""Each act, and the states it may begin from."""
DECIDING = ("accept", "refuse", "merge", "part")
"""Acts of the study: between its opening and the opening of the vote, as the calendar says."""
ON_BALLOT = ("ask", "withdraw", "word")
"""What changes the ballot too, of an idea that goes to the vote."""
JUDGING = ("accept", "refuse", "merge", "part")
"""What who refused does not do of an idea whose author contests."""


class NotAllowed(Refused):
    """The published rules say no. `rule` names which: dates, age, area, barred, cap."""

    def __init__(self, rule: str, text: str, edition: Edition):
        self.rule, self.reason = rule, "closed" if rule == "dates" else "refused"
        super().__init__(f"{text} {said_in(rule, edition)}")


WORDS = {
    "dates": "calendrier", "age": "âge", "area": "quartiers", "barred": "qui peut participer",
    "cap": "nombre d’idées",
}  # fmt: skip


def said_in(rule: str, edition: Edition) -> str:
    """Where the published rules say so: the number of the article, or its subject."""
    article: int = getattr(edition.rules.articles, rule)
    where = f"l’article {article}" if article else f"la règle « {WORDS[rule]} »"
    return f"C’est {where} du règlement, version {edition.rules.version}."


class TooLate(Refused):
    """What was asked could be done before, and is now decided otherwise; `state` is what it is now."""

    reason = "changed"

    def __init__(self, state: str):
        self.state = state
        super().__init__("")


class NotNow(Refused):
    """The calendar, or who asks, says no; the text says why, and to whom it is open."""

    reason = "not_now"


def check_dates(edition: Edition, now: datetime, made: datetime | None = None) -> None:
    """Raise NotAllowed outside the filing; `made` is when the check page was drawn."""
    phase = edition.phase("depot")
    if phase is None:
        raise NotAllowed("dates", "Cette édition ne reçoit pas d’idées.", edition)
    if now < phase.since:
        raise NotAllowed("dates", f"Le dépôt des idées ouvre le {since_words(phase.since)}.", edition)
    if now >= phase.until and not in_grace(made, phase.until, now):
        text = f"Le dépôt des idées est terminé depuis le {until_words(phase.until)}."
        raise NotAllowed("dates", text, edition)


def may_type(edition: Edition, now: datetime) -> bool:
    """Whether an agent may type what came on paper in time: some days after the close, whatever the study does."""
    filing, until = edition.phase("depot"), type_until(edition)
    return filing is not None and until is not None and filing.since <= now < until


def type_until(edition: Edition) -> datetime | None:
    """When agents cannot type any more: some days after the close, before the vote opens in any case."""
    filing, vote = edition.phase("depot"), edition.phase("vote")
    if filing is None:
        return None
    return min(filing.until + edition.paper, vote.since) if vote else filing.until + edition.paper


def why_not_typed(edition: Edition, now: datetime) -> str:
    """The dates between which an agent types an idea, and the rule that says so."""
    filing, until = edition.phase("depot"), type_until(edition)
    if filing is None or until is None or now < filing.since:
        return why_closed(edition, now)
    text = (
        f"Le dépôt des idées est terminé depuis le {filing.last_day:%d/%m/%Y}. Ce qui était arrivé à temps sur papier "
        f"se saisissait jusqu’au {last_day(until):%d/%m/%Y}."
    )
    return str(NotAllowed("dates", text, edition))


def why_closed(edition: Edition, now: datetime) -> str:
    """The dates, as the rules say them; "" while ideas are taken."""
    try:
        check_dates(edition, now)
    except NotAllowed as why:
        return str(why)
    return ""


def check_person(edition: Edition, answers: Mapping[str, str], today: date) -> None:
    """Raise NotAllowed for an area that is not of the edition, an age too young, or who is barred."""
    if answers["area"] not in {area.slug for area in edition.areas}:
        raise NotAllowed("area", "Ce quartier n’est pas dans cette édition.", edition)
    if edition.who.age and age_on(date.fromisoformat(answers["birth"]), today) < edition.who.age:
        raise NotAllowed("age", f"Il faut avoir {edition.who.age} ans pour déposer une idée.", edition)
    if edition.who.honour and answers.get("eligible") != "yes":
        text = "Il faut certifier que la personne qui propose peut participer."
        raise NotAllowed("barred", text, edition)


def age_on(birth: date, today: date) -> int:
    """Whole years. Who was born on 29 February is a year older on 1 March."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def may_change(edition: Edition, state: str, now: datetime) -> bool:
    """Whether its author may still complete or withdraw an idea: until the study begins."""
    study = edition.phase("etude")
    return state in CHANGEABLE and (study is None or now < study.since)


def check_complete(edition: Edition, state: str, now: datetime) -> None:
    """Raise NotNow for an agent who would complete an idea for its author once the study began."""
    if not may_change(edition, state, now):
        raise NotNow("L’étude a commencé : l’idée ne peut plus être complétée. Posez plutôt une question.")


def contest_until(edition: Edition, state: str, steps: Sequence[Step]) -> date | None:
    """The last day a refusal may be contested, before the vote opens: once, for a second look is the last."""
    refusals = [step for step in steps if step["verb"] == "refuse"]
    contested = any(step["verb"] == "contest" for step in steps)
    if state != REFUSED or contested or not refusals:
        return None
    return edition.contest_until(datetime.fromisoformat(refusals[-1]["at"]).date())


def check_contest(edition: Edition, state: str, steps: Sequence[Step], today: date) -> None:
    """Raise NotNow when a refusal may not be contested, or not any more."""
    until = contest_until(edition, state, steps)
    if until is None:
        raise NotNow("Cette décision a déjà été relue : elle ne peut plus être contestée.")
    if today > until:
        raise NotNow(f"Cette décision pouvait être contestée jusqu’au {day_words(until)}.")


def check_study(edition: Edition, verb: str, now: datetime, state: str) -> None:
    """Raise NotNow for a decision before the study opens, or once the vote has: the ballot is printed then.

    What was contested in time is judged even then: kept, it goes to the next edition.
    """
    study, filing, vote = (edition.phase(name) for name in ("etude", "depot", "vote"))
    opens = study.since if study else filing.until if filing else None
    if verb in DECIDING and opens and now < opens:
        raise NotNow(f"L’étude des idées commence le {since_words(opens)}. D’ici là, on peut poser des questions.")
    second_look = state == CONTESTED and verb in ("accept", "refuse")
    closed = verb in DECIDING and not second_look or state == ACCEPTED and verb in ON_BALLOT
    if closed and vote and now >= vote.since:
        raise NotNow(f"Le vote est ouvert depuis le {since_words(vote.since)} : la liste des projets ne change plus.")


def check_second_look(steps: Sequence[Step], verb: str, agent: str | None) -> None:
    """Raise NotNow when who refused would also judge what its author contests, now or once it was judged."""
    if verb not in JUDGING or not agent or agent != contested_agent(steps):
        return
    contested = max(n for n, step in enumerate(steps) if step["verb"] == "contest")
    judge = next((step for step in steps[contested:] if step["verb"] in ("accept", "refuse")), None)
    if judge is None:
        raise NotNow("Vous avez signé la décision contestée : un autre agent doit la relire.")
    raise NotNow("Vous aviez signé la décision contestée. Elle a été relue : seul un autre agent peut y revenir.")


def contested_agent(steps: Sequence[Step]) -> str:
    """Who signed the refusal that its author contests; "" where nothing is contested."""
    contested = next((n for n, step in enumerate(steps) if step["verb"] == "contest"), 0)
    return next((str(step["agent"]) for step in reversed(steps[:contested]) if step["verb"] == "refuse"), "")


def is_late(steps: Sequence[Step]) -> bool:
    """Whether it was kept at a second look once the vote was open: it is not on the ballot, but in the next edition."""
    return bool(next((step.get("late") for step in reversed(steps) if step["verb"] in ("accept", "refuse")), False))


LATE = "Retenue trop tard pour ce vote : elle est proposée à la prochaine édition."
"""What is said of it then."""


def check_cost(edition: Edition, area: str, cost: int | None) -> None:
    """Raise NotNow for a project that its envelope can never pay."""
    envelope = next((one.envelope for one in edition.areas if one.slug == area), None)
    if envelope and cost and cost > envelope:
        raise NotNow(
            f"L’enveloppe du secteur est de {euros(envelope)} : un projet plus cher ne peut pas aller au vote."
        )


def move(state: str, verb: str, before: str = RECEIVED) -> str:
    """The state after an act; `before` is the state to come back to after a question, or once parted.

    Raises TooLate.
    """
    if state not in MOVES[verb]:
        raise TooLate(state)
    reached = {
        "complete": state, "word": state, "unphoto": state, "ask": QUESTIONED, "accept": ACCEPTED, "refuse": REFUSED,
        "contest": CONTESTED, "merge": MERGED, "withdraw": WITHDRAWN, "reply": before, "part": before,
    }  # fmt: skip
    return reached[verb]
