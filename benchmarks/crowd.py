"""Visitors at a given rate: each fills in a form, reads the check page, confirms, and tries again after a fault."""

import http.client
import queue
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.town import Town

THREADS = 64
READING = 2.2
"""Seconds on the check page: the service gives it back to who confirms in less than 2."""
TRIES = 8
LATE = 30.0
"""Seconds of delay after which a visitor is not sent any more: the rate was too high."""
SEALED = re.compile(r'name="sealed" value="([^"]+)"')


@dataclass(order=True)
class Visit:
    """One step of one visitor, and when it is due."""

    due: float
    number: int
    token: str = field(default="", compare=False)


@dataclass
class Seen:
    """What the visitors saw."""

    acknowledged: dict[int, str] = field(default_factory=dict)
    """Per visitor, the address of the confirmation."""
    outcomes: Counter[str] = field(default_factory=Counter)
    delays: list[float] = field(default_factory=list)
    """From the moment a confirmation was due to its answer, waiting for a free thread included."""
    first: float = 0.0
    last: float = 0.0


class Crowd:
    """Threads that take the next step that is due."""

    def __init__(self, town: Town, rate: float, seconds: float) -> None:
        self.town, self.people = town, int(rate * seconds)
        self.host, self.port = town.settings.local_host, town.settings.port
        self.seen, self.lock = Seen(), threading.Lock()
        self.steps: queue.PriorityQueue[Visit] = queue.PriorityQueue()
        start = time.monotonic() + 0.5
        for number in range(self.people):
            self.steps.put(Visit(start + number / rate, number))
        self.half = start + READING + seconds / 2
        self.left = self.people

    def run(self) -> Seen:
        """Send everybody; kill a worker half-way."""
        threads = [threading.Thread(target=self._walk, daemon=True) for _ in range(THREADS)]
        self.seen.first = time.monotonic() + 0.5 + READING
        for thread in threads:
            thread.start()
        time.sleep(max(0.0, self.half - time.monotonic()))
        self.town.kill_a_worker()
        for thread in threads:
            thread.join()
        return self.seen

    def _walk(self) -> None:
        while self.left > 0:
            try:
                visit = self.steps.get(timeout=0.2)
            except queue.Empty:
                continue
            time.sleep(max(0.0, visit.due - time.monotonic()))
            try:
                if visit.token:
                    self._confirm(visit)
                else:
                    self._fill_in(visit)
            except Exception as error:
                self._end(f"erreur du banc : {error!r}")

    def _fill_in(self, visit: Visit) -> None:
        if time.monotonic() > visit.due + LATE:
            return self._end("non envoyée : trop de retard")
        unit = self.town.unit_for(visit.number)
        given = {"session": unit.id, "who": "self", "name": f"Dominique Exemple {visit.number}", "reach": "phone"}
        given |= {"phone": f"06 39 98 {visit.number // 100 % 100:02d} {visit.number % 100:02d}"}
        status, _, page = self._post(unit.activity.url, given | {"version": unit.activity.version})
        if status == 200 and (found := SEALED.search(page)):
            return self.steps.put(Visit(max(visit.due, time.monotonic()) + READING, visit.number, found[1]))
        return self._end("complet" if status == 409 else f"formulaire : {status}")

    def _confirm(self, visit: Visit) -> None:
        unit = self.town.unit_for(visit.number)
        status, location, _ = self._post(unit.activity.url, {"sealed": visit.token, "action": "confirm"})
        now = time.monotonic()
        with self.lock:
            self.seen.delays.append(now - visit.due)
            self.seen.last = now
            if status == 303:
                self.seen.acknowledged[visit.number] = location
        self._end({303: "acquittée", 409: "complet"}.get(status, f"confirmation : {status}"))

    def _end(self, outcome: str) -> None:
        with self.lock:
            self.seen.outcomes[outcome] += 1
            self.left -= 1

    def _post(self, url: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """Status, address and page; after a fault, the same again, as somebody who presses the button again."""
        status, location, page = 0, "", ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(0.5)
                with self.lock:
                    self.seen.outcomes["(reprises après un défaut)"] += 1
            try:
                status, location, page = self._send(url, fields)
            except (OSError, http.client.HTTPException):
                continue
            if status < 500:
                break
        return status, location, page

    def _send(self, url: str, fields: dict[str, str]) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        headers = {"Origin": self.town.settings.address, "Sec-Fetch-Site": "same-origin"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request("POST", url, urlencode(fields), headers)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location", ""), answer.read().decode()
        finally:
            connection.close()
