"""The page that takes the ideas of an edition. Pure: the same object is drawn by the site and by the service."""

from dataclasses import dataclass
from datetime import datetime, time

from formservice.catalogue import Catalogue, Edition
from formservice.catalogue.participation import FORM, last_day
from formservice.theme import day_words, hour


@dataclass(frozen=True)
class Proposing:
    """An edition as one files an idea in it."""

    edition: Edition

    form = "proposal"
    of_the_idea = ("title", "area", "where", "what", "why", "estimate", "photo")
    """The fields about the idea: the first part of the form. The others are about who proposes it."""

    @property
    def title(self) -> str:
        """What one does there."""
        return "Proposer une idée"

    @property
    def code(self) -> str:
        """What an agent types: the code of the edition."""
        return self.edition.code

    @property
    def url(self) -> str:
        """The address of the form."""
        return f"{self.edition.url}{FORM}/"

    @property
    def version(self) -> str:
        """Which page a form was made from."""
        return self.edition.version

    @property
    def demonstration(self) -> bool:
        """Whether the town has not confirmed it yet."""
        return self.edition.demonstration

    def opens(self, now: datetime) -> datetime | None:
        """When the filing opens, while it has not."""
        phase = self.edition.phase("depot")
        return phase.since if phase and now < phase.since else None

    def closes(self) -> datetime | None:
        """When the filing closes."""
        phase = self.edition.phase("depot")
        return phase.until if phase else None

    @property
    def closing(self) -> str:
        """When it closes, in words; a close at midnight is the end of the day before."""
        end = self.closes()
        if end is None:
            return ""
        if end.time() == time():
            return f"{day_words(last_day(end))} à minuit"
        return f"{day_words(end.date())} à {hour(end)}"

    def is_open(self, now: datetime) -> bool:
        """Whether ideas are taken now."""
        phase = self.edition.phase("depot")
        return phase is not None and phase.holds(now)


def proposing(catalogue: Catalogue, slug: str) -> Proposing:
    """The form of an edition. KeyError for one that never takes ideas."""
    return _of(catalogue.edition(slug))


def proposing_by_code(catalogue: Catalogue, code: str) -> Proposing:
    """The form of an edition by its code. KeyError."""
    return _of(catalogue.edition_by_code(code))


def _of(edition: Edition) -> Proposing:
    if edition.phase("depot") is None:
        raise KeyError(edition.slug)
    return Proposing(edition)
