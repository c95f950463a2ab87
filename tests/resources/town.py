"""A town with a resource centre: a book to lend, an archive to read on the spot; days go by, agents act."""

from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from formservice import create_app, telling, tick
from formservice.catalogue import Closure, Collection, Holding, Opening
from formservice.catalogue.kinds import SPANS
from formservice.clock import FrozenClock
from formservice.handlers import HANDLERS
from formservice.identity import HOLDS
from formservice.resources import lending, loans, questions
from formservice.resources.asking import asking, research
from formservice.submit import enter, submit
from tests.builders import a_catalogue, a_place, a_release, a_site

OPEN = (Opening(("mercredi", "jeudi", "vendredi", "samedi"), SPANS.read("14:00-18:00")),)
SHUT = (Closure(date(2026, 12, 23), date(2027, 1, 5), "Fêtes de fin d’année"),)
BOOK = Holding("MLB-1", "Une vie d’espionne", "livre", ("sur place", "prêt"), 1, "Chantal Exemple", "920 EXE")
ARCHIVE = Holding("MLB-2", "Lettres de Lille", "archive", ("sur place",), 0)
FILM = Holding("MLB-3", "Un film en ligne", "film", ("en ligne",), 0)
MORE = tuple(Holding(f"MLB-{n}", f"Livre {n}", "livre", ("prêt",), 2) for n in range(4, 8))
ANSWERS = {"who": "self", "reach": "phone", "phone": "06 39 98 01 02", "way": "loan", "day": ""}
ASKED = {"subject": "Une lettre", "text": "Qui a écrit la lettre de 1915, et à qui.", "purpose": "school"}


def a_centre(collection: Collection | None = None, **given: Any) -> Any:
    """The catalogue of the town."""
    kept = collection or Collection("Centre de ressources", "MLB", "maison", "/maison/")
    known = {"site": a_site(collection=kept), "places": (a_place(hours=OPEN, closures=SHUT),)}
    return a_catalogue(**{**known, "holdings": (BOOK, ARCHIVE, FILM, *MORE), **given})


class Centre:
    """The service inside this process, on one store, with a clock that is moved by hand."""

    def __init__(self, folder: Path, url: str, clock: FrozenClock) -> None:
        self.folder, self.clock, self.keys, self.releases = folder, clock, count(), count()
        self.settings = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(folder / "output"), "CLOCK": ""}
        self.settings["BASE_URL"] = "http://localhost"

    def publish(self, **given: Any) -> None:
        """Put a new release on line."""
        made, link = a_release(self.folder / f"release-{next(self.releases)}", a_centre(**given)), self.folder / "link"
        link.symlink_to(made)
        link.replace(self.folder / "output")
        if not hasattr(self, "app"):
            self.app = create_app(**self.settings)

    @property
    def catalogue(self) -> Any:
        """What is on line."""
        return self.app.releases.current().catalogue

    def ask(self, name: str, of: str = "MLB-1", **more: Any) -> dict[str, Any]:
        """Somebody asks for a document."""
        how = {one: more.pop(one) for one in ("channel", "agent") if one in more}
        kept = ANSWERS | {"name": name, "phone": f"06 39 98 01 {sum(map(ord, name)) % 100:02d}"} | more
        return submit(
            self.app, enter(self.app, asking(self.catalogue, of), kept, f"{name} {next(self.keys)}", **how)
        ).record

    def wonder(self, name: str, **more: Any) -> dict[str, Any]:
        """Somebody asks a question."""
        kept = ANSWERS | ASKED | {"name": name} | more
        return submit(self.app, enter(self.app, research(self.catalogue), kept, f"{name} {next(self.keys)}")).record

    def loan(self, name: str, of: str = "MLB-1") -> dict[str, Any]:
        """The last request of somebody."""
        found = self.app.store.read(f"holding/{of}").find(f"holding/{of}", loans.TABLE)
        return [one for one in found if one["answers"].get("name") == name][-1]

    def states(self, of: str = "MLB-1") -> dict[str, str]:
        """Who stands where, in order of arrival."""
        found = self.app.store.read(f"holding/{of}").find(f"holding/{of}", loans.TABLE)
        return {one["answers"]["name"]: one["state"] for one in found}

    def states_of_nobody(self, of: str = "MLB-1") -> list[str]:
        """Where the requests stand whose person is not known any more."""
        found = self.app.store.read(f"holding/{of}").find(f"holding/{of}", loans.TABLE)
        return [one["state"] for one in found if not one["person"] and not one["answers"]]

    def act(self, verb: str, name: str, of: str = "MLB-1", **more: Any) -> dict[str, Any]:
        """An agent presses a button."""
        given = {"channel": "counter", "agent": "lucie"} | more
        return lending.act(self.app, f"holding/{of}", self.loan(name, of), verb, **given)

    def answer(self, record: dict[str, Any], verb: str, **more: Any) -> dict[str, Any]:
        """An agent does something of a question."""
        partition = next(iter(self.app.store.partitions("question/")))
        return questions.act(self.app, partition, record, verb, agent="lucie", **more)

    def rank(self, name: str, of: str = "MLB-1") -> int:
        """The rank of somebody on the follow-up page."""
        shown = HANDLERS["loan"].shown(self.app, f"holding/{of}", self.loan(name, of))
        return shown["loan"]["rank"]

    def held(self) -> list[str]:
        """What people have under way, all of them."""
        return sorted(one["unit"] for _, one in self.app.store.search("person/", HOLDS))

    def calls(self) -> list[str]:
        """Why somebody is to be called."""
        return [one["why"] for _, one in self.app.store.search("", telling.CALLS)]

    def letters(self) -> list[str]:
        """The letters that were queued, in order of partition."""
        return [one["template"] for _, one in self.app.store.search("", "outbox")]

    def later(self, **time: float) -> Any:
        """Let time go by, and do what is due."""
        self.clock.at += timedelta(**time)
        with self.app.app_context():
            return tick.run(self.app)
