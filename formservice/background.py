"""What the service does by itself, in a thread, when no timer does it: what is due, mail, then tomorrow on paper.

One worker at a time, of all those that share the folder: it holds a lock that the system takes back when it dies.
"""

import atexit
import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path

from formservice import tick as due
from formservice.mail import outbox
from formservice.office.day_nightly import Nightly
from formservice.service import Service

LEAVING = 10.0
"""Seconds that a worker which stops gives to the round under way."""


def tick(app: Service) -> None:
    """All that is due."""
    due.run(app)


def mail(app: Service) -> None:
    """One pass of the sender."""
    trouble = outbox.run(app).trouble
    if trouble:
        raise Trouble(trouble)


class Trouble(Exception):
    """What an operator should know."""


def jobs() -> list[Callable[[Service], None]]:
    """In this order; each takes the application and may be run beside another process that runs it too."""
    return [tick, mail, Nightly()]


class Background(threading.Thread):
    """Runs the jobs every few seconds while it holds the lock; waits for it otherwise."""

    def __init__(self, app: Service, every: float, own: list[Callable[[Service], None]] | None = None) -> None:
        super().__init__(name="background", daemon=True)
        self.app, self.every, self.jobs = app, every, jobs() if own is None else own
        self.ended = threading.Event()
        self.said: dict[str, str] = {}

    def run(self) -> None:
        """Until it is stopped."""
        path = Path(self.app.settings.VAR or "var") / "background.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            while not self.ended.wait(self.every):
                if is_ours(lock):
                    self.round()
        finally:
            os.close(lock)

    def round(self) -> None:
        """Each job once, whatever becomes of the others. The same trouble is said once."""
        with self.app.app_context():
            for job in self.jobs:
                if self.ended.is_set():
                    return
                self._do(job)

    def _do(self, job: Callable[[Service], None]) -> None:
        try:
            job(self.app)
            trouble = ""
        except Exception as error:  # noqa: BLE001 - the next round must come
            trouble = str(error) or type(error).__name__
        if trouble and trouble != self.said.get(job.__name__):
            self.app.logger.error("%s : %s", job.__name__, trouble)
        self.said[job.__name__] = trouble

    def stop(self) -> None:
        """End after the job under way."""
        self.ended.set()
        self.join(LEAVING)


def is_ours(lock: int) -> bool:
    """Whether we hold the lock, from now on if it was free."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(app: Service) -> Background | None:
    """Start the thread where the settings ask for it."""
    if not app.settings.BACKGROUND:
        return None
    thread = Background(app, float(app.settings.BACKGROUND))
    thread.start()
    atexit.register(thread.stop)
    return thread
