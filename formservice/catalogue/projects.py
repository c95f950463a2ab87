"""The projects of participatory budgets: what came out of an edition, one file each, under the number of the idea."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from formservice.catalogue.ballots import Candidate
from formservice.catalogue.kinds import DAY, EUROS, HTML, LINE, PATH, SHAPE_OF_SLUG, SLUG, YES, choice, pattern, whole
from formservice.catalogue.resources import Picture
from formservice.catalogue.typed import Mistake, key

STATUSES = {
    "etude": "À l’étude", "refuse": "Pas retenu", "au-vote": "Soumis au vote", "choisi": "Choisi",
    "non-choisi": "Pas choisi cette fois", "prevu": "Prévu", "en-cours": "En travaux", "termine": "Terminé",
    "abandonne": "Abandonné",
}  # fmt: skip
ANSWERED = {"refuse": "Un refus", "abandonne": "Un abandon"}
"""The statuses that are explained, and dated."""
EDITION_FILE = pattern(
    "édition", SHAPE_OF_SLUG, "écrivez le nom d’un fichier de participation/, sans .md : budget-participatif-2027."
)
AREA = pattern("secteur", SHAPE_OF_SLUG, "écrivez le mot d’un secteur (« slug » dans l’édition), comme centre.")


@dataclass(frozen=True)
class News:
    """One dated step of a project, as the editor tells it."""

    on: date = key(DAY)
    text: str = key(LINE)


@dataclass(frozen=True)
class Project:
    """An idea that was published, at `/participation/<edition>/<number>/`: its number outlives its title."""

    title: str = key(LINE)
    edition: str = key(EDITION_FILE)
    number: int = key(whole(1, 9999))
    area: str = key(AREA)
    summary: str = key(LINE)
    status: str = key(choice(*STATUSES), default="etude")
    where: str | None = key(LINE, default=None)
    """An address or a landmark."""
    author: str | None = key(LINE, default=None)
    """How who filed it asked to be named; nothing when they did not ask."""
    cost: int | None = key(EUROS, default=None)
    service: str | None = key(LINE, default=None)
    """Which service of the town studied it."""
    reason: str | None = key(LINE, default=None)
    """Why it was not kept, in plain words."""
    decided: date | None = key(DAY, default=None)
    reviewed: bool = key(YES, default=False)
    """Whether that was a second look: it is not contested again."""
    merged: tuple[int, ...] = key(whole(1, 9999), many=True, default=())
    """The numbers of the ideas that became one with it."""
    incompatible: tuple[int, ...] = key(whole(1, 9999), many=True, default=())
    """The numbers of the projects that cannot be done beside it: one at most of them is chosen."""
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
        if self.status in ANSWERED and not self.reason:
            yield Mistake(("status",), f"{ANSWERED[self.status]} se justifie. Ajoutez « reason: … ».")
        if self.status in ANSWERED and not self.decided:
            yield Mistake(("status",), f"{ANSWERED[self.status]} se date. Ajoutez « decided: 2027-03-12 ».")
        if self.number in self.merged:
            text = f"Un projet ne se réunit pas à lui-même. Retirez {self.number} de « merged »."
            yield Mistake(("merged", self.merged.index(self.number)), text)
        if self.number in self.incompatible:
            text = f"Un projet n’est pas incompatible avec lui-même. Retirez {self.number} de « incompatible »."
            yield Mistake(("incompatible", self.incompatible.index(self.number)), text)
        if self.status == "au-vote" and not self.cost:
            yield Mistake((), "Un projet soumis au vote a un coût. Ajoutez « cost: 4500 ».")


@dataclass(frozen=True)
class Outcome:
    """What the service knows of a project: enough to tell who filed it what became of the idea."""

    edition: str = key(SLUG)
    number: int = key(whole(1, 9999))
    title: str = key(LINE)
    status: str = key(choice(*STATUSES))
    url: str = key(PATH)
    said: str = key(LINE, default="")
    """What editors told last of it."""


def project_url(edition: str, number: int) -> str:
    """The address of a project: it outlives the title."""
    return f"/participation/{edition}/{number}/"


def outcome_of(project: Project) -> Outcome:
    """What the service is told of a project."""
    said = max(project.news, key=lambda one: one.on).text if project.news else ""
    return Outcome(project.edition, project.number, project.title, project.status, project.url, said)


def candidate_of(project: Project) -> Candidate:
    """What the ballot says of a project that is put to the vote."""
    return Candidate(
        project.edition, project.number, project.area, project.title, project.cost or 0, project.summary, project.url,
        project.incompatible,
    )  # fmt: skip
