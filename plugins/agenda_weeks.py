"""The agenda by week: its meetings day by day, its openings in words; a week that is too long is several pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from formservice import theme
from formservice.agenda import slots
from formservice.catalogue import Activity
from formservice.catalogue.french import NBSP
from plugins.agenda import Meeting

ROOM, LEAST = 30, 10
"""Meetings and openings on one page, within the elements that a page may have; meetings whatever the openings."""


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
        """The address of its first page."""
        return f"/agenda/semaine/{self.monday}/"

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def parts(self) -> "list[Part]":
        """Its pages, one at least: whole days together as long as there is room."""
        found: list[list[Meeting]] = [[]]
        for some in _blocks(self.meetings, room := max(LEAST, ROOM - len(self.openings))):
            if found[-1] and len(found[-1]) + len(some) > room:
                found.append([])
            found[-1] += some
        return [Part(self, n, tuple(some)) for n, some in enumerate(found, 1)]


@dataclass(frozen=True)
class Part:
    """One page of a week, from 1."""

    week: Week
    number: int
    meetings: tuple[Meeting, ...]

    @property
    def url(self) -> str:
        """Its address: the first has the week's."""
        return self.week.url if self.number == 1 else f"{self.week.url}{self.number}/"

    @property
    def words(self) -> str:
        """`du lundi 7 au mercredi 9 décembre`, `mardi 8 décembre`: the days that it tells."""
        first, last = (self.meetings[n].session.start.date() for n in (0, -1))
        if first == last:
            return theme.day_words(first, year=False)
        since = days_words([first, last]).partition(" et ")[0]
        return f"du {since} au {theme.day_words(last, year=False)}"


def _blocks(meetings: Iterable[Meeting], room: int) -> Iterator[list[Meeting]]:
    """The meetings of each day; of a day that no page could hold, as many as one can."""
    for _, group in groupby(meetings, key=lambda one: one.session.start.date()):
        day = list(group)
        yield from (day[n : n + room] for n in range(0, len(day), room))


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
    return ". ".join(f"{theme.initial(days_words(same))}, {span}" for span, same in hours.items())


def days_words(days: list[date]) -> str:
    """`lundi 30 novembre, mercredi 2 et jeudi 3 décembre`: a month is said once."""
    words = [theme.day_words(day, year=False) for day in days]
    for n, (day, after) in enumerate(pairwise(days)):
        if day.month == after.month:
            words[n] = words[n].removesuffix(f"{NBSP}{theme.month(day)}")
    return theme.listed(words)
