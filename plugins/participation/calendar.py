"""The calendar of an edition in words, and where one is in it."""

from dataclasses import dataclass
from datetime import datetime

from formservice.catalogue import Edition
from formservice.catalogue.dates import MONTHS
from formservice.catalogue.french import NBSP
from formservice.catalogue.participation import Phase
from formservice.theme import since_words, until_words

TITLES = {
    "depot": "Dépôt des idées", "etude": "Étude par les services", "vote": "Vote des habitants",
    "decision": "Décision du conseil municipal",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A phase as the page shows it."""

    phase: Phase
    now: datetime

    @property
    def title(self) -> str:
        """`Vote des habitants`."""
        return TITLES[self.phase.name]

    @property
    def state(self) -> str:
        """`over`, `now` or `coming`."""
        return "now" if self.phase.holds(self.now) else "over" if self.phase.until <= self.now else "coming"

    @property
    def words(self) -> str:
        """`du samedi 10 avril au dimanche 25 avril 2027`, `en juin 2027`."""
        return stretch(self.phase)

    @property
    def month(self) -> bool:
        """Whether it is one whole month: no day of it is the one."""
        return self.words.startswith("en ")

    @property
    def last(self) -> str:
        """`dimanche 25 avril 2027`: after « jusqu’au »."""
        return last(self.phase)


def steps(edition: Edition, now: datetime) -> list[Step]:
    """Every phase in order; none where the calendar is not known."""
    return [Step(phase, now) for phase in edition.phases]


def stretch(phase: Phase) -> str:
    """From when to when."""
    since, end = phase.since, phase.last_day
    # One whole month, from the midnight it begins at to the one it ends at.
    whole = since.day == phase.until.day == 1 and (since.year, since.month) == (end.year, end.month)
    if whole and not any((since.hour, since.minute, phase.until.hour, phase.until.minute)):
        return f"en {MONTHS[since.month - 1]}{NBSP}{since.year}"
    return f"du {since_words(since, year=since.year != end.year)} au {last(phase)}"


def last(phase: Phase) -> str:
    """Its last day; what ends at midnight ends with the day before."""
    return until_words(phase.until)
