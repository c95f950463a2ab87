"""Who has a copy, who is next, until when: pure decisions, refusals with words for the resident.

Requests are dictionaries with at least `id`, `seq`, `state`, `way`, `day` (ISO, of a consultation), `until` (ISO, while
it is set aside), `due` (ISO, while it is lent) and `renewed`. Days are the town's.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from formservice.refusal import Refused

REQUESTED, READY, LENT = "requested", "ready", "lent"
RETURNED, CANCELLED, REFUSED, LAPSED = "returned", "cancelled", "refused", "lapsed"
OUT = frozenset({READY, LENT})
"""Who holds a copy: one that is set aside is nobody else's."""
LIVING = OUT | {REQUESTED}
OVER = (RETURNED, CANCELLED, REFUSED, LAPSED)
CONSULT, BORROW = "consult", "loan"
EVE = timedelta(days=3)
"""Before the day of a consultation, from when on a copy is kept for it."""

Request = dict[str, Any]


class NotThatWay(Refused):
    """What is only read on the spot is not lent."""

    reason = "way"


class TooMany(Refused):
    """The person already has as many requests as the centre lets one have."""

    reason = "limit"


class NotNow(Refused):
    """The request is not where this act would find it."""

    reason = "now"


class NoCopy(Refused):
    """No copy is there for it, or somebody else is before."""

    reason = "copy"


@dataclass(frozen=True)
class Terms:
    """What is lent, how many, how long, and which days the house is open."""

    copies: int
    loan: timedelta
    kept: timedelta
    next_open: Callable[[date], date]
    """The day itself when the house is open, or the next one that is."""
    opens: date | None = None
    """While the collection is closed, the day it opens again."""

    def from_day(self, today: date) -> date:
        """The first day on which anything can be fetched."""
        return max(today, self.opens or today)

    def due(self, since: date) -> date:
        """When a loan from that day on should be back: a day on which what is closed now takes it."""
        return self.next_open(self.from_day(since + self.loan))


@dataclass(frozen=True)
class Standing:
    """Where one would stand: a copy is there (rank 0), or a rank from 1 and the day a copy should be back."""

    rank: int = 0
    expected: date | None = None


def in_turn(requests: Iterable[Request], today: date) -> list[Request]:
    """Who waits for a copy now, first come first. A consultation waits from shortly before its day."""
    found = (one for one in requests if one["state"] == REQUESTED and not is_planned(one, today))
    return sorted(found, key=lambda one: one["seq"])


def is_planned(request: Request, today: date) -> bool:
    """Whether it is a consultation of some later day, which keeps a copy from nobody yet."""
    return request["way"] == CONSULT and date.fromisoformat(request["day"]) - today > EVE


def free(terms: Terms, requests: Iterable[Request]) -> int:
    """Copies on the shelf."""
    return max(0, terms.copies - sum(one["state"] in OUT for one in requests))


def is_wanted(terms: Terms, requests: list[Request], today: date) -> bool:
    """Whether somebody waits for a copy that is not on the shelf."""
    return len(in_turn(requests, today)) > free(terms, requests)


def rank_of(request: Request, terms: Terms, requests: list[Request], today: date) -> int:
    """The rank of who waits, from 1; 0 when a copy is there for them, or nobody waits yet."""
    ahead = [one["id"] for one in in_turn(requests, today)]
    if request["id"] not in ahead:
        return 0
    return max(0, ahead.index(request["id"]) + 1 - free(terms, requests))


def standing(terms: Terms, requests: list[Request], way: str, day: date | None, today: date) -> Standing:
    """Where a newcomer would stand."""
    ahead = in_turn(requests, today) if way == BORROW or day is None else _before(requests, day)
    out = [one for one in requests if one["state"] in OUT]
    busy = out if way == BORROW or day is None else [one for one in out if back(one, terms) >= day]
    rank = len(busy) + len(ahead) - terms.copies + 1
    return Standing(rank, expected(terms, requests, len(ahead), today)) if rank > 0 else Standing()


def _before(requests: list[Request], day: date) -> list[Request]:
    """Who comes before a consultation of that day: those of the same day, and the loans that wait."""
    asked = (one for one in requests if one["state"] == REQUESTED)
    return [one for one in asked if one["way"] == BORROW or one["day"] == day.isoformat()]


def back(request: Request, terms: Terms) -> date:
    """When the copy of a request should be on the shelf again."""
    if request["state"] == LENT:
        return date.fromisoformat(request["due"])
    until = date.fromisoformat(request["until"])
    return until if request["way"] == CONSULT else until + terms.loan


def expected(terms: Terms, requests: list[Request], ahead: int, today: date) -> date:
    """When a copy should be there for who has so many before them: each of those keeps one for a whole loan."""
    since = terms.from_day(today)
    out = sorted(max(since, back(one, terms)) for one in requests if one["state"] in OUT)
    times = sorted([*out, *[since] * (terms.copies - len(out))])[-terms.copies :]
    if not times:
        return since
    for _ in range(ahead):
        heapq.heapreplace(times, times[0] + terms.loan)
    return terms.next_open(times[0])


def check_way(ways: Iterable[str], way: str) -> None:
    """Raise NotThatWay for what is not offered."""
    if way not in ways:
        only = "se consulte sur place : il ne s’emprunte pas" if way == BORROW else "ne se consulte pas sur place"
        raise NotThatWay(f"Ce document {only}.")


def check_limit(held: int, most: int) -> None:
    """Raise TooMany."""
    if held >= most:
        raise TooMany(
            f"Vous avez déjà {held} demande{'s' if held > 1 else ''} en cours. C’est le nombre prévu, pour que chacun "
            "trouve ce qu’il cherche. Vous pourrez en faire une autre quand l’une sera terminée."
        )


def decide(verb: str, request: Request, requests: list[Request], terms: Terms, today: date) -> dict[str, Any]:
    """What an act changes in a request, the others looked at. Raises NotNow, NoCopy: then nothing changes."""
    return ACTS[verb](request, requests, terms, today)


def _set_aside(request: Request, requests: list[Request], terms: Terms, today: date) -> dict[str, Any]:
    _check_state(request, REQUESTED)
    _check_copy(request, requests, terms, today)
    until = request["day"] if request["way"] == CONSULT else None
    kept = until or terms.next_open(terms.from_day(today) + terms.kept).isoformat()
    return {"state": READY, "until": kept}


def _lend(request: Request, requests: list[Request], terms: Terms, today: date) -> dict[str, Any]:
    _check_state(request, REQUESTED, READY)
    if request["state"] == REQUESTED:
        _check_copy(request, requests, terms, today)
    due = today if request["way"] == CONSULT else terms.due(today)
    return {"state": LENT, "until": None, "due": due.isoformat(), "reminded": False, "overdue": 0}


def _give_back(request: Request, requests: list[Request], terms: Terms, today: date) -> dict[str, Any]:
    _check_state(request, LENT)
    return {"state": RETURNED, "ended": today.isoformat()}


def _renew(request: Request, requests: list[Request], terms: Terms, today: date) -> dict[str, Any]:
    _check_state(request, LENT)
    if request["way"] == CONSULT or request["renewed"]:
        raise NotNow("Ce prêt a déjà été prolongé une fois : c’est tout ce qui est prévu.")
    if date.fromisoformat(request["due"]) < today:
        raise NotNow("La date de retour est passée : ce prêt ne se prolonge plus.")
    if is_wanted(terms, requests, today):
        raise NotNow("Une autre personne attend ce document : ce prêt ne se prolonge pas.")
    due = terms.due(date.fromisoformat(request["due"]))
    return {"due": due.isoformat(), "renewed": 1, "reminded": False, "overdue": 0}


def _refuse(request: Request, requests: list[Request], terms: Terms, today: date) -> dict[str, Any]:
    _check_state(request, REQUESTED, READY)
    return {"state": REFUSED, "ended": today.isoformat(), "until": None}


def _cancel(request: Request, requests: list[Request], terms: Terms, today: date) -> dict[str, Any]:
    _check_state(request, REQUESTED, READY)
    return {"state": CANCELLED, "ended": today.isoformat(), "until": None}


def _lapse(request: Request, requests: list[Request], terms: Terms, today: date) -> dict[str, Any]:
    if not is_lapsed(request, today):
        raise NotNow("Cette demande court encore.")
    return {"state": LAPSED, "ended": today.isoformat(), "until": None}


ACTS: dict[str, Callable[[Request, list[Request], Terms, date], dict[str, Any]]] = {
    "set_aside": _set_aside, "lend": _lend, "give_back": _give_back, "renew": _renew, "refuse": _refuse,
    "cancel": _cancel, "lapse": _lapse,
}  # fmt: skip


def is_lapsed(request: Request, today: date) -> bool:
    """Whether what was set aside was not fetched in time, or the day of a consultation went by without a copy."""
    if request["state"] == READY:
        return date.fromisoformat(request["until"]) < today
    missed = request["state"] == REQUESTED and request["way"] == CONSULT
    return missed and date.fromisoformat(request["day"]) < today


def _check_state(request: Request, *states: str) -> None:
    if request["state"] not in states:
        raise NotNow("Cette demande n’en est plus là : relisez-la avant d’aller plus loin.")


def _check_copy(request: Request, requests: list[Request], terms: Terms, today: date) -> None:
    """A copy is on the shelf, and nobody waits before; a consultation of a later day comes after all who wait."""
    left = free(terms, requests)
    before = [one for one in in_turn(requests, today) if one["id"] != request["id"]]
    if not is_planned(request, today):
        before = [one for one in before if one["seq"] < request["seq"]]
    if left == 0:
        raise NoCopy("Aucun exemplaire n’est sur place : tous sont prêtés ou mis de côté.")
    if len(before) >= left:
        raise NoCopy("Une autre personne attend ce document avant celle-ci.")
