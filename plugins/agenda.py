"""The agenda's lists: what comes, by theme, by place and by level."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from formservice.agenda import slots
from formservice.agenda.units import still_open
from formservice.catalogue import Activity, Catalogue, Session
from formservice.catalogue.agenda import LEVELS

TITLES = {
    "debutant": "Pour débuter", "intermediaire": "Pour progresser", "avance": "Pour aller plus loin",
    "tous-niveaux": "Pour tous les niveaux",
}  # fmt: skip
"""What the page of each level is headed by."""


@dataclass(frozen=True)
class Meeting:
    """One session with the activity it belongs to."""

    activity: Activity
    session: Session


def days(activities: Iterable[Activity], now: datetime) -> list[Activity]:
    """The activities taken by appointment, seen for each day that can be asked for."""
    return [slots.on_day(a, day) for a in activities if a.slot for day in slots.open_days(a, now)]


def upcoming(activities: Iterable[Activity], now: datetime) -> list[Meeting]:
    """The meetings not over yet, in order of time."""
    meetings = [Meeting(a, s) for a in activities for s in a.sessions if s.end > now]
    return sorted(meetings, key=lambda meeting: (meeting.session.start, meeting.session.id))


def open_weekly(activities: Iterable[Activity], now: datetime) -> list[Activity]:
    """The activities that receive each week, in season."""
    return [a for a in activities if slots.open_days(a, now)]


def by_theme(catalogue: Catalogue, now: datetime) -> list[tuple[str, str, list[Activity]]]:
    """(slug, title, activities to come) of each theme: one may ask for those that have nothing now."""
    current = still_open(catalogue.activities, now)
    return [(t.slug, t.title, [a for a in current if a.theme == t.slug]) for t in catalogue.site.themes]


def by_place(catalogue: Catalogue, now: datetime) -> list[tuple[str, str, list[Activity]]]:
    """(slug, title, activities) of each place that has something to come."""
    current = still_open(catalogue.activities, now)
    groups = [(p.slug, p.title, [a for a in current if a.place == p.slug]) for p in catalogue.places]
    return [group for group in groups if group[2]]


def by_level(catalogue: Catalogue, now: datetime) -> list[tuple[str, str, list[Activity]]]:
    """(slug, title, activities) of each level that has something to come."""
    current = still_open(catalogue.activities, now)
    groups = [(slug, level.capitalize(), [a for a in current if a.level == level]) for slug, level in LEVELS.items()]
    return [group for group in groups if group[2]]
