"""What the agenda's agents look at: each session with the people who asked for it.

A session is known by the site, or only by what was told to those who are booked, when its file is
gone: nobody booked is ever forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from formservice.agenda import rules, signups
from formservice.agenda.forms import when
from formservice.agenda.units import Unit, units_of
from formservice.service import Service
from formservice.storage import BadName
from formservice.theme import plural


@dataclass(frozen=True)
class Meeting:
    """One session, or one cycle, and its sign-ups in order of arrival. Times are the town's."""

    id: str
    title: str
    when: str
    place: str
    start: datetime
    end: datetime
    days: tuple[date, ...]
    signups: list[dict[str, Any]]
    capacity: int | None = None
    """None when the file is gone."""
    code: str = ""
    cancelled: str | None = None

    @property
    def partition(self) -> str:
        """Where its sign-ups are."""
        return signups.partition_of(self.id)

    @cached_property
    def queue(self) -> list[dict[str, Any]]:
        """The waiting parties, first come first."""
        return rules.queue(self.signups)

    @property
    def counts(self) -> str:
        """« 6 inscrits, 1 place proposée, 2 places libres, 0 en attente », in people."""
        seated = rules.seats_taken(self.signups)
        offered = sum(signup["party"] for signup in self.signups if signup["state"] == rules.OFFERED)
        asked = [plural(offered, "place proposée", "places proposées")] if offered else []
        free = [] if self.capacity is None else [plural(max(0, self.capacity - seated), "place libre", "places libres")]
        beyond = 0 if self.capacity is None else max(0, seated - self.capacity)
        free += [plural(beyond, "personne en plus des places", "personnes en plus des places")] if beyond else []
        waiting = sum(signup["party"] for signup in self.queue)
        return ", ".join([plural(seated - offered, "inscrit"), *asked, *free, f"{waiting}\xa0en attente"])


def find(app: Service, unit_id: str) -> Meeting | None:
    """The meeting of an id, from the site or from what was told; None when neither knows it."""
    unit = signups.known_unit(app, unit_id)
    if unit:
        return _known(app, unit)
    try:
        return _vanished(app, signups.partition_of(unit_id))
    except BadName:
        return None


def coming(app: Service) -> list[Meeting]:
    """What is not over yet, in order of time."""
    now = app.clock.wall()
    known = [_known(app, unit) for unit in _units(app) if unit.end >= now]
    return sorted([*known, *(one for one in _gone(app) if one.end >= now)], key=_order)


def past(app: Service) -> list[Meeting]:
    """What is over, the latest first."""
    now = app.clock.wall()
    known = [_known(app, unit) for unit in _units(app) if unit.end < now]
    return sorted([*known, *(one for one in _gone(app) if one.end < now)], key=_order, reverse=True)


def _order(meeting: Meeting) -> tuple[datetime, str]:
    return meeting.start, meeting.id


def _units(app: Service) -> Iterator[Unit]:
    for activity in app.releases.current().catalogue.activities:
        yield from units_of(activity)


def _known(app: Service, unit: Unit) -> Meeting:
    found = signups.signups_of(app.store.read(signups.partition_of(unit.id)), unit.id)
    place = app.releases.current().catalogue.place(unit.activity.place)
    return Meeting(
        unit.id, unit.activity.title, _dates(unit), place.title, unit.start, unit.end,
        tuple(session.start.date() for session in unit.sessions if not session.cancelled),
        found, unit.capacity, unit.activity.code, unit.cancelled,
    )  # fmt: skip


def _dates(unit: Unit) -> str:
    more = len(unit.sessions) - 1
    return when(unit) + (f", et {plural(more, 'autre date', 'autres dates')}" if more else "")


def _gone(app: Service) -> Iterator[Meeting]:
    known = {signups.partition_of(unit.id) for unit in _units(app)}
    for partition in app.store.partitions("session/"):
        found = None if partition in known else _vanished(app, partition)
        if found:
            yield found


def _vanished(app: Service, partition: str) -> Meeting | None:
    found = app.store.read(partition).find(partition, signups.TABLE)
    if not found:
        return None
    told = found[-1]["told"]
    start, end = datetime.fromisoformat(told["start"]), datetime.fromisoformat(told["end"])
    return Meeting(told["unit"], told["title"], told["when"], told["place"], start, end, (start.date(),), found)
