"""The town's clock, for the build and the service alike.

Sessions and closures are written as the clock on the wall shows them, so rules compare with
`wall()`. What must be ordered or kept is stamped with `utc()`. Under the rehearsal clock both
run from another day; locks, timeouts and signatures never ask this clock.
"""

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")


class Clock:
    """A running clock. `offset` is asked at each reading, since another process may move it."""

    def __init__(self, zone: str = "Europe/Paris", offset: Callable[[], timedelta] = timedelta):
        self.zone = ZoneInfo(zone)
        self.offset = offset

    def utc(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC) + self.offset()

    def wall(self) -> datetime:
        """The town's date and time, without offset, to the second."""
        return self.utc().astimezone(self.zone).replace(tzinfo=None, microsecond=0)

    def today(self) -> date:
        """The town's date."""
        return self.wall().date()


class FrozenClock(Clock):
    """A clock that stands still until told otherwise; for tests."""

    def __init__(self, at: datetime, zone: str = "Europe/Paris"):
        super().__init__(zone)
        self.at = at

    def utc(self) -> datetime:
        """The frozen moment."""
        return self.at.replace(tzinfo=self.zone).astimezone(UTC)


def of_wall(wall: datetime, zone: str) -> datetime:
    """A time of the town's clock as others are told it, aware.

    There and back: in the hour that the clocks skip, programs disagree about what half past two is.
    """
    town = ZoneInfo(zone)
    return wall.replace(tzinfo=town).astimezone(UTC).astimezone(town)


def offset_to(text: str, zone: str = "Europe/Paris") -> timedelta:
    """How far `CLOCK=2026-12-01T10:00` is from now. Raises ValueError with a French sentence."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"CLOCK={text} : écrivez une date et une heure, 2026-12-01T10:00.") from None
    return start.replace(tzinfo=start.tzinfo or ZoneInfo(zone)) - datetime.now(UTC)


def build_clock(zone: str) -> Clock:
    """The clock of a build: CLOCK starts it on another day."""
    text = os.environ.get("CLOCK")
    offset = offset_to(text, zone) if text else timedelta()
    return Clock(zone, lambda: offset)
