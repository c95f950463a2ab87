"""The forms of a consultation: one class for each questionnaire and step, made from its file."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from formservice.catalogue.consultations import PERSON, Consultation, Question
from formservice.catalogue.french import typeset
from formservice.consultations import steps
from formservice.consultations.answering import Answering, Step
from formservice.consultations.fields import AGENTS, KEPT, RankField, WrittenDateField, field_of
from formservice.fields import asked, in_order
from formservice.forms import (
    AtMost,
    BaseForm,
    Required,
    a_name,
    choices,
    chosen_if_given,
    clean,
    email_address,
    written_phone,
)
from formservice.participation.forms import birth_date
from formservice.participation.written_codes import slip
from formservice.theme import initial, listed
from formservice.written_dates import written_date

KEPT_WORDS = (
    "Ce que vous écrivez est effacé un an après la fin de la consultation ; vos choix restent comptés, sans nom."
)
QUESTION = "q_"
"""What the name of the field of a question begins with, and no other."""


def a_birth(form: Any, field: Any) -> None:
    """Accept a birth date as people write it; keep 1950-03-12."""
    birth_date(form, field)
    field.data = str(written_date(field.data))


def a_contact(form: Any, field: Any) -> None:
    """Accept one e-mail address, or one telephone number."""
    if not field.data:
        return
    if "@" in field.data:
        email_address(form, field)
        return
    told = written_phone(field.data)
    if told is None:
        raise ValidationError("Écrivez une adresse e-mail, ou un numéro de téléphone complet, ou laissez vide.")
    field.data = told


def a_code(form: Any, field: Any) -> None:
    """Refuse a code that was copied wrong: its last letter tells, before any is looked up."""
    if wrong := slip(field.data or ""):
        raise ValidationError(wrong)


class AnswerForm(BaseForm):
    """Who answers a consultation; a questionnaire adds its questions before."""

    known: Consultation
    """What is asked, once it was fitted."""

    quartier = asked(
        RadioField, "Votre quartier (facultatif)", [chosen_if_given],
        why="Pour lire les résultats par quartier", keep=KEPT, readers=AGENTS, validate_choice=False, default="",
    )  # fmt: skip
    name = asked(
        StringField, "Nom et prénom", [Required("Indiquez votre nom et votre prénom."), AtMost(80), a_name],
        why="Pour que chacun réponde une fois", keep=KEPT, readers=AGENTS, filters=[clean],
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )  # fmt: skip
    birth = asked(
        WrittenDateField, "Date de naissance", [Required("Indiquez votre date de naissance."), AtMost(30), a_birth],
        why="Pour que chacun réponde une fois. Seule une empreinte du nom et de la date est gardée",
        keep=KEPT, readers=AGENTS, filters=[clean],
        description="Le jour, le mois, l’année : 12/03/1950.", render_kw={"autocomplete": "off", "size": "16"},
    )  # fmt: skip
    eligible = asked(
        SelectMultipleField, "Sur l’honneur", [Required("Cochez cette case pour répondre.")],
        why="La consultation est réservée", keep=KEPT, readers=AGENTS, validate_choice=False, widget=ListWidget(),
        option_widget=CheckboxInput(),
    )  # fmt: skip
    code = asked(
        StringField, "Le code imprimé sur votre lettre",
        [Required("Écrivez le code de votre lettre."), AtMost(40), a_code],
        why="Pour que chaque code serve une fois", keep=KEPT, readers=AGENTS, filters=[clean],
        description="Lettres et chiffres. Les espaces et les tirets ne comptent pas.",
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": "20"},
    )  # fmt: skip
    inform = asked(
        StringField, "Pour recevoir les résultats : un e-mail ou un téléphone (facultatif)", [AtMost(254), a_contact],
        why="Pour vous dire ce que la ville a fait des réponses : c’est gardé à part de vos réponses", keep=KEPT,
        readers=AGENTS, filters=[clean], render_kw={"autocomplete": "off"},
    )  # fmt: skip

    def fit(self, page: Answering, now: datetime | None) -> bool:
        """Who the consultation compares; the questions that follow from the answers, and no others."""
        known = self.known = page.consultation
        self._fit_person(known)
        told = self.said()
        for one in known.questions:
            if one.name in self and not steps.is_shown(known, one, told):
                self._leave_out(one.name, page.paper)
        return now is None or page.is_open(now)

    def fit_step(self, page: Answering) -> None:
        """The same for one page, whose questions are already those that are asked."""
        self.known = page.consultation
        self._fit_person(page.consultation)

    def _leave_out(self, name: str, paper: bool) -> None:
        # On paper every question is printed: an answer that nothing led to is left where it is, and not kept.
        if paper:
            self[name].validators = ()
            if isinstance(self[name], RankField):
                self[name].ranks = []
        else:
            del self[name]

    def _fit_person(self, known: Consultation) -> None:
        if "quartier" not in self:
            return
        self.quartier.choices = choices({str(n): name for n, name in enumerate(known.quartiers, 1)})
        unneeded = {
            "quartier": not known.quartiers, "name": known.identity != "declaree" and known.anonymous,
            "birth": known.identity != "declaree" and not known.who.age, "code": known.identity != "code",
            "eligible": not known.who.barred,
        }  # fmt: skip
        if known.who.barred:
            said = f"Je ne fais pas partie de ceux-ci : {listed(known.who.barred)}."
            self.eligible.choices = choices({"yes": said})
        for name in (name for name, out in unneeded.items() if out):
            del self[name]

    def notice(self) -> str:
        """Who reads the answers, what becomes of them."""
        return typeset(f"{initial(AGENTS)} les lisent. {KEPT_WORDS}")

    def said(self) -> dict[str, Any]:
        """The answers to the questions, by their ids, as far as they may be read before they are checked."""
        found = {one.id: self[one.name].data for one in self.known.questions if one.name in self}
        return {id: value for id, value in found.items() if readable(self.known.question(id), value)}

    def answers(self) -> dict[str, Any]:
        """The answers to the questions under `said`, by id; beside them, who answers."""
        found = super().answers()
        said = {name.removeprefix(QUESTION): value for name, value in found.items() if name.startswith(QUESTION)}
        person = {name: value for name, value in found.items() if not name.startswith(QUESTION)}
        more = {"eligible": "yes"} if person.get("eligible") else {}
        return person | more | {"said": steps.kept(self.known, said)}


def readable(question: Question, value: Any) -> bool:
    """Whether an answer names options that there are: else nothing follows from it."""
    places = value if isinstance(value, list) else [value]
    if question.kind in ("one", "several", "rank"):
        return set(places) <= {str(n) for n in range(1, len(question.options) + 1)}
    return question.kind != "scale" or value in {str(n) for n in question.degrees}


@lru_cache(64)
def whole(page: Answering) -> type[AnswerForm]:
    """The form of a whole questionnaire: what is checked and kept."""
    return _made(page.consultation.questions, page.version, PERSON)


@lru_cache(256)
def of_step(page: Answering, number: int, shown: tuple[Question, ...]) -> type[AnswerForm]:
    """The form of one step: these questions, and who answers where it asks."""
    step: Step = page.steps[number]
    return _made(shown, f"{page.version}{number}", PERSON if step.person else ())


def _made(questions: tuple[Question, ...], name: str, person: tuple[str, ...]) -> type[AnswerForm]:
    fields = {one.name: field_of(one) for one in questions}
    absent: dict[str, Any] = dict.fromkeys(set(PERSON) - set(person))
    made = type(f"Answer{name}", (AnswerForm,), fields | absent)
    found: type[AnswerForm] = in_order(*fields, *person)(made)
    return found
