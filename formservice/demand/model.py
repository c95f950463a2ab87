"""What was offered and what was asked, as they are counted. Pure.

Numbers are people: a party of two asks for two seats. Times are the town's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from formservice.agenda import rules

REFUSED = "refused"
"""The state of a request that found no seat and no room on the list: no sign-up has it."""
SERVED, NEVER, AGAIN = "served", "never", "again"
"""What is known for good of who missed a date: got a seat since; got none; got none, and is counted already."""
MORNING, AFTERNOON, EVENING = "matin", "après-midi", "soir"
NOON, DUSK = time(12), time(17, 30)
MISSED = frozenset({rules.WAITING, rules.OFFERED, rules.LAPSED, rules.CALLED_OFF, REFUSED})
"""The states in which a session that is over leaves somebody without a seat who asked for one."""


def half_of(start: datetime) -> str:
    """The half-day of a start."""
    if start.time() < NOON:
        return MORNING
    return AFTERNOON if start.time() < DUSK else EVENING


def half_id(code: str, start: datetime) -> str:
    """What half a day of slots is called: `PN-2026-12-03 matin`."""
    return f"{code}-{start.date()} {half_of(start)}"


@dataclass(frozen=True)
class Offer:
    """One session, one cycle, or half a day of slots, as the programme has it or had it."""

    id: str
    code: str
    """The activity's, `SM`."""
    title: str
    theme: str
    """A slug; "" for none, or when nobody knows any more."""
    level: str
    place: str
    start: datetime
    end: datetime
    seats: int
    """0 when it was called off."""
    cancelled: bool = False
    slots: bool = False
    dates: Mapping[str, datetime] = field(default_factory=dict)
    """The dates that take place, by their own id."""

    @property
    def half(self) -> str:
        """`matin`, `après-midi` or `soir`."""
        return half_of(self.start)

    def over(self, now: datetime) -> bool:
        """Whether nobody can get a seat any more."""
        return self.start <= now


@dataclass(frozen=True)
class Request:
    """One party that asked for an offer, whatever came of it."""

    offer: Offer
    who: str
    """The same for all that a person asked; once the person is erased, the record's own."""
    party: int
    state: str
    """Of `agenda.rules`, or REFUSED."""
    channel: str
    asked: date
    newcomer: bool = False
    """Whether the person had come to nothing on the theme for a year."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """Who came, by date: of `agenda.attendance`."""
    settled: str = ""
    """Of one that was missed a month ago: SERVED since, NEVER, or AGAIN; "" before that."""
    age: str = ""
    """The age band, where the form asked and the person said."""
    place: tuple[str, str] = field(default=("", ""), compare=False)
    """Where it is kept: partition and id."""

    @property
    def missed(self) -> bool:
        """Whether it is one of those that leave somebody without a seat, once the session is over."""
        return self.state in MISSED

    @property
    def on_list(self) -> str:
        """The date or the day in whose list its person can be read; "" for who was refused, or was erased since."""
        known = self.state != REFUSED and self.who != self.place[1]
        return self.place[0].partition("/")[2] if known else ""


@dataclass(frozen=True)
class Hope:
    """One person on the list of a theme."""

    theme: str
    channel: str
    asked: date
    waiting: bool


@dataclass(frozen=True)
class Demand:
    """All that is known of a stretch of time, in order of time."""

    offers: tuple[Offer, ...]
    requests: tuple[Request, ...]
    hopes: tuple[Hope, ...] = ()
    elsewhere: tuple[Request, ...] = ()
    """What was asked of dates before and after that: a seat there serves who missed one here."""

    def part(self, first: date, until: date) -> "Demand":
        """From a day to the day before another."""
        inside = [first <= one.offer.start.date() < until for one in self.requests]
        return Demand(
            tuple(one for one in self.offers if first <= one.start.date() < until),
            tuple(one for one, here in zip(self.requests, inside, strict=True) if here),
            self.hopes,
            (*(one for one, here in zip(self.requests, inside, strict=True) if not here), *self.elsewhere),
        )
