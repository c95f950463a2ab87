"""The form service as a child process of the desk server, and the settings it runs with."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from deploy.release import ROOT

WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - recognised, never chosen


@dataclass(frozen=True)
class Settings:
    """Where the desk server listens and keeps its things."""

    host: str
    port: int
    var: Path
    """Data and mail. Another folder than `var` also gets its own releases: two servers never meet."""

    @classmethod
    def from_environment(cls) -> Settings:
        """Read HOST, PORT and VAR."""
        get = os.environ.get
        var = ROOT / (get("VAR") or "var")
        return cls(get("HOST") or "127.0.0.1", int(get("PORT") or 8000), var.resolve())

    @property
    def shelf_folder(self) -> Path:
        """The folder of `releases/` and `output`."""
        return ROOT if self.var == ROOT / "var" else self.var

    @property
    def releases(self) -> Path:
        """Where the releases of this server are kept."""
        return self.shelf_folder / "releases"

    @property
    def link(self) -> Path:
        """The link to the release in use."""
        return self.shelf_folder / "output"

    @property
    def local_host(self) -> str:
        """A name by which this very machine reaches the service."""
        return "127.0.0.1" if self.host in WILDCARDS else self.host

    @property
    def address(self) -> str:
        """The address to type in a browser of this machine."""
        return f"http://{f'[{self.local_host}]' if ':' in self.local_host else self.local_host}:{self.port}"

    @property
    def bind(self) -> str:
        """The address gunicorn listens on."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def environment(self) -> dict[str, str]:
        """The service's environment: what is set already wins, except the release, which is ours."""
        defaults = {
            "FORMSERVICE_VAR": str(self.var),
            "FORMSERVICE_STORE": f"tinydb:{self.var / 'data'}",
            "FORMSERVICE_MAIL": f"file:{self.var / 'mail'}",
            "FORMSERVICE_BASE_URL": self.address,
            "FORMSERVICE_HOSTS": ",".join(self.other_names()),
            "FORMSERVICE_BACKGROUND": "3",
        }
        return defaults | os.environ | {"FORMSERVICE_RELEASE": str(self.link), "PYTHONUTF8": "1"}

    def other_names(self) -> list[str]:
        """The names of this machine that may be typed; those of the network only when it is served."""
        names = ["localhost", "127.0.0.1"]
        if self.host in WILDCARDS:
            names += [socket.gethostname(), socket.getfqdn(), *network_addresses()]
        return sorted(set(names))

    def port_is_free(self) -> bool:
        """Whether nobody listens where we want to."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError:
                return False
        return True

    def start_formservice(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a `formservice` command; its output, errors included, is in `stdout`."""
        return subprocess.Popen(
            [sys.executable, "-m", "formservice.cli", *arguments],
            cwd=ROOT,
            env=self.environment(),
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )


def network_addresses() -> list[str]:
    """The addresses under which other machines see this one; none without a network."""
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []


DESK = ("-k", "gthread", "--workers", "2", "--threads", "8")
"""Who serves visitors without nginx: slow ones take a thread each."""
BEHIND_NGINX = ("-k", "sync", "--workers", "3")
"""For a crowd, on PostgreSQL: nginx takes slow bodies whole, and threads cost a third of the processor."""


class Service:
    """Gunicorn, from `with` to its end: requests in flight are finished before it goes."""

    def __init__(self, settings: Settings, workers: tuple[str, ...] = DESK) -> None:
        self.settings, self.workers = settings, workers

    def __enter__(self) -> Service:
        options = [
            "--graceful-timeout",
            "30",
            "--log-level",
            "warning",
            "--no-control-socket",
            "--limit-request-line",
            "8190",
        ]
        command = [sys.executable, "-m", "gunicorn", *self.workers, *options]
        # A session of its own: Ctrl+C reaches us alone, and we let requests in flight end.
        self.process = subprocess.Popen(
            [*command, "--bind", self.settings.bind, "formservice.wsgi:app"],
            cwd=ROOT,
            env=self.settings.environment(),
            start_new_session=True,
        )
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(35)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def stopped(self) -> bool:
        """Whether the service ended by itself."""
        return self.process.poll() is not None

    def answers(self, stop: threading.Event) -> bool:
        """Wait, thirty seconds at most, until the home page is served."""
        for _ in range(300):
            if self.stopped() or stop.wait(0.1):
                return False
            if self._home_page_is_served():
                return True
        return False

    def now(self) -> str:
        """The town's time as the service has it (ISO), a rehearsal's too; "" when it does not say."""
        connection = http.client.HTTPConnection(self.settings.local_host, self.settings.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return str(json.loads(connection.getresponse().read()).get("now", ""))
        except (OSError, ValueError, AttributeError):
            return ""
        finally:
            connection.close()

    def _home_page_is_served(self) -> bool:
        connection = http.client.HTTPConnection(self.settings.local_host, self.settings.port, timeout=5)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
