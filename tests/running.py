"""Real processes for tests: the server of the desk, and a Chromium."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from deploy.first_agent import CODE
from deploy.service import Service, Settings
from tests import quick
from tests.built import ROOT, Built

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
OURSELVES = {"FORMSERVICE_TOWN_NETWORKS": "127.0.0.0/8"}
"""All the visitors of a run share one address: counted as one household, the last would be taken for a flood."""
NO_BROWSER = "No Chromium. Type: deploy/need chromium (or set BROWSER_PATH)"
PASSWORD = "une longue phrase de passe"


@dataclass(frozen=True)
class Live:
    """A running site: its address, what it was built from, the recovery codes that its agent has left."""

    settings: Settings
    site: Built
    codes: list[str] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        """A page's whole address."""
        return f"{self.settings.address}{path}"

    def command(self, *words: str, given: str = "") -> str:
        """What a `formservice` command prints; AssertionError when it fails."""
        process = self.settings.start_formservice(*words)
        said, _ = process.communicate(given, timeout=60)
        assert process.returncode == 0, said
        return said

    def agent(self) -> tuple[str, str]:
        """The login and the password of an agent with every role, made when first asked for."""
        if "essai" not in self.command("agent", "list"):
            roles = [word for role in ("agenda", "admin") for word in ("--role", role)]
            self.command("agent", "add", "essai", *roles, "--password-stdin", given=PASSWORD)
        return "essai", PASSWORD

    def code(self) -> str:
        """A recovery code of that agent, which has not served."""
        if not self.codes:
            self.codes.extend(CODE.findall(self.command("agent", "second", "essai", "--recovery")))
        return self.codes.pop()


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Desk(Settings):
    """A server with settings of its own: the environment of the test run has no part in it, nor it in theirs."""

    given: tuple[tuple[str, str], ...] = ()

    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("FORMSERVICE_")]:
                patch.delenv(name)
            for name, value in self.given:
                patch.setenv(name, value)
            return super().environment()


@contextmanager
def serving(site: Built, var: Path, **environment: str) -> Iterator[Live]:
    """Serve a built site as `make serve` does, under the rehearsal clock, until the end of the block."""
    given = {"CLOCK": site.now.isoformat()} | OURSELVES | quick.processes() | environment
    settings = Desk("127.0.0.1", free_port(), var, tuple(given.items()))
    settings.link.symlink_to(site.folder)
    with Service(settings) as service:
        assert service.answers(threading.Event()), "the service does not answer: see its message above"
        yield Live(settings, site)


def browser_path() -> str:
    """The Chromium of this machine; AssertionError with the command to type when there is none."""
    names = [os.environ.get("BROWSER_PATH"), "chromium", "chromium-browser", "google-chrome"]
    for name in [*filter(None, names), *map(str, (ROOT / ".venv/browsers").rglob("chrome"))]:
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return found
    raise AssertionError(NO_BROWSER)


@contextmanager
def chromium(**options: Any) -> Iterator[Any]:
    """A Chromium of Playwright, closed at the end of the block."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=QUIET, **options)
        try:
            yield browser
        finally:
            browser.close()
