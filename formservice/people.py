"""What every form asks of a person: who it is for, and how they are told. Each form says it in its own words."""

from typing import Any

from wtforms import EmailField, RadioField, StringField, TelField
from wtforms.validators import StopValidation

from formservice.fields import Keep, asked, declared
from formservice.forms import AtMost, BaseForm, Chosen, Required, a_name, choices, clean, email_address, phone_number

AGENTS = "seuls les agents de la ville"
AFTER = Keep(92, "jusqu’à 3\u00a0mois après la fin de ce que vous demandez")
WHO = {"self": "Pour moi", "other": "Pour une autre personne"}
TOLD = {
    "agreed": "Je lui en ai parlé, elle est d’accord",
    "guardian": "Je la représente (parent, tuteur ou curateur)",
}
REACH = {"phone": "Par téléphone", "email": "Par e-mail", "other": "Par une autre personne"}
ANSWERABLE = {"phone": "phone", "email": "email", "other": "contact"}
"""The field that each way of telling a person needs."""
MISSING = {
    "phone": "Indiquez un numéro de téléphone, par exemple 03 53 01 00 00, ou choisissez un autre moyen.",
    "email": "Indiquez une adresse e-mail, par exemple prenom.nom@example.org, ou choisissez un autre moyen.",
    "contact": "Indiquez le nom et le téléphone de la personne à prévenir, ou choisissez un autre moyen.",
}


def if_other(message: str) -> Any:
    """Require the field when the answers are those of another person."""

    def check(form: Any, field: Any) -> None:
        if form.who.data == "other" and not field.data:
            raise StopValidation(message)
        if form.who.data != "other":
            field.data = ""
            raise StopValidation()

    return check


def if_reached(form: Any, field: Any) -> None:
    """Require the contact of the way that was preferred, among the ways of the form."""
    if form.answerable.get(form.reach.data or "") == field.name and not field.data:
        raise StopValidation(form.missing[field.name])


def reach_words(answers: dict[str, Any]) -> str:
    """How the person will be told: « par téléphone », « par Mme Voisine »."""
    if answers.get("reach") == "other":
        return f"par {answers.get('contact', '')}"
    return REACH.get(answers.get("reach", ""), "").lower()


class PersonForm(BaseForm):
    """One person, who answers or for whom another does. A form of a kind inherits it, and is `kept` in its words."""

    answerable, missing = ANSWERABLE, MISSING
    """A form that offers more ways adds its own."""

    who = asked(
        RadioField, "Pour qui est-ce ?", [Required("Dites pour qui c’est."), Chosen()],
        why="Pour savoir de qui il s’agit", keep=AFTER, readers=AGENTS, choices=choices(WHO), validate_choice=False,
    )  # fmt: skip
    name = asked(
        StringField, "Nom et prénom de la personne", [Required("Indiquez le nom et le prénom."), AtMost(80), a_name],
        why="Pour savoir à qui s’adresser", keep=AFTER, readers=AGENTS, filters=[clean],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )  # fmt: skip
    told = asked(
        RadioField, "Cette personne est-elle prévenue ?",
        [if_other("Dites comment la personne a été prévenue : elle doit le savoir."), Chosen()],
        why="Pour être sûrs que la personne sait que vous répondez pour elle", keep=AFTER, readers=AGENTS,
        description="À remplir si vous inscrivez une autre personne.", choices=choices(TOLD),
        validate_choice=False, default="",
    )  # fmt: skip
    helper = asked(
        StringField, "Votre nom, si vous répondez pour une autre personne",
        [if_other("Indiquez votre nom : vous inscrivez une autre personne."), AtMost(80)],
        why="Pour savoir qui a répondu", keep=AFTER, readers=AGENTS, filters=[clean],
        render_kw={"autocomplete": "name"},
    )  # fmt: skip
    reach = asked(
        RadioField, "Comment vous prévenir ?", [Required("Choisissez comment vous prévenir."), Chosen()],
        why="Pour vous joindre comme vous préférez", keep=AFTER, readers=AGENTS,
        description="Faites votre choix : la case à remplir vient ensuite.",
        choices=choices(REACH), validate_choice=False,
    )  # fmt: skip
    phone = asked(
        TelField, "Téléphone, fixe ou portable", [AtMost(40), if_reached, phone_number],
        why="Pour vous appeler", keep=AFTER, readers=AGENTS, filters=[clean], render_kw={"autocomplete": "tel"},
    )  # fmt: skip
    email = asked(
        EmailField, "Adresse e-mail", [AtMost(254), if_reached, email_address],
        why="Pour vous écrire", keep=AFTER, readers=AGENTS, filters=[clean],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )  # fmt: skip
    contact = asked(
        StringField, "Personne à prévenir : nom et téléphone", [AtMost(120), if_reached],
        why="Pour prévenir quelqu’un qui vous le dira", keep=AFTER, readers=AGENTS, filters=[clean],
        render_kw={"autocomplete": "off"},
    )  # fmt: skip


PERSON = tuple(line.name for line in declared("", PersonForm))
"""The names of these fields, for a form that says where they stand."""
