"""The page of a consultation, step by step. Pure: its first step is drawn by the site and by the service.

The pages of questions come first, then one about who answers, when there is anything to ask: a quartier, an identity.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from formservice.catalogue import Catalogue
from formservice.catalogue.consultations import Consultation, Question
from formservice.consultations import steps
from formservice.consultations.steps import Answers

SHORT, PERSON = 4, 15
"""A questionnaire of so many questions, on one page, asks who answers on the same; what that draws."""
SECONDS = {"long": 60, "short": 30, "rank": 45, "several": 25}
"""How long a question takes to read and to answer; the others take less."""


@dataclass(frozen=True)
class Step:
    """One page: its questions, and whether it asks who answers."""

    number: int
    questions: tuple[Question, ...]
    person: bool


@dataclass(frozen=True)
class Answering:
    """A consultation as one answers it."""

    consultation: Consultation
    paper: bool = False
    """Whether an agent types what was written on paper or said by telephone: every question on one page."""

    form = "answer"

    @property
    def title(self) -> str:
        """The subject."""
        return self.consultation.title

    @property
    def code(self) -> str:
        """What an agent types: the code of the consultation."""
        return self.consultation.code

    @property
    def url(self) -> str:
        """The address of the first step; the others are drawn by the service at the same address."""
        return self.consultation.url

    @property
    def version(self) -> str:
        """Which questionnaire a form was made from."""
        return self.consultation.asked

    @property
    def demonstration(self) -> bool:
        """Whether the town has not confirmed it yet."""
        return self.consultation.demonstration

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every page, in order."""
        found, known = steps.steps(self.consultation), self.consultation
        drawn = steps.weight(*found[0]) + PERSON + 2 * len(known.quartiers)
        together = len(found) == 1 and len(found[0]) <= SHORT and drawn <= steps.ROOM
        asked = [Step(n, questions, together) for n, questions in enumerate(found)]
        return tuple(asked if together else [*asked, Step(len(asked), (), True)])

    def shown(self, step: Step, answers: Answers) -> list[Question]:
        """The questions of a step that are asked of who gave these answers."""
        return steps.shown(self.consultation, step.questions, answers)

    def after(self, number: int, answers: Answers) -> Step | None:
        """The next page that asks something; None at the end."""
        return next((one for one in self.steps[number + 1 :] if one.person or self.shown(one, answers)), None)

    def before(self, number: int, answers: Answers) -> Step | None:
        """The page before; None on the first."""
        return next((one for one in reversed(self.steps[:number]) if one.person or self.shown(one, answers)), None)

    def progress(self, step: Step, answers: Answers) -> tuple[int, int]:
        """Which page it is for who gave these answers, and of how many: those that may still come are counted."""
        decided = [one for page in self.steps[: step.number] for one in page.questions]
        before = [one for one in self.steps[: step.number] if one.person or self.shown(one, answers)]
        coming = [
            one for one in self.steps[step.number + 1 :]
            if one.person or any(steps.may_come(self.consultation, asked, answers, decided) for asked in one.questions)
        ]  # fmt: skip
        return len(before) + 1, len(before) + 1 + len(coming)

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return 1 + sum(SECONDS.get(one.kind, 20) for one in self.consultation.questions) // 60

    def is_open(self, now: datetime) -> bool:
        """Whether answers are taken now."""
        return self.consultation.is_open(now)


def answering(catalogue: Catalogue, slug: str) -> Answering:
    """The form of a consultation. KeyError."""
    return Answering(catalogue.consultation(slug))


def answering_by_code(catalogue: Catalogue, code: str) -> Answering:
    """The agents' form of a consultation, by its code. KeyError."""
    return Answering(catalogue.consultation_by_code(code), paper=True)
