"""A town with a participatory budget: two quartiers, people who file, agents who study, days that go by."""

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from formservice import create_app, telling, tick
from formservice.catalogue import Edition, typed
from formservice.clock import FrozenClock
from formservice.participation import ideas, merging, study
from formservice.participation.filing import proposing
from formservice.submit import enter, submit
from tests.builders import a_catalogue, a_release

OPENS, CLOSES = datetime(2027, 1, 11, 8), datetime(2027, 2, 15)
STUDY, VOTE, OVER = datetime(2027, 2, 22), datetime(2027, 5, 3), datetime(2027, 5, 31)
RULES = {
    "title": "Budget participatif 2027", "code": "BP27", "summary": "Vos idées pour votre quartier.",
    "rules": {"version": "2", "adopted": "2026-10-15"},
    "phases": [
        {"name": "depot", "since": f"{OPENS:%Y-%m-%d %H:%M}", "until": f"{CLOSES:%Y-%m-%d %H:%M}"},
        {"name": "etude", "since": f"{STUDY:%Y-%m-%d %H:%M}", "until": "2027-04-30 00:00"},
        {"name": "vote", "since": f"{VOTE:%Y-%m-%d %H:%M}", "until": f"{OVER:%Y-%m-%d %H:%M}"},
    ],
    "areas": [
        {"slug": "nord", "title": "Nord", "quartiers": ["Les Prés", "La Gare"], "envelope": "20000"},
        {"slug": "sud", "title": "Le Sud", "quartiers": ["Le Sud"], "envelope": "15000"},
    ],
    "who": {"age": "11", "barred": ["les élus du conseil municipal"]}, "limit": "2", "contest": "15 days",
}  # fmt: skip
PHASES: Any = RULES["phases"]
GIVEN = {"slug": "budget-2027", "url": "/participation/budget-2027/", "version": "0123abcd"}
IDEA = {
    "title": "Un banc", "area": "nord", "where": "Devant l’école", "what": "Un banc à l’ombre.",
    "why": "Pour se reposer en chemin.", "estimate": "800", "who": "self", "birth": "1950-03-12", "eligible": "yes",
    "reach": "email", "signature": "",
}  # fmt: skip


def an_edition(**given: Any) -> Edition:
    """The budget of the town."""
    return typed.dataclasses.replace(typed.read(Edition, RULES | given), **GIVEN)


class Budget:
    """The service inside this process, on one store, with a clock that is moved by hand."""

    def __init__(self, folder: Path, url: str, clock: FrozenClock) -> None:
        self.folder, self.clock, self.keys, self.releases = folder, clock, count(), count()
        self.settings = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(folder / "output"), "CLOCK": ""}
        self.settings |= {"BASE_URL": "http://localhost", "MAIL": f"file:{folder / 'mail'}"}
        self.publish(editions=(an_edition(),))
        self.at(OPENS + timedelta(days=1))

    def publish(self, **given: Any) -> None:
        """Put a new release on line."""
        made, link = (
            a_release(self.folder / f"release-{next(self.releases)}", a_catalogue(**given)),
            self.folder / "link",
        )
        link.symlink_to(made)
        link.replace(self.folder / "output")
        if not hasattr(self, "app"):
            self.app = create_app(**self.settings)

    def at(self, moment: datetime) -> None:
        """It is now that moment, the town's time."""
        self.clock.at = moment

    @property
    def page(self) -> Any:
        """The form that is on line."""
        return proposing(self.app.releases.current().catalogue, GIVEN["slug"])

    def file(self, name: str = "Anne Exemple", **more: Any) -> dict[str, Any]:
        """Somebody files an idea."""
        how = {one: more.pop(one) for one in ("channel", "agent", "made") if one in more}
        address = "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalpha())
        said = IDEA | {"name": name, "email": f"{address}@example.org"} | more
        with self.app.app_context():
            return submit(self.app, enter(self.app, self.page, said, f"key-{next(self.keys):016d}", **how)).record

    def idea(self, number: int) -> dict[str, Any]:
        """An idea as it is now."""
        return ideas.numbered(self.app, "BP27", number)[1]

    def place(self, number: int) -> tuple[str, str]:
        """Where an idea is."""
        partition, found = ideas.numbered(self.app, "BP27", number)
        return partition, found["id"]

    def act(self, verb: str, number: int, agent: str | None = "lucie", **given: Any) -> dict[str, Any]:
        """An agent presses a button, or the author one of theirs (agent=None)."""
        version = given.pop("version", self.idea(number)["version"] if agent else None)
        channel = given.pop("channel", "office" if agent else "web")
        return study.act(
            self.app, self.place(number), verb, agent=agent, version=version, channel=channel, **given
        )  # fmt: skip

    def merge(self, number: int, into: int, agent: str = "lucie") -> dict[str, Any]:
        """An agent joins an idea to another."""
        return merging.merge(self.app, self.place(number), into, agent=agent, version=self.idea(number)["version"])

    def part(self, number: int, agent: str = "lucie") -> dict[str, Any]:
        """An agent undoes it."""
        return merging.part(self.app, self.place(number), agent=agent, version=self.idea(number)["version"])

    def letters(self, name: str = "") -> list[str]:
        """The letters that wait, in order of partition; those of one person."""
        found = [one for _, one in self.app.store.search("", "outbox")]
        return [one["template"] for one in found if not name or one["data"]["name"] == name]

    def calls(self) -> list[str]:
        """Why somebody is to be called, or written to by post."""
        return [one["why"] for _, one in self.app.store.search("", telling.CALLS)]

    def journal(self, number: int) -> list[tuple[str, str, str]]:
        """(verb, before, after) of the lines about an idea."""
        partition, id = self.place(number)
        lines = [one for one in self.app.store.journal(partition) if one.get("record") == id]
        return [(one["verb"], one.get("before", ""), one.get("after", "")) for one in lines]

    def later(self, **time: float) -> Any:
        """Let time go by, and do what is due."""
        self.clock.at += timedelta(**time)
        with self.app.app_context():
            return tick.run(self.app)
