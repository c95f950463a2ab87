"""The desk server behind `make serve`: build, serve, rebuild when the content changes."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count

from watchfiles import watch
from watchfiles.main import FileChange

from deploy.build import BuildError, build_files
from deploy.first_agent import Way, add_first_agent
from deploy.release import ROOT, publish
from deploy.service import Service, Settings
from deploy.shelf import Shelf, ShelfError

DAY, STEP, EVERY = len("2026-12-01"), 200, 50
"""The length of a date, the milliseconds of a round, and the rounds after which one looks whether it is another day."""
WATCHED = ("content", "theme", "plugins", "pelicanconf.py")


def rebuild(shelf: Shelf, settings: Settings, now: str = "") -> bool:
    """Build and switch; False, with the reasons printed, when the site stays as it is.

    `now`: the town's time, for a rehearsal whose clock was moved.
    """
    make = partial(build_files, ROOT, conf="pelicanconf.py", current=settings.link)
    try:
        with rehearsed(now):
            publish(shelf, make)
    except (BuildError, ShelfError) as fault:
        print(f"{fault}\nLe site servi n’a pas changé : corrigez, il se reconstruira.", flush=True)
        return False
    return True


@contextmanager
def rehearsed(now: str) -> Iterator[None]:
    """In a rehearsal, what is built meanwhile is built for that time."""
    start = os.environ.get("CLOCK")
    if start and now:
        os.environ["CLOCK"] = now
    try:
        yield
    finally:
        if start:
            os.environ["CLOCK"] = start


def announce(changes: set[FileChange]) -> None:
    """Say which files changed, three at most by name."""
    names = sorted({os.path.relpath(path, ROOT) for _, path in changes})
    others = f" et {len(names) - 3} autres" if len(names) > 3 else ""
    print(f"\nModifié : {', '.join(names[:3])}{others}", flush=True)


def changed(stop: threading.Event) -> Iterator[set[FileChange]]:
    """The files that change from now on, round by round, until asked to stop."""
    paths = [ROOT / name for name in WATCHED if (ROOT / name).exists()]
    found = watch(*paths, stop_event=stop, rust_timeout=STEP, yield_on_timeout=True, debounce=800)
    # It looks from its first round on: a file saved while the site is built for the first time is not missed.
    next(found, None)
    return found


def keep_serving(service: Service, shelf: Shelf, settings: Settings, found: Iterator[set[FileChange]]) -> int:
    """Rebuild at each change until there is none to expect; 1 when the service stops by itself."""
    day, rounds = first_day(service), count()
    for changes in found:
        if service.stopped():
            print("Le service s’est arrêté. Son dernier message est au-dessus.", file=sys.stderr)
            return 1
        now = service.now() if changes or next(rounds) % EVERY == 0 else ""
        another = bool(now) and now[:DAY] != day
        if changes:
            announce(changes)
        elif another:
            print(f"\nOn est le {now[:DAY]} : les pages contiennent des dates, elles sont refaites.", flush=True)
        if changes or another:
            rebuild(shelf, settings, now)
            day = now[:DAY] or day
    print("\nArrêt : les demandes en cours se terminent.", flush=True)
    return 0


def first_day(service: Service) -> str:
    """The day that the first build was for: in a rehearsal, the one it starts on."""
    return (os.environ.get("CLOCK") or service.now())[:DAY]


def say_ready(settings: Settings, first: Way | None) -> None:
    """Print the addresses, and how the agent who has just been made comes in."""
    print(f"\nLe site et ses formulaires : {settings.address}/")
    print(f"L’espace des agents : {settings.address}/agents/")
    if first:
        print(first.told())
    print(f"Les données sont dans {settings.var}, les courriels dans {settings.var / 'mail'}.")
    print("Pour arrêter : Ctrl+C. Le site se reconstruit quand vous enregistrez un fichier.\n", flush=True)


def serve(settings: Settings, stop: threading.Event) -> int:
    """Build, serve and watch; the exit code says whether all went well."""
    if not settings.port_is_free():
        print(f"Le port {settings.port} est déjà pris. Essayez : make serve PORT={settings.port + 1}")
        return 1
    shelf, found = Shelf(settings.releases, settings.link), changed(stop)
    if not rebuild(shelf, settings) and not shelf.current():
        return 1
    if stop.is_set():
        return 0
    print("Démarrage du service…", flush=True)
    with Service(settings) as service:
        if not service.answers(stop):
            print("Le service ne répond pas. Son message est au-dessus.", file=sys.stderr)
            return 1
        say_ready(settings, add_first_agent(settings))
        return keep_serving(service, shelf, settings, found)


def main() -> int:
    """Serve with the settings of the environment until Ctrl+C or SIGTERM."""
    # Whatever the shell allows: nobody else writes here, where a secret and templates are.
    os.umask(os.umask(0o022) | 0o022)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return serve(Settings.from_environment(), stop)


if __name__ == "__main__":
    sys.exit(main())
