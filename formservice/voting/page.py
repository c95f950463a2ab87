"""The page of a vote. Pure: its first step, which asks who votes and where, is drawn by the site and by the service."""

from dataclasses import dataclass, replace
from datetime import datetime

from formservice.catalogue import Catalogue, Edition
from formservice.theme import until_words
from formservice.voting import rules
from formservice.voting.choosing import rule
from formservice.voting.count_words import count_words
from formservice.voting.rules import Slate

DECLARED, EMAIL, CODE = "declaree", "e-mail", "code"
SUFFIX = "-VOTE"
"""What follows the code of the edition in that of its vote: an agent types BP27 for an idea."""

KNOWN_BY = {DECLARED: "nom", EMAIL: "adresse e-mail", CODE: "code"}


@dataclass(frozen=True)
class Voting:
    """An edition as one votes in it."""

    edition: Edition
    slates: tuple[Slate, ...]
    results: str = ""
    """The address of the results, once they are published."""

    form = "vote"

    @property
    def title(self) -> str:
        """What one does there."""
        return "Voter"

    @property
    def code(self) -> str:
        """What an agent types to mark the roll."""
        return f"{self.edition.code}{SUFFIX}"

    @property
    def url(self) -> str:
        """The address of the first step; the others are drawn by the service at the same address."""
        return self.edition.vote_url

    @property
    def version(self) -> str:
        """Which page a form was made from."""
        return self.edition.version

    @property
    def demonstration(self) -> bool:
        """Whether the town has not confirmed it yet."""
        return self.edition.demonstration

    @property
    def known_by(self) -> str:
        """What a voter is known by, « votre nom »; "" where nobody is compared."""
        return KNOWN_BY.get(self.edition.identity, "")

    def is_open(self, now: datetime) -> bool:
        """Whether the calendar says that one votes now."""
        phase = self.edition.phase("vote")
        return phase is not None and phase.holds(now)

    def opens(self, now: datetime) -> datetime | None:
        """When it opens, while it has not."""
        phase = self.edition.phase("vote")
        return phase.since if phase and now < phase.since else None

    @property
    def closing(self) -> str:
        """When it closes, in words; a close at midnight is the end of the day before."""
        phase = self.edition.phase("vote")
        return until_words(phase.until) if phase else ""

    @property
    def rule(self) -> str:
        """What one may choose, in a sentence, in whatever area."""
        return rule(self.edition.ballot)

    @property
    def counting(self) -> tuple[str, ...]:
        """How the votes are counted, in sentences."""
        return count_words(self.edition, [one for slate in self.slates for one in slate.candidates])

    @property
    def offered(self) -> bool:
        """Whether there is a project to vote for."""
        return any(slate.candidates for slate in self.slates)

    def slate(self, area: str) -> Slate:
        """The ballot of an area. KeyError."""
        for one in self.slates:
            if one.area.slug == area:
                return one
        raise KeyError(area)

    def opened(self, slates: tuple[Slate, ...], edition: Edition) -> "Voting":
        """The same, on the ballot that the election was opened on: the calendar stays that of the site.

        Whoever is compared in another way would be another person on the roll, and vote twice.
        """
        now = replace(
            self.edition, ballot=edition.ballot, areas=edition.areas, who=edition.who, identity=edition.identity,
            rules=edition.rules, count=edition.count,
        )  # fmt: skip
        return replace(self, edition=now, slates=slates)

    @property
    def at_desk(self) -> "Voting":
        """The same, as agents hold it: nobody needs an e-mail address at a counter nor on a sheet, a name is compared.

        On the roll, an address and a name are two keys: the editor is warned.
        """
        return replace(self, edition=replace(self.edition, identity=DECLARED)) if self.by_mail else self

    @property
    def by_mail(self) -> bool:
        """Whether one votes on the web by a link sent to an address."""
        return self.edition.identity == EMAIL


def voting(catalogue: Catalogue, slug: str) -> Voting:
    """The vote of an edition. KeyError for one that has none."""
    return _of(catalogue, catalogue.edition(slug))


def voting_by_code(catalogue: Catalogue, code: str) -> Voting:
    """The vote by what an agent types, BP27-VOTE. KeyError."""
    base, mark, rest = code.upper().partition(SUFFIX)
    if not mark or rest:
        raise KeyError(code)
    return _of(catalogue, catalogue.edition_by_code(base))


def _of(catalogue: Catalogue, edition: Edition) -> Voting:
    if edition.phase("vote") is None:
        raise KeyError(edition.slug)
    counted = catalogue.results_of(edition.slug)
    return Voting(edition, rules.slates(edition, catalogue.candidates), counted.url if counted else "")
