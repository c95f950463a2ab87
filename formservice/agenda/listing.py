"""The places left, as they are listed: dates month by month, what opens each week, visits of groups. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from formservice.agenda.units import Unit
from formservice.catalogue import Activity
from formservice.catalogue.french import NBSP
from formservice.theme import day_words, hour, hours_of_day, initial, month, plural, span

Left = tuple[str, str]
"""(state, words): free, few, waiting, full or cancelled, and how many."""


@dataclass(frozen=True)
class Line:
    """What may be asked for at once: a session, a cycle, or a day of hours; and what is left of it."""

    start: datetime
    activity: Activity
    url: str
    code: str
    """As the programme prints it: one says it on the telephone."""
    when: str
    state: str
    words: str
    hours: str = ""
    """Of a day, beside it."""


@dataclass(frozen=True)
class Part:
    """A part of the page under its heading: lines, or activities with theirs."""

    anchor: str
    title: str
    lines: tuple[Line, ...] = ()
    openings: tuple[tuple[Activity, tuple[Line, ...]], ...] = ()


def of_unit(unit: Unit, left: Left) -> Line:
    """A session; a cycle once, by its first date."""
    return Line(unit.start, unit.activity, unit.activity.url, unit.living[0].id, when_words(unit), *left)


def of_day(found: Activity, first: datetime, left: Left) -> Line:
    """A day of a weekly opening, by its first hour."""
    when = initial(day_words(first, year=False))
    return Line(first, found, found.url, found.code, when, *left, hours=hours_of_day(found, first.date()))


def when_words(unit: Unit) -> str:
    """`Jeudi 3 décembre, de 14 h à 16 h`; `4 séances, à partir du lundi 11 janvier, de 9 h 30 à 11 h 30`.

    Of a cycle whose hours differ, when it begins.
    """
    first, dates = unit.living[0], len(unit.living)
    day, hours = day_words(first.start, year=False), span(first.start, first.end)
    if dates == 1:
        return f"{initial(day)}, {hours}"
    same = len({(one.start.time(), one.end.time()) for one in unit.living}) == 1
    return f"{plural(dates, 'séance')}, à partir du {day}{f', {hours}' if same else f' à {hour(first.start)}'}"


def parts(lines: Iterable[Line]) -> list[Part]:
    """The page: what one comes to by oneself first, by the calendar; what is of every week, then groups, apart."""
    told = sorted(lines, key=lambda line: (line.start, line.code))
    alone = [line for line in told if not line.activity.group]
    weekly = _openings(line for line in alone if line.activity.slot)
    groups = _openings(line for line in told if line.activity.group)
    apart = (
        Part("chaque-semaine", "Chaque semaine", openings=weekly),
        Part("groupes", "Pour les groupes", openings=groups),
    )
    months = _months(line for line in alone if not line.activity.slot)
    return [*months, *(part for part in apart if part.openings)]


def _months(lines: Iterable[Line]) -> Iterator[Part]:
    for (year, number), some in groupby(lines, key=lambda line: (line.start.year, line.start.month)):
        first = date(year, number, 1)
        yield Part(f"mois-{first:%Y-%m}", f"{initial(month(first))}{NBSP}{year}", tuple(some))


def _openings(lines: Iterable[Line]) -> tuple[tuple[Activity, tuple[Line, ...]], ...]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.activity.code, []).append(line)
    return tuple((some[0].activity, tuple(some)) for some in found.values())
