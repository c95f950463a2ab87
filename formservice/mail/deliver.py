"""Handing a letter over: to a mail server, or to a folder of files. A rehearsal writes files, whatever is set."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from formservice.config import BadSetting, Config
from formservice.mail import smtp
from formservice.mail.errors import Unreachable
from formservice.service import Service

PORTS = {"smtp": 25, "smtps": 465}
TLS = ("offered", "required", "never")


@dataclass(frozen=True)
class Folder:
    """One file a letter."""

    path: Path

    def deliver(self, message: EmailMessage, now: datetime) -> None:
        """Write it whole, for its owner only. Unreachable."""
        identity = re.sub(r"[^A-Za-z0-9-]", "", message["Message-ID"].partition("@")[0])
        target = self.path / f"{now:%Y%m%dT%H%M%S}-{identity}.eml"
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise Unreachable(f"{self.path} : impossible d’y écrire un courriel ({error.strerror}).") from None
        finally:
            draft.unlink(missing_ok=True)


@dataclass(frozen=True)
class Server:
    """A mail server."""

    address: smtp.Address

    def deliver(self, message: EmailMessage, now: datetime) -> None:
        """Send it. Unreachable, NotNow, Never."""
        smtp.send(self.address, message)


def place_of(app: Service) -> Folder | Server:
    """Where letters go. BadSetting, StoreError: a doubt about the rehearsal sends nothing."""
    place = asked(app.settings)
    if app.store.get_setting("rehearsal", False) and isinstance(place, Server):
        return Folder(Path(app.settings.VAR or "var") / "mail")
    return place


def asked(settings: Config) -> Folder | Server:
    """Where the settings say that letters go. BadSetting."""
    return parse(settings.MAIL, settings.MAIL_TLS, urlsplit(settings.BASE_URL).hostname or "localhost")


def parse(mail: str, tls: str, helo: str) -> Folder | Server:
    """Read `file:<folder>`, `smtp://[user:password@]host[:port]` or `smtps://…`. BadSetting."""
    if tls not in TLS:
        raise BadSetting("FORMSERVICE_MAIL_TLS : écrivez offered, required ou never.")
    parts = urlsplit(mail)
    try:
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        port = 0
    if parts.scheme == "file" and mail.partition(":")[2]:
        return Folder(Path(mail.partition(":")[2].removeprefix("//")))
    if not port or not parts.hostname:
        raise BadSetting("FORMSERVICE_MAIL : écrivez smtp://serveur:port, smtps://serveur:port ou file:dossier.")
    return Server(_server(parts, port, tls, helo))


def _server(parts: SplitResult, port: int, tls: str, helo: str) -> smtp.Address:
    address = smtp.Address(
        parts.hostname or "", port, unquote(parts.username or ""), unquote(parts.password or ""),
        secure=parts.scheme == "smtps", tls=tls, helo=helo,
    )  # fmt: skip
    if address.user and tls == "never" and not address.secure and not address.is_here:
        raise BadSetting("FORMSERVICE_MAIL : un mot de passe ne part pas en clair. Utilisez smtps:// ou MAIL_TLS.")
    return address
