"""Today and tomorrow on paper, made by the service itself where no timer does it (`make serve`)."""

from datetime import datetime, time, timedelta

from formservice.office.commands import unwritten
from formservice.office.day_files import folder_of, keep
from formservice.service import Service

MADE = (time(5), time(19, 30))
"""Before the first session, and once the counter is closed; `deploy/systemd/commune-jour.timer` says the same."""
AGAIN = timedelta(minutes=10)
"""After a failure."""


class Nightly:
    """The last of the jobs of `background`: when a time of day has come, and after a start."""

    __name__ = "jour"

    def __init__(self) -> None:
        self.made: datetime | None = None
        self.tried: datetime | None = None
        self.trouble: Exception | None = None

    def __call__(self, app: Service) -> None:
        """Make both files if they are due. What failed is tried again later, and is the same trouble until then."""
        now = app.clock.wall()
        if self._waits(now):
            if self.trouble:
                raise self.trouble
            return
        self.tried, self.trouble = now, None
        try:
            for day in (now.date(), now.date() + timedelta(days=1)):
                keep(app, day)
        except Exception as error:
            self.trouble = unwritten(error, folder_of(app)) if isinstance(error, OSError) else error
            raise self.trouble from None
        self.made = now

    def _waits(self, now: datetime) -> bool:
        """Whether it is too early. A clock that was moved back makes them again."""
        if self.trouble and self.tried:
            return now - AGAIN < self.tried <= now
        return self.made is not None and due_since(now) <= self.made <= now


def due_since(now: datetime) -> datetime:
    """The last time of day at which the files were to be made."""
    days = (now.date() - timedelta(days=1), now.date())
    return max(one for day in days for at in MADE if (one := datetime.combine(day, at)) <= now)
