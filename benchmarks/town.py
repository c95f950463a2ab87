"""A generated commune that many people want to register in, served by the real processes."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

from deploy.service import BEHIND_NGINX, DESK, Service, Settings
from formservice.agenda.units import Unit, units_of
from tests.built import Built, build
from tests.commune import Writer
from tests.running import free_port

ACTIVITIES, SESSIONS = 60, 10
LARGE = 150
"""Seats of one session that many want."""
LARGE_SHARE = 0.05
NOW = datetime.now().replace(microsecond=0)


class Crowded(Writer):
    """The commune of the tests, with many sessions and a large one, all a little too small for the crowd."""

    def __init__(self, folder: Path, people: int) -> None:
        super().__init__(folder, 7, NOW)
        self.each = people / (ACTIVITIES * SESSIONS)

    def _pages(self) -> None:
        super()._pages()
        for number in range(ACTIVITIES):
            self._activity(f"Atelier de charge {number}", "crowded")
        self._activity("Réunion de charge", "large")

    def _crowded(self, code: str) -> dict[str, Any]:
        capacity = max(2, int(self.each * 0.8))
        return self._booked(self._dates(code, SESSIONS), capacity, min(100, int(self.each * 0.3)))

    def _large(self, code: str) -> dict[str, Any]:
        return self._booked(self._dates(code, 1), LARGE, 50)


@dataclass(frozen=True)
class Town:
    """What is served, and where."""

    settings: Settings
    master: int
    large: Unit
    units: list[Unit]

    def kill_a_worker(self) -> None:
        """Kill -9 one of the processes that answer."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def spent(self) -> float:
        """Seconds of processor of the service so far, those of the dead included."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in (self.master, *children)]
        return sum(int(ticks) for one in fields for ticks in one[11:15]) / os.sysconf("SC_CLK_TCK")

    def unit_for(self, number: int) -> Unit:
        """What the visitor of that number wants."""
        every = round(1 / LARGE_SHARE)
        return self.large if number % every == 0 else self.units[number % len(self.units)]


def wanted(site: Built) -> tuple[Unit, list[Unit]]:
    """The large session, and the many."""
    crowded = [one for one in site.catalogue.activities if "de charge" in one.title]
    [large] = [unit for one in crowded if one.capacity == LARGE for unit in units_of(one)]
    return large, [unit for one in crowded if one.capacity != LARGE for unit in units_of(one)]


@contextmanager
def town(folder: Path, store: str, people: int) -> Iterator[Town]:
    """Serve it on that store, which is no rehearsal; sends of this machine are not doubted. On files, as `make serve`
    does; on PostgreSQL, as behind nginx, where what is due is looked at once a minute."""
    writer = Crowded(folder / "commune", people)
    writer.write(14, 3, 5, 20, {})
    site = build(writer.commune.folder, folder / "release", NOW)
    settings = Settings("127.0.0.1", free_port(), folder)
    settings.link.symlink_to(site.folder)
    workers, every = (DESK, "3") if store.startswith("tinydb:") else (BEHIND_NGINX, "60")
    ours = {"FORMSERVICE_STORE": store, "FORMSERVICE_TOWN_NETWORKS": "127.0.0.0/8", "FORMSERVICE_BACKGROUND": every}
    others = {name: text for name, text in os.environ.items() if not name.startswith("FORMSERVICE_")}
    with patch.dict(os.environ, others | ours, clear=True), Service(settings, workers) as service:
        if not service.answers(Event()):
            raise SystemExit("Le service ne répond pas : voyez son message au-dessus.")
        yield Town(settings, service.process.pid, *wanted(site))
