"""Every participatory budget with its areas and its projects: what the pages ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from formservice.catalogue import Edition, Project, Tally
from formservice.catalogue.projects import candidate_of
from formservice.voting.count_words import count_words
from plugins.participation.agreeing import LOST, WON, verdict
from plugins.participation.calendar import Step, steps
from plugins.participation.sheets import AreaList, area_lists

MEANINGS = {
    "etude": "Les services regardent si l’idée est possible, et combien elle coûterait.",
    "refuse": "Les services ont étudié l’idée. Voici leur réponse.",
    "au-vote": "Le vote des habitants est un avis : le conseil municipal décide ensuite.",
    "choisi": "Les habitants l’ont choisi. Le conseil municipal décide.",
    "non-choisi": "Les habitants en ont choisi d’autres.",
    "prevu": "Les travaux sont décidés, ils ne sont pas commencés.",
    "en-cours": "Les travaux ont commencé.",
    "termine": "C’est fait : vous pouvez aller voir.",
    "abandonne": "Il ne se fera pas.",
}
"""What each status of a project means, in a sentence."""
DECIDES = " Le conseil municipal décide."
"""What is no more to be said of a choice once the council decided."""
OPEN = ("depot", "vote")
"""The phases in which residents act."""


@dataclass(frozen=True)
class Budget:
    """One edition."""

    edition: Edition
    areas: tuple[AreaList, ...]
    now: datetime
    tally: Tally | None = None
    """What its vote gave, once it is published."""

    @property
    def steps(self) -> list[Step]:
        """Its calendar."""
        return steps(self.edition, self.now)

    @property
    def current(self) -> Step | None:
        """The phase one is in."""
        return next((step for step in self.steps if step.state == "now"), None)

    @property
    def open(self) -> bool:
        """Whether residents may act now."""
        return self.current is not None and self.current.phase.name in OPEN

    @property
    def filing(self) -> str:
        """The address of the filing form while it takes ideas; "" the rest of the time."""
        filed = self.current is not None and self.current.phase.name == "depot"
        return self.edition.filing_url if filed else ""

    @property
    def voting(self) -> str:
        """The address of the vote while one votes; "" the rest of the time, and where nothing is put to the vote."""
        votes = self.current is not None and self.current.phase.name == "vote"
        return self.edition.vote_url if votes and any(area.at_vote for area in self.areas) else ""

    @property
    def filed(self) -> bool:
        """Whether ideas are no more taken."""
        phase = self.edition.phase("depot")
        return phase is None or phase.until <= self.now

    @property
    def voted(self) -> bool:
        """Whether the vote is open, or over."""
        phase = self.edition.phase("vote")
        return phase is not None and phase.since <= self.now

    def area(self, slug: str) -> AreaList:
        """One of its areas. Raises KeyError."""
        self.edition.area(slug)
        return next(one for one in self.areas if one.area.slug == slug)


@dataclass(frozen=True)
class Budgets:
    """All of them, the newest first."""

    all: tuple[Budget, ...]

    @cached_property
    def open(self) -> list[Budget]:
        """Those in which residents may act now."""
        return [one for one in self.all if one.open]

    def of(self, slug: str) -> Budget:
        """The one of a file name. Raises KeyError."""
        return {one.edition.slug: one for one in self.all}[slug]

    def given(self, thing: Any) -> dict[str, Any]:
        """What the page of an edition or of a project is given besides itself."""
        if isinstance(thing, Edition):
            return {"budget": self.of(thing.slug), "counting": counting(thing, self.of(thing.slug))}
        if isinstance(thing, Project):
            budget = self.of(thing.edition)
            counted = verdict(budget.tally, thing) if budget.tally else None
            said = meaning(budget.edition, thing, counted[1].chosen if counted else None)
            more = {"meaning": said, "contested": contested(budget.edition, thing)}
            return {"budget": budget, "area": budget.area(thing.area), "counted": counted} | more
        return {}


def meaning(edition: Edition, project: Project, chosen: bool | None) -> str:
    """What its status means; `chosen`: what the count said, None where it said nothing."""
    otherwise = chosen is not None and project.status not in (WON if chosen else LOST)
    if edition.decision and otherwise:
        return "Le conseil municipal en a décidé autrement que le vote."
    return MEANINGS[project.status].removesuffix(DECIDES) if edition.decision else MEANINGS[project.status]


def counting(edition: Edition, budget: Budget) -> tuple[str, ...]:
    """How the votes are counted, in sentences; nothing where one does not vote."""
    candidates = [candidate_of(one) for area in budget.areas for one in area.projects if one.status == "au-vote"]
    return count_words(edition, candidates) if edition.phase("vote") else ()


def contested(edition: Edition, project: Project) -> date | None:
    """The last day on which a refusal may be contested; None where nothing is."""
    refused = project.status == "refuse" and not project.reviewed and edition.phases
    return edition.contest_until(project.decided) if refused and project.decided else None


def budgets(things: Mapping[str, list[Any]], now: datetime) -> Budgets:
    """Every edition of the content, by what was read in each folder."""
    tallies = {one.slug: one for one in things.get("decomptes", [])}
    found = [
        Budget(one, tuple(area_lists(one, things["projets"])), now, tallies.get(one.slug))
        for one in things["participation"]
    ]
    return Budgets(tuple(sorted(found, key=_newest, reverse=True)))


def _newest(budget: Budget) -> tuple[str, str]:
    # Without a calendar, it is of the past; its name says of which year.
    first = budget.edition.phases[0].since.isoformat() if budget.edition.phases else ""
    return first, budget.edition.slug
