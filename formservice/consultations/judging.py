"""The quarantine: what is doubted waits for a person, who counts it or leaves it out with a reason. Nothing is dropped.

Each judgement is journaled and can be undone.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from formservice.consultations.stored import COUNTED, HELD, PREFIX, SET_ASIDE, STATES, TABLE, Answer, week_of
from formservice.refusal import Refused
from formservice.service import Service

REASONS = {
    "double": "la même réponse, envoyée plusieurs fois",
    "machine": "un envoi automatique",
    "essai": "un essai, qui n’est l’avis de personne",
    "tiers": "une réponse donnée au nom de quelqu’un sans son accord",
}
MOVES = {
    "release": ((HELD,), COUNTED),
    "set_aside": ((HELD,), SET_ASIDE),
    "undo": ((COUNTED, SET_ASIDE), HELD),
}
"""What each button takes, and what it makes of it."""
Place = tuple[str, str]
"""The partition of an answer, and its id."""
Found = tuple[str, Answer]


class Overtaken(Refused):
    """Somebody else judged it meanwhile."""

    reason = "overtaken"


@dataclass(frozen=True)
class Week:
    """What happened to the doubtful answers of this week."""

    held: int
    released: int
    set_aside: int


def judge(app: Service, place: Place, verb: str, agent: str, version: int, reason: str = "") -> Answer:
    """Do what a button says, once. Raises Overtaken, KeyError (no such answer, or verb): nothing changed then."""
    taken, state = MOVES[verb]
    # A transaction makes room for its partition: none for an address that somebody made up.
    if app.store.read(place[0]).get(place[0], TABLE, place[1]) is None:
        raise KeyError(place[1])
    with app.store.transaction(place[0]) as records:
        now = records.get(place[0], TABLE, place[1])
        if now is None:
            raise KeyError(place[1])
        mark = [verb, version]
        if now["last"] == mark:
            return now
        if now["version"] != version or now["state"] not in taken or not now["doubt"]:
            raise Overtaken("Une autre personne vient de s’occuper de cette réponse.")
        judged = {"by": agent, "on": app.clock.today().isoformat(), "reason": reason} if verb != "undo" else None
        after = records.update(place[0], TABLE, place[1], state=state, judged=judged, last=mark, week="")
        more = {"reason": reason} if reason else {}
        records.note(
            place[0], verb, agent=agent, channel="office", record=place[1], before=now["state"], after=state,
            rules=now["rules"], **more,
        )  # fmt: skip
    return after


def doubted(app: Service, code: str) -> list[Found]:
    """Every answer that was ever doubted: those that wait first, then those judged last."""
    found = app.store.search(f"{PREFIX}/{code}/", TABLE, lambda one: bool(one["doubt"]))
    return sorted(found, key=_order)


def _order(found: Found) -> tuple[bool, int, str]:
    one = found[1]
    judged = date.fromisoformat(one["judged"]["on"]).toordinal() if one["judged"] else 0
    return one["state"] != HELD, -judged, one["reference"]


def waiting(app: Service, code: str) -> list[Found]:
    """Those in quarantine."""
    return list(app.store.search(f"{PREFIX}/{code}/", TABLE, state=HELD))


def week(found: list[Found], today: date) -> Week:
    """What happened since Monday to answers that were doubted."""
    since = (today - timedelta(days=today.isoweekday())).isoformat()
    judged = Counter(one["state"] for _, one in found if one["judged"] and one["judged"]["on"] > since)
    return Week(sum(one.get("week") == week_of(today) for _, one in found), judged[COUNTED], judged[SET_ASIDE])


def balance(answers: Iterator[Found] | list[Found]) -> dict[str, Counter[str]]:
    """How many answers are in each state, by channel: together, all that were received."""
    found: dict[str, Counter[str]] = {}
    for _, one in answers:
        found.setdefault(one["channel"], Counter(dict.fromkeys(STATES, 0)))[one["state"]] += 1
    return found
