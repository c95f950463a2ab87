"""A small town served by real processes on a real store, and visitors who speak to it by the socket."""

import hashlib
import http.client
import os
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from itsdangerous import URLSafeSerializer

from deploy.service import Service, Settings
from formservice.agenda import signups
from formservice.storage import open_store
from tests import markup, quick
from tests.builders import NOW, a_catalogue, a_release, a_session, an_activity, answers
from tests.running import free_port

SEATS = 5
UNIT = "SM-1"
WORKSHOP = an_activity(capacity=SEATS, waiting=60, sessions=(a_session(UNIT, NOW.replace(year=2099)),))
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
SECRET = "a secret for the tests only"


@dataclass
class Answer:
    """What came back to a visitor."""

    status: int
    location: str = ""
    body: bytes = field(default=b"", repr=False)

    @property
    def sealed(self) -> str:
        """The token of a check page."""
        [token] = markup.parse(self.body.decode()).xpath("//input[@name='sealed']/@value")[:1]
        return str(token)


class Town:
    """A service, and what its visitors and its store say."""

    def __init__(self, port: int, url: str) -> None:
        self.port, self.url = port, url

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.getheader("Location", ""), response.read())
        finally:
            connection.close()

    def post(self, **fields: Any) -> Answer:
        """Send the form of the workshop."""
        return self.ask("POST", WORKSHOP.url, urlencode(fields).encode(), FORM)

    def check(self, name: str) -> str:
        """Fill the form in; the token of the check page."""
        answer = self.post(**answers(WORKSHOP, name=name).to_dict())
        assert answer.status == 200, answer.body.decode()
        return read_for_a_while(answer.sealed)

    def confirm(self, token: str) -> Answer:
        """Press the last button."""
        return self.post(sealed=token, action="confirm")

    def confirm_all(self, tokens: list[str]) -> list[Answer]:
        """Press it for everybody at the same moment."""
        start = threading.Barrier(len(tokens))

        def press(token: str) -> Answer:
            start.wait(timeout=20)
            return self.confirm(token)

        with ThreadPoolExecutor(len(tokens)) as pool:
            return list(pool.map(press, tokens))

    def stored(self) -> list[dict[str, Any]]:
        """The registrations, in order of arrival."""
        store = open_store(self.url)
        try:
            return signups.signups_of(store.read(signups.partition_of(UNIT)), UNIT)
        finally:
            store.close()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the partition of the workshop for ourselves: whoever writes to it waits."""
        store = open_store(self.url)
        with store.transaction(signups.partition_of(UNIT)):
            yield
        store.close()

    def send(self, head: bytes, body: bytes = b"") -> socket.socket:
        """A connection on which that much of a request was sent, and no more."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(head + body)
        return connection


@dataclass
class Place:
    """Where a town is served: it can be stopped there and started again."""

    folder: Path
    url: str
    port: int = field(default_factory=free_port)

    @contextmanager
    def serving(self) -> Iterator[tuple[Town, Service]]:
        """The town, until the end of the block."""
        settings = Settings("127.0.0.1", self.port, self.folder)
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("FORMSERVICE_") or name == "CLOCK"]:
                patch.delenv(name)
            for name, value in quick.processes().items():
                patch.setenv(name, value)
            patch.setenv("FORMSERVICE_STORE", self.url)
            patch.setenv("FORMSERVICE_SECRET_KEY", SECRET)
            with Service(settings) as service:
                assert service.answers(threading.Event()), "the service does not answer: see its message above"
                yield Town(self.port, self.url), service

    def publish(self) -> "Place":
        """Put the release of the workshop on line."""
        folder = a_release(self.folder / "release", a_catalogue(WORKSHOP))
        (folder / "site" / "index.html").write_text("<!doctype html><title>Accueil</title>")
        (self.folder / "output").symlink_to(folder)
        return self


def head_of(length: int | None = None, **more: str) -> bytes:
    """The head of a post of the form, as a browser sends it; chunked without a length."""
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    lines = [f"POST {WORKSHOP.url} HTTP/1.1", "Host: 127.0.0.1", size]
    lines += [f"{name}: {value}" for name, value in FORM.items()]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def read_for_a_while(token: str) -> str:
    """The same check page, as if it had been read for ten seconds: nobody is too fast."""
    signer = URLSafeSerializer(SECRET, salt="check-page", signer_kwargs={"digest_method": hashlib.sha256})
    page, version, made, fields, partition, stamp, key = signer.loads(token)
    return str(signer.dumps([page, version, made, fields, partition, stamp - 10, key]))


def ask_to_stop(service: Service) -> None:
    """SIGTERM, as a deployment does."""
    service.process.send_signal(signal.SIGTERM)
