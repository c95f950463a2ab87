"""The collection that a centre keeps: its subjects, its periods, and what the service knows of what it lends."""

from dataclasses import dataclass
from datetime import date, timedelta

from formservice.catalogue.dates import When
from formservice.catalogue.kinds import DAY, DURATION, LINE, PATH, SLUG, choice, pattern, whole
from formservice.catalogue.resources import IDENTIFIER, TYPES, WAYS, Record, address
from formservice.catalogue.typed import key


@dataclass(frozen=True)
class Subject:
    """One word of the controlled list of subjects."""

    slug: str = key(SLUG)
    title: str = key(LINE)


@dataclass(frozen=True)
class Period:
    """A stretch of time of the timeline, both years included."""

    slug: str = key(SLUG)
    title: str = key(LINE)
    since: int = key(whole(1, 9999))
    until: int = key(whole(1, 9999))

    def holds(self, when: When | None) -> bool:
        """Whether a date begins in it."""
        return when is not None and self.since <= when.year <= self.until

    def meets(self, record: Record) -> bool:
        """Whether a record belongs to it: what it speaks of meets the period, or, for want of that, it began then."""
        spoken = record.covers
        if spoken is None:
            return self.holds(record.when)
        return self.since <= spoken.last.year and spoken.first.year <= self.until


@dataclass(frozen=True)
class Collection:
    """The centre itself: where it is, what it lends and for how long, its list of subjects."""

    title: str = key(LINE)
    code: str = key(pattern("code", r"[A-Z]{2,4}", "écrivez deux à quatre lettres majuscules : MLB."))
    """What every identifier begins with."""
    place: str = key(SLUG)
    """The file of content/lieux/ that says when it opens."""
    url: str = key(PATH)
    """The page of the house."""
    opens: date | None = key(DAY, default=None)
    """While the collection is closed, the day it opens again."""
    loan: timedelta = key(DURATION, default=timedelta(weeks=3))
    kept: timedelta = key(DURATION, default=timedelta(days=10))
    """How long what was set aside waits for who asked."""
    limit: int = key(whole(1, 20), default=3)
    """Requests one person may have at a time."""
    answer: timedelta = key(DURATION, default=timedelta(days=15))
    """Within how long a research question is answered."""
    subjects: tuple[Subject, ...] = key(Subject, many=True, default=())
    periods: tuple[Period, ...] = key(Period, many=True, default=())


@dataclass(frozen=True)
class Holding:
    """What the service knows of a record that one may consult or borrow."""

    id: str = key(IDENTIFIER)
    title: str = key(LINE)
    type: str = key(choice(*TYPES))
    consult: tuple[str, ...] = key(choice(*WAYS), many=True)
    copies: int = key(whole(0, 99), default=0)
    author: str = key(LINE, default="")
    call_number: str | None = key(LINE, default=None)

    @property
    def record_url(self) -> str:
        """The address of its record."""
        return address(self.id)

    @property
    def url(self) -> str:
        """The address of its form."""
        return f"{self.record_url}demande/"


def holding_of(record: Record) -> Holding:
    """What the service is told of a record."""
    author = next((one.natural for one in record.creators), "")
    return Holding(record.id, record.title, record.type, record.consult, record.copies, author, record.call_number)
