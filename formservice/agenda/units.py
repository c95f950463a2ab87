"""What is booked together: one session, all the dates of a cycle, or one slot of a day. Pure, like the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from formservice.agenda.slots import last_day, on_day, parse_slot, slots_of
from formservice.catalogue import Activity, Catalogue, Session
from formservice.folding import order

__all__ = ["Unit", "known", "open_units", "partition_of", "too_far", "unit_of", "units_of"]


@dataclass(frozen=True)
class Unit:
    """What one booking takes: a session, a whole cycle, or a slot."""

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


def units_of(activity: Activity) -> tuple[Unit, ...]:
    """What can be booked in an activity, in order of time; nothing for drop-in. Weekly openings are booked
    day by day: their slots are those of `on_day(activity, day)`."""
    if activity.day:
        return tuple(Unit(slot.id, activity, (slot,)) for slot in slots_of(activity))
    sessions = tuple(sorted(activity.sessions, key=lambda session: session.start))
    if activity.booking == "cycle" and sessions:
        # Not after its earliest date, which may be put off past the second: those booked would be lost from sight.
        return (Unit(f"{min(sessions, key=number_of).id}-cycle", activity, sessions),)
    if activity.booking == "session":
        return tuple(Unit(session.id, activity, (session,)) for session in sessions)
    return ()


def number_of(session: Session) -> int:
    """12, of SM-12."""
    return int(session.id.rpartition("-")[2])


def unit_of(activity: Activity, unit_id: str) -> Unit:
    """The unit of an id. Raises KeyError."""
    if activity.booking == "session" and not activity.day:
        # Asked for several times in a request: the others are not made.
        units: Iterable[Unit] = (Unit(one.id, activity, (one,)) for one in activity.sessions if one.id == unit_id)
    else:
        units = (unit for unit in units_of(activity) if unit.id == unit_id)
    found = next(iter(units), None)
    if found is None:
        raise KeyError(unit_id)
    return found


def open_units(activity: Activity, now: datetime) -> list[Unit]:
    """The units one can still ask for."""
    return [unit for unit in units_of(activity) if unit.start > now and not unit.cancelled and not too_far(unit, now)]


def too_far(unit: Unit, now: datetime) -> bool:
    """Whether a slot is beyond the horizon: one cannot ask for it yet."""
    return unit.activity.day is not None and unit.activity.day > last_day(unit.activity, now)


def known(catalogue: Catalogue, unit_id: str) -> Unit | None:
    """The unit of an id as the site offers it; None when its file, or its opening, is gone."""
    try:
        activity = catalogue.by_code(unit_id.partition("-")[0])
        if activity.slot:
            activity = on_day(activity, parse_slot(unit_id)[1].date())
        return unit_of(activity, unit_id)
    except KeyError:
        return None


def partition_of(unit_id: str) -> str:
    """Where the sign-ups of a unit are: all the slots of an activity on one day are together."""
    try:
        code, start = parse_slot(unit_id)
    except KeyError:
        return f"session/{unit_id}"
    return f"day/{code}-{start.date()}"


def still_open(activities: Iterable[Activity], now: datetime) -> list[Activity]:
    """Activities with something to come, the soonest first: what receives each week in season comes at any time."""
    found = [
        a for a in activities if any(s.end > now for s in a.sessions) or any(w.until >= now.date() for w in a.weekly)
    ]
    return sorted(found, key=lambda one: (_coming(one, now), order(one.title)))


def _coming(activity: Activity, now: datetime) -> datetime:
    dates = [one.start for one in activity.sessions if one.end > now and not one.cancelled]
    weeks = [datetime.combine(one.since, time.min) for one in activity.weekly if one.until >= now.date()]
    return max(now, min([*dates, *weeks], default=datetime.max))
