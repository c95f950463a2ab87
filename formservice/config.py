"""The settings of the service: environment variables `FORMSERVICE_…`, each with its reason."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

NUMBERS = {
    "TRUSTED_PROXIES": "1 derrière un nginx",
    "MAIL_PER_HOUR": "1000 par exemple",
    "BACKGROUND": "0 ou quelques secondes",
}
"""Settings that are whole numbers, with an example."""


class BadSetting(Exception):
    """A setting that would make the service unsafe or useless; one French line for the operator."""


@dataclass(frozen=True)
class Config:
    """Read once at start. A missing secret stops the service; a default never weakens it."""

    SECRET_KEY: str = ""
    """Signs check pages and agents' forms. Several, separated by commas: the first signs, the others still
    verify. Left empty with VAR set, a key is made once and kept in `<VAR>/secret_key`."""
    VAR: str = ""
    """The folder of what this installation keeps (`make serve` says `var`)."""
    STORE: str = "tinydb:var/data"
    """Where records live: `tinydb:<folder>` or a `postgresql://` address."""
    RELEASE: str = "output"
    """The folder, or the link, of the current release of the site."""
    MAIL: str = "file:var/mail"
    """Where mail goes: `smtp://[user:password@]host:port`, `smtps://…` (secret from the start) or `file:<folder>`."""
    MAIL_FROM: str = ""
    """The address letters come from. Left empty, the town's own (`email` of TOWN): answers reach somebody."""
    MAIL_TLS: str = "offered"
    """`offered`: a mail server that proposes secrecy (STARTTLS) is taken at its word, and its certificate checked;
    `required`: no letter leaves without; `never`. On this very machine it is not needed, unless required."""
    MAIL_PER_HOUR: int = 1000
    """Letters that may leave in an hour, all addresses together: a mistake of ours must not get the town banned."""
    BACKGROUND: int = 0
    """Seconds between two rounds of what is due and of mail, in the service itself, by one worker at a time; 0 leaves
    it to a timer. `make serve` says 3."""
    BASE_URL: str = "http://127.0.0.1:8000"
    """The public address: in links of mails, and the only host that is answered. https makes cookies Secure."""
    HOSTS: str = ""
    """Other host names that are answered, separated by commas."""
    TRUSTED_PROXIES: int = 0
    """How many proxies of ours stand before the service; their X-Forwarded-For is believed, no other."""
    TOWN_NETWORKS: str = ""
    """Networks of the town (10.0.0.0/8, …), where many people share an address: never throttled together."""
    CLOCK: str = ""
    """`2026-12-01T10:00`: a rehearsal from that moment, on a store made for rehearsal. No real mail is sent."""

    @property
    def secure(self) -> bool:
        """Whether the public address is https."""
        return self.BASE_URL.startswith("https://")

    @property
    def trusted_hosts(self) -> list[str]:
        """The host names that are answered."""
        named = [name.strip() for name in self.HOSTS.split(",") if name.strip()]
        return [urlsplit(self.BASE_URL).hostname or "", *named]

    @property
    def secret_keys(self) -> list[str]:
        """The signing keys, oldest first, as itsdangerous takes them."""
        return [key.strip() for key in self.SECRET_KEY.split(",")][::-1]


def load_config(environ: Mapping[str, str] | None = None, /, **overrides: str) -> Config:
    """Read the environment; `overrides` win. Raises BadSetting."""
    environ = os.environ if environ is None else environ
    values: dict[str, object] = {
        field.name: environ[f"FORMSERVICE_{field.name}"]
        for field in fields(Config)
        if environ.get(f"FORMSERVICE_{field.name}")
    }
    if environ.get("CLOCK"):
        values.setdefault("CLOCK", environ["CLOCK"])
    values |= overrides
    for name, mend in NUMBERS.items():
        if name in values:
            values[name] = _count(name, values[name], mend)
    if not values.get("SECRET_KEY") and values.get("VAR"):
        values["SECRET_KEY"] = kept_key(Path(str(values["VAR"])))
    config = Config(**values)  # type: ignore[arg-type]
    if any(len(key) < 16 for key in config.secret_keys):
        raise BadSetting(
            "FORMSERVICE_SECRET_KEY : il faut un secret d’au moins 16 caractères, propre à cette installation. "
            "Par exemple : python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    if urlsplit(config.BASE_URL).scheme not in ("http", "https"):
        raise BadSetting("FORMSERVICE_BASE_URL : écrivez l’adresse publique, https://www.example.org par exemple.")
    return config


def kept_key(var: Path) -> str:
    """The key kept in `var`, made by the first who asks; readable by its owner only."""
    path, draft = var / "secret_key", var / f".secret_key.{secrets.token_hex(8)}"
    try:
        var.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write(draft, secrets.token_urlsafe(32))
            # Linked when whole: another process starting now never reads half a key, nor makes a second one.
            with suppress(FileExistsError):
                path.hardlink_to(draft)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise BadSetting(f"{path} : impossible d’y garder le secret ({error.strerror}). Vérifiez les droits.") from None
    finally:
        draft.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _count(name: str, value: object, mend: str) -> int:
    if not str(value).isdecimal():
        raise BadSetting(f"FORMSERVICE_{name} : écrivez un nombre entier, {mend}.")
    return int(str(value))
