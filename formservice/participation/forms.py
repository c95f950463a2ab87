"""The form of an idea: what is proposed, where, why; then who proposes it and how to reach them."""

import re
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from formservice.catalogue import Edition
from formservice.catalogue.dates import MONTHS
from formservice.catalogue.french import day_number, typeset
from formservice.clock import UTC
from formservice.fields import Keep, asked, in_order, kept
from formservice.forms import AtMost, Chosen, Required, choices, clean, clean_lines
from formservice.people import ANSWERABLE, MISSING, PersonForm, if_other, if_reached
from formservice.theme import euros, listed
from formservice.written_dates import written_date

AGENTS = "seuls les agents de la participation"
AFTER_EDITION = Keep(366, "jusqu’à un\u00a0an après la décision du conseil")
LONGEST = 3_000
"""Characters of each of the two texts."""
FILE, REMOVE = "photo_file", "photo_remove"
"""The box that sends a photo, and the one that takes it away: the field `photo` says where it waits."""
OLDEST = 1900
"""No resident was born before that year."""
WHO = {"self": "Moi", "group": "Un groupe ou une association, que je représente", "other": "Une autre personne"}
REACH = {"phone": "Par téléphone", "email": "Par e-mail", "post": "Par courrier", "other": "Par une autre personne"}
OF_AN_IDEA = {
    "who": (
        "Qui propose cette idée ?", "Pour savoir au nom de qui elle est déposée",
        [Required("Dites qui propose cette idée."), Chosen()],
    ),
    "name": ("Nom et prénom de la personne qui propose", "Pour vous tenir au courant, et compter vos idées"),
    "told": (
        "Cette personne est-elle d’accord ?", "Pour être sûrs que la personne sait que vous déposez pour elle",
        [if_other("Dites si la personne est d’accord : l’idée est la sienne."), Chosen()],
    ),
    "helper": (
        "Votre nom, si vous écrivez pour une autre personne", "Pour savoir qui a rempli le formulaire",
        [if_other("Indiquez votre nom : vous écrivez pour une autre personne."), AtMost(80)],
    ),
    "reach": (
        "Comment vous répondre ?", "Pour vous poser une question et vous dire ce que devient l’idée",
        [Required("Choisissez comment vous répondre."), Chosen()],
    ),
    "phone": ("Téléphone, fixe ou portable", "Pour vous poser une question et vous dire ce que devient l’idée"),
    "email": ("Adresse e-mail", "Pour vous poser une question et vous dire ce que devient l’idée"),
}  # fmt: skip


def if_group(form: Any, field: Any) -> None:
    """Require the name of the group that proposes; take none from the others."""
    if form.who.data != "group":
        field.data = ""
        raise StopValidation()
    if not field.data:
        raise StopValidation("Indiquez le nom du groupe ou de l’association.")


def whole_euros(form: Any, field: Any) -> None:
    """Accept « 1 500 € » and keep 1500."""
    if not field.data:
        return
    told = amount(field.data)
    if told is None:
        raise ValidationError("Écrivez un nombre d’euros sans virgule, par exemple 1500, ou laissez vide.")
    field.data = str(told)


def amount(text: str) -> int | None:
    """The euros of a text; None for anything else."""
    digits = "".join(text.removesuffix("€").split())
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 8 else None


def whole_address(form: Any, field: Any) -> None:
    """Ask for what a letter needs: a number, of the street or of the town, and more than one word."""
    if field.data and not (re.search(r"\d", field.data) and len(re.findall(r"[^\W\d_]{2,}", field.data)) > 1):
        raise ValidationError(
            "Indiquez l’adresse entière, avec le code postal : 3 rue de l’Exemple, 59999 Exempleville."
        )


def birth_date(form: Any, field: Any) -> None:
    """Accept « 12/03/1950 » and « 12 mars 1950 », of somebody who was born."""
    told = written_date(field.data or "")
    # By the machine's clock, a day more for its zone: a rehearsal may run some years ahead, nobody so young answers.
    latest = (datetime.now(UTC) + timedelta(days=1)).date()
    if told is None or not date(OLDEST, 1, 1) <= told <= latest:
        raise ValidationError("Écrivez le jour, le mois et l’année, par exemple 12/03/1950.")


def day_said(text: str) -> str:
    """1950-03-12 as it is read: 12 mars 1950."""
    told = written_date(text)
    return f"{day_number(told.day)} {MONTHS[told.month - 1]} {told.year}" if told else text


def euros_said(text: str) -> str:
    """1500 as it is read: 1 500 €."""
    told = amount(text)
    return text if told is None else euros(told)


def photo_said(text: str) -> str:
    """That there is one."""
    return "Jointe" if text else ""


@in_order(
    "title", "area", "where", "what", "why", "estimate", "photo", "who", "group_name", "name", "birth", "eligible",
    "told", "helper", "reach", "phone", "email", "post", "contact", "signature",
)  # fmt: skip
@kept(AFTER_EDITION, AGENTS, OF_AN_IDEA)
class ProposalForm(PersonForm):
    """One idea, by oneself, for a group or for somebody else."""

    multipart = True
    worded = MappingProxyType({"birth": day_said, "estimate": euros_said, "photo": photo_said})
    answerable = ANSWERABLE | {"post": "post"}
    missing = MISSING | {"post": "Indiquez l’adresse postale, ou choisissez un autre moyen."}
    off_paper = frozenset({"photo"})

    title = asked(
        StringField, "Votre idée en quelques mots", [Required("Donnez un titre à votre idée."), AtMost(100)],
        why="Pour la nommer dans la liste", keep=AFTER_EDITION, readers=AGENTS, filters=[clean],
        description="Par exemple : un banc à l’ombre devant l’école.", render_kw={"autocomplete": "off"},
    )  # fmt: skip
    area = asked(
        RadioField, "Dans quel quartier ?", [Required("Choisissez un quartier."), Chosen()],
        why="Chaque quartier a son enveloppe", keep=AFTER_EDITION, readers=AGENTS, validate_choice=False,
    )  # fmt: skip
    where = asked(
        StringField, "Où exactement ?", [Required("Indiquez une adresse ou un repère."), AtMost(160)],
        why="Pour aller voir sur place", keep=AFTER_EDITION, readers=AGENTS, filters=[clean],
        description="Une adresse, ou un repère : en face de la boulangerie.", render_kw={"autocomplete": "off"},
    )  # fmt: skip
    what = asked(
        TextAreaField, "Que proposez-vous ?", [Required("Décrivez votre idée."), AtMost(LONGEST)],
        why="Pour l’étudier", keep=AFTER_EDITION, readers=AGENTS, filters=[clean_lines], render_kw={"rows": "5"},
    )  # fmt: skip
    why = asked(
        TextAreaField, "Pourquoi ? À qui cela servira-t-il ?",
        [Required("Dites à quoi servira l’idée."), AtMost(LONGEST)],
        why="Pour en comprendre l’utilité", keep=AFTER_EDITION, readers=AGENTS, filters=[clean_lines],
        render_kw={"rows": "4"},
    )  # fmt: skip
    estimate = asked(
        StringField, "Combien cela coûterait-il, en euros ? (facultatif)", [AtMost(20), whole_euros],
        why="Pour avoir un ordre de grandeur : les services font le calcul", keep=AFTER_EDITION, readers=AGENTS,
        filters=[clean], render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )  # fmt: skip
    photo = asked(
        StringField, "Une photo de l’endroit (facultatif)", [AtMost(300)],
        description=(
            "De 8 Mo au plus, sans visage ni plaque d’immatriculation : elle pourra être publiée avec l’idée. "
            "Ce que l’appareil y écrit, le lieu et la date, est effacé."
        ),
        why="Pour comprendre l’endroit", keep=AFTER_EDITION, readers=AGENTS,
    )  # fmt: skip
    group_name = asked(
        StringField, "Nom du groupe ou de l’association", [AtMost(120), if_group],
        why="Pour savoir quel groupe propose", keep=AFTER_EDITION, readers=AGENTS, filters=[clean],
        render_kw={"autocomplete": "organization"},
    )  # fmt: skip
    birth = asked(
        StringField, "Date de naissance", [Required("Indiquez la date de naissance."), AtMost(30), birth_date],
        description="Le jour, le mois, l’année : 12/03/1950.", filters=[clean],
        why="Pour vérifier l’âge, et que chacun dépose le même nombre d’idées. "
        "Seule une empreinte du nom et de la date est gardée",
        keep=AFTER_EDITION, readers=AGENTS, render_kw={"autocomplete": "off"},
    )  # fmt: skip
    eligible = asked(
        SelectMultipleField, "Sur l’honneur", [Required("Cochez cette case pour déposer une idée.")],
        why="Le règlement l’exige", keep=AFTER_EDITION, readers=AGENTS, validate_choice=False, widget=ListWidget(),
        option_widget=CheckboxInput(),
    )  # fmt: skip
    post = asked(
        StringField, "Adresse postale", [AtMost(200), if_reached, whole_address],
        why="Pour vous répondre par courrier", keep=AFTER_EDITION, readers=AGENTS, filters=[clean],
        render_kw={"autocomplete": "address-line1"},
    )  # fmt: skip
    signature = asked(
        StringField, "Nom à afficher avec l’idée (facultatif)", [AtMost(80)],
        why="Pour signer votre idée sur le site, si vous le voulez", keep=AFTER_EDITION, readers=AGENTS,
        filters=[clean], description="Laissez vide : l’idée sera publiée sans nom.", render_kw={"autocomplete": "off"},
    )  # fmt: skip

    def fit(self, page: Any, now: datetime | None) -> bool:
        """The quartiers of the edition; what its rules need to know of the person."""
        edition: Edition = page.edition
        self.who.choices, self.reach.choices = choices(WHO), choices(REACH)
        self.told.description = typeset("À remplir si vous écrivez pour une autre personne.")
        self.area.choices = choices({one.slug: area_words(one) for one in edition.areas})
        if edition.filing == "libre" and not edition.who.age:
            del self.birth
        if edition.who.honour:
            self.eligible.choices = choices({"yes": certified(edition)})
        else:
            del self.eligible
        return now is None or page.is_open(now)

    def answers(self) -> dict[str, Any]:
        """The answers, with the box as one word and the date as dates are compared."""
        found = super().answers()
        said = {"eligible": "yes" if "yes" in (found["eligible"] or ()) else ""} if "eligible" in found else {}
        born = written_date(found.get("birth") or "")
        return found | said | ({"birth": born.isoformat()} if born else {})


def certified(edition: Edition) -> str:
    """What is certified on honour: who may take part, and who may not."""
    who, said = edition.who, "Je certifie que la personne qui propose "
    if not who.words:
        return f"{said}ne fait pas partie de ceux-ci : {listed(who.barred)}."
    words = who.words[0].lower() + who.words[1:].rstrip(".")
    barred = f" Elle ne fait pas partie de ceux-ci : {listed(who.barred)}." if who.barred else ""
    return f"{said}peut participer : {words}.{barred}"


def area_words(area: Any) -> str:
    """« Nord : Les Prés et La Gare »."""
    return area.title if area.told else f"{area.title} : {listed(area.quartiers)}"
