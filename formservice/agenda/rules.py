"""Who gets a seat: pure decisions, refusals with words for the resident.

Sign-ups are dictionaries with at least `state`, `party` (people, the companions counted) and `seq`.
Times are the town's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from formservice.agenda.units import Unit, too_far
from formservice.grace import in_grace
from formservice.refusal import Refused

CONFIRMED, OFFERED, WAITING = "confirmed", "offered", "waiting"
CANCELLED, MOVED, CALLED_OFF, LAPSED = "cancelled", "moved", "called_off", "lapsed"
SEATED = frozenset({CONFIRMED, OFFERED})
"""Who holds a seat: one that is offered is nobody else's until it is answered."""
LIVING = SEATED | {WAITING}
SOON, MORNING = timedelta(days=2), time(9)
"""Before the start, when people are reminded, and from which hour on."""

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


def reminder_from(start: datetime) -> datetime:
    """When a reminder may leave. Who books, or is told of a move, after that needs none."""
    return datetime.combine(start.date() - SOON, MORNING)


def party_of(answers: dict[str, Any]) -> int:
    """How many people come: the one who signs up and the companions."""
    return 1 + int(answers.get("companions") or 0)


def seats_taken(signups: Iterable[SignUp]) -> int:
    """Seats held, by those who come and by those who are asked whether they do."""
    return sum(signup["party"] for signup in signups if signup["state"] in SEATED)


def queue(signups: Iterable[SignUp]) -> list[SignUp]:
    """The waiting parties: first come first, but for those who left an offer without an answer."""
    return sorted((s for s in signups if s["state"] == WAITING), key=turn)


def turn(signup: SignUp) -> tuple[int, int]:
    """What the waiting list is sorted by."""
    return signup.get("passed", 0), signup["seq"]


def rank_of(signup: SignUp, signups: Iterable[SignUp]) -> int:
    """The rank of a waiting party, from 1."""
    return 1 + [one["id"] for one in queue(signups)].index(signup["id"])


def check_kept(unit: Unit) -> None:
    """Refuse a unit that was called off. Raises CalledOff."""
    if unit.cancelled:
        raise CalledOff(f"Cette séance est annulée : {unit.cancelled.rstrip('.')}.")


def check_open(unit: Unit, now: datetime, made: datetime | None = None, by_agent: bool = False) -> None:
    """Refuse a unit that was called off, has begun or is too far ahead; a check page made before has its grace.

    An agent, who sees the person at the door, may add them until the end of the first date.
    """
    check_kept(unit)
    if too_far(unit, now):
        raise TooEarly("On ne peut pas encore prendre rendez-vous pour ce jour.")
    closes = unit.living[0].end if by_agent else unit.start
    if now >= closes and not in_grace(made, unit.start, now):
        raise Closed("Les inscriptions pour cette date sont closes : la séance a commencé.")


def may_cancel(signup: SignUp, start: datetime, end: datetime, now: datetime, by_agent: bool = False) -> bool:
    """Whether a place may be given back, once: by the person until the start; nothing of who was erased.

    An agent notes until the end who calls to say that they do not come.
    """
    return bool(signup["person"]) and signup["state"] in LIVING and now < (end if by_agent else start)


def kept_for_newcomers(unit: Unit, signups: Iterable[SignUp], now: datetime) -> int:
    """The seats that only newcomers to the theme may take at this time."""
    rule = unit.activity.newcomers
    if rule is None or now >= unit.start - rule.until:
        return 0
    taken: int = sum(one["party"] for one in signups if one["state"] in SEATED and one.get("newcomer"))
    return max(0, int(rule.seats) - taken)


def fits(unit: Unit, signups: list[SignUp], party: int, newcomer: bool, now: datetime) -> bool:
    """Whether there are seats for a party, those kept for newcomers left alone."""
    kept = 0 if newcomer else kept_for_newcomers(unit, signups, now)
    return seats_taken(signups) + party + kept <= unit.capacity


def stops_others(unit: Unit, signups: list[SignUp], waiting: SignUp, newcomer: bool) -> bool:
    """Whether a party must not pass before one that waits: newcomers pass those who wait for other seats only."""
    if waiting["party"] > unit.capacity:
        # The room was made smaller since: such a party would keep everybody waiting for ever.
        return False
    there_is_room = seats_taken(signups) + waiting["party"] <= unit.capacity
    return not (newcomer and there_is_room and not waiting.get("newcomer"))


def is_free(unit: Unit, signups: list[SignUp], party: int, newcomer: bool, now: datetime) -> bool:
    """Whether a party may take a seat at once: nobody passes before those who wait for the same seats."""
    ahead = any(stops_others(unit, signups, one, newcomer) for one in queue(signups))
    return not ahead and fits(unit, signups, party, newcomer, now)


def may_wait(unit: Unit, signups: Iterable[SignUp]) -> bool:
    """Whether there is room on the waiting list."""
    return len(queue(signups)) < unit.activity.waiting


def standing(unit: Unit, signups: list[SignUp], party: int, now: datetime, newcomer: bool = False) -> Standing:
    """Decide where a party would stand. Raises Full."""
    if is_free(unit, signups, party, newcomer, now):
        return Standing(CONFIRMED)
    if may_wait(unit, signups) and party <= unit.capacity:
        return Standing(WAITING, 1 + sum(not one.get("passed") for one in queue(signups)))
    raise Full("Il ne reste plus de place à cette date, et la liste d’attente est complète.")


def promoted(unit: Unit, signups: list[SignUp], now: datetime) -> list[SignUp]:
    """Who is offered the seats left free, in order, companions together.

    The first who does not fit stops the rest, unless only the seats kept for newcomers are in the way.
    """
    seen, lucky = [dict(one) for one in signups], []
    for signup in queue(seen):
        newcomer = bool(signup.get("newcomer"))
        if fits(unit, seen, signup["party"], newcomer, now):
            signup["state"] = OFFERED
            lucky.append(signup)
        elif stops_others(unit, seen, signup, newcomer=True):
            break
    chosen = {one["id"] for one in lucky}
    return [one for one in queue(signups) if one["id"] in chosen]
