"""The consultations where residents take part: open, to come, over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from formservice.catalogue import Consultation, Results
from formservice.theme import since_words, until_words

SHOWN = 6
"""Those that are over, on the first page; all are found from A to Z."""


@dataclass(frozen=True)
class Listed:
    """All of them, at a moment."""

    all: tuple[Consultation, ...]
    now: datetime
    published: frozenset[str] = frozenset()
    """Those whose results are on line."""

    @property
    def open(self) -> list[Consultation]:
        """Those that take answers, the first to close first."""
        return sorted((one for one in self.all if one.is_open(self.now)), key=lambda one: one.closes)

    @property
    def coming(self) -> list[Consultation]:
        """Those to come, in order."""
        return sorted((one for one in self.all if self.now < one.opens), key=lambda one: one.opens)

    @property
    def over(self) -> list[Consultation]:
        """The last to close first."""
        found = (one for one in self.all if one.closes <= self.now)
        return sorted(found, key=lambda one: one.closes, reverse=True)[:SHOWN]

    def words(self, one: Consultation) -> str:
        """`jusqu’au dimanche 14 février 2027`, where it stands."""
        if self.now < one.opens:
            return f"à partir du {since_words(one.opens)}"
        if one.is_open(self.now):
            return f"jusqu’au {until_words(one.closes)}"
        if one.done:
            return "terminée, et ce que la ville en a fait"
        return f"terminée, les résultats {'sont publiés' if one.slug in self.published else 'viennent'}"


def listed(found: Iterable[Consultation], now: datetime, results: Iterable[Results] = ()) -> Listed:
    """Those of the town."""
    return Listed(tuple(found), now, frozenset(one.slug for one in results))
