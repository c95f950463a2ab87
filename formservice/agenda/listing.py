"""The places left, as they are listed, page by page: dates by month, what opens each week, visits of groups. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from formservice import paging
from formservice.agenda.units import Unit
from formservice.catalogue import Activity
from formservice.catalogue.french import NBSP
from formservice.theme import day_words, hour, hours_of_day, initial, month, plural, span

MOST = 84
"""Elements that the lines of a page may take: with what is around them, a page has 180 at most."""
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

    @property
    def apart(self) -> bool:
        """Whether it is under its activity, and not in the calendar: what is of every week, and visits of groups."""
        return bool(self.activity.slot or self.activity.group)


@dataclass(frozen=True)
class Part:
    """A part of the page under its heading: lines, or activities with theirs."""

    anchor: str
    title: str
    lines: tuple[Line, ...] = ()
    openings: tuple[tuple[Activity, tuple[Line, ...]], ...] = ()

    @property
    def every(self) -> tuple[Line, ...]:
        """Its lines, in their order."""
        return self.lines + tuple(line for _, some in self.openings for line in some)


@dataclass(frozen=True)
class Page:
    """A page of the list."""

    parts: list[Part]
    contents: list[tuple[str, str]]
    """(title, address) of every part of the list, on this page or another."""
    number: int
    """From 1."""
    last: int


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
    told = _in_order(lines)
    alone = [line for line in told if not line.activity.group]
    weekly = _openings(line for line in alone if line.activity.slot)
    groups = _openings(line for line in told if line.activity.group)
    apart = (
        Part("chaque-semaine", "Chaque semaine", openings=weekly),
        Part("groupes", "Pour les groupes", openings=groups),
    )
    months = by_month(line for line in alone if not line.activity.slot)
    return [*months, *(part for part in apart if part.openings)]


def by_month(lines: Iterable[Line]) -> list[Part]:
    """Lines under their month."""
    return list(_months(_in_order(lines)))


def _in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.start, line.code))


def page(lines: Iterable[Line], asked: str, under: Callable[[Iterable[Line]], list[Part]] = parts) -> Page:
    """The page of the list that an address asks for, its lines put `under` their headings."""
    found = under(lines)
    cut = [under(some) for some in _cut(line for part in found for line in part.every)]
    number = paging.asked(asked, len(cut))
    begun = {part.anchor for one in cut[: number - 1] for part in one}
    shown = [replace(part, title=f"{part.title} (suite)") if part.anchor in begun else part for part in cut[number - 1]]
    contents = []
    for part in found:
        on = next(n for n, one in enumerate(cut, 1) if part.anchor in [other.anchor for other in one])
        contents.append((part.title, f"#{part.anchor}" if on == number else f"?page={on}#{part.anchor}"))
    return Page(shown, contents, number, len(cut))


def _cut(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The list in pages that are light, one at least; a part may go on from a page to the next."""
    here: list[Line] = []
    for line in lines:
        if _elements([*here, line]) > MOST:
            yield here
            here = []
        here.append(line)
    yield here


def _elements(lines: list[Line]) -> int:
    """What lines take: an item, a link, a state; of an activity apart, its heading, its words and its list too."""
    return 3 * len(lines) + 3 * len({line.activity.code for line in lines if line.apart})


def _months(lines: Iterable[Line]) -> Iterator[Part]:
    for (year, number), some in groupby(lines, key=lambda line: (line.start.year, line.start.month)):
        first = date(year, number, 1)
        yield Part(f"mois-{first:%Y-%m}", f"{initial(month(first))}{NBSP}{year}", tuple(some))


def _openings(lines: Iterable[Line]) -> tuple[tuple[Activity, tuple[Line, ...]], ...]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.activity.code, []).append(line)
    return tuple((some[0].activity, tuple(some)) for some in found.values())
