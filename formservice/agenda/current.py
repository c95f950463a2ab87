"""The partitions where something may still happen, so that nobody reads years of sessions at each look.

A session that is over for good is listed by the month in which that was seen, and skipped from then on.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from formservice import telling
from formservice.agenda import rules, signups, units
from formservice.agenda.signups import SignUp
from formservice.service import Service
from formservice.storage import View

OVER, TABLE = "over", "partitions"
PREFIXES = ("session/", "day/")
SETTLED = timedelta(days=2)
"""After the end: attendance is taken, calls about it are moot."""


def partitions(app: Service) -> Iterator[str]:
    """Where people are booked, or were less than two days ago; those of days gone by are known by their name."""
    # One that the site offers again (a date put right, a clock set back) is looked at whatever was listed.
    over, since = listed(app) - offered(app), app.clock.today() - SETTLED
    for prefix in PREFIXES:
        for partition in app.store.partitions(prefix):
            if partition not in over and (day_of(partition) or since) >= since:
                yield partition


def offered(app: Service) -> set[str]:
    """The partitions of the sessions that are still to come."""
    now = app.clock.wall()
    found = (unit for activity in app.releases.current().catalogue.activities for unit in units.units_of(activity))
    return {units.partition_of(unit.id) for unit in found if unit.end > now}


def day_of(partition: str) -> date | None:
    """The day that a partition of slots is named after."""
    if not partition.startswith("day/"):
        return None
    return date.fromisoformat(partition[-10:])


def listed(app: Service) -> set[str]:
    """The partitions known to be over."""
    return {record["partition"] for _, record in app.store.search(f"{OVER}/", TABLE)}


def is_over(view: View, partition: str, now: datetime) -> bool:
    """Whether nothing can happen any more: every date told is past, no call is left to make."""
    found: list[SignUp] = view.find(partition, signups.TABLE)
    last = max((signup["told"]["end"] for signup in found), default="")
    open_calls = view.find(partition, telling.CALLS)
    offered = any(signup["state"] == rules.OFFERED for signup in found)
    return bool(found) and last < (now - SETTLED).isoformat() and not open_calls and not offered


def close(app: Service, partition: str) -> None:
    """List a partition as over. Twice does no harm."""
    shard = hashlib.sha256(partition.encode()).hexdigest()[:1]
    month = f"{OVER}/{app.clock.today():%Y-%m}-{shard}"
    with app.store.transaction(month) as records:
        if not records.find(month, TABLE, partition=partition):
            records.add(month, TABLE, partition=partition)
