"""The two pages that the centre takes answers to: what a record's form is made from, and the research question. Pure.

The same page object is drawn by the site and by the service.
"""

import zlib
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from formservice.agenda.windows import openings_of
from formservice.catalogue import Catalogue, Closure, Collection, Holding, Place
from formservice.catalogue.resources import QUESTION_CODE
from formservice.resources import days
from formservice.resources.rules import BORROW, CONSULT, Terms

WAYS = {"sur place": CONSULT, "prêt": BORROW}
QUESTION_URL = "/ressources/question/"


@dataclass(frozen=True)
class Asking:
    """A holding as one asks for it, with the house that keeps it."""

    holding: Holding
    collection: Collection
    place: Place
    holidays: tuple[Closure, ...] = ()

    form = "loan"
    demonstration = False

    @property
    def title(self) -> str:
        """The title of the record."""
        return self.holding.title

    @property
    def code(self) -> str:
        """What an agent types: the identifier of the record."""
        return self.holding.id

    @property
    def url(self) -> str:
        """The address of the form."""
        return self.holding.url

    @property
    def version(self) -> str:
        """Which page a form was made from."""
        return version_of(self.holding, self.collection)

    @property
    def ways(self) -> tuple[str, ...]:
        """How it may be read."""
        return tuple(WAYS[one] for one in self.holding.consult if one in WAYS)

    @property
    def terms(self) -> Terms:
        """What the rules decide with."""
        # What is read on the spot is there at least once, counted or not.
        copies, known = max(1, self.holding.copies), self.collection
        return Terms(copies, known.loan, known.kept, self.next_open, known.opens)

    def next_open(self, day: date) -> date:
        """That day, or the next on which the house is open."""
        return days.next_open(self.place, self.holidays, day)

    def days(self, today: date) -> list[date]:
        """The days offered for a consultation."""
        since = days.first_day(self.collection, today)
        return list(islice(days.open_days(self.place, self.holidays, since), days.OFFERED))

    def still_open(self, now: datetime) -> bool:
        """Whether one may still read here today."""
        today = openings_of(self.place, self.holidays)(now.date())
        return now.date() == self.next_open(now.date()) and any(one.closes > now.time() for one in today)

    def closed(self, today: date) -> tuple[date, str] | None:
        """(when it opens again, why), while it is closed."""
        found = days.closure_of(self.place, self.collection, today)
        return (self.next_open(found[0]), found[1]) if found else None


@dataclass(frozen=True)
class Research:
    """The research question, asked of the documentalist."""

    collection: Collection
    place: Place
    holidays: tuple[Closure, ...] = ()

    form = "question"
    code = QUESTION_CODE
    title = "Poser une question de recherche"
    url = QUESTION_URL
    demonstration = False

    @property
    def version(self) -> str:
        """Which page a form was made from."""
        return version_of(self.collection)

    def due(self, today: date) -> date:
        """When the answer is due."""
        return days.next_open(self.place, self.holidays, today + self.collection.answer)


def version_of(*things: object) -> str:
    """Eight hexadecimal digits that change with what a page is made from."""
    return f"{zlib.crc32(repr(things).encode()):08x}"


def asking(catalogue: Catalogue, identifier: str) -> Asking:
    """The form of a record. KeyError for what is not held, or is only read on line."""
    collection, place = _house(catalogue)
    page = Asking(catalogue.holding(identifier), collection, place, catalogue.holidays)
    if not page.ways:
        raise KeyError(identifier)
    return page


def research(catalogue: Catalogue) -> Research:
    """The form of the question. KeyError without a centre."""
    collection, place = _house(catalogue)
    return Research(collection, place, catalogue.holidays)


def _house(catalogue: Catalogue) -> tuple[Collection, Place]:
    collection = catalogue.site.collection
    if collection is None:
        raise KeyError("collection")
    return collection, catalogue.place(collection.place)
