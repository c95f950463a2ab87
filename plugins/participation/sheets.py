"""The projects of an area, numbered, by what becomes of them, some on each page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from formservice.catalogue import Edition, Project
from formservice.catalogue.participation import Area
from formservice.theme import plural

LOST = ("refuse", "abandonne")
GROUPS = (
    ("Soumis au vote", ("au-vote",)),
    ("Choisis par les habitants", ("choisi", "prevu", "en-cours", "termine")),
    ("À l’étude", ("etude",)),
    ("Pas choisis cette fois", ("non-choisi",)),
    ("Pas retenus", LOST),
)
"""A heading, and the statuses below it; each project is below one."""
PLAIN = {some[0] for _, some in GROUPS}
"""The statuses that the headings say already."""
SIZE, LEFT = 10, 2
"""Projects on one page, within the budget of elements; so few that would stand alone stay with those before."""
SHOWN = {"termine": "", "choisi": "", "au-vote": "", "etude": "few", "prevu": "few", "en-cours": "few"}
"""The shape beside the words of a status: a disc, or half of one; an open circle for the rest."""


@dataclass(frozen=True)
class AreaList:
    """One area of an edition with its projects."""

    edition: Edition
    area: Area
    projects: tuple[Project, ...]

    @property
    def url(self) -> str:
        """Its address."""
        return self.edition.area_url(self.area)

    @property
    def demonstration(self) -> bool:
        """Whether something on it was not confirmed."""
        return self.edition.demonstration or any(one.demonstration for one in self.projects)

    @property
    def at_vote(self) -> bool:
        """Whether one of its projects is put to the vote."""
        return any(one.status == "au-vote" for one in self.projects)

    @property
    def counted(self) -> str:
        """`5 projets, 2 idées non retenues`."""
        lost = sum(one.status in LOST for one in self.projects)
        kept = len(self.projects) - lost
        said = [plural(kept, "projet")] if kept else []
        return ", ".join(said + ([plural(lost, "idée non retenue", "idées non retenues")] if lost else []))

    @cached_property
    def _lines(self) -> list[tuple[str, Project]]:
        return [(title, one) for title, some in GROUPS for one in self.projects if one.status in some]

    @property
    def sheets(self) -> "list[Sheet]":
        """Its pages, one at least."""
        last = max(1, -(-(len(self.projects) - LEFT) // SIZE))
        return [Sheet(self, n, last) for n in range(1, last + 1)]


@dataclass(frozen=True)
class Sheet:
    """One page of an area, from 1."""

    of: AreaList
    number: int
    last: int

    plain = PLAIN

    @property
    def url(self) -> str:
        """Its address: the first has the area's."""
        return self.of.url if self.number == 1 else f"{self.of.url}{self.number}/"

    @property
    def groups(self) -> list[tuple[str, list[Project]]]:
        """What is on it: (heading, projects by number)."""
        end = None if self.number == self.last else SIZE * self.number
        found: dict[str, list[Project]] = {}
        for title, one in self.of._lines[SIZE * (self.number - 1) : end]:
            found.setdefault(title, []).append(one)
        return list(found.items())

    @property
    def before(self) -> "Sheet | None":
        """The page before, if any."""
        return Sheet(self.of, self.number - 1, self.last) if self.number > 1 else None

    @property
    def after(self) -> "Sheet | None":
        """The page after, if any."""
        return Sheet(self.of, self.number + 1, self.last) if self.number < self.last else None


def shape(project: Project) -> str:
    """The class of a status: its shape, never its only sign."""
    return SHOWN.get(project.status, "full")


def area_lists(edition: Edition, projects: Iterable[Project]) -> list[AreaList]:
    """Every area of an edition, each with its projects by number."""
    mine = sorted((one for one in projects if one.edition == edition.slug), key=lambda one: one.number)
    return [AreaList(edition, area, tuple(one for one in mine if one.area == area.slug)) for area in edition.areas]
