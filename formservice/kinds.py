"""The kinds of answers the site takes, each registered once.

A kind says its form and how its answers read; `submit` adds what it stores. The site draws
the blank form of a page from here, the service fills it, the office types into it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formservice.agenda.forms import SignUpForm, WishForm
from formservice.fields import Declared, declared
from formservice.forms import BaseForm
from formservice.resources.forms import LoanForm, QuestionForm


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

    def template_for(self, page: Any) -> str:
        """What draws a page with its form."""
        return self.day_template if getattr(page, "day", None) else self.template


REGISTRATION = Kind(
    "registration", SignUpForm, "activity.html", "Inscription à une activité", "Confirmer mon inscription", "day.html"
)
WISH = Kind(
    "wish", WishForm, "theme.html", "Être prévenu de la prochaine date", "Confirmer ma demande", thing="demande",
    the_thing="la demande", serves="prévenir de la prochaine date",
)  # fmt: skip
LOAN = Kind(
    "loan", LoanForm, "request.html", "Consulter ou emprunter un document", "Confirmer ma demande",
    audience="resources", thing="demande", the_thing="la demande", serves="préparer le document et à vous prévenir",
)  # fmt: skip
QUESTION = Kind(
    "question", QuestionForm, "research.html", "Question de recherche", "Envoyer ma question",
    audience="resources", thing="question", the_thing="la question", serves="répondre à la question",
)  # fmt: skip
KINDS = {kind.name: kind for kind in (REGISTRATION, WISH, LOAN, QUESTION)}


def form_for(page: Any, answers: Any = None, *, now: datetime | None) -> BaseForm | None:
    """The form of a page: blank on the site, filled and checked in the service; None where it takes none now.

    `answers` is a MultiDict of a post.
    """
    form = KINDS[page.form].form(answers)
    return form if form.fit(page, now) else None


def registry() -> tuple[Declared, ...]:
    """Every field of every form with its purpose."""
    return tuple(line for kind in KINDS.values() for line in declared(kind.title, kind.form))
