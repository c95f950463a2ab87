"""Real mail servers of every temper, on a port of the loopback."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

YES = "250 OK"


@dataclass
class Temper:
    """What a server answers, and the letters it has accepted."""

    recipient: dict[str, str] = field(default_factory=dict)
    """An address, and the answer to it; YES for others."""
    content: str = YES
    sleep: float = 0.0
    """Seconds between the whole letter and the answer."""
    accepted: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    awake: threading.Event = field(default_factory=threading.Event)
    """Set once it has slept after a letter: another conversation may begin."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.recipient.get(address, YES)
        if answer == YES:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.content == YES:
            message = message_from_bytes(envelope.content, policy=policy.default)
            self.accepted.append((list(envelope.rcpt_tos), message))
        # Blocks this server on purpose: it serves one conversation at a time.
        time.sleep(self.sleep)
        self.awake.set()
        return self.content

    @property
    def letters(self) -> list[EmailMessage]:
        """The letters alone."""
        return [message for _, message in self.accepted]


@contextmanager
def mail_server(
    temper: Temper | None = None, tls: ssl.SSLContext | None = None, password: str = ""
) -> Iterator[tuple[Temper, str]]:
    """A server of that temper and its address; with `tls`, it wants STARTTLS; with `password`, it knows one."""
    temper = temper or Temper()

    def knows(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=given.password == password.encode(), handled=False)

    asked = {"authenticator": knows, "auth_require_tls": False} if password else {}
    secret = {"tls_context": tls, "require_starttls": True} if tls else {}
    controller = Controller(temper, "127.0.0.1", free_port(), **secret, **asked)
    controller.start()
    try:
        yield temper, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop(no_assert=True)


@contextmanager
def raw_server(said: bytes, every: float) -> Iterator[str]:
    """Who says these bytes one by one to whoever connects, with so many seconds between."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def crawl() -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                with suppress(OSError), line:
                    for byte in said:
                        if over.wait(every):
                            return
                        line.sendall(bytes([byte]))
                    over.wait()

    thread = threading.Thread(target=crawl, daemon=True)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listener.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path, days: int) -> tuple[Path, ssl.SSLContext]:
    """A certificate of 127.0.0.1 that ends in so many days, and a server that shows it."""
    key, asked, shown = (folder / name for name in ("key.pem", "asked.pem", "certificate.pem"))
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    ask = ["req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", asked, *names]
    how = ["-copy_extensions", "copy", "-days", str(days)]
    sign = ["x509", "-req", "-in", asked, "-signkey", key, *how, "-out", shown]
    for command in (ask, sign):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, key)
    return shown, context
