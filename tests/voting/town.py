"""A town that votes: one edition, six projects in two areas, any ballot and any identity, opened by a ceremony."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from formservice import create_app
from formservice.catalogue.ballots import Ballot, Candidate
from formservice.catalogue.participation import Area, Articles, Edition, Phase, Rules, Who
from formservice.catalogue.tallies import Counted
from formservice.clock import FrozenClock
from formservice.voting import box, elections
from formservice.voting.ballots import Cast
from formservice.voting.elections import partition_of
from formservice.voting.page import Voting, voting
from tests.builders import a_catalogue, a_release
from tests.voting.site import CODE, PROJECTS

SLUG = "canal"
URL = f"/participation/{SLUG}/voter/"
OPENS, CLOSES = datetime(2027, 4, 10, 8), datetime(2027, 4, 25, 18)
AREAS = Area("nord", "Nord", ("Les Prés", "La Gare"), 20_000), Area("sud", "Le Sud", ("Le Sud",), 15_000)
EDITION = Edition(
    "Le budget du canal", CODE, "Votez pour les projets de votre quartier.", AREAS,
    Rules("3", date(2026, 10, 15), articles=Articles(age=4, area=2)),
    (Phase("vote", OPENS, CLOSES), Phase("decision", datetime(2027, 5, 22), datetime(2027, 6, 21))),
    Who(11, "Toute personne qui habite ici", ("les élus du conseil municipal",)), paper=timedelta(days=5),
    counters=("à l’accueil de la mairie",), slug=SLUG, url=f"/participation/{SLUG}/", version="0123abcd",
)  # fmt: skip


def candidates(edition: str = SLUG) -> tuple[Candidate, ...]:
    """The projects at the vote."""
    return tuple(
        Candidate(edition, number, area, title, cost, f"{title}, pour tous.", f"/participation/{edition}/{number}/")
        for number, (area, title, cost) in PROJECTS.items()
    )


class Polls:
    """The service inside this process, on one store, with a clock that is moved by hand."""

    def __init__(self, folder: Path, url: str, clock: FrozenClock) -> None:
        self.folder, self.clock, self.key, self.releases = folder, clock, box.new_key(), count()
        self.settings = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(folder / "output"), "CLOCK": ""}
        self.settings |= {"BASE_URL": "http://localhost", "MAIL": f"file:{folder / 'mail'}"}
        self.clock.at = OPENS + timedelta(days=1)
        self.online(EDITION)
        self.app = create_app(**self.settings)

    def online(self, *editions: Edition, counted: tuple[Counted, ...] = ()) -> None:
        """Put these editions on line, each with the same projects; `counted`: the votes whose results are published."""
        offered = tuple(one for edition in editions for one in candidates(edition.slug))
        catalogue = a_catalogue(editions=editions, candidates=offered, counted=counted)
        link = self.folder / "link"
        link.symlink_to(a_release(self.folder / f"release-{next(self.releases)}", catalogue))
        link.replace(self.folder / "output")

    def open(self, kind: str = "approbation", **given: Any) -> "Polls":
        """Put the edition on line with this ballot, and open its election."""
        edition = replace(EDITION, **{"ballot": Ballot(kind), **given})
        self.online(edition)
        with self.app.app_context(), self.app.store.transaction(partition_of(CODE)) as records:
            catalogue = self.app.releases.current().catalogue
            elections.begin(records, catalogue, edition, box.public_of(self.key), ("anne", "badr"))
        return self

    @property
    def page(self) -> Voting:
        """The vote that is on line."""
        return voting(self.app.releases.current().catalogue, SLUG)

    def ballots(self) -> list[Cast]:
        """What is in the box, opened with the key."""
        parts = list(self.app.store.partitions(box.parts(CODE)))
        found = [one for part in parts for one in box.ballots(self.app.store.read(part), part)]
        return [box.unseal(self.key, sealed, channel) for channel, sealed in found]

    def receipts(self) -> list[dict[str, Any]]:
        """Every receipt."""
        return [one for _, one in self.app.store.search("receipt/", "receipts")]

    def stored(self, *but: str) -> str:
        """All that the store holds, but the keys and these tables."""
        with self.app.store.snapshot() as whole:
            return "\n".join(
                str(record)
                for partition in whole.partitions()
                for table in whole.tables(partition)
                if table not in but
                for record in whole.find(partition, table)
            )
