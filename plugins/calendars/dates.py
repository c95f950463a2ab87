"""The dates that calendars are told: sessions, and the openings of each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from formservice.agenda import announced, slots
from formservice.agenda.calendar import uid_of
from formservice.catalogue import Activity, Catalogue, Session

KEPT = timedelta(days=30)
"""How long a session that is over, or did not take place, is still told."""
AHEAD = timedelta(days=366)
"""How far ahead the openings are told, when their season is longer."""


@dataclass(frozen=True)
class Occasion:
    """One date: a session, or an opening of one day."""

    uid: str
    activity: Activity
    start: datetime
    end: datetime
    revised: date
    session: Session | None = None


def occasions(catalogue: Catalogue, now: datetime) -> list[Occasion]:
    """Every date that is told now, in order of time."""
    host = urlsplit(catalogue.site.url).hostname or "localhost"
    found = [one for activity in catalogue.activities for one in _of(activity, host, now)]
    return sorted(found, key=lambda one: (one.start, one.uid))


def _of(activity: Activity, host: str, now: datetime) -> Iterator[Occasion]:
    for one in activity.sessions:
        if one.end + KEPT > now:
            yield Occasion(uid_of(one.id, host), activity, one.start, one.end, announced.revised(one), one)
    for weekly in activity.weekly:
        for day in _days(max(weekly.since, now.date()), min(weekly.until, now.date() + AHEAD)):
            end = datetime.combine(day, weekly.hours.closes)
            if weekly.holds(day) and end > now and not slots.why_shut(activity, day):
                yield _opening(activity, datetime.combine(day, weekly.hours.opens), end, host)


def _opening(activity: Activity, start: datetime, end: datetime, host: str) -> Occasion:
    # Nobody announces the changes of an opening: other hours are another date, so that none has to be corrected.
    uid = f"ouverture-{slots.slot_id(activity.code, start)}-{end:%H%M}@{host}"
    return Occasion(uid, activity, start, end, start.date() - announced.A_YEAR)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
