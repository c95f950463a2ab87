"""The desk server behind `make serve`: build, serve, rebuild when the content changes."""

from __future__ import annotations

import os
import signal
import sys
import threading
from functools import partial

from watchfiles import Change, watch

from deploy.build import BuildError, build_files
from deploy.first_agent import add_first_agent
from deploy.release import ROOT, publish
from deploy.service import Service, Settings
from deploy.shelf import Shelf, ShelfError

WATCHED = ("content", "theme", "plugins", "pelicanconf.py")


def rebuild(shelf: Shelf, settings: Settings) -> bool:
    """Build and switch; False, with the reasons printed, when the site stays as it is."""
    make = partial(build_files, ROOT, conf="pelicanconf.py", current=settings.link)
    try:
        publish(shelf, make)
    except (BuildError, ShelfError) as fault:
        print(f"{fault}\nLe site servi n’a pas changé : corrigez, il se reconstruira.", flush=True)
        return False
    return True


def announce(changes: set[tuple[Change, str]]) -> None:
    """Say which files changed, three at most by name."""
    names = sorted({os.path.relpath(path, ROOT) for _, path in changes})
    others = f" et {len(names) - 3} autres" if len(names) > 3 else ""
    print(f"\nModifié : {', '.join(names[:3])}{others}", flush=True)


def keep_serving(service: Service, shelf: Shelf, settings: Settings, stop: threading.Event) -> int:
    """Rebuild at each change until asked to stop; 1 when the service stops by itself."""
    paths = [ROOT / name for name in WATCHED if (ROOT / name).exists()]
    for changes in watch(*paths, stop_event=stop, rust_timeout=1000, yield_on_timeout=True, debounce=800):
        if service.stopped():
            print("Le service s’est arrêté. Son dernier message est au-dessus.", file=sys.stderr)
            return 1
        if changes:
            announce(changes)
            rebuild(shelf, settings)
    print("\nArrêt : les demandes en cours se terminent.", flush=True)
    return 0


def say_ready(settings: Settings, password: str | None) -> None:
    """Print the addresses, and the password of the agent who has just been made."""
    print(f"\nLe site et ses formulaires : {settings.address}/")
    print(f"L’espace des agents : {settings.address}/agents/")
    if password:
        print("    identifiant   agent")
        print(f"    mot de passe  {password}")
        print("    (il n’est montré que cette fois : notez-le)")
    print(f"Les données sont dans {settings.var}, les courriels dans {settings.var / 'mail'}.")
    print("Pour arrêter : Ctrl+C. Le site se reconstruit quand vous enregistrez un fichier.\n", flush=True)


def serve(settings: Settings, stop: threading.Event) -> int:
    """Build, serve and watch; the exit code says whether all went well."""
    if not settings.port_is_free():
        print(f"Le port {settings.port} est déjà pris. Essayez : make serve PORT={settings.port + 1}")
        return 1
    shelf = Shelf(settings.releases, settings.link)
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
        return keep_serving(service, shelf, settings, stop)


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
