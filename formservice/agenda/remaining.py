"""What is left of a unit, in numbers and in words: for anybody, for newcomers alone, on the waiting list. Pure."""

from dataclasses import dataclass
from datetime import datetime

from formservice.agenda import rules
from formservice.agenda.rules import SignUp
from formservice.agenda.units import Unit

NEWCOMERS = "pour qui n’est pas venu depuis un an"
"""Who the seats kept are for, as the form says it at length."""


@dataclass(frozen=True)
class Remaining:
    """What one who asks now may have."""

    free: int = 0
    """Seats for anybody."""
    kept: int = 0
    """More, for newcomers to the theme alone."""
    queue: bool = False
    """Whether one may wait."""

    def __add__(self, other: "Remaining") -> "Remaining":
        return Remaining(self.free + other.free, self.kept + other.kept, self.queue or other.queue)

    @property
    def seats(self) -> int:
        """Seats, whoever they are for."""
        return self.free + self.kept

    @property
    def for_whom(self) -> str:
        """What is said after a number of seats, so that it promises nobody what another would get; "" in general."""
        if not self.kept:
            return ""
        return f", dont {self.kept} {NEWCOMERS}" if self.free else f" {NEWCOMERS}"


def remaining_of(unit: Unit, signups: list[SignUp], now: datetime) -> Remaining:
    """What is left of a unit that takes place."""
    seats, queue = unit.capacity - rules.seats_taken(signups), rules.may_wait(unit, signups)
    if not rules.is_free(unit, signups, 1, True, now):
        return Remaining(queue=queue)
    if not rules.is_free(unit, signups, 1, False, now):
        return Remaining(kept=seats, queue=queue)
    kept = rules.kept_for_newcomers(unit, signups, now)
    return Remaining(seats - kept, kept, queue)
