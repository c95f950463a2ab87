"""Weekly openings cut into slots, day by day: pure, like the rules.

A slot is named after its start on the town's clock (`PN-261203-1400`): editing the openings never
renames a booking. All times are the wall's, so 14:00 stays 14:00 whatever the season.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from formservice.catalogue import Activity, Session

SLOT_ID = re.compile(r"([A-Z]{2,3})-([0-9]{6}-[0-9]{4})")
WRITTEN = "%y%m%d-%H%M"
ONE_DAY = timedelta(days=1)
DROP_IN = timedelta(weeks=4)
"""How far ahead the days of an opening without appointments are shown."""


@dataclass(frozen=True)
class Shut:
    """Days on which an activity would have opened, one after the other, and why it does not."""

    since: date
    until: date
    why: str


def slot_id(code: str, start: datetime) -> str:
    """`PN-261203-1400`."""
    return f"{code}-{start:{WRITTEN}}"


def parse_slot(unit_id: str) -> tuple[str, datetime]:
    """The code and the start that a slot id says. Raises KeyError for anything else."""
    found = SLOT_ID.fullmatch(unit_id)
    try:
        start = datetime.strptime(found[2], WRITTEN) if found else None
    except ValueError:
        start = None
    # `strptime` reads 69 as 1969: this century only.
    if found is None or start is None or start.year < 2000:
        raise KeyError(unit_id)
    return found[1], start


def on_day(activity: Activity, day: date) -> Activity:
    """The activity as it is seen for one day: its units are the slots, its address the day's page."""
    return replace(activity, day=day, url=f"{activity.home}{day}/")


def why_shut(activity: Activity, day: date) -> str | None:
    """Why an activity does not open that day, or None."""
    return next((closure.why for closure in activity.shut if closure.holds(day)), None)


def slots_of(activity: Activity) -> tuple[Session, ...]:
    """The slots of the day an activity is seen for; those of a closed day say why."""
    if not (activity.day and activity.slot):
        return ()
    closed = why_shut(activity, activity.day)
    starts = sorted(_starts(activity, activity.day, activity.slot))
    return tuple(
        Session(slot_id(activity.code, start), start, start + activity.slot, cancelled=closed) for start in starts
    )


def _starts(activity: Activity, day: date, slot: timedelta) -> Iterator[datetime]:
    for weekly in activity.weekly:
        if weekly.holds(day):
            opens = datetime.combine(day, weekly.hours.opens)
            yield from (opens + n * slot for n in range(weekly.length // slot))


def last_day(activity: Activity, now: datetime) -> date:
    """The last day one may ask for now."""
    return now.date() + (activity.horizon or DROP_IN)


def opening_days(activity: Activity, now: datetime) -> list[date]:
    """The days of its openings until the horizon, the closed ones too."""
    span = (last_day(activity, now) - now.date()).days
    days = (now.date() + n * ONE_DAY for n in range(span + 1))
    return [day for day in days if any(weekly.holds(day) for weekly in activity.weekly)]


def open_days(activity: Activity, now: datetime) -> list[date]:
    """The days on which something can still be asked for, or on which one may come by."""
    return [day for day in opening_days(activity, now) if not why_shut(activity, day) and _to_come(activity, day, now)]


def _to_come(activity: Activity, day: date, now: datetime) -> bool:
    if day > now.date():
        return True
    if activity.slot:
        return any(slot.start > now for slot in slots_of(on_day(activity, day)))
    return any(weekly.holds(day) and weekly.hours.closes > now.time() for weekly in activity.weekly)


def shut_days(activity: Activity, now: datetime) -> list[Shut]:
    """The openings that do not take place until the horizon: days in a row, for one reason, together."""
    found: list[Shut] = []
    before = None
    for day in opening_days(activity, now):
        why = why_shut(activity, day)
        if why and found and found[-1].until == before and found[-1].why == why:
            found[-1] = replace(found[-1], until=day)
        elif why:
            found.append(Shut(day, day, why))
        before = day
    return found


def around(activity: Activity, now: datetime) -> tuple[date | None, date | None]:
    """The open days before and after the day an activity is seen for."""
    days, here = open_days(activity, now), activity.day or now.date()
    before, after = (day for day in reversed(days) if day < here), (day for day in days if day > here)
    return next(before, None), next(after, None)
