"""What the agenda's agents look at: each session, or day of slots, with the people who asked for it.

A session is known by the site, or only by what was told to those who are booked, when its file is
gone: nobody booked is ever forgotten.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from formservice.agenda import current, rules, signups
from formservice.agenda.forms import date_words, when
from formservice.agenda.remaining import Remaining, remaining_of
from formservice.agenda.slots import on_day, open_days
from formservice.agenda.units import Unit, units_of
from formservice.service import Service
from formservice.storage import BadName, View
from formservice.theme import plural

DAY = "day"
DAY_ID = re.compile(r"[A-Z]{2,3}-[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How a day of slots is named: `PN-2026-12-03`."""


@dataclass(frozen=True)
class Meeting:
    """One session, one cycle, one slot or a whole day of slots, and its sign-ups in order of arrival. Times are
    the town's."""

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
    slots: tuple["Meeting", ...] = ()
    """The slots of a day, in order of time; none for anything else."""
    left: Remaining = Remaining()
    """What is left for who asks now; of a slot and of a session alone."""

    @property
    def partition(self) -> str:
        """Where its sign-ups are."""
        return signups.partition_of(self.slots[0].id if self.slots else self.id)

    @property
    def day(self) -> str:
        """The id of the day that a slot is of; empty for anything else."""
        prefix, _, id = self.partition.partition("/")
        return id if prefix == DAY else ""

    def read_again(self, view: View) -> "Meeting":
        """The same with its sign-ups as they stand in a view."""
        if self.slots:
            slots = tuple(slot.read_again(view) for slot in self.slots)
            return replace(self, slots=slots, signups=[one for slot in slots for one in slot.signups])
        return replace(self, signups=signups.signups_of(view, self.id))

    @cached_property
    def queue(self) -> list[dict[str, Any]]:
        """The waiting parties, first come first."""
        return rules.queue(self.signups)

    @property
    def counts(self) -> str:
        """« 6 inscrits, 1 place proposée, 2 places libres, 0 en attente », in people; « 4 rendez-vous pris sur 6 »."""
        seated = rules.seats_taken(self.signups)
        if self.slots and self.capacity is not None:
            one = self.capacity == len(self.slots)
            taken = ("rendez-vous pris", "rendez-vous pris") if one else ("place prise", "places prises")
            return f"{plural(seated, *taken)} sur {self.capacity}"
        offered = sum(signup["party"] for signup in self.signups if signup["state"] == rules.OFFERED)
        asked = [plural(offered, "place proposée", "places proposées")] if offered else []
        none = self.capacity is None or self.cancelled
        left = 0 if self.capacity is None else max(0, self.capacity - seated)
        free = [] if none else [f"{plural(left, 'place libre', 'places libres')}{self.left.for_whom if left else ''}"]
        beyond = 0 if self.capacity is None else max(0, seated - self.capacity)
        free += [plural(beyond, "personne en plus des places", "personnes en plus des places")] if beyond else []
        waiting = sum(signup["party"] for signup in self.queue)
        return ", ".join([plural(seated - offered, "inscrit"), *asked, *free, f"{waiting}\xa0en attente"])


def find(app: Service, unit_id: str) -> Meeting | None:
    """The meeting of an id, from the site or from what was told; None when neither knows it."""
    if DAY_ID.fullmatch(unit_id):
        return of_day(app, f"{DAY}/{unit_id}")
    unit = signups.known_unit(app, unit_id)
    try:
        found = signups.signups_of(app.store.read(signups.partition_of(unit_id)), unit_id)
    except BadName:
        return None
    return _known(app, unit, found) if unit else _vanished(found)


def coming(app: Service) -> list[Meeting]:
    """What is not over yet, in order of time."""
    now = app.clock.wall()
    return sorted((one for one in _all(app, now, past=False) if one.end >= now), key=_order)


def past(app: Service) -> list[Meeting]:
    """What is over, the latest first."""
    now = app.clock.wall()
    return sorted((one for one in _all(app, now, past=True) if one.end < now), key=_order, reverse=True)


def of_day(app: Service, partition: str) -> Meeting | None:
    """A day of slots: those that the site cuts, and those that somebody still holds; None without any."""
    code, _, text = partition.removeprefix(f"{DAY}/").partition("-")
    by_unit: dict[str, list[dict[str, Any]]] = {}
    for signup in _signups(app, partition):
        by_unit.setdefault(signup["told"]["unit"], []).append(signup)
    units = _slots(app, code, text)
    both = sorted({*units, *by_unit})
    found = (_known(app, units[id], by_unit.get(id, [])) if id in units else _vanished(by_unit[id]) for id in both)
    slots = tuple(slot for slot in found if slot)
    return _day(f"{code}-{text}", slots) if slots else None


def _slots(app: Service, code: str, text: str) -> dict[str, Unit]:
    try:
        activity = app.releases.current().catalogue.by_code(code)
        return {unit.id: unit for unit in units_of(on_day(activity, date.fromisoformat(text)))}
    except (KeyError, ValueError):
        return {}


def _day(id: str, slots: tuple[Meeting, ...]) -> Meeting:
    first, last = slots[0], slots[-1]
    known = [slot for slot in slots if slot.capacity is not None]
    return Meeting(
        id, first.title, date_words(first.start, last.end), first.place, first.start, last.end, first.days,
        [one for slot in slots for one in slot.signups],
        sum(slot.capacity or 0 for slot in known) if known else None,
        known[0].code if known else "", known[0].cancelled if known else None, slots,
    )  # fmt: skip


def _order(meeting: Meeting) -> tuple[datetime, str]:
    return meeting.start, meeting.id


def _all(app: Service, now: datetime, past: bool) -> Iterator[Meeting]:
    units = [unit for activity in app.releases.current().catalogue.activities for unit in units_of(activity)]
    for unit in units:
        if (unit.end < now) == past:
            yield _known(app, unit, _signups(app, signups.partition_of(unit.id)))
    known = {signups.partition_of(unit.id) for unit in units}
    # What is over for good is read only by who asks for the past.
    others = app.store.partitions("session/") if past else current.partitions(app)
    sessions = (one for one in others if one.startswith("session/") and one not in known)
    gone = (_vanished(_signups(app, one)) for one in sessions)
    days = (of_day(app, partition) for partition in sorted(set(_days(app, now, past))))
    yield from (one for one in (*gone, *days) if one)


def _days(app: Service, now: datetime, past: bool) -> Iterator[str]:
    """The partitions of the days somebody asked for, on one side of today, and of those that are open."""
    today = str(now.date())
    for partition in app.store.partitions(f"{DAY}/"):
        # The name says the day: the years behind are not read to show what comes.
        if partition[-10:] <= today if past else partition[-10:] >= today:
            yield partition
    for activity in app.releases.current().catalogue.activities:
        if activity.slot:
            yield from (f"{DAY}/{activity.code}-{day}" for day in open_days(activity, now))


def _signups(app: Service, partition: str) -> list[dict[str, Any]]:
    return app.store.read(partition).find(partition, signups.TABLE)


def _known(app: Service, unit: Unit, found: list[dict[str, Any]]) -> Meeting:
    place = app.releases.current().catalogue.place(unit.activity.place)
    return Meeting(
        unit.id, unit.activity.title, _dates(unit), place.title, unit.start, unit.end,
        tuple(session.start.date() for session in unit.sessions if not session.cancelled),
        found, unit.capacity, unit.activity.code, unit.cancelled, left=remaining_of(unit, found, app.clock.wall()),
    )  # fmt: skip


def _dates(unit: Unit) -> str:
    more = len(unit.sessions) - 1
    return when(unit) + (f", et {plural(more, 'autre date', 'autres dates')}" if more else "")


def _vanished(found: list[dict[str, Any]]) -> Meeting | None:
    if not found:
        return None
    told = found[-1]["told"]
    start, end = datetime.fromisoformat(told["start"]), datetime.fromisoformat(told["end"])
    return Meeting(told["unit"], told["title"], told["when"], told["place"], start, end, (start.date(),), found)
