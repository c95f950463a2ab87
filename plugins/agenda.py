"""The agenda's lists: what comes by week, by theme and by place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from formservice.agenda.units import still_open
from formservice.catalogue import Activity, Catalogue, Session


@dataclass(frozen=True)
class Meeting:
    """One session with the activity it belongs to."""

    activity: Activity
    session: Session


@dataclass(frozen=True)
class Week:
    """The meetings of one week, from its Monday."""

    monday: date
    meetings: tuple[Meeting, ...]

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/agenda/semaine/{self.monday}/"

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


def upcoming(activities: Iterable[Activity], now: datetime) -> list[Meeting]:
    """The meetings not over yet, in order of time."""
    meetings = [Meeting(a, s) for a in activities for s in a.sessions if s.end > now]
    return sorted(meetings, key=lambda meeting: (meeting.session.start, meeting.session.id))


def weeks(meetings: list[Meeting]) -> list[Week]:
    """The weeks in which something happens."""
    return [Week(monday, tuple(group)) for monday, group in groupby(meetings, key=_monday)]


def _monday(meeting: Meeting) -> date:
    day = meeting.session.start.date()
    return day - timedelta(days=day.weekday())


def by_theme(catalogue: Catalogue, now: datetime) -> list[tuple[str, str, list[Activity]]]:
    """(slug, title, activities to come) of each theme: one may ask for those that have nothing now."""
    current = still_open(catalogue.activities, now)
    return [(t.slug, t.title, [a for a in current if a.theme == t.slug]) for t in catalogue.site.themes]


def by_place(catalogue: Catalogue, now: datetime) -> list[tuple[str, str, list[Activity]]]:
    """(slug, title, activities) of each place that has something to come."""
    current = still_open(catalogue.activities, now)
    groups = [(p.slug, p.title, [a for a in current if a.place == p.slug]) for p in catalogue.places]
    return [group for group in groups if group[2]]
