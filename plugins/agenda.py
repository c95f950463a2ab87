"""The agenda's lists: what comes by week, by theme and by place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from formservice import theme
from formservice.agenda import slots
from formservice.agenda.units import still_open
from formservice.catalogue import Activity, Catalogue, Session
from formservice.catalogue.french import NBSP


@dataclass(frozen=True)
class Meeting:
    """One session with the activity it belongs to."""

    activity: Activity
    session: Session


@dataclass(frozen=True)
class Opening:
    """A weekly opening in one week: the days on which it does open, those of like hours together."""

    activity: Activity
    words: str


@dataclass(frozen=True)
class Week:
    """The meetings and the openings of one week, from its Monday."""

    monday: date
    meetings: tuple[Meeting, ...]
    openings: tuple[Opening, ...] = ()

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/agenda/semaine/{self.monday}/"

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


def days(activities: Iterable[Activity], now: datetime) -> list[Activity]:
    """The activities taken by appointment, seen for each day that can be asked for."""
    return [slots.on_day(a, day) for a in activities if a.slot for day in slots.open_days(a, now)]


def upcoming(activities: Iterable[Activity], now: datetime) -> list[Meeting]:
    """The meetings not over yet, in order of time."""
    meetings = [Meeting(a, s) for a in activities for s in a.sessions if s.end > now]
    return sorted(meetings, key=lambda meeting: (meeting.session.start, meeting.session.id))


def weeks(meetings: list[Meeting], activities: Iterable[Activity], now: datetime) -> list[Week]:
    """The weeks in which there is a meeting, or a day of an opening that one can come to or ask for."""
    met = {monday: tuple(group) for monday, group in groupby(meetings, key=lambda one: _monday(one.session.start))}
    opened: dict[date, list[Opening]] = {}
    for activity in activities:
        for monday, days in groupby(slots.open_days(activity, now), key=_monday):
            opened.setdefault(monday, []).append(Opening(activity, _words(activity, list(days))))
    return [Week(monday, met.get(monday, ()), tuple(opened.get(monday, ()))) for monday in sorted({*met, *opened})]


def _monday(day: date) -> date:
    day = date(day.year, day.month, day.day)
    return day - timedelta(days=day.weekday())


def _words(activity: Activity, days: list[date]) -> str:
    hours: dict[str, list[date]] = {}
    for day in days:
        hours.setdefault(theme.hours_of_day(activity, day), []).append(day)
    return ". ".join(f"{theme.initial(_days_words(same))}, {span}" for span, same in hours.items())


def _days_words(days: list[date]) -> str:
    """`lundi 30 novembre, mercredi 2 et jeudi 3 décembre`: a month is said once."""
    words = [theme.day_words(day, year=False) for day in days]
    for n, (day, after) in enumerate(pairwise(days)):
        if day.month == after.month:
            words[n] = words[n].removesuffix(f"{NBSP}{theme.month(day)}")
    return theme.listed(words)


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
