"""A month of the agenda, as it is printed: what is left of it, and which months are. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from formservice.agenda.slots import why_shut
from formservice.catalogue import Activity, Place, Session
from formservice.theme import initial, month

ONE_DAY = timedelta(days=1)
COMING = 3
"""Months that are printed: this one, and the two that follow."""


@dataclass(frozen=True)
class Month:
    """What is left of a month at a moment: the days from `since` on."""

    first: date
    since: datetime
    activities: tuple[Activity, ...]
    places: Mapping[str, Place]

    @property
    def name(self) -> str:
        """`Décembre 2026`."""
        return f"{initial(month(self.first))} {self.first.year}"

    @property
    def of(self) -> str:
        """`de décembre 2026`, `d’avril 2027`."""
        name = self.name.lower()
        return f"d’{name}" if name[0] in "ao" else f"de {name}"

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return following(self.first)

    @property
    def begun(self) -> bool:
        """Whether a part of it is over."""
        return self.since.date() > self.first

    @property
    def meetings(self) -> list[tuple[Activity, Session]]:
        """Each session to come, cancelled ones too, in order of time."""
        found = [(one, session) for one in self.activities for session in one.sessions if self.holds(session)]
        return sorted(found, key=lambda pair: (pair[1].start, pair[1].id))

    @property
    def corrected(self) -> date | None:
        """The last day a change was said of what it holds: by the content, so that the same words are dated alike."""
        return max((change.on for _, session in self.meetings for change in session.changes), default=None)

    def holds(self, session: Session) -> bool:
        """Whether a session begins in it and is not over."""
        return self.first <= session.start.date() < self.after and session.end > self.since

    @property
    def openings(self) -> list[tuple[Activity, list[date]]]:
        """What opens each week, with the days on which it would, closed ones too; nothing that is closed throughout."""
        found = [(one, self._days(one)) for one in self.activities if one.weekly]
        return [(one, days) for one, days in found if any(not why_shut(one, day) for day in days)]

    def _days(self, activity: Activity) -> list[date]:
        since = max(self.first, self.since.date())
        days = (since + n * ONE_DAY for n in range((self.after - since).days))
        return [day for day in days if any(weekly.holds(day) for weekly in activity.weekly)]


def following(first: date) -> date:
    """The first day of the month after."""
    return (first + 31 * ONE_DAY).replace(day=1)


def months(activities: Iterable[Activity], places: Iterable[Place], now: datetime) -> Iterator[Month]:
    """This month and the two that follow, those that have a session to come."""
    told, where = tuple(activities), {one.slug: one for one in places}
    first = now.date().replace(day=1)
    for _ in range(COMING):
        one = Month(first, now, told, where)
        if one.meetings:
            yield one
        first = one.after
