"""Seasons: half a year from September, half a year from February, as workshops go. Pure."""

from dataclasses import dataclass
from datetime import date

from formservice.catalogue.dates import MONTHS

STARTS = (2, 9)
SHOWN = 4


@dataclass(frozen=True, order=True)
class Season:
    """From a first day to the day before the next season."""

    first: date

    @property
    def after(self) -> "Season":
        """The next one."""
        year, month = self.first.year, self.first.month
        return Season(date(year, 9, 1) if month == STARTS[0] else date(year + 1, 2, 1))

    @property
    def before(self) -> "Season":
        """The one before."""
        year, month = self.first.year, self.first.month
        return Season(date(year - 1, 9, 1) if month == STARTS[0] else date(year, 2, 1))

    @property
    def id(self) -> str:
        """`2026-09`: how addresses name it."""
        return f"{self.first:%Y-%m}"

    @property
    def words(self) -> str:
        """`septembre 2026 à janvier 2027`."""
        last = self.after.first.month - 1
        year = self.after.first.year
        return f"{MONTHS[self.first.month - 1]} {self.first.year} à {MONTHS[last - 1]} {year}"

    def holds(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.first <= day < self.after.first


def season_of(day: date) -> Season:
    """The season of a day."""
    if day.month < STARTS[0]:
        return Season(date(day.year - 1, 9, 1))
    return Season(date(day.year, 2 if day.month < STARTS[1] else 9, 1))


def named(text: str, today: date) -> Season | None:
    """The season of an address, among those that are shown."""
    return next((one for one in choices(today) if one.id == text), None)


def choices(today: date) -> list[Season]:
    """The season that is prepared, the present one, those before."""
    found = [season_of(today).after]
    while len(found) < SHOWN:
        found.append(found[-1].before)
    return found
