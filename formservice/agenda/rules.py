"""Who gets a seat: pure decisions, refusals with words for the resident.

A unit is what is booked together: one session, or all the dates of a cycle. Sign-ups are
dictionaries with at least `state`, `party` (people, the companions counted) and `seq`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from formservice.catalogue import Activity, Session
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


class CalledOff(Refused):
    """The town cancelled the session."""

    reason = "cancelled"


@dataclass(frozen=True)
class Unit:
    """What one booking takes: a session, or a whole cycle."""

    id: str
    activity: Activity
    sessions: tuple[Session, ...]

    @property
    def living(self) -> tuple[Session, ...]:
        """The dates that take place; all of them when none does."""
        return tuple(session for session in self.sessions if not session.cancelled) or self.sessions

    @property
    def start(self) -> datetime:
        """The start of the first date that takes place, the town's time."""
        return self.living[0].start

    @property
    def end(self) -> datetime:
        """The end of the last date that takes place."""
        return self.living[-1].end

    @property
    def capacity(self) -> int:
        """Seats: those of the smallest room of its dates."""
        return min(session.capacity or self.activity.capacity for session in self.living)

    @property
    def cancelled(self) -> str | None:
        """Why the town called it off, when every date is."""
        return self.sessions[0].cancelled if all(session.cancelled for session in self.sessions) else None


@dataclass(frozen=True)
class Standing:
    """Where a party would stand: a seat, or a rank (from 1) on the waiting list."""

    state: str
    rank: int = 0


def units_of(activity: Activity) -> tuple[Unit, ...]:
    """What can be booked in an activity, in order of time; nothing for drop-in and weekly openings."""
    sessions = tuple(sorted(activity.sessions, key=lambda session: session.start))
    if activity.booking == "cycle" and sessions:
        # Named after its first date: next season's cycle, in the same file, is another one.
        return (Unit(f"{sessions[0].id}-cycle", activity, sessions),)
    if activity.booking == "session":
        return tuple(Unit(session.id, activity, (session,)) for session in sessions)
    return ()


def unit_of(activity: Activity, unit_id: str) -> Unit:
    """The unit of an id. Raises KeyError."""
    for unit in units_of(activity):
        if unit.id == unit_id:
            return unit
    raise KeyError(unit_id)


def open_units(activity: Activity, now: datetime) -> list[Unit]:
    """The units one can still ask for."""
    return [unit for unit in units_of(activity) if unit.start > now and not unit.cancelled]


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
    """Refuse a unit that was called off or has begun; a check page made before has its grace."""
    if unit.cancelled:
        raise CalledOff(f"Cette séance est annulée : {unit.cancelled}")
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
