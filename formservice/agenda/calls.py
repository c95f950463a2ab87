"""The agents' call list: who is to be called, why, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formservice import telling
from formservice.agenda import current as currently
from formservice.agenda import leaving, offers, rules, signups
from formservice.agenda.signups import TABLE, SignUp
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Records

OUTCOMES = {
    telling.ACCEPTED: "Accepte la place",
    telling.REFUSED: "Refuse la place",
    telling.TOLD: "La personne est prévenue",
    telling.NO_ANSWER: "Pas de réponse",
}
OF_AN_OFFER = (telling.ACCEPTED, telling.REFUSED, telling.NO_ANSWER)
OF_NEWS = (telling.TOLD, telling.NO_ANSWER)
PHONE = "telephone"


class Overtaken(Refused):
    """Somebody else made this call, or there is nothing to say any more."""

    reason = "overtaken"


@dataclass(frozen=True)
class Call:
    """One call to make."""

    partition: str
    call: dict[str, Any]
    signup: SignUp

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What may come of it."""
        return OF_AN_OFFER if self.signup["state"] == rules.OFFERED else OF_NEWS

    @property
    def urgency(self) -> tuple[str, str]:
        """The first to make comes first: before its limit, else before what it is about."""
        return self.call["until"] or str(self.signup["told"]["start"]), str(self.signup["at"])


def to_make(app: Service) -> list[Call]:
    """Every call to make, the most urgent first."""
    return sorted(_found(app), key=lambda one: one.urgency)


def _found(app: Service) -> Iterator[Call]:
    for partition in currently.partitions(app):
        view = app.store.read(partition)
        people = {one["id"]: one for one in view.find(partition, TABLE)}
        for call in view.find(partition, telling.CALLS):
            if call["signup"] in people:
                yield Call(partition, call, people[call["signup"]])


def made(app: Service, partition: str, call_id: str, outcome: str, agent: str) -> SignUp:
    """Keep what came of a call and do what follows, in one transaction.

    Raises Overtaken, CalledOff: nothing changed then.
    """
    view = app.store.read(partition)
    call = view.get(partition, telling.CALLS, call_id)
    signup = view.get(partition, TABLE, call["signup"]) if call else None
    if signup is None:
        raise Overtaken("Cet appel a déjà été fait, ou il n’y a plus rien à dire.")
    with app.store.transaction(*signups.partitions_of(partition, signup)) as records:
        call = records.get(partition, telling.CALLS, call_id)
        current = records.get(partition, TABLE, signup["id"])
        if call is None or current is None:
            raise Overtaken("Un autre agent vient de faire cet appel.")
        if outcome not in Call(partition, call, current).outcomes:
            raise Overtaken("La situation de cette personne vient de changer : relisez la liste.")
        current = _keep(app, records, partition, call, current, outcome, agent)
        if outcome == telling.ACCEPTED:
            return offers.take(app, records, partition, current, PHONE, agent)
        if outcome == telling.REFUSED:
            return leaving.give_back(app, records, partition, current, PHONE, agent)
        return current


def _keep(
    app: Service, records: Records, partition: str, call: dict[str, Any], signup: SignUp, outcome: str, agent: str
) -> SignUp:
    """Write the outcome in the sign-up; a call without an answer stays on the list."""
    attempt = {"at": app.clock.wall().isoformat(), "agent": agent, "outcome": outcome, "why": call["why"]}
    if outcome == telling.NO_ANSWER:
        records.update(partition, telling.CALLS, call["id"], tries=[*call["tries"], attempt])
    else:
        records.remove(partition, telling.CALLS, call["id"])
    records.note(partition, "call", agent=agent, channel=PHONE, record=signup["id"], outcome=outcome)
    return records.update(partition, TABLE, signup["id"], calls=[*signup.get("calls", []), attempt])


def limit_of(call: Call) -> datetime | None:
    """Until when the person may answer, the town's time."""
    return datetime.fromisoformat(call.call["until"]) if call.call["until"] else None
