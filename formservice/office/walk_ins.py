"""People who come without having booked: an agent may add them until the session ends."""

from datetime import datetime, timedelta

from formservice.agenda.units import units_of
from formservice.catalogue import Activity


def as_of(activity: Activity, now: datetime) -> datetime:
    """The moment whose open dates the entry screen offers: before the start of the one that is going on."""
    going_on = [unit.start for unit in units_of(activity) if unit.start <= now < unit.living[0].end]
    return min(going_on, default=now + timedelta(minutes=1)) - timedelta(minutes=1)
