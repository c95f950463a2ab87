"""A town whose agenda lives: people sign up, an editor publishes, days go by; and what each was told."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from formservice import create_app, tick
from formservice.agenda import calls, leaving, offers, signups, wishes
from formservice.agenda.signups import SignUp
from formservice.agenda.units import Unit
from formservice.catalogue import Activity, Closure, Theme
from formservice.clock import FrozenClock
from formservice.submit import enter, submit
from tests.builders import a_catalogue, a_release, a_site

ANSWERS = {"who": "self", "reach": "phone", "phone": "06 39 98 01 02", "needs": []}
SITE = a_site(themes=(Theme("photos", "Photos"), Theme("smartphone", "Smartphone")))


class Town:
    """The service inside this process, on one store, with a clock that is moved by hand."""

    def __init__(self, folder: Path, url: str, clock: FrozenClock) -> None:
        self.folder, self.clock, self.releases, self.pages = folder, clock, 0, count()
        self.settings = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(folder / "output"), "CLOCK": ""}

    def publish(self, *activities: Activity, holidays: tuple[Closure, ...] = (), **given: Any) -> None:
        """Put a new release on line."""
        self.releases += 1
        of = a_catalogue(*activities, **({"site": SITE, "holidays": holidays} | given))
        made, link = a_release(self.folder / f"release-{self.releases}", of), self.folder / "link"
        link.symlink_to(made)
        link.replace(self.folder / "output")
        if self.releases == 1:
            self.app = create_app(**self.settings)

    def sign_up(self, name: str, unit: str = "SM-1", **more: Any) -> SignUp:
        """Somebody signs up for a session."""
        over, kept = more.pop("over", ""), ANSWERS | {"session": unit, "name": name} | more
        catalogue = self.app.releases.current().catalogue
        page = catalogue.by_code(unit.partition("-")[0])
        return submit(self.app, enter(self.app, page, kept, key=f"{name} {unit} {next(self.pages)}", over=over)).record

    def wish(self, name: str, theme: str = "photos", **more: Any) -> dict[str, Any]:
        """Somebody asks for the next session of a theme."""
        page = self.app.releases.current().catalogue.theme(theme)
        return submit(self.app, enter(self.app, page, ANSWERS | {"name": name} | more, key=f"wish {name}")).record

    def place(self, name: str, unit: str = "SM-1") -> SignUp:
        """The last sign-up of somebody for a session."""
        found = signups.signups_of(self.app.store.read(signups.partition_of(unit)), unit)
        return [one for one in found if one["answers"].get("name") == name][-1]

    def states(self, unit: str = "SM-1") -> dict[str, str]:
        """Who stands where, in order of arrival."""
        found = signups.signups_of(self.app.store.read(signups.partition_of(unit)), unit)
        return {one["answers"]["name"]: one["state"] for one in found}

    def wishes(self, theme: str = "photos") -> dict[str, str]:
        """Who waits for a theme."""
        partition = wishes.partition_of(theme)
        found = self.app.store.read(partition).find(partition, wishes.TABLE)
        return {one["answers"]["name"]: one["state"] for one in found}

    def cancel(self, name: str, unit: str = "SM-1") -> None:
        """Somebody gives the place back."""
        leaving.cancel(self.app, signups.partition_of(unit), self.place(name, unit))

    def accept(self, name: str, unit: str = "SM-1") -> str:
        """Somebody takes the seat offered; the state they are in afterwards."""
        return str(offers.accept(self.app, signups.partition_of(unit), self.place(name, unit))["state"])

    def move(self, name: str, to: str, unit: str = "SM-1") -> SignUp:
        """Somebody changes for another date."""
        return leaving.move(self.app, signups.partition_of(unit), self.place(name, unit), self.unit(to))[1]

    def unit(self, id: str) -> Unit:
        """A session as the site offers it."""
        found = signups.known_unit(self.app, id)
        assert found
        return found

    def calls(self) -> list[tuple[str, str]]:
        """The call list: who, and why."""
        return [(one.signup["answers"]["name"], one.call["why"]) for one in calls.to_make(self.app)]

    def call(self, name: str, outcome: str, agent: str = "lucie") -> SignUp:
        """An agent calls somebody."""
        found = next(one for one in calls.to_make(self.app) if one.signup["answers"]["name"] == name)
        return calls.made(self.app, found.partition, found.call["id"], outcome, agent)

    def letters(self, name: str) -> list[str]:
        """The letters to somebody, in order."""
        found = [one for _, one in self.app.store.search("", "outbox")]
        return [one["template"] for one in found if one["data"].get("name") == name]

    def later(self, at: datetime | None = None, **time: float) -> Any:
        """Let time go by, and do what is due."""
        self.clock.at = at or self.clock.at + timedelta(**time)
        with self.app.app_context():
            return tick.run(self.app)


def with_sessions(activity: Activity, *sessions: Any) -> Activity:
    """The same activity after an editor changed its dates."""
    return replace(activity, sessions=sessions)
