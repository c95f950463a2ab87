"""What one may choose in a vote, among what, and how the choices are counted: data of an edition's rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from formservice.catalogue.kinds import EUROS, LINE, PATH, SLUG, YES, choice, whole
from formservice.catalogue.typed import Mistake, key

BALLOTS = ("approbation", "budget", "points")
COUNTS = ("glouton", "glouton-arret", "parts-egales")
LEFTOVERS = ("garde", "complete", "commun")


@dataclass(frozen=True)
class Ballot:
    """What one may choose."""

    kind: str = key(choice(*BALLOTS), default="approbation")
    least: int = key(whole(1, 50), default=1)
    most: int = key(whole(1, 50), default=3)
    """How many projects, of the least and of the most."""
    points: int = key(whole(1, 1000), default=10)
    """How many points one shares out, at most, where one does."""

    def mistakes(self) -> Iterator[Mistake]:
        if self.least > self.most:
            yield Mistake(("least",), "Le plus petit nombre de choix dépasse le plus grand. Corrigez l’un des deux.")
        if self.kind == "points" and self.points < self.least:
            yield Mistake(("points",), "Il y a moins de points que de projets à choisir. Corrigez l’un des deux.")


@dataclass(frozen=True)
class Count:
    """How the votes are counted."""

    rule: str = key(choice(*COUNTS), default="glouton")
    threshold: int = key(whole(0, 100_000), default=0)
    """Votes below which a project is never chosen."""
    guaranteed: bool = key(YES, default=False)
    """Whether an area that would have no project has its first one, whatever the threshold."""
    leftover: str = key(choice(*LEFTOVERS), default="garde")
    """What becomes of the money that is left: kept; spent on the next projects that fit; spent over all the areas."""
    seed: str = key(LINE, default="")
    """What ties are drawn from; the code of the edition where nothing is said."""


@dataclass(frozen=True)
class Candidate:
    """A project that is put to the vote, under the number of its idea."""

    edition: str = key(SLUG)
    number: int = key(whole(1, 9999))
    area: str = key(SLUG)
    title: str = key(LINE)
    cost: int = key(EUROS)
    summary: str = key(LINE)
    url: str = key(PATH)
    incompatible: tuple[int, ...] = key(whole(1, 9999), many=True, default=())
    """The projects of the same vote that cannot be chosen beside it."""
