"""`decompte.json`: what a count gave, and what it takes to make it again from the files of ballots beside it. Pure.

Numbers are numbers, projects are known by their numbers as text, as in the files of ballots.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from formservice.catalogue.kinds import DAY, EUROS, LINE, SLUG, YES, Kind, choice, pattern
from formservice.catalogue.typed import Mistake, key
from formservice.count import model
from formservice.count.model import POINTS, Line, Outcome, Rule

NAME = "decompte.json"
FORMAT = "decompte-1"
REASONS = (
    model.CHOSEN, model.GUARANTEED, model.COMPLETION, model.POOL, model.UNLIKED, model.LOW, model.CONFLICT, model.DEAR,
    model.TOO_DEAR, model.STOPPED, model.WITHDRAWN, model.POOR, model.RAISED, model.LAST,
)  # fmt: skip


def _many(text: str) -> int:
    if not re.fullmatch(r"0|[1-9][0-9]{0,8}", text):
        raise ValueError(f"« {text[:20]} » : écrivez un nombre entier, par exemple 12.")
    return int(text)


MANY = Kind("nombre", _many)
ID = pattern("numéro de projet", r"[1-9][0-9]{0,3}", "écrivez un numéro, par exemple 12.")
PAIR = pattern("projets incompatibles", r"[1-9][0-9]{0,3}\+[1-9][0-9]{0,3}", "écrivez deux numéros : 3+8.")
FILE = pattern("fichier", r"[a-z0-9]+(-[a-z0-9]+)*\.pb", "écrivez le nom d’un fichier voisin, comme centre.pb.")
SHA256 = pattern("empreinte", r"[0-9a-f]{64}", "écrivez l’empreinte SHA-256 du fichier.")


@dataclass(frozen=True)
class RuleSaid:
    """How ballots become winners, all that the count hangs on."""

    kind: str = key(choice(*model.KINDS))
    by: str = key(choice(model.VOTES, model.POINTS))
    threshold: int = key(MANY)
    guaranteed: bool = key(YES)
    leftover: str = key(choice(*model.LEFTOVERS))
    seed: str = key(LINE)
    incompatible: tuple[str, ...] = key(PAIR, many=True, default=())

    @property
    def rule(self) -> Rule:
        """The rule, as the count takes it."""
        pairs = frozenset(frozenset(one.split("+")) for one in self.incompatible)
        return Rule(self.kind, self.by, self.threshold, pairs, self.guaranteed, self.leftover, self.seed)


@dataclass(frozen=True)
class ProjectCounted:
    """One project; without its votes where too few people voted."""

    id: str = key(ID)
    title: str = key(LINE)
    cost: int = key(EUROS)
    chosen: bool = key(YES)
    votes: int | None = key(MANY, default=None)
    points: int | None = key(MANY, default=None)
    reason: str | None = key(choice(*REASONS), default=None)
    left: int | None = key(EUROS, default=None)
    """What was left when its turn came, in whole euros, where the reason hangs on it."""
    missing: int | None = key(MANY, default=None)
    """How many votes, or points, it lacked."""

    @property
    def says(self) -> bool:
        """Whether anything is told of the ballots."""
        return any(one is not None for one in (self.votes, self.points, self.reason, self.left, self.missing))


@dataclass(frozen=True)
class TieCounted:
    """Projects that were equal, in the order of the draw."""

    ids: tuple[str, ...] = key(ID, many=True)
    decides: bool | None = key(YES, default=None)
    """None where it cannot be told."""


@dataclass(frozen=True)
class AreaCounted:
    """One area; without a file and a number of ballots where too few people voted."""

    slug: str = key(SLUG)
    title: str = key(LINE)
    envelope: int = key(EUROS)
    cost: int = key(EUROS)
    winners: tuple[str, ...] = key(ID, many=True)
    projects: tuple[ProjectCounted, ...] = key(ProjectCounted, many=True)
    ties: tuple[TieCounted, ...] = key(TieCounted, many=True, default=())
    ballots: int | None = key(MANY, default=None)
    file: str | None = key(FILE, default=None)
    sha256: str | None = key(SHA256, default=None)

    def mistakes(self) -> Iterator[Mistake]:
        known = [one.id for one in self.projects]
        if {*self.winners} != {one.id for one in self.projects if one.chosen} or len(self.winners) > len(known):
            yield Mistake(("winners",), "Les projets choisis ne sont pas ceux de la liste des projets.")
        if self.file and (self.ballots is None or self.sha256 is None):
            yield Mistake(("file",), "Un fichier de bulletins va avec leur nombre et son empreinte.")
        if self.file is None and self.ballots:
            yield Mistake(("ballots",), "Des bulletins comptés vont avec leur fichier.")
        if self.file is None and self.ballots is None and (self.ties or any(one.says for one in self.projects)):
            yield Mistake(
                ("projects",), "Sans fichier de bulletins, rien ne dit les voix, les raisons ni les égalités."
            )


@dataclass(frozen=True)
class Counted:
    """The whole file."""

    format: str = key(choice(FORMAT))
    edition: str = key(SLUG)
    title: str = key(LINE)
    unit: str = key(LINE)
    """The town."""
    counted: date = key(DAY)
    rules: str = key(LINE)
    """The version of the published rules."""
    rule: RuleSaid = key(RuleSaid)
    areas: tuple[AreaCounted, ...] = key(AreaCounted, many=True)

    def mistakes(self) -> Iterator[Mistake]:
        if not self.areas:
            yield Mistake(("areas",), "Il faut un quartier au moins.")
        for name in ("slug", "file"):
            said = [getattr(one, name) for one in self.areas if getattr(one, name)]
            for word in sorted({one for one in said if said.count(one) > 1}):
                yield Mistake(("areas",), f"« {word} » est écrit pour deux quartiers.")
        ids = [one.id for area in self.areas for one in area.projects]
        if len(set(ids)) < len(ids):
            yield Mistake(("areas",), "Un projet est écrit deux fois.")


def rule_said(rule: Rule) -> RuleSaid:
    """A rule, to be written."""
    pairs = sorted((sorted(group, key=int) for group in rule.incompatible), key=lambda one: [int(id) for id in one])
    return RuleSaid(
        rule.kind, rule.by, rule.threshold, rule.guaranteed, rule.leftover, rule.seed or "",
        tuple("+".join(one) for one in pairs),
    )  # fmt: skip


def projects_of(outcome: Outcome, rule: Rule, told: bool) -> tuple[ProjectCounted, ...]:
    """The projects by rank; where votes are not told, in the order of their numbers, and nothing of what they got."""
    lines = outcome.lines if told else sorted(outcome.lines, key=lambda one: int(one.item.id))
    return tuple(
        ProjectCounted(
            one.item.id, one.item.name, int(one.item.cost), one.chosen,
            *((one.votes, one.points if rule.by == POINTS else None, *why(one)) if told else ()),
        )
        for one in lines
    )  # fmt: skip


def why(line: Line) -> tuple[str, int | None, int | None]:
    """The reason of a project: its word, what was left, what it lacked."""
    said = line.reason
    return said.word, None if said.money is None else int(said.money), said.missing


def ties_of(outcome: Outcome) -> tuple[TieCounted, ...]:
    """The ties of an outcome."""
    return tuple(TieCounted(one.ids, one.decides) for one in outcome.ties)


def dump(counted: Counted) -> str:
    """The text of the file."""
    return json.dumps(asdict(counted), ensure_ascii=False, indent=1, default=date.isoformat) + "\n"
