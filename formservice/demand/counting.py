"""Demand, counted: offered, asked, seated, refused, waiting, never served, absent. Pure; every number is people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from formservice.agenda import rules
from formservice.demand.model import AGAIN, NEVER, REFUSED, SERVED, Demand, Offer, Request

Key = Callable[[Offer], str]
ABSENT = "absent"


@dataclass(frozen=True)
class Measures:
    """What became of what was asked."""

    offered: int = 0
    """Seats of the dates that were not called off."""
    asked: int = 0
    """Seats asked for, whatever came of it."""
    seated: int = 0
    """Of those, the seats taken and not given back."""
    refused: int = 0
    """Told « complet »: no seat, no room on the list."""
    waiting: int = 0
    """On the list of a date to come."""
    never: int = 0
    """Asked for a date that is over, and got no seat of the activity since: each person once."""
    absent: int = 0
    """Had a seat and did not come, at one date at least."""

    def __add__(self, other: "Measures") -> "Measures":
        return Measures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class Counted:
    """What each request adds, worked out once for all the tables of a page."""

    offers: tuple[Offer, ...]
    lines: tuple[tuple[Request, Measures], ...]

    @property
    def total(self) -> Measures:
        """All of it together."""
        return self.by(lambda offer: "").get("", Measures())

    def by(self, key: Key) -> dict[str, Measures]:
        """The measures by what `key` says of an offer, in the order in which it was offered or asked."""
        return _summed(
            [(key(offer), Measures(offered=offer.seats)) for offer in self.offers]
            + [(key(one.offer), measured) for one, measured in self.lines]
        )

    def by_channel(self) -> dict[str, Measures]:
        """The measures by how people asked. Seats are offered to all of them: none is counted."""
        return _summed([(one.channel, measured) for one, measured in self.lines])


def counted(found: Demand, now: datetime) -> Counted:
    """Count a demand."""
    never = {id(one) for one in never_served(found, now)}
    return Counted(found.offers, tuple((one, one_of(one, now, id(one) in never)) for one in found.requests))


def _summed(parts: Iterable[tuple[str, Measures]]) -> dict[str, Measures]:
    sums: dict[str, Measures] = {}
    for name, one in parts:
        sums[name] = sums.get(name, Measures()) + one
    return sums


def one_of(one: Request, now: datetime, never: bool) -> Measures:
    """What one request adds; `never`: whether it is that by which its person counts as never served."""
    waits = one.state in (rules.WAITING, rules.OFFERED) and not one.offer.over(now)
    seated, refused = one.state == rules.CONFIRMED, one.state == REFUSED
    absent = seated and ABSENT in one.marks.values()
    return Measures(
        asked=one.party, seated=one.party * seated, refused=one.party * refused,
        waiting=one.party * waits, never=one.party * never, absent=one.party * absent,
    )  # fmt: skip


def never_served(found: Demand, now: datetime) -> list[Request]:
    """Of each person and activity the first request that was missed, when no seat was theirs since.

    What was settled is told by the request itself: its person may not be known any more.
    """
    seats = seats_of((*found.requests, *found.elsewhere))
    first: dict[tuple[str, str], Request] = {}
    for one in in_time(found.requests):
        left = one.missed and one.offer.over(now) and one.settled not in (SERVED, AGAIN)
        if left and (one.settled == NEVER or not is_served(one, seats)):
            first.setdefault((one.who, one.offer.code), one)
    return list(first.values())


def in_time(requests: Iterable[Request]) -> list[Request]:
    """By the start of what was asked: what is over first is settled first."""
    return sorted(requests, key=lambda one: (one.offer.start, one.offer.id, one.asked))


Seats = dict[tuple[str, str], list[date]]
"""The days of the seats of a person, by activity."""


def seats_of(requests: Iterable[Request]) -> Seats:
    """Who has or had a seat, and when."""
    seats: Seats = {}
    for one in requests:
        if one.state == rules.CONFIRMED:
            seats.setdefault((one.who, one.offer.code), []).append(one.offer.start.date())
    return seats


def is_served(one: Request, seats: Seats) -> bool:
    """Whether its person has a seat of the activity, on the day they asked or after it."""
    return any(day >= one.asked for day in seats.get((one.who, one.offer.code), ()))
