"""The forms of the resource centre: to consult or borrow, to ask a research question."""

from datetime import datetime
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from formservice.catalogue.french import typeset
from formservice.fields import Keep, asked, kept
from formservice.forms import AtMost, Chosen, Required, choices, clean, clean_lines
from formservice.people import PersonForm
from formservice.resources.rules import BORROW, CONSULT
from formservice.theme import day_words, initial

AGENTS = "seuls les agents du centre de ressources"
AFTER_LOAN = Keep(92, "jusqu’à 3\u00a0mois après le retour du document")
AFTER_ANSWER = Keep(183, "jusqu’à 6\u00a0mois après la réponse")
WAYS = {CONSULT: "Le consulter sur place", BORROW: "L’emprunter"}
PURPOSES = {
    "school": "Un devoir, un exposé, un cours", "university": "Un mémoire, une thèse, une publication",
    "family": "L’histoire d’une famille", "curiosity": "Pour le plaisir de savoir", "other": "Autre chose",
}  # fmt: skip
AWARE = ("Cette personne est-elle prévenue ?", "Pour être sûrs que la personne sait que vous demandez pour elle")
OF_A_LOAN = {
    "who": (
        "Pour qui est cette demande ?",
        "Pour savoir qui viendra",
        [Required("Dites pour qui est cette demande."), Chosen()],
    ),
    "name": ("Nom et prénom de la personne qui viendra", "Pour mettre le document à son nom"),
    "told": AWARE,
    "helper": ("Votre nom, si vous demandez pour une autre personne", "Pour savoir qui a fait la demande"),
    "reach": ("Comment vous prévenir quand il sera prêt ?", "Pour vous joindre comme vous préférez"),
    "phone": ("Téléphone, fixe ou portable", "Pour vous appeler quand le document est prêt, ou attendu en retour"),
    "email": ("Adresse e-mail", "Pour vous écrire quand le document est prêt, ou attendu en retour"),
}
OF_A_QUESTION = {
    "who": (
        "Pour qui est cette question ?",
        "Pour savoir à qui répondre",
        [Required("Dites pour qui est cette question."), Chosen()],
    ),
    "name": ("Nom et prénom de la personne à qui répondre", "Pour lui adresser la réponse"),
    "told": AWARE,
    "helper": ("Votre nom, si vous demandez pour une autre personne", "Pour savoir qui a posé la question"),
    "reach": ("Comment voulez-vous la réponse ?", "Pour répondre comme vous préférez"),
    "phone": ("Téléphone, fixe ou portable", "Pour vous donner la réponse, ou demander une précision"),
    "email": ("Adresse e-mail", "Pour vous envoyer la réponse, ou demander une précision"),
}
LONGEST = 4_000
"""Characters of a question, or of an answer."""


def if_consulted(form: Any, field: Any) -> None:
    """Ask for the day of who reads on the spot; take none from who borrows."""
    if form.way.data != CONSULT:
        field.data = ""
        raise StopValidation()
    if not field.data:
        raise StopValidation("Choisissez le jour où vous viendrez.")


@kept(AFTER_LOAN, AGENTS, OF_A_LOAN)
class LoanForm(PersonForm):
    """One person who wants to consult or borrow a document."""

    way = asked(
        RadioField, "Que souhaitez-vous ?", [Required("Dites si vous voulez le consulter ou l’emprunter."), Chosen()],
        why="Pour préparer le document", keep=AFTER_LOAN, readers=AGENTS, choices=choices(WAYS), validate_choice=False,
    )  # fmt: skip
    day = asked(
        SelectField, "Quel jour viendrez-vous ?", [if_consulted, Chosen()],
        why="Pour que le document vous attende ce jour-là", keep=AFTER_LOAN, readers=AGENTS, validate_choice=False,
        default="",
    )  # fmt: skip

    def fit(self, page: Any, now: datetime | None) -> bool:
        """The ways of this document, and the open days."""
        ways = {way: words for way, words in WAYS.items() if way in page.ways}
        self.way.choices = choices(ways)
        if len(ways) == 1 and self.way.data in (None, "None"):
            self.way.data = next(iter(ways))
        if CONSULT in ways:
            self._offer_days(page, now)
        else:
            del self.day
        return bool(ways)

    def _offer_days(self, page: Any, now: datetime | None) -> None:
        """The days one may choose. Without a time, the day that was chosen: the rules say whether it is open."""
        if len(page.ways) > 1:
            self.day.description = typeset("Si vous le consultez sur place.")
        days = page.days(now.date()) if now else _day(self.day.data)
        self.day.choices = choices({"": "Choisissez un jour"} | {str(day): initial(day_words(day)) for day in days})


def _day(text: str | None) -> list[Any]:
    try:
        return [datetime.strptime(text, "%Y-%m-%d").date()] if text and len(text) == 10 else []
    except ValueError:
        return []


@kept(AFTER_ANSWER, AGENTS, OF_A_QUESTION)
class QuestionForm(PersonForm):
    """A question to the documentalist."""

    subject = asked(
        StringField, "Sur quoi porte votre question ?", [Required("Écrivez en quelques mots le sujet."), AtMost(120)],
        why="Pour la confier à la bonne personne", keep=AFTER_ANSWER, readers=AGENTS, filters=[clean],
        description="Une personne, une date, un lieu, un événement.",
        render_kw={"autocomplete": "off"},
    )  # fmt: skip
    text = asked(
        TextAreaField, "Votre question", [Required("Écrivez votre question."), AtMost(LONGEST)],
        why="Pour y répondre", keep=AFTER_ANSWER, readers=AGENTS, filters=[clean_lines],
        description="Dites aussi ce que vous savez déjà, et ce que vous avez déjà lu.", render_kw={"rows": "8"},
    )  # fmt: skip
    purpose = asked(
        RadioField, "C’est pour quoi ?", [Required("Dites à quoi servira la réponse."), Chosen()],
        why="Pour donner une réponse qui convienne", keep=AFTER_ANSWER, readers=AGENTS, choices=choices(PURPOSES),
        validate_choice=False,
    )  # fmt: skip

    def fit(self, page: Any, now: datetime | None) -> bool:
        """A question may be asked at any time."""
        return True
