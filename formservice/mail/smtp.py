"""One letter to a mail server, within a time that holds even when the server says one byte a second."""

import os
import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from formservice.mail.errors import Never, NotNow, Unreachable

CONNECT, WHOLE, GOODBYE = 5.0, 30.0, 2.0
"""Seconds to connect, for the whole delivery, and to part in good manner once the letter was accepted."""
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Address:
    """A mail server and how it is spoken to."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    secure: bool = False
    tls: str = "offered"
    helo: str = "localhost"

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine, where nobody is between."""
        return self.host in HERE


class Watch:
    """Cuts a connection when its time is over, whatever either side is doing: a limit on each read would not."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self.line: socket.socket | None = None
        self.timer = threading.Timer(seconds, self.cut)
        self.timer.daemon = True

    def __enter__(self) -> "Watch":
        self.timer.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.timer.cancel()
        if self.line:
            self.line.close()

    def guard(self, line: socket.socket) -> None:
        """Watch this connection. A handle of our own: TLS takes the other over."""
        self.line = socket.socket(fileno=os.dup(line.fileno()))
        if self.over:
            raise TimeoutError

    def cut(self) -> None:
        """End it."""
        self.over = True
        if self.line:
            with suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)


class Line(smtplib.SMTP):
    """A conversation under watch."""

    def __init__(self, to: Address, watch: Watch) -> None:
        self.to, self.watch = to, watch
        super().__init__(to.host, to.port, local_hostname=to.helo, timeout=WHOLE)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = socket.create_connection((host, port), CONNECT)
        self.watch.guard(line)
        line.settimeout(timeout)
        return ssl.create_default_context().wrap_socket(line, server_hostname=host) if self.to.secure else line

    def prepare(self) -> None:
        """Say hello, in secret when it is offered or wanted, and who we are when asked."""
        self.ehlo_or_helo_if_needed()
        offered = self.has_extn("starttls") and not self.to.is_here and self.to.tls == "offered"
        if not self.to.secure and (offered or self.to.tls == "required"):
            self.starttls(context=ssl.create_default_context())
            self.ehlo_or_helo_if_needed()
        if self.to.user:
            if not (isinstance(self.sock, ssl.SSLSocket) or self.to.is_here):
                raise smtplib.SMTPNotSupportedError("no password in clear")
            self.login(self.to.user, self.to.password)


def send(to: Address, message: EmailMessage) -> None:
    """Send to the one address of the message. Unreachable, NotNow, Never."""
    with Watch(WHOLE) as watch:
        line = opened(to, watch)
        try:
            hand_over(line, message)
            part(line)
        except (smtplib.SMTPException, OSError) as error:
            raise NotNow(said(error, watch)) from None
        finally:
            line.close()


def opened(to: Address, watch: Watch) -> Line:
    """A line on which letters may be sent. Unreachable."""
    line = None
    try:
        line = Line(to, watch)
        line.prepare()
        return line
    except (smtplib.SMTPException, OSError) as error:
        if line:
            line.close()
        raise Unreachable(f"{to.host}:{to.port} : {said(error, watch)}") from None


def hand_over(line: Line, message: EmailMessage) -> None:
    """The letter itself. Never when the recipient or the content is refused for good."""
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    try:
        line.send_message(message, sender, [recipient])
    except smtplib.SMTPRecipientsRefused as error:
        _refused(next(iter(error.recipients.values()))[0], "adresse refusée")
    except smtplib.SMTPDataError as error:
        _refused(error.smtp_code, "message refusé")
    except (smtplib.SMTPNotSupportedError, UnicodeError):
        raise Never("adresse que le serveur ne sait pas écrire") from None


def _refused(code: int, what: str) -> None:
    raise (Never if code >= 500 else NotNow)(f"{what} ({code})") from None


def part(line: Line) -> None:
    """Take leave. The letter is accepted: what happens now changes nothing."""
    with suppress(smtplib.SMTPException, OSError):
        if line.sock:
            line.sock.settimeout(GOODBYE)
        line.quit()


def said(error: Any, watch: Watch) -> str:
    """Why it failed; never an address, which servers like to repeat."""
    if watch.over or isinstance(error, TimeoutError):
        return "pas de réponse à temps"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificat refusé ({error.verify_message})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"réponse {error.smtp_code}"
    return str(getattr(error, "strerror", None) or type(error).__name__)
