"""A demand written by hand: dates of a workshop, and who asked for them."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from formservice.demand.model import Demand, Hope, Offer, Request

NOW = datetime(2026, 12, 1, 10, 0)
NUMBERS = count(1)


def offer(days: float, seats: int = 8, code: str = "SM", **given: Any) -> Offer:
    """A date so many days from now."""
    start = (NOW + timedelta(days=days)).replace(hour=given.pop("hour", 14))
    known = {
        "id": f"{code}-{next(NUMBERS)}", "code": code, "title": {"SM": "Smartphone débutant"}.get(code, code),
        "theme": "smartphone", "level": "débutant", "place": "La Maison des aînés", "start": start,
        "end": start + timedelta(hours=2), "seats": seats,
    }  # fmt: skip
    return Offer(**known | given)


def ask(of: Offer, state: str = "waiting", days: int = 30, who: str = "", **given: Any) -> Request:
    """Somebody asked for it, so many days ago."""
    known = {
        "party": 1, "channel": "web", "asked": NOW.date() - timedelta(days=days),
        "place": (f"session/{of.id}", f"signup-{next(NUMBERS)}"),
    } | given  # fmt: skip
    return Request(of, who or f"person {next(NUMBERS)}", state=state, **known)


def demand(*found: Offer | Request | Hope, elsewhere: tuple[Request, ...] = ()) -> Demand:
    """All of it; the offers that were only asked for too."""
    asked = [one for one in found if isinstance(one, Request)]
    offers = {one.id: one for one in [*found, *(one.offer for one in asked)] if isinstance(one, Offer)}
    return Demand(
        tuple(sorted(offers.values(), key=lambda one: one.start)), tuple(sorted(asked, key=lambda one: one.asked)),
        tuple(one for one in found if isinstance(one, Hope)), elsewhere,
    )  # fmt: skip


def hope(days: int = 30, theme: str = "photos") -> Hope:
    """Somebody is on the list of a theme."""
    return Hope(theme, "telephone", date(2026, 12, 1) - timedelta(days=days), True)
