"""Participatory budgets: an edition with its published rules, and the projects that came out of it.

The rules of an edition are data. What was published binds the town: a change of them is another version.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from formservice.catalogue.kinds import CODE, DAY, DURATION, HTML, LINE, MOMENT, PATH, SLUG, YES, Kind, choice, whole
from formservice.catalogue.resources import Picture
from formservice.catalogue.typed import Mistake, key

PHASES = ("depot", "etude", "vote", "decision")
"""In the order they come in."""
SCHEMES = ("libre", "declaree", "e-mail", "code")
BALLOTS = ("approbation", "budget", "points")
COUNTS = ("glouton", "glouton-arret", "parts-egales")
STATUSES = {
    "etude": "À l’étude", "refuse": "Pas retenu", "au-vote": "Soumis au vote", "choisi": "Choisi",
    "non-choisi": "Pas choisi cette fois", "prevu": "Prévu", "en-cours": "En travaux", "termine": "Terminé",
    "abandonne": "Abandonné",
}  # fmt: skip


def _euros(text: str) -> int:
    if not text.isascii() or not text.isdigit() or text != str(int(text)) or int(text) > 10**9:
        raise ValueError(f"« {text} » : écrivez des euros, sans espace ni virgule, par exemple 12000.")
    return int(text)


EUROS = Kind("montant", _euros)


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


@dataclass(frozen=True)
class Area:
    """A set of quartiers that share an envelope."""

    slug: str = key(SLUG)
    title: str = key(LINE)
    quartiers: tuple[str, ...] = key(LINE, many=True)
    envelope: int = key(EUROS)


@dataclass(frozen=True)
class Who:
    """Who may take part."""

    age: int = key(whole(0, 99), default=0)
    """The youngest age, in years, on the day one takes part."""
    words: str = key(LINE, default="Toute personne qui habite la commune")
    barred: tuple[str, ...] = key(LINE, many=True, default=())
    """Who may not, in words: said on the form, and declared on honour."""


@dataclass(frozen=True)
class Rules:
    """The published rules an edition is bound to."""

    version: str = key(LINE)
    adopted: date = key(DAY)
    document: str | None = key(PATH, default=None)


@dataclass(frozen=True)
class Ballot:
    """What one may choose."""

    kind: str = key(choice(*BALLOTS), default="approbation")
    least: int = key(whole(1, 50), default=1)
    most: int = key(whole(1, 50), default=3)
    points: int = key(whole(1, 1000), default=10)

    def mistakes(self) -> Iterator[Mistake]:
        if self.least > self.most:
            yield Mistake(("least",), "Le plus petit nombre de choix dépasse le plus grand. Corrigez l’un des deux.")


@dataclass(frozen=True)
class Count:
    """How the votes are counted."""

    rule: str = key(choice(*COUNTS), default="glouton")
    threshold: int = key(whole(0, 100_000), default=0)
    """Votes below which a project is never chosen."""


@dataclass(frozen=True)
class Edition:
    """A participatory budget, at `/participation/<slug>/`."""

    title: str = key(LINE)
    code: str = key(CODE)
    summary: str = key(LINE)
    rules: Rules = key(Rules)
    phases: tuple[Phase, ...] = key(Phase, many=True)
    areas: tuple[Area, ...] = key(Area, many=True)
    who: Who = key(Who)
    identity: str = key(choice(*SCHEMES), default="declaree")
    limit: int = key(whole(0, 50), default=3)
    """Ideas one person may file; 0 sets no limit."""
    contest: timedelta = key(DURATION, default=timedelta(days=15))
    """How long a refusal may be contested."""
    ballot: Ballot = key(Ballot, default=Ballot())
    count: Count = key(Count, default=Count())
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

    def mistakes(self) -> Iterator[Mistake]:
        yield from _twice(("areas",), "slug", [one.slug for one in self.areas], "Le quartier")
        yield from _twice(("phases",), "name", [one.name for one in self.phases], "L’étape")
        quartiers = [name for area in self.areas for name in area.quartiers]
        for name in sorted({one for one in quartiers if quartiers.count(one) > 1}):
            yield Mistake(("areas",), f"« {name} » est dans deux secteurs. Gardez-le dans un seul.")
        if not self.areas:
            yield Mistake(("areas",), "Il faut un secteur au moins, avec ses quartiers et son enveloppe.")
        order = [PHASES.index(one.name) for one in self.phases]
        ends = list(zip(self.phases, self.phases[1:], strict=False))
        if order != sorted(order) or any(one.until > after.since for one, after in ends):
            yield Mistake(("phases",), f"Les étapes se suivent ainsi : {', '.join(PHASES)}. Vérifiez les dates.")


@dataclass(frozen=True)
class News:
    """One dated step of a project, as the editor tells it."""

    on: date = key(DAY)
    text: str = key(LINE)


@dataclass(frozen=True)
class Project:
    """An idea that was published, at `/participation/<edition>/<number>/`: its number outlives its title."""

    title: str = key(LINE)
    edition: str = key(SLUG)
    number: int = key(whole(1, 9999))
    area: str = key(SLUG)
    summary: str = key(LINE)
    status: str = key(choice(*STATUSES), default="etude")
    where: str | None = key(LINE, default=None)
    """An address or a landmark."""
    author: str | None = key(LINE, default=None)
    """How who filed it asked to be named; nothing when they did not ask."""
    cost: int | None = key(EUROS, default=None)
    reason: str | None = key(LINE, default=None)
    """Why it was not kept, in plain words."""
    decided: date | None = key(DAY, default=None)
    merged: tuple[int, ...] = key(whole(1, 9999), many=True, default=())
    """The numbers of the ideas that became one with it."""
    news: tuple[News, ...] = key(News, many=True, default=())
    pictures: tuple[Picture, ...] = key(Picture, many=True, default=())
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    body: str = key(HTML, given=True, default="")

    @property
    def status_words(self) -> str:
        """`Soumis au vote`."""
        return STATUSES[self.status]

    def mistakes(self) -> Iterator[Mistake]:
        if self.status == "refuse" and not (self.reason and self.decided):
            yield Mistake((), "Un refus se justifie et se date. Ajoutez « reason: … » et « decided: 2027-03-12 ».")
        if self.status == "au-vote" and not self.cost:
            yield Mistake((), "Un projet soumis au vote a un coût. Ajoutez « cost: 4500 ».")


def _twice(at: tuple[str, ...], name: str, words: list[str], what: str) -> Iterator[Mistake]:
    for n, word in enumerate(words):
        if word in words[:n]:
            yield Mistake((*at, n, name), f"{what} « {word} » est écrit deux fois. Gardez-en un seul.")
