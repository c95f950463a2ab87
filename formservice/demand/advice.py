"""Which workshop to multiply: the rule that makes the sentences. Pure; `docs/accueillir.md` says it in words.

Who waits is each person once, by activity: on the list of a date to come, or without a seat on a date of the last
90 days, and with no seat since, to come or taken. Those who have waited for more than 21 days call for a date.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median_low

from formservice.agenda import rules
from formservice.demand.counting import ABSENT, is_served, seats_of
from formservice.demand.model import SERVED, Demand, Offer, Request
from formservice.folding import order

LONG, MEMORY = timedelta(days=21), timedelta(days=90)
OPEN, CALL, FEW, SHY, EMPTY = "open", "call", "few", "shy", "empty"
"""Open so many dates; call those who wait, seats are free; too few for a date; absent too often; half empty."""
ORDER = (OPEN, CALL, FEW, SHY, EMPTY)
USUAL = 8
"""Seats of a date where none was offered yet."""
SHY_PEOPLE, SHY_SHARE, EMPTY_DATES = 5, 4, 3
"""So many absent, and one of four at least; so many dates before a half-empty workshop is spoken of."""


@dataclass(frozen=True)
class Advice:
    """One sentence to be: an activity (or a theme), and the numbers that make it."""

    kind: str
    name: str
    """The title of the activity, or the slug of the theme."""
    people: int = 0
    """Waiting for long; absent; seated."""
    dates: int = 0
    """To open; of a half-empty workshop, held."""
    free: int = 0
    """Seats free at dates to come."""
    out_of: int = 0
    """Marked; offered."""
    slots: bool = False
    """Whether what is opened is half a day of appointments."""
    theme: bool = False
    usual: int = 0
    """Seats of a date."""
    reachable: int = 0
    """Of those who wait, on a list: who was refused left no number."""
    lists: tuple[str, ...] = ()
    """The dates or the days in whose lists they are, the latest first."""


def advise(found: Demand, now: datetime) -> list[Advice]:
    """The advice of a season, the most pressing first."""
    codes = dict.fromkeys(one.code for one in found.offers)
    codes |= dict.fromkeys(one.offer.code for one in found.requests)
    said = [advice for code in codes for advice in of_activity(of_code(found, code), now)]
    said += [
        advice for theme in dict.fromkeys(one.theme for one in found.hopes) for advice in of_theme(found, theme, now)
    ]
    return sorted(said, key=lambda one: (ORDER.index(one.kind), -one.dates, -one.people, order(one.name)))


def of_code(found: Demand, code: str) -> Demand:
    """What concerns one activity."""
    return Demand(
        tuple(one for one in found.offers if one.code == code),
        tuple(one for one in found.requests if one.offer.code == code),
        elsewhere=tuple(one for one in found.elsewhere if one.offer.code == code),
    )


def of_activity(found: Demand, now: datetime) -> Iterable[Advice]:
    """What is to be said of one activity."""
    last = (found.offers or tuple(one.offer for one in found.requests))[-1]
    left = waiting(found, now)
    long = [one for one in left if now.date() - one.asked > LONG]
    people = sum(one.party for one in long)
    said = pressing(last.title, people, free(found, now), usual(found.offers), last.slots)
    said = said and with_lists(said, long, listed(found, now))
    return [one for one in (said, shy(found, last.title), None if left else empty(found, now)) if one]


def of_theme(found: Demand, theme: str, now: datetime) -> Iterable[Advice]:
    """What is to be said of the list of a theme."""
    long = [one for one in found.hopes if one.theme == theme and one.waiting and now.date() - one.asked > LONG]
    mine = tuple(one for one in found.offers if one.theme == theme and not one.slots)
    seats = sum(spare(of_code(found, code), now) for code in dict.fromkeys(one.code for one in mine))
    said = pressing(theme, len(long), seats, usual(mine), False, theme=True)
    return [replace(said, reachable=len(long))] if said else []


def spare(found: Demand, now: datetime) -> int:
    """The seats of an activity that are left once those who wait for it have theirs."""
    return max(0, free(found, now) - sum(one.party for one in waiting(found, now)))


def pressing(name: str, people: int, seats: int, room: int, slots: bool, theme: bool = False) -> Advice | None:
    """Dates to open for those who have waited long: one for each full room, one more where it is half full."""
    if not people:
        return None
    left = max(0, people - seats)
    dates = left // room + (2 * (left % room) >= room)
    kind = OPEN if dates else CALL if seats else FEW
    return Advice(kind, name, people, dates, seats, slots=slots, theme=theme, usual=room)


def listed(found: Demand, now: datetime) -> dict[str, Request]:
    """Of each person the request of the latest date in whose list they are."""
    ours = (one for one in found.requests if is_left(one, now) and one.on_list)
    return {one.who: one for one in sorted(ours, key=lambda one: one.offer.start)}


def with_lists(said: Advice, long: list[Request], by_person: dict[str, Request]) -> Advice:
    """How many of those who wait can be called, and where they are read."""
    called = [one for one in long if one.who in by_person]
    latest = sorted((by_person[one.who] for one in called), key=lambda one: one.offer.start, reverse=True)
    lists = tuple(dict.fromkeys(one.on_list for one in latest))
    return replace(said, reachable=sum(one.party for one in called), lists=lists)


def is_left(one: Request, now: datetime) -> bool:
    """Whether a request still waits, were its person served by no other."""
    recent = not one.offer.over(now) or one.offer.start > now - MEMORY
    return one.missed and recent and one.settled != SERVED


def waiting(found: Demand, now: datetime) -> list[Request]:
    """Of each person the first request that still waits: nothing was theirs since, and nothing is to come."""
    seats = seats_of((*found.requests, *found.elsewhere))
    first: dict[str, Request] = {}
    for one in found.requests:
        if is_left(one, now) and not is_served(one, seats):
            first.setdefault(one.who, one)
    return list(first.values())


def free(found: Demand, now: datetime) -> int:
    """Seats at dates to come that nobody holds."""
    held: dict[str, int] = {}
    for one in found.requests:
        if one.state in rules.SEATED:
            held[one.offer.id] = held.get(one.offer.id, 0) + one.party
    coming = [one for one in found.offers if not one.over(now)]
    return sum(max(0, one.seats - held.get(one.id, 0)) for one in coming)


def usual(offers: Iterable[Offer]) -> int:
    """The seats of a usual date."""
    return median_low([one.seats for one in offers if one.seats] or [USUAL])


def shy(found: Demand, title: str) -> Advice | None:
    """Absent too often: a call the day before would free their seats."""
    marked = [one for one in found.requests if one.state == rules.CONFIRMED and one.marks]
    out_of = sum(one.party for one in marked)
    absent = sum(one.party for one in marked if ABSENT in one.marks.values())
    often = absent >= SHY_PEOPLE and SHY_SHARE * absent >= out_of
    return Advice(SHY, title, absent, out_of=out_of) if often else None


def empty(found: Demand, now: datetime) -> Advice | None:
    """Half empty or more, date after date."""
    held = [one for one in found.offers if one.seats and one.over(now) and not one.slots]
    ids = {one.id for one in held}
    seats = sum(one.seats for one in held)
    seated = sum(one.party for one in found.requests if one.state == rules.CONFIRMED and one.offer.id in ids)
    if len(held) < EMPTY_DATES or 2 * seated > seats:
        return None
    return Advice(EMPTY, found.offers[-1].title, seated, len(held), out_of=seats)
