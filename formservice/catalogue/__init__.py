"""The catalogue: what the site offers and the service takes answers to, and the page's frame.

One JSON file in each release, written by the build with `dump` and read by the service with
`load`. It holds the same strings as the front matter, read by the same dataclasses.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from formservice.catalogue import typed
from formservice.catalogue.agenda import Activity, Change, Newcomers, Session
from formservice.catalogue.ballots import Candidate
from formservice.catalogue.collection import Collection, Holding, Period, Subject
from formservice.catalogue.consultations import Consultation
from formservice.catalogue.openings import Weekly
from formservice.catalogue.pages import News, Page
from formservice.catalogue.participation import Edition
from formservice.catalogue.projects import Outcome, Project
from formservice.catalogue.resources import Record, Trail
from formservice.catalogue.results import Results, Told
from formservice.catalogue.tallies import Counted, Tally
from formservice.catalogue.town import Alert, Asset, Closure, Link, Opening, Place, Site, Theme
from formservice.catalogue.typed import Mistake, Mistakes, key

__all__ = [
    "Activity", "Alert", "Asset", "BadCatalogue", "Candidate", "Catalogue", "Change", "Closure", "Collection",
    "Consultation", "Counted", "Edition", "Holding", "Link", "Mistake", "Mistakes", "Newcomers", "News", "Opening",
    "Outcome", "Page", "Period", "Place", "Project", "Record", "Results", "Session", "Site", "Subject", "Tally",
    "Theme", "Told", "Trail", "Weekly", "dump", "load", "version_of",
]  # fmt: skip

FORMAT = 1
T = TypeVar("T")


class BadCatalogue(Exception):
    """The file is not a whole catalogue of this format; the sentence is for an operator."""


@dataclass(frozen=True)
class Catalogue:
    """All that takes an answer, and the frame. Look-ups raise KeyError."""

    site: Site = key(Site)
    activities: tuple[Activity, ...] = key(Activity, many=True, default=())
    places: tuple[Place, ...] = key(Place, many=True, default=())
    alerts: tuple[Alert, ...] = key(Alert, many=True, default=())
    holidays: tuple[Closure, ...] = key(Closure, many=True, default=())
    """The public holidays around the release, for what is counted in opening hours."""
    holdings: tuple[Holding, ...] = key(Holding, many=True, default=())
    """What of the resource centre may be consulted or borrowed."""
    editions: tuple[Edition, ...] = key(Edition, many=True, default=())
    """The participatory budgets, without their texts."""
    consultations: tuple[Consultation, ...] = key(Consultation, many=True, default=())
    """The questionnaires, with their texts: the service draws their first pages too."""
    outcomes: tuple[Outcome, ...] = key(Outcome, many=True, default=())
    """What became of the ideas that were published."""
    candidates: tuple[Candidate, ...] = key(Candidate, many=True, default=())
    """The projects that are put to the vote."""
    results: tuple[Told, ...] = key(Told, many=True, default=())
    """The consultations whose results are published."""
    counted: tuple[Counted, ...] = key(Counted, many=True, default=())
    """The votes whose results are published."""

    def activity(self, slug: str) -> Activity:
        """The activity of a file name."""
        return _first(self.activities, "slug", slug)

    def place(self, slug: str) -> Place:
        """The place of a file name."""
        return _first(self.places, "slug", slug)

    def theme(self, slug: str) -> Theme:
        """The theme of a word of front matter."""
        return _first(self.site.themes, "slug", slug)

    def holding(self, identifier: str) -> Holding:
        """The holding of a record's identifier, in capitals or not."""
        return _first(self.holdings, "id", identifier.upper())

    def edition(self, slug: str) -> Edition:
        """The edition of a file name."""
        return _first(self.editions, "slug", slug)

    def edition_by_code(self, code: str) -> Edition:
        """The edition of a code, in capitals or not."""
        return _first(self.editions, "code", code.upper())

    def results_of(self, slug: str) -> Counted | None:
        """The results of the vote of an edition, once they are published."""
        return next((one for one in self.counted if one.edition == slug), None)

    def consultation(self, slug: str) -> Consultation:
        """The consultation of a file name."""
        return _first(self.consultations, "slug", slug)

    def consultation_by_code(self, code: str) -> Consultation:
        """The consultation of a code, in capitals or not."""
        return _first(self.consultations, "code", code.upper())

    def by_code(self, code: str) -> Activity:
        """The activity of a code, as printed on paper forms."""
        return _first(self.activities, "code", code)

    def mistakes(self) -> Iterator[Mistake]:
        """What no file can see alone: unknown places and themes, closed days."""
        places, themes = {p.slug for p in self.places}, {t.slug for t in self.site.themes}
        for n, activity in enumerate(self.activities):
            at = ("activities", n)
            if activity.place not in places:
                yield Mistake((*at, "place"), f"Le lieu « {activity.place} » n’a pas de fichier. {_known(places)}")
            if activity.theme and activity.theme not in themes:
                yield Mistake((*at, "theme"), f"Le thème « {activity.theme} » n’est pas connu. {_known(themes)}")
            yield from self._closed_days(n, activity)

    def _closed_days(self, n: int, activity: Activity) -> Iterator[Mistake]:
        closures = [c for place in self.places if place.slug == activity.place for c in place.closures]
        for m, session in enumerate(activity.sessions):
            shut = next((closure for closure in closures if closure.holds(session.start.date())), None)
            if shut and not session.maintained and not session.cancelled:
                day = f"{session.start:%d/%m/%Y} ({shut.why})"
                text = f"Le lieu est fermé le {day}. Changez la date, ou ajoutez « maintained: true »."
                yield Mistake(("activities", n, "sessions", m, "start"), text)


def version_of(data: Any) -> str:
    """Eight hexadecimal digits that change with the data."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(canonical).hexdigest()[:8]


def dump(catalogue: Catalogue) -> str:
    """The file's text, sealed by a checksum so that half a file is never read as a whole one."""
    body = typed.dump(catalogue)
    return json.dumps({"format": FORMAT, "sum": version_of(body), **body}, ensure_ascii=False, indent=1)


def load(path: Path) -> Catalogue:
    """Read a catalogue file, or raise BadCatalogue (missing, torn, other format, bad value)."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        form, checksum = data.pop("format"), data.pop("sum")
    except (OSError, ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
        raise BadCatalogue(
            f"{path} : catalogue illisible ({type(error).__name__}). Relancez la construction."
        ) from None
    if form != FORMAT or checksum != version_of(data):
        raise BadCatalogue(f"{path} : catalogue incomplet ou d’un autre format. Relancez la construction.")
    try:
        return typed.read(Catalogue, data, editor=False)
    except Mistakes as mistakes:
        raise BadCatalogue(f"{path} : {mistakes}") from None


def _first(things: tuple[T, ...], name: str, value: str) -> T:
    for thing in things:
        if getattr(thing, name) == value:
            return thing
    raise KeyError(value)


def _known(names: set[str]) -> str:
    return f"Écrivez l’un de ceux-ci : {', '.join(sorted(names))}." if names else "Créez d’abord son fichier."
