"""Participatory budgets: an edition with its published rules, and the projects that came out of it.

The rules of an edition are data. What was published binds the town: a change of them is another version.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from formservice.catalogue.ballots import Ballot, Count
from formservice.catalogue.kinds import (
    DAY,
    DURATION,
    EDITION,
    EUROS,
    HTML,
    LINE,
    MOMENT,
    PATH,
    SLUG,
    SOMEWHERE,
    YES,
    choice,
    whole,
)
from formservice.catalogue.typed import Mistake, key

PHASES = ("depot", "etude", "vote", "decision")
"""In the order they come in."""
SCHEMES = ("libre", "declaree", "e-mail", "code")
FILINGS = ("libre", "declaree")
"""Whom the filing compares: nobody, or a name and a birth date on honour. E-mail is never required."""
FORM, VOTE, TURNOUT, RESULTS = "proposer", "voter", "participation", "resultats"
"""The last words of addresses: the filing form, the vote, what it drew, what it gave. No area may be called so."""
COUNTING, BATCHES = "decompte", "lots"
"""Under the results: how the votes were counted, the batches of paper. No area may be called so either."""


def last_day(until: datetime) -> date:
    """The last day of what ends at a moment: what ends at midnight ends with the day before."""
    return (until - timedelta(minutes=1)).date()


@dataclass(frozen=True)
class Phase:
    """One stretch of the calendar, from one moment to another."""

    name: str = key(choice(*PHASES))
    since: datetime = key(MOMENT)
    until: datetime = key(MOMENT)

    def mistakes(self) -> Iterator[Mistake]:
        if not self.since < self.until:
            yield Mistake(("until",), "L’étape finit avant d’avoir commencé. Corrigez « since » ou « until ».")

    def holds(self, now: datetime) -> bool:
        """Whether it is under way."""
        return self.since <= now < self.until

    @property
    def last_day(self) -> date:
        """Its last day: what ends at midnight ends with the day before."""
        return last_day(self.until)


@dataclass(frozen=True)
class Area:
    """A set of quartiers that share an envelope."""

    slug: str = key(SLUG)
    title: str = key(LINE)
    quartiers: tuple[str, ...] = key(LINE, many=True)
    envelope: int | None = key(EUROS, default=None)
    """In euros; nothing is said of one that is not known."""

    @property
    def told(self) -> bool:
        """Whether its title says its quartiers already, with or without their articles."""
        return bool(self.quartiers) and _bare(self.title) == _bare(" ".join(self.quartiers))


def _bare(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in ("la", "le", "les", "l", "et")]


@dataclass(frozen=True)
class Who:
    """Who may take part."""

    age: int = key(whole(0, 99), default=0)
    """The youngest age, in years, on the day one takes part."""
    words: str = key(LINE, default="Toute personne qui habite la commune")
    barred: tuple[str, ...] = key(LINE, many=True, default=())
    """Who may not, in words: said on the form, and declared on honour."""

    @property
    def honour(self) -> bool:
        """Whether something is to be declared on honour."""
        return bool(self.words or self.barred)


@dataclass(frozen=True)
class Articles:
    """Which article of the published rules says what; 0 where none is numbered."""

    age: int = key(whole(0, 99), default=0)
    area: int = key(whole(0, 99), default=0)
    cap: int = key(whole(0, 99), default=0)
    dates: int = key(whole(0, 99), default=0)
    barred: int = key(whole(0, 99), default=0)


@dataclass(frozen=True)
class Rules:
    """The published rules an edition is bound to."""

    version: str = key(LINE)
    adopted: date = key(DAY)
    document: str | None = key(PATH, default=None)
    articles: Articles = key(Articles, default=Articles())


@dataclass(frozen=True)
class Decision:
    """What the council decided after the vote."""

    on: date = key(DAY)
    words: str = key(LINE)
    document: str | None = key(PATH, default=None)
    """The deliberation."""


@dataclass(frozen=True)
class Edition:
    """A participatory budget, at `/participation/<slug>/`."""

    title: str = key(LINE)
    code: str = key(EDITION)
    summary: str = key(LINE)
    areas: tuple[Area, ...] = key(Area, many=True)
    rules: Rules = key(Rules, default=Rules("", date.min))
    """Empty for an edition of the past whose rules are not known, and so without a calendar."""
    phases: tuple[Phase, ...] = key(Phase, many=True, default=())
    who: Who = key(Who, default=Who(), example="{age: 16}")
    identity: str = key(choice(*SCHEMES), default="declaree")
    """Whom the vote compares."""
    filing: str = key(choice(*FILINGS), default="declaree")
    limit: int = key(whole(0, 50), default=3)
    """Ideas one person may file; 0 sets no limit."""
    contest: timedelta = key(DURATION, default=timedelta(days=15))
    """How long a refusal may be contested."""
    paper: timedelta = key(DURATION, default=timedelta(days=7))
    """How long after the close agents may still type what came in time on paper."""
    counters: tuple[str, ...] = key(SOMEWHERE, many=True, default=())
    """Where an idea may be brought on paper, in words."""
    ballot: Ballot = key(Ballot, default=Ballot())
    count: Count = key(Count, default=Count())
    decision: Decision | None = key(Decision, default=None)
    """Of the council; None as long as it has not met."""
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    version: str = key(LINE, given=True, default="")
    body: str = key(HTML, given=True, default="")

    def area(self, slug: str) -> Area:
        """The area of a word. Raises KeyError."""
        for one in self.areas:
            if one.slug == slug:
                return one
        raise KeyError(slug)

    def phase(self, name: str) -> Phase | None:
        """The phase of a name, if it has one."""
        return next((one for one in self.phases if one.name == name), None)

    def contest_until(self, refused: date) -> date:
        """The last day a refusal may be contested: some days later, before the vote opens in any case."""
        vote = self.phase("vote")
        return min(refused + self.contest, last_day(vote.since)) if vote else refused + self.contest

    def area_url(self, area: Area) -> str:
        """The address of the page of an area."""
        return f"{self.url}{area.slug}/"

    @property
    def filing_url(self) -> str:
        """The address of the filing form."""
        return f"{self.url}{FORM}/"

    @property
    def vote_url(self) -> str:
        """The address of the vote."""
        return f"{self.url}{VOTE}/"

    @property
    def turnout_url(self) -> str:
        """Where it is said, during the vote, how many have voted."""
        return f"{self.vote_url}{TURNOUT}/"

    @property
    def seed(self) -> str:
        """What ties are drawn from: it is published before the vote."""
        return self.count.seed or self.code

    def mistakes(self) -> Iterator[Mistake]:
        yield from _twice(("areas",), "slug", [one.slug for one in self.areas], "Le quartier")
        yield from _twice(("phases",), "name", [one.name for one in self.phases], "L’étape")
        quartiers = [name for area in self.areas for name in area.quartiers]
        for name in sorted({one for one in quartiers if quartiers.count(one) > 1}):
            yield Mistake(("areas",), f"« {name} » est dans deux secteurs. Gardez-le dans un seul.")
        for n, area in enumerate(self.areas):
            if area.slug in (FORM, VOTE, TURNOUT, RESULTS, COUNTING, BATCHES) or area.slug.isdigit():
                text = f"« {area.slug} » est réservé aux adresses des pages. Choisissez un autre mot pour ce secteur."
                yield Mistake(("areas", n, "slug"), text)
            if self.phase("vote") and not area.envelope:
                text = "On vote pour dépenser une enveloppe : indiquez-la, « envelope: 20000 »."
                yield Mistake(("areas", n), text)
            elif self.ballot.kind == "budget" and not area.envelope:
                text = "On vote dans la limite de l’enveloppe : indiquez-la, « envelope: 20000 »."
                yield Mistake(("areas", n), text)
        if self.phases and not self.rules.version:
            text = (
                "Une édition qui a un calendrier a un règlement. Ajoutez « rules: {version: 1, adopted: 2026-10-15} »."
            )
            yield Mistake(("phases",), text)
        if not self.areas:
            yield Mistake(("areas",), "Il faut un secteur au moins, avec ses quartiers et son enveloppe.")
        order = [PHASES.index(one.name) for one in self.phases]
        ends = list(zip(self.phases, self.phases[1:], strict=False))
        if order != sorted(order) or any(one.until > after.since for one, after in ends):
            yield Mistake(("phases",), f"Les étapes se suivent ainsi : {', '.join(PHASES)}. Vérifiez les dates.")


def _twice(at: tuple[str, ...], name: str, words: list[str], what: str) -> Iterator[Mistake]:
    for n, word in enumerate(words):
        if word in words[:n]:
            yield Mistake((*at, n, name), f"{what} « {word} » est écrit deux fois. Gardez-en un seul.")
