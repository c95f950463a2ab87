"""The kinds of answers the site takes, each registered once.

A kind says its form and how its answers read; `submit` adds what it stores. The site draws
the blank form of a page from here, the service fills it, the office types into it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formservice.agenda.forms import SignUpForm, WishForm
from formservice.consultations.fields import ANSWERS
from formservice.consultations.forms import AnswerForm, whole
from formservice.fields import Declared, declared
from formservice.forms import BaseForm
from formservice.participation.forms import ProposalForm
from formservice.resources.forms import LoanForm, QuestionForm
from formservice.voting.forms import VoteForm


@dataclass(frozen=True)
class Kind:
    """One kind of answer: its form, the page that carries it, the words of its check page."""

    name: str
    form: type[BaseForm]
    template: str
    title: str
    confirm: str
    day_template: str = ""
    """The page of one day of an activity, which has a form of its own."""
    audience: str = "agenda"
    """The role of the agents who read it, and type it in."""
    thing: str = "inscription"
    """What one record is called in the office; « l’inscription »."""
    the_thing: str = "l’inscription"
    serves: str = "organiser l’activité"
    """What the answers are for, as it is read out."""
    example: str = "AT-7KM4-3QXW"
    """A reference of this kind, as one is given."""

    masculine: bool = False
    questionnaire: Callable[[Any], type[BaseForm]] | None = None
    """What makes the form of a page that brings its own questions."""

    @property
    def own(self) -> str:
        """« mon idée », « ma question »: a vowel takes « mon »."""
        return f"{'mon' if self.masculine or self.thing[0] in 'aeéiou' else 'ma'} {self.thing}"

    def form_of(self, page: Any) -> type[BaseForm]:
        """The form of one page."""
        return self.questionnaire(page) if self.questionnaire else self.form

    def template_for(self, page: Any) -> str:
        """What draws a page with its form."""
        return self.day_template if getattr(page, "day", None) else self.template


REGISTRATION = Kind(
    "registration", SignUpForm, "activity.html", "Inscription à une activité", "Confirmer mon inscription", "day.html"
)
WISH = Kind(
    "wish", WishForm, "theme.html", "Être prévenu de la prochaine date", "Confirmer ma demande", thing="demande",
    the_thing="la demande", serves="prévenir de la prochaine date", example="LT-7KM4-3QXW",
)  # fmt: skip
LOAN = Kind(
    "loan", LoanForm, "request.html", "Consulter ou emprunter un document", "Confirmer ma demande",
    audience="resources", thing="demande", the_thing="la demande", serves="préparer le document et à vous prévenir",
    example="PR-7KM4-3QXW",
)  # fmt: skip
QUESTION = Kind(
    "question", QuestionForm, "research.html", "Question de recherche", "Envoyer ma question",
    audience="resources", thing="question", the_thing="la question", serves="répondre à la question",
    example="QR-7KM4-3QXW",
)  # fmt: skip
PROPOSAL = Kind(
    "proposal", ProposalForm, "propose.html", "Proposer une idée", "Déposer mon idée", audience="participation",
    thing="idée", the_thing="l’idée", serves="étudier l’idée et à vous dire ce qu’elle devient", example="ID-7KM4-3QXW",
)  # fmt: skip
ANSWER = Kind(
    "answer", AnswerForm, "consultation.html", "Répondre à une consultation", "Envoyer mes réponses",
    audience="participation", thing="réponse", the_thing="la réponse", serves="connaître l’avis des habitants",
    questionnaire=whole, example="RC-7KM4-3QXW",
)  # fmt: skip
VOTE = Kind(
    "vote", VoteForm, "vote.html", "Voter au budget participatif", "Voter", audience="vote", thing="vote",
    the_thing="le vote", serves="faire voter chacun une fois", example="VO-7KM4-3QXW",
    masculine=True,
)  # fmt: skip
KINDS = {kind.name: kind for kind in (REGISTRATION, WISH, LOAN, QUESTION, PROPOSAL, ANSWER, VOTE)}


def form_for(page: Any, answers: Any = None, *, now: datetime | None) -> BaseForm | None:
    """The form of a page: blank on the site, filled and checked in the service; None where it takes none now.

    `answers` is a MultiDict of a post.
    """
    form = KINDS[page.form].form_of(page)(answers)
    return form if form.fit(page, now) else None


def registry() -> tuple[Declared, ...]:
    """Every field of every form with its purpose; the questions of all questionnaires are one line."""
    asked = Declared(ANSWER.title, "said", "Vos réponses aux questions", ANSWERS)
    return asked, *(line for kind in KINDS.values() for line in declared(kind.title, kind.form))
