"""Visitors at a given rate: each fills in a form, reads the check page, confirms, and tries again after a fault.

One thread, on bare sockets: what the visitors cost is not what is measured, and they share the machine.
"""

import asyncio
import re
import socket
import time
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.town import Town

TOGETHER = 64
"""Posts under way at once, each on a connection of its own, as nginx opens them."""
READING = 2.2
"""Seconds on the check page: the service gives it back to who confirms in less than 2."""
TRIES = 8
PATIENCE = 30.0
"""Seconds for an answer."""
LATE = 30.0
"""Seconds of delay after which a visitor is not sent any more: the rate was too high."""
SEALED = re.compile(rb'name="sealed" value="([^"]+)"')
PLACE = re.compile(rb"\r\nLocation: ([^\r]+)", re.IGNORECASE)
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)


@dataclass
class Seen:
    """What the visitors saw."""

    acknowledged: dict[int, str] = field(default_factory=dict)
    """Per visitor, the address of the confirmation."""
    outcomes: Counter[str] = field(default_factory=Counter)
    delays: list[float] = field(default_factory=list)
    """From the moment a confirmation was due to its answer, waiting for one's turn included."""
    first: float = 0.0
    last: float = 0.0


class Crowd:
    """Visitors who come one after the other, whatever becomes of those before."""

    def __init__(self, town: Town, rate: float, seconds: float) -> None:
        self.town, self.rate, self.seconds, self.people = town, rate, seconds, int(rate * seconds)
        self.place = town.settings.local_host, town.settings.port
        self.head = f"Host: {town.settings.address[7:]}\r\nOrigin: {town.settings.address}\r\n"
        self.head += "Sec-Fetch-Site: same-origin\r\nConnection: close\r\n"
        self.head += "Content-Type: application/x-www-form-urlencoded\r\n"
        self.seen, self.free = Seen(), asyncio.Semaphore(TOGETHER)

    def run(self) -> Seen:
        """Send everybody; kill a worker half-way."""
        asyncio.run(self._come())
        return self.seen

    async def _come(self) -> None:
        start = time.monotonic() + 0.5
        self.seen.first = start + READING
        asyncio.get_running_loop().call_later(0.5 + READING + self.seconds / 2, self.town.kill_a_worker)
        async with asyncio.TaskGroup() as visits:
            for number in range(self.people):
                await until(due := start + number / self.rate)
                visits.create_task(self._guarded(self._visit(number, due)))

    async def _guarded(self, visit: Coroutine[None, None, str]) -> None:
        try:
            outcome = await visit
        except Exception as error:
            outcome = f"erreur du banc : {error!r}"
        self.seen.outcomes[outcome] += 1

    async def _visit(self, number: int, due: float) -> str:
        unit = self.town.unit_for(number)
        given = {"session": unit.id, "who": "self", "name": f"Dominique Exemple {number}", "reach": "phone"}
        given |= {"phone": f"06 39 98 {number // 100 % 100:02d} {number % 100:02d}"}
        async with self.free:
            if time.monotonic() > due + LATE:
                return "non envoyée : trop de retard"
            status, page = await self._post(unit.activity.url, given | {"version": unit.activity.version})
        if status != 200 or not (found := SEALED.search(page)):
            return "complet" if status == 409 else f"formulaire : {status}"
        await until(due := max(due, time.monotonic()) + READING)
        async with self.free:
            status, page = await self._post(unit.activity.url, {"sealed": found[1].decode(), "action": "confirm"})
        self.seen.last = time.monotonic()
        self.seen.delays.append(self.seen.last - due)
        if status == 303 and (place := PLACE.search(page)):
            self.seen.acknowledged[number] = place[1].decode()
        return {303: "acquittée", 409: "complet"}.get(status, f"confirmation : {status}")

    async def _post(self, url: str, fields: dict[str, str]) -> tuple[int, bytes]:
        """Status and answer; after a fault, the same again, as somebody who presses the button again."""
        body, status, answer = urlencode(fields), 0, b""
        asked = f"POST {url} HTTP/1.1\r\n{self.head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(0.5)
                self.seen.outcomes["(reprises après un défaut)"] += 1
            try:
                status, answer = await asyncio.wait_for(self._send(asked), PATIENCE)
            except (OSError, ValueError):
                continue
            if status < 500:
                break
        return status, answer

    async def _send(self, asked: bytes) -> tuple[int, bytes]:
        """One connection, one answer. OSError, and ValueError for one that was cut short."""
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_INET6 if ":" in self.place[0] else socket.AF_INET) as line:
            line.setblocking(False)
            await loop.sock_connect(line, self.place)
            await loop.sock_sendall(line, asked)
            answer = b""
            while gulp := await loop.sock_recv(line, 1 << 16):
                answer += gulp
        head, ended, body = answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not ended or not length or len(body) != int(length[1]):
            raise ValueError("cut short")
        return int(head[9:12]), answer


async def until(due: float) -> None:
    """Wait for that moment."""
    if (left := due - time.monotonic()) > 0:
        await asyncio.sleep(left)
