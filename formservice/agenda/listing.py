"""The places left, as they are listed, page by page: dates by month, what opens each week, visits of groups. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from formservice import paging
from formservice.agenda.units import Unit
from formservice.catalogue import Activity
from formservice.catalogue.french import NBSP
from formservice.theme import day_words, hour, hours_of_day, initial, month, plural, span

MOST = 100
"""Elements of a page for its lines, their headings and its contents: with the frame, 180 at most."""
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
    left: Callable[[], Left]
    """Asked of the store for a line that is shown, not for those of other pages."""
    hours: str = ""
    """Of a day, beside it."""

    @cached_property
    def told(self) -> Left:
        """What is left."""
        return self.left()

    @property
    def state(self) -> str:
        """Of its first word, for the eye."""
        return self.told[0]

    @property
    def words(self) -> str:
        """Of its state."""
        return self.told[1]


@dataclass(frozen=True)
class Opening:
    """An activity under its heading, with its days."""

    activity: Activity
    lines: tuple[Line, ...]
    goes_on: bool = False
    """From the page before."""


@dataclass(frozen=True)
class Part:
    """A part of the page under its heading: lines, or activities with theirs."""

    anchor: str
    title: str
    lines: tuple[Line, ...] = ()
    openings: tuple[Opening, ...] = ()

    @property
    def every(self) -> tuple[Line, ...]:
        """Its lines, in their order."""
        return self.lines + tuple(line for one in self.openings for line in one.lines)


@dataclass(frozen=True)
class Page:
    """A page of the list."""

    parts: list[Part]
    contents: list[tuple[str, str]]
    """(title, address) of every part of the list, on this page or another."""
    number: int
    """From 1."""
    last: int


def of_unit(unit: Unit, left: Callable[[], Left]) -> Line:
    """A session; a cycle once, by its first date."""
    return Line(unit.start, unit.activity, unit.activity.url, unit.living[0].id, when_words(unit), left)


def of_day(found: Activity, first: datetime, left: Callable[[], Left]) -> Line:
    """A day of a weekly opening, by its first hour."""
    when = initial(day_words(first, year=False))
    return Line(first, found, found.url, found.code, when, left, hours=hours_of_day(found, first.date()))


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


def page(found: list[Part], asked: str) -> Page:
    """The page of the list that an address asks for."""
    cut = list(_cut(found, MOST - len(found)))
    number = paging.asked(asked, len(cut))
    contents = []
    for part in found:
        on = next(n for n, one in enumerate(cut, 1) if part.anchor in [other.anchor for other in one])
        contents.append((part.title, f"#{part.anchor}" if on == number else f"?page={on}#{part.anchor}"))
    return Page(_following(cut[number - 1], cut[: number - 1]), contents, number, len(cut))


def _cut(found: list[Part], most: int) -> Iterator[list[Part]]:
    """The parts in pages of so many elements, one page at least; the order is kept."""
    here: list[Part] = []
    for part in found:
        for line in part.every:
            with_it = [*here[:-1], _joined(here[-1], line)] if _of(here, part) else [*here, _joined(_empty(part), line)]
            if here and sum(map(_elements, with_it)) > most:
                yield here
                with_it = [_joined(_empty(part), line)]
            here = with_it
    yield here


def _of(here: list[Part], part: Part) -> bool:
    return bool(here) and here[-1].anchor == part.anchor


def _empty(part: Part) -> Part:
    """A part of which nothing is shown yet; one of openings stays one."""
    return replace(part, lines=(), openings=tuple(replace(one, lines=()) for one in part.openings))


def _joined(part: Part, line: Line) -> Part:
    """A part with one line more."""
    if not part.openings:
        return replace(part, lines=(*part.lines, line))
    code = line.activity.code
    more = (replace(one, lines=(*one.lines, line)) if one.activity.code == code else one for one in part.openings)
    return replace(part, openings=tuple(more))


def _elements(part: Part) -> int:
    """What a part takes: its heading and its list; a date, its link and its state; a day and its link."""
    shown = [one for one in part.openings if one.lines]
    return 2 + 3 * len(part.lines) + sum(3 + 2 * len(one.lines) for one in shown)


def _following(here: list[Part], before: list[list[Part]]) -> list[Part]:
    """A page as it is read: what goes on from the pages before says so, what is not on it is left out."""
    begun = {part.anchor for one in before for part in one}
    known = {(part.anchor, one.activity.code) for some in before for part in some for one in part.openings if one.lines}
    told = []
    for part in here:
        title = f"{part.title} (suite)" if part.anchor in begun else part.title
        shown = [one for one in part.openings if one.lines]
        openings = (replace(one, goes_on=(part.anchor, one.activity.code) in known) for one in shown)
        told.append(replace(part, title=title, openings=tuple(openings)))
    return told


def _months(lines: Iterable[Line]) -> Iterator[Part]:
    for (year, number), some in groupby(lines, key=lambda line: (line.start.year, line.start.month)):
        first = date(year, number, 1)
        yield Part(f"mois-{first:%Y-%m}", f"{initial(month(first))}{NBSP}{year}", tuple(some))


def _openings(lines: Iterable[Line]) -> tuple[Opening, ...]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.activity.code, []).append(line)
    return tuple(Opening(some[0].activity, tuple(some)) for some in found.values())
