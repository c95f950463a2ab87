"""A town at the vote, as its agents work in it: two quartiers, a counter, sheets, envelopes; any day, on any store."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from formservice import create_app
from formservice.catalogue.ballots import Candidate
from formservice.clock import FrozenClock
from formservice.office import agents
from formservice.participation import roll
from formservice.voting import box, elections
from formservice.voting.handling import right_of
from formservice.voting.page import voting
from tests.builders import a_catalogue, a_release
from tests.office.conftest import PASSWORD, Desk
from tests.pages import Page
from tests.participation.town import OVER, VOTE, an_edition

COSTS = {("nord", 3): 4_000, ("nord", 5): 9_000, ("nord", 8): 15_000, ("nord", 12): 800, ("sud", 7): 6_000}
BOARD, SCREEN = "/agents/votes/BP27/", "/agents/saisie/BP27-VOTE"
ANNE = {
    "area": "nord",
    "name": "Anne Exemple",
    "birth": "12/03/1950",
    "address": "1 rue de l’Exemple",
    "eligible": "yes",
}
DURING, AFTER = VOTE + timedelta(days=2), OVER + timedelta(days=1)


def candidates() -> tuple[Candidate, ...]:
    """Four projects in the north, one in the south."""
    return tuple(
        Candidate("budget-2027", number, area, f"Projet {number}", cost, "Un projet.", f"/p/{number}/")
        for (area, number), cost in COSTS.items()
    )


class Town:
    """The service on one store, with a clock that is moved by hand."""

    def __init__(self, folder: Path, url: str, clock: FrozenClock, **edition: Any) -> None:
        self.clock = clock
        self.key = box.new_key()
        self.at(DURING)
        self.edition = an_edition(**edition)
        release = a_release(folder / "release", a_catalogue(editions=(self.edition,), candidates=candidates()))
        settings = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(release), "CLOCK": ""}
        self.app = create_app(BASE_URL="http://localhost", MAIL=f"file:{folder / 'mail'}", **settings)
        self.store = self.app.store
        for login in ("lucie", "karim", "zoe"):
            agents.add(self.store, login, PASSWORD, ["vote"], f"{login.capitalize()} Exemple")

    def at(self, moment: datetime) -> None:
        """It is now that moment, the town's time."""
        self.clock.at = moment

    @property
    def page(self) -> Any:
        """The page of the vote."""
        return voting(self.app.releases.current().catalogue, "budget-2027")

    def open(self) -> None:
        """The ceremony of opening."""
        with self.store.transaction(elections.partition_of("BP27")) as records:
            catalogue = self.app.releases.current().catalogue
            elections.begin(records, catalogue, self.edition, box.public_of(self.key), ("lucie", "karim"))

    def close(self, state: str = elections.CLOSED) -> None:
        """The ceremony of closing, once the vote is over."""
        self.at(max(self.clock.at, AFTER))
        with self.store.transaction(elections.partition_of("BP27")) as records:
            elections.move(records, "BP27", state)

    def sit(self, login: str = "lucie") -> Desk:
        """An agent sits down at a browser."""
        desk = Desk(self.app)
        desk.log_in(login)
        return desk

    def on_roll(self) -> Counter[str]:
        """How many have voted, by channel."""
        return roll.totals(self.store, right_of(self.page))

    def receipts(self, state: str = "voted") -> int:
        """How many receipts say so."""
        return len(list(self.store.search("receipt/BP27/", "receipts", state=state)))

    def noted(self) -> list[str]:
        """The verbs of the journal of the vote."""
        return [line["verb"] for line in self.store.journal("vote/BP27")]

    def opened(self) -> list[tuple[str, dict[int, int], str]]:
        """What is in the box: (area, choices, why it is not counted), with the key of the officers."""
        found = []
        for partition in self.store.partitions("box/BP27/"):
            for channel, sealed in box.ballots(self.store.read(partition), partition):
                cast = box.unseal(self.key, sealed, channel)
                found.append((cast.area, dict(cast.choices), cast.invalid))
        return sorted(found, key=lambda one: (one[0], one[2] == "", sorted(one[1].items())))


def mark(desk: Desk, status: int | None = 200, **given: Any) -> Page:
    """An agent types somebody who signs."""
    return desk.send(SCREEN, ANNE | {"channel": "counter", "key": "a-key-of-the-screen-1"} | given, status)
