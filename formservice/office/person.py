"""One sign-up as an agent reads it: all that is known of it, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formservice import telling
from formservice.agenda import calls, following, rules
from formservice.agenda.forms import NEEDS
from formservice.catalogue.french import typeset
from formservice.office import doubting
from formservice.office.forms import PAPER
from formservice.office.meetings import Meeting
from formservice.submit import CHANNELS
from formservice.theme import day_words, hour

ERASED = "Nom effacé"
SHOWN = (
    rules.CONFIRMED, rules.OFFERED, rules.WAITING, rules.LAPSED, rules.MOVED, rules.CANCELLED, rules.CALLED_OFF,
)  # fmt: skip
"""The order of a list: who comes, who may come, who does not."""
STATES = {
    rules.CONFIRMED: "Inscrit",
    rules.OFFERED: "Place proposée",
    rules.WAITING: "En attente",
    rules.LAPSED: "Sorti de la liste d’attente",
    rules.MOVED: "Parti à une autre date",
    rules.CANCELLED: "Annulé",
    rules.CALLED_OFF: "Séance annulée par la ville",
}
OVER = {
    "companion": "Accompagne une personne inscrite",
    "planned": "Place prévue par l’animateur",
    "mistake": "Erreur de notre part",
    "other": "Autre raison",
}
"""Why an agent may seat somebody in a full session."""
ATTENDANCE = {"present": "Présent", "excused": "Excusé", "absent": "Absent"}
SignUp = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """One sign-up in words. What was erased is empty."""

    id: str
    name: str
    state: str
    state_words: str
    rank: int
    reach: tuple[str, ...]
    """How to reach them, the preferred way first."""
    helper: str
    companions: int
    group: str
    """« Une classe : école de l’Exemple, 24 personnes »."""
    needs: tuple[str, ...]
    reference: str
    origin: str
    """« par téléphone, saisi par lucie »."""
    on_paper: bool
    until: str
    """Until when a seat is held for their answer."""
    over: str
    """Why they are seated beyond the seats there are."""
    to_call: bool
    calls: tuple[str, ...]
    """The calls made, in words."""
    attendance: tuple[str, ...]
    told_when: str
    """The date they know, when it is not the session's any more."""
    doubt: tuple[doubting.Said, ...]
    """Why an agent should look at it, with links to what is to be compared."""
    may_cancel: bool
    """Whether an agent may cancel it, where the hour was given."""

    @property
    def living(self) -> bool:
        """Whether it counts: a seat, an offer, a rank."""
        return self.state in rules.LIVING


def person(meeting: Meeting, signup: SignUp, to_call: bool = False, now: datetime | None = None) -> Person:
    """A record in words, and at that hour what may be done with it."""
    answers, told = signup["answers"], signup["told"]
    return Person(
        id=signup["id"], name=answers.get("name") or ERASED, state=signup["state"],
        state_words=STATES[signup["state"]], rank=rank(signup, meeting.signups), reach=reach(answers),
        helper=answers.get("helper") or "", companions=signup["party"] - 1,
        group=following.group(answers),
        needs=tuple(NEEDS.get(need, need) for need in answers.get("needs") or ()),
        reference=signup["reference"], origin=origin(signup), on_paper=signup["channel"] == PAPER,
        until=following.until_words(signup), over=over(signup), to_call=to_call,
        calls=tuple(call_words(one) for one in signup.get("calls", ())),
        attendance=tuple(ATTENDANCE[one] for one in signup.get("attendance", {}).values()),
        told_when="" if told["start"] == meeting.start.isoformat() else told["when"],
        doubt=doubting.said(doubts(signup), addresses(signup, meeting.signups)),
        may_cancel=now is not None and rules.may_cancel(signup, meeting.start, meeting.end, now, by_agent=True),
    )  # fmt: skip


def in_order(signups: Iterable[SignUp]) -> list[SignUp]:
    """Who comes, then who waits in the order of the queue, then the others."""
    return sorted(signups, key=lambda one: (SHOWN.index(one["state"]), *rules.turn(one)))


def rank(signup: SignUp, signups: Iterable[SignUp]) -> int:
    """The rank of a party that waits, among those of its session; 0 for the others."""
    if signup["state"] != rules.WAITING:
        return 0
    return rules.rank_of(signup, [one for one in signups if one["told"]["unit"] == signup["told"]["unit"]])


def reach(answers: dict[str, Any]) -> tuple[str, ...]:
    """How to reach a person, the preferred way first."""
    ways = {"phone": "phone", "email": "email", "other": "contact"}
    preferred = sorted(ways, key=lambda way: way != answers.get("reach"))
    return tuple(answers[ways[way]] for way in preferred if answers.get(ways[way]))


def origin(signup: SignUp) -> str:
    """« par téléphone, saisi par lucie »."""
    typed = f", saisi par {signup['typed_by']}" if signup["typed_by"] else ""
    return f"{CHANNELS.get(signup['channel'], signup['channel'])}{typed}"


def over(signup: SignUp) -> str:
    """Why somebody is seated beyond the seats there are; "" for the others."""
    reason = signup.get("overbooked") or ""
    return OVER.get(reason, reason)


def doubts(signup: SignUp) -> tuple[str, ...]:
    """Why an agent should look at it."""
    return tuple(typeset(why) for why in signup.get("doubt") or ())


def addresses(signup: SignUp, others: Iterable[SignUp]) -> dict[str, str]:
    """Number → address of the registrations that a doubtful one may be compared with; nothing where none is doubted."""
    if not signup.get("doubt"):
        return {}
    return {one["reference"]: f"/agents/agenda/{one['told']['unit']}/{one['id']}/" for one in others}


def call_words(made: dict[str, Any]) -> str:
    """« mardi 1er décembre 2026 à 10 h, lucie : pas de réponse »."""
    at = datetime.fromisoformat(made["at"])
    outcome = {
        telling.NO_ANSWER: "pas de réponse", telling.TOLD: "prévenue", telling.ACCEPTED: "accepte la place",
        telling.POSTED: "lettre postée",
    }  # fmt: skip
    said = outcome.get(made["outcome"], calls.OUTCOMES.get(made["outcome"], "").lower())
    return f"{day_words(at)} à {hour(at)}, {made['agent']}\xa0: {said}"
