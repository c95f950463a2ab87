"""What a vote gave, as it is published: a table of each area, a reason for each project, how it was counted.

`formservice publish BP27-VOTE` writes the file, an editor commits it. The ballots are beside it, one `.pb` an area.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from formservice.catalogue.ballots import Ballot, Count
from formservice.catalogue.kinds import DAY, EUROS, HTML, LINE, PATH, SLUG, YES, whole
from formservice.catalogue.participation import BATCHES, COUNTING, RESULTS
from formservice.catalogue.results import COUNT, Row
from formservice.catalogue.typed import Mistake, dump, key


@dataclass(frozen=True)
class Choice:
    """One project at the end of the count."""

    number: int = key(whole(1, 9999))
    title: str = key(LINE)
    cost: int = key(EUROS)
    chosen: bool = key(YES)
    reason: str = key(LINE)
    """Why it is chosen or not, in plain words."""
    votes: str = key(COUNT, default="*")
    """How many voters chose it."""
    points: str | None = key(COUNT, default=None)
    """Where one shared out points."""


@dataclass(frozen=True)
class AreaTally:
    """The result of one area: its projects by rank."""

    slug: str = key(SLUG)
    title: str = key(LINE)
    envelope: int = key(EUROS)
    spent: int = key(EUROS)
    """What the chosen projects cost."""
    ballots: str = key(COUNT)
    """How many ballots were counted, blank and invalid ones left out."""
    web: str = key(COUNT)
    paper: str = key(COUNT)
    choices: tuple[Choice, ...] = key(Choice, many=True)
    draws: tuple[str, ...] = key(LINE, many=True, default=())
    """The projects that were equal, and what the draw said."""
    share: str | None = key(LINE, default=None)
    """Under equal shares, what each voter had."""
    file: str | None = key(LINE, default=None)
    """The name of the file of its ballots; None where so few voted that one could guess who."""

    @property
    def winners(self) -> list[Choice]:
        """The projects that are chosen."""
        return [one for one in self.choices if one.chosen]

    @property
    def masked(self) -> bool:
        """Whether so few voted that no number of a project is told."""
        return not self.ballots.isdigit()

    def mistakes(self) -> Iterator[Mistake]:
        if self.file not in (None, f"{self.slug}.pb"):
            text = f"Le fichier des bulletins de ce secteur s’appelle {self.slug}.pb. Corrigez « file »."
            yield Mistake(("file",), text)


@dataclass(frozen=True)
class BatchTold:
    """One batch of paper, as it was reconciled."""

    name: str = key(LINE)
    """Its number, where it comes from."""
    signatures: int = key(whole(0, 99_999))
    envelopes: int = key(whole(0, 99_999))
    ballots: int = key(whole(0, 99_999))
    words: str | None = key(LINE, default=None)
    """Why they differ, where they do."""


@dataclass(frozen=True)
class Tally:
    """What the vote of an edition gave, at `/participation/<edition>/resultats/`: its file has the name of the
    edition's."""

    title: str = key(LINE)
    counted: date = key(DAY)
    """When the box was opened."""
    rules: str = key(LINE)
    """The version of the rules it was counted by."""
    ballot: Ballot = key(Ballot)
    count: Count = key(Count)
    seed: str = key(LINE)
    areas: tuple[AreaTally, ...] = key(AreaTally, many=True)
    turnout: tuple[Row, ...] = key(Row, many=True, default=())
    """Voters by channel, from the roll."""
    invalid: tuple[Row, ...] = key(Row, many=True, default=())
    """Ballots that do not count, by kind."""
    batches: tuple[BatchTold, ...] = key(BatchTold, many=True, default=())
    notes: tuple[str, ...] = key(LINE, many=True, default=())
    """What does not agree, and why."""
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    body: str = key(HTML, given=True, default="")

    @property
    def home(self) -> str:
        """The address of the edition."""
        return self.url.removesuffix(f"{RESULTS}/")

    def area(self, slug: str) -> AreaTally | None:
        """The result of an area, if there is one."""
        return next((one for one in self.areas if one.slug == slug), None)

    def area_url(self, area: AreaTally) -> str:
        """The address of the result of an area."""
        return f"{self.url}{area.slug}/"

    @property
    def counting_url(self) -> str:
        """Where it is told how the votes were counted."""
        return f"{self.url}{COUNTING}/"

    @property
    def batches_url(self) -> str:
        """Where the batches of paper are told, one by one."""
        return f"{self.url}{BATCHES}/"

    def mistakes(self) -> Iterator[Mistake]:
        if not self.areas:
            yield Mistake(("areas",), "Il manque les résultats. Refaites le fichier avec « formservice publish ».")


@dataclass(frozen=True)
class Counted:
    """What the service knows of the results of a vote: where they are, and which."""

    edition: str = key(SLUG)
    url: str = key(PATH)
    counted: date = key(DAY)
    version: str = key(LINE)
    """What changes with the numbers and the reasons, and with nothing else."""


def binding(tally: Tally) -> dict[str, Any]:
    """What was published of a count, without the words around it."""
    return dump(replace(tally, title="", body="", demonstration=False))


def counted_of(tally: Tally, version: str) -> Counted:
    """What the service is told of the results of a vote."""
    return Counted(tally.slug, tally.url, tally.counted, version)
