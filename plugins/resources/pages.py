"""The pages of the resource centre: each with its address, its template and what it is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from formservice.catalogue import Record, Trail
from plugins.drawn import Drawn
from plugins.resources import facts, timeline
from plugins.resources.centre import Centre
from plugins.resources.lists import SIZE, Listing, Lists

SHOWN, LIVED = 6, 13
"""Works and dates shown on the page of a person; the others are in her list."""
NAMED = 100
"""Names on one page of an index."""


@dataclass(frozen=True)
class Index:
    """One page of a way in: the names, each with its count."""

    url: str
    title: str
    found: tuple[Listing, ...]
    after: str = ""


@dataclass(frozen=True)
class Pages:
    """What the site generator asks for."""

    centre: Centre

    @cached_property
    def lists(self) -> Lists:
        """Every list of the centre."""
        return Lists(self.centre)

    @cached_property
    def timeline(self) -> timeline.Timeline:
        """The milestones in order of time."""
        return timeline.timeline(self.centre)

    def given(self, thing: Any) -> dict[str, Any]:
        """What the page of a record or of a trail is given besides itself."""
        if isinstance(thing, Record):
            return self._of_record(thing)
        if isinstance(thing, Trail):
            return {"steps": [(self.centre.record(step.record), step) for step in thing.steps]}
        return {}

    def _of_record(self, record: Record) -> dict[str, Any]:
        found = {
            "facts": facts.facts(record, self.lists),
            **facts.listed_under(record, self.lists),
            **facts.around(record, self.centre),
        }
        if record.type == "personne":
            by, about = self.centre.works_by(record.slug), self.centre.works_about(record.slug)
            met = self.centre.milestones(record.slug)
            found |= {"by": by[:SHOWN], "about": about[:SHOWN], "milestones": met[:LIVED]}
            found |= {"notices": self.lists.people.get(record.slug)}
        return found

    def all(self) -> Iterator[Drawn]:
        """Every page but those of the content files."""
        yield "/ressources/", "resources", {}
        for listing in self.lists.all():
            for sheet in listing.sheets:
                yield sheet.url, "listing", {"sheet": sheet}
        for url, title, found in (
            ("/ressources/sujet/", "Tous les sujets", self.lists.subjects),
            ("/ressources/lieu/", "Tous les lieux", self.lists.places),
        ):
            yield from _index(url, title, tuple(found.values()))
        yield from self._timeline()
        yield from self._trails()

    def _timeline(self) -> Iterator[Drawn]:
        if not self.timeline.periods:
            return
        yield timeline.URL, "timeline", {}
        periods = [None, *self.timeline.periods, None]
        for before, listing, after in zip(periods, self.timeline.periods, periods[2:], strict=False):
            for sheet in listing.sheets:
                yield sheet.url, "period", {"sheet": sheet, "around": (before, after)}

    def _trails(self) -> Iterator[Drawn]:
        if self.centre.trails:
            yield "/ressources/parcours/", "trails", {}
        for trail in self.centre.trails:
            yield f"{trail.url}fiche/", "worksheet", {"page": trail, **self.given(trail)}


def _index(url: str, title: str, found: tuple[Listing, ...]) -> Iterator[Drawn]:
    last = -(-len(found) // NAMED)
    for n in range(1, last + 1):
        here, after = (url if n == 1 else f"{url}{n}/"), (f"{url}{n + 1}/" if n < last else "")
        name = title if last == 1 else f"{title}, page {n} sur {last}"
        yield here, "index", {"index": Index(here, name, found[NAMED * (n - 1) : NAMED * n], after), "root": url}


def helpers() -> dict[str, Any]:
    """What the templates of the centre call."""
    return {"record_line": facts.line, "parted": timeline.parted, "SIZE": SIZE}
