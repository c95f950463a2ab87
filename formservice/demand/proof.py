"""Who was served in a month: the sign-ups that came, by date, and the visits without an appointment. Pure.

Numbers are visits of people: who comes to two dates counts twice, a party of two counts two.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from formservice.agenda import rules
from formservice.agenda.forms import UNTOLD
from formservice.demand.model import Demand, Request

PRESENT, WEB, COUNTER = "present", "web", "counter"
CHANNELS = (WEB, "telephone", COUNTER, "paper")
LONG = timedelta(days=366)
"""How long before a month what takes place in it may have begun: a cycle is known by its first date."""
NUMBERS = ("held", "came", "absent", "unmarked", "newcomers")
SPLITS = ("visits", "channels", "themes", "ages")


@dataclass(frozen=True)
class Served:
    """What is known of a month, or of several that are told together. No person, no activity."""

    first: date
    last: date
    """The first day of the last month."""
    held: int = 0
    """Dates that took place with somebody expected."""
    came: int = 0
    absent: int = 0
    """Who was expected and did not come, excused or not."""
    unmarked: int = 0
    """Who was expected, of whom nobody wrote whether they came."""
    newcomers: int = 0
    """Who came and was new to the theme when signing up: once a theme and a month."""
    visits: Mapping[str, int] = field(default_factory=dict)
    """Visits without an appointment, by theme."""
    channels: Mapping[str, int] = field(default_factory=dict)
    """Those who came, by the way they first asked."""
    themes: Mapping[str, int] = field(default_factory=dict)
    """Those who came, by theme, without the visits."""
    ages: Mapping[str, int] = field(default_factory=dict)
    """Those who came and said their age; nobody says that of companions."""

    @property
    def walked_in(self) -> int:
        """Visits without an appointment."""
        return sum(self.visits.values())

    @property
    def people(self) -> int:
        """All who were served."""
        return self.came + self.walked_in

    @property
    def expected(self) -> int:
        """All who had a seat."""
        return self.came + self.absent + self.unmarked

    def __bool__(self) -> bool:
        return bool(self.held or self.people)

    def and_then(self, other: "Served") -> "Served":
        """The two together, this one first."""
        numbers: dict[str, Any] = {name: getattr(self, name) + getattr(other, name) for name in NUMBERS}
        splits: dict[str, Any] = {
            name: dict(Counter(getattr(self, name)) + Counter(getattr(other, name))) for name in SPLITS
        }
        return replace(self, last=other.last, **numbers, **splits)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return month_of(first + timedelta(days=31))


def served(demand: Demand, visits: Mapping[str, int], first: date, now: datetime) -> Served:
    """What took place in a month, of what is known of it and of the year before; `visits` are those of the month."""
    numbers, dates, new = Counter[str](), set[tuple[str, str]](), set[tuple[str, str]]()
    channels, themes, ages = Counter[str](), Counter[str](), Counter[str]()
    for one in demand.requests:
        for id, mark in expected(one, first, now):
            dates.add((one.offer.id, id))
            what = "came" if mark == PRESENT else "absent" if mark else "unmarked"
            numbers[what] += one.party
            if mark != PRESENT:
                continue
            channels[one.channel if one.channel in CHANNELS else COUNTER] += one.party
            themes[one.offer.theme] += one.party
            ages[one.age] += one.age not in ("", *UNTOLD)
            new |= {(one.who, one.offer.theme)} if one.newcomer else set()
    return Served(
        first, first, len(dates), numbers["came"], numbers["absent"], numbers["unmarked"], len(new),
        dict(+Counter(visits)), dict(channels), dict(themes), dict(+ages),
    )  # fmt: skip


def expected(request: Request, first: date, now: datetime) -> Iterator[tuple[str, str]]:
    """(date, what is marked) of each date of a month that a party had a seat at, and that is over."""
    offer, marks = request.offer, request.marks
    if request.state != rules.CONFIRMED or offer.cancelled:
        return
    for id, start in (offer.dates or {offer.id: offer.start}).items():
        if month_of(start.date()) == first and start <= now:
            # Of a half day of slots, a party has one, whose name the offer does not know.
            yield id, marks.get(id, "") if offer.dates else next(iter(marks.values()), "")


def written(month: Served) -> dict[str, Any]:
    """A month as it is kept."""
    return asdict(month) | {"first": f"{month.first}", "last": f"{month.last}"}


def read(line: Mapping[str, Any]) -> Served:
    """A kept month."""
    first, last = date.fromisoformat(line["first"]), date.fromisoformat(line["last"])
    return Served(first, last, **{name: line[name] for name in (*NUMBERS, *SPLITS)})
