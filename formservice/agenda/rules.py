"""Who gets a seat: pure decisions, refusals with words for the resident.

Sign-ups are dictionaries with at least `state`, `party` (people, the companions counted) and `seq`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from formservice.agenda.units import Unit, too_far
from formservice.refusal import Refused

CONFIRMED, WAITING, CANCELLED = "confirmed", "waiting", "cancelled"
GRACE = timedelta(minutes=15)
"""After the close, for a check page made before it."""

SignUp = dict[str, Any]


class Full(Refused):
    """No seat left for the party, and no room on the waiting list."""

    reason = "full"


class Closed(Refused):
    """The unit has begun."""

    reason = "closed"


class TooEarly(Refused):
    """The day is beyond the horizon."""

    reason = "early"


class CalledOff(Refused):
    """The town cancelled the session."""

    reason = "cancelled"


@dataclass(frozen=True)
class Standing:
    """Where a party would stand: a seat, or a rank (from 1) on the waiting list."""

    state: str
    rank: int = 0


def party_of(answers: dict[str, Any]) -> int:
    """How many people come: the one who signs up and the companions."""
    return 1 + int(answers.get("companions") or 0)


def seats_taken(signups: Iterable[SignUp]) -> int:
    """Seats held by confirmed parties."""
    return sum(signup["party"] for signup in signups if signup["state"] == CONFIRMED)


def queue(signups: Iterable[SignUp]) -> list[SignUp]:
    """The waiting parties, first come first."""
    return sorted((s for s in signups if s["state"] == WAITING), key=lambda signup: signup["seq"])


def rank_of(signup: SignUp, signups: Iterable[SignUp]) -> int:
    """The rank of a waiting party, from 1."""
    return 1 + [one["id"] for one in queue(signups)].index(signup["id"])


def check_open(unit: Unit, now: datetime, made: datetime | None = None) -> None:
    """Refuse a unit that was called off, has begun or is too far ahead; a check page made before has its grace."""
    if unit.cancelled:
        raise CalledOff(f"Cette séance est annulée : {unit.cancelled}")
    if too_far(unit, now):
        raise TooEarly("On ne peut pas encore prendre rendez-vous pour ce jour.")
    in_grace = made is not None and made <= unit.start and now <= unit.start + GRACE
    if now >= unit.start and not in_grace:
        raise Closed("Les inscriptions pour cette date sont closes : la séance a commencé.")


def standing(unit: Unit, signups: list[SignUp], party: int) -> Standing:
    """Decide where a newcomer stands. Nobody passes before those who wait. Raises Full."""
    waiting = queue(signups)
    if not waiting and seats_taken(signups) + party <= unit.capacity:
        return Standing(CONFIRMED)
    if len(waiting) < unit.activity.waiting and party <= unit.capacity:
        return Standing(WAITING, len(waiting) + 1)
    raise Full("Il ne reste plus de place à cette date, et la liste d’attente est complète.")


def promoted(unit: Unit, signups: list[SignUp]) -> list[SignUp]:
    """Who takes the seats left free, in order, companions together; the first who does not fit stops the rest."""
    free, lucky = unit.capacity - seats_taken(signups), []
    for signup in queue(signups):
        if signup["party"] > free:
            break
        free -= signup["party"]
        lucky.append(signup)
    return lucky
