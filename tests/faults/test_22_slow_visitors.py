"""Visitors who send drop by drop, or nothing at all: nginx keeps them from the service, and the others see nothing."""

import contextlib
import select
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.test_nginx import ROOT, settings, wait_for
from tests.faults.town import Place, Town, head_of
from tests.running import free_port

pytestmark = pytest.mark.heavy

IDLE, HEADS, BODIES = 1000, 150, 150
LIMITS = "worker_processes 1; worker_rlimit_nofile 16384; events { worker_connections 4096; }"
"""What docs/installer.md has the operator write."""
LET_GO = 15
"""Seconds after which a head that is not whole has been given up: `client_header_timeout`, and a margin."""


@pytest.fixture
def fronted(tmp_path: Path) -> Iterator[Town]:
    """A town behind the real nginx of deploy/."""
    place, port = Place(tmp_path, f"tinydb:{tmp_path / 'data'}").publish(), free_port()
    with place.serving() as (town, _):
        text = settings(tmp_path, port, town.port).replace("events {}", LIMITS)
        (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
        found = subprocess.run([ROOT / "deploy/need", "nginx"], capture_output=True, text=True, check=True)
        command = [found.stdout.strip(), "-p", tmp_path, "-c", tmp_path / "nginx.conf"]
        process = subprocess.Popen(command, start_new_session=True)
        try:
            wait_for(port, process)
            yield Town(port, town.url)
        finally:
            process.terminate()
            process.wait(10)


class Crowd:
    """Connections from many addresses of this machine, kept open as long as nginx lets them."""

    def __init__(self, port: int) -> None:
        self.port, self.number, self.over = port, 0, threading.Event()
        self.idle = [self.connection(b"") for _ in range(IDLE)]
        self.heads = [self.connection(b"POST /agenda/ HTTP/1.1\r\nHost: a\r\nX-Slow: ") for _ in range(HEADS)]
        self.bodies = [self.connection(head_of(100_000)) for _ in range(BODIES)]
        self.thread = threading.Thread(target=self.drip)

    def connection(self, sent: bytes) -> socket.socket:
        """One more, forty to an address: no limit for each of them holds it back."""
        self.number += 1
        source = (f"127.0.1.{1 + self.number // 40}", 0)
        made = socket.create_connection(("127.0.0.1", self.port), timeout=10, source_address=source)
        made.sendall(sent)
        return made

    def drip(self) -> None:
        """One byte to each, again and again."""
        while not self.over.wait(0.5):
            for one in [*self.heads, *self.bodies]:
                with contextlib.suppress(OSError):
                    one.send(b"a")

    def __enter__(self) -> "Crowd":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.thread.join()
        for one in [*self.idle, *self.heads, *self.bodies]:
            one.close()


def untouched(connections: list[socket.socket]) -> int:
    """How many nginx has neither answered nor closed; by `poll`, which takes descriptors above 1,024."""
    poll = select.poll()
    for one in connections:
        poll.register(one.fileno(), select.POLLIN | select.POLLHUP)
    return len(connections) - len(poll.poll(0))


def let_go(connections: list[socket.socket], until: float) -> int:
    """How many nginx has closed by then."""
    poll, left = select.poll(), {one.fileno() for one in connections}
    for fd in left:
        poll.register(fd, select.POLLIN | select.POLLHUP)
    while left and time.monotonic() < until:
        for fd, _ in poll.poll(200):
            poll.unregister(fd)
            left.discard(fd)
    return len(connections) - len(left)


def test_a_thousand_idle_and_slow_visitors_keep_nobody_from_registering(fronted):
    began, waits = time.monotonic(), []
    with Crowd(fronted.port) as crowd:
        for number in range(8):
            start = time.monotonic()
            token = fronted.check(f"Personne {number}")
            assert fronted.confirm(token).status == 303
            waits.append((time.monotonic() - start) / 2)
        assert untouched(crowd.idle) == IDLE or time.monotonic() - began > 9, "the crowd was there all the while"
        assert sorted(waits)[len(waits) // 2] < 1 and max(waits) < 5
        assert let_go([*crowd.idle, *crowd.heads], began + LET_GO + 5) == IDLE + HEADS
    assert len(fronted.stored()) == 8
