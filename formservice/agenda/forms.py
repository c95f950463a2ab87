"""The registration form of the agenda."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from formservice.agenda.units import open_units, units_of
from formservice.catalogue import Activity
from formservice.catalogue.french import typeset
from formservice.fields import A_YEAR, THREE_MONTHS, asked, in_order, kept
from formservice.forms import AtMost, Chosen, Required, choices, chosen_if_given, clean
from formservice.people import PERSON, PersonForm
from formservice.theme import day_words, initial, span

AGENTS = "seuls les agents de l’agenda"
NEEDS = {
    "device": "Me prêter un appareil",
    "wheelchair": "Une place pour un fauteuil roulant",
    "loop": "Une boucle magnétique pour mieux entendre",
    "print": "Des documents en gros caractères",
}
AGES = {
    "under-25": "Moins de 25 ans",
    "25-59": "De 25 à 59 ans",
    "60-69": "De 60 à 69 ans",
    "70-79": "De 70 à 79 ans",
    "80-up": "80 ans et plus",
}
UNTOLD = {"untold": "Je préfère ne pas le dire"}
GROUPS = {"class": "Une classe", "association": "Une association", "other": "Un autre groupe"}
OF_A_DAY = {
    "session": "Choisissez une heure",
    "who": "Pour qui est ce rendez-vous ?",
    "reach": "Comment vous prévenir si le rendez-vous change ?",
}
"""How the page of a day asks what other pages ask of a session."""
OF_A_SIGN_UP = {
    "who": (
        "Pour qui est cette inscription ?",
        "Pour savoir qui viendra",
        [Required("Dites pour qui est cette inscription."), Chosen()],
    ),
    "name": ("Nom et prénom de la personne qui viendra", "Pour l’accueillir et remplir la feuille de présence"),
    "told": ("Cette personne est-elle prévenue ?", "Pour être sûrs que la personne sait que vous l’inscrivez"),
    "helper": ("Votre nom, si vous inscrivez une autre personne", "Pour savoir qui a fait l’inscription"),
    "reach": ("Comment vous prévenir si la séance change ?", "Pour vous joindre comme vous préférez"),
    "phone": ("Téléphone, fixe ou portable", "Pour vous appeler si la séance change ou si une place se libère"),
    "email": ("Adresse e-mail", "Pour vous écrire si la séance change ou si une place se libère"),
}
OF_A_WISH = {
    "reach": ("Comment vous prévenir de la prochaine date ?", "Pour vous joindre comme vous préférez"),
    "phone": ("Téléphone, fixe ou portable", "Pour vous appeler quand une date est annoncée"),
    "email": ("Adresse e-mail", "Pour vous écrire quand une date est annoncée"),
}
"""Who waits for a date has no session that could change."""


@in_order("session", *PERSON)
@kept(THREE_MONTHS, AGENTS, OF_A_SIGN_UP)
class SignUpForm(PersonForm):
    """One person, or one party, for one session or one cycle."""

    session = asked(
        RadioField, "Quelle date vous convient ?", [Required("Choisissez une date."), Chosen()],
        why="Pour vous garder une place à la bonne date", keep=THREE_MONTHS, readers=AGENTS, validate_choice=False,
    )  # fmt: skip
    companions = asked(
        StringField, "Combien de personnes viennent avec vous ?", [],
        why="Pour garder vos places ensemble", keep=THREE_MONTHS, readers=AGENTS, filters=[clean], default="0",
        render_kw={"inputmode": "numeric", "autocomplete": "off", "size": "3"},
    )  # fmt: skip
    group_kind = asked(
        RadioField, "Quel groupe viendra ?", [Required("Dites quel groupe viendra."), Chosen()],
        why="Pour préparer une visite qui convienne au groupe", keep=THREE_MONTHS, readers=AGENTS,
        choices=choices(GROUPS), validate_choice=False,
    )  # fmt: skip
    group_name = asked(
        StringField, "Nom du groupe", [Required("Indiquez le nom du groupe."), AtMost(120)],
        why="Pour l’accueillir", keep=THREE_MONTHS, readers=AGENTS, filters=[clean],
        description="La classe et l’école, ou l’association.", render_kw={"autocomplete": "organization"},
    )  # fmt: skip
    group_size = asked(
        StringField, "Combien de personnes, avec qui accompagne ?",
        [Required("Indiquez combien de personnes viendront.")],
        why="Pour préparer la salle", keep=THREE_MONTHS, readers=AGENTS, filters=[clean],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "size": "3"},
    )  # fmt: skip
    age = asked(
        RadioField, "Âge de la personne qui viendra (facultatif)", [chosen_if_given],
        why="Pour montrer à qui servent ces ateliers, sans votre nom", keep=THREE_MONTHS, readers=AGENTS,
        choices=choices(AGES | UNTOLD), validate_choice=False, default="",
    )  # fmt: skip
    needs = asked(
        SelectMultipleField, "Faut-il prévoir quelque chose ? (facultatif)", [Chosen()],
        why="Pour préparer la salle et le matériel", keep=THREE_MONTHS, readers=AGENTS, choices=choices(NEEDS),
        validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput(),
    )  # fmt: skip

    def validate_companions(self, field: Any) -> None:
        """A number of the page, zero when nothing is written."""
        text = field.data or "0"
        if text not in {str(number) for number in range(self.most_companions + 1)}:
            raise ValidationError(_up_to(self.most_companions))
        field.data = text

    def validate_group_size(self, field: Any) -> None:
        """A whole number, from 2 to the largest group of the page."""
        text = (field.data or "").lstrip("0")
        if not (text.isascii() and text.isdecimal() and len(text) < 4 and 2 <= int(text) <= self.largest_group):
            raise ValidationError(f"Écrivez un nombre de 2 à {self.largest_group}. Plus nombreux ? Appelez-nous.")
        field.data = text

    most_companions = 0
    largest_group = 0

    def fit(self, page: Activity, now: datetime | None) -> bool:
        """Offer what this page offers now; every date of it, the closed ones too, without a time."""
        units = open_units(page, now) if now else list(units_of(page))
        self.session.choices = choices({unit.id: hours(unit) if page.day else when(unit) for unit in units})
        if page.day:
            self._ask_for_an_hour()
        if not page.ages:
            del self.age
        self.most_companions = page.companions
        if not page.companions:
            del self.companions
        self.largest_group = page.group
        if page.group:
            self.name.label.text = "Nom et prénom de la personne qui accompagne le groupe"
            self.group_size.description = typeset(f"{page.group} personnes au plus.")
        else:
            del self.group_kind, self.group_name, self.group_size
        if page.booking == "cycle" and units:
            del self.session
        return bool(units)

    def _ask_for_an_hour(self) -> None:
        for name, words in OF_A_DAY.items():
            self[name].label.text = typeset(words)
        self.session.validators = [Required("Choisissez une heure."), Chosen()]


@kept(A_YEAR, words=OF_A_WISH)
class WishForm(SignUpForm):
    """One person who wants to be told of the next session of a theme: the same questions but for the date."""

    session = companions = age = None
    group_kind = group_name = group_size = None

    def fit(self, page: Any, now: datetime | None) -> bool:
        """A theme takes wishes at any time."""
        return True


def _up_to(most: int) -> str:
    return "Écrivez 0 ou 1." if most == 1 else f"Écrivez un nombre de 0 à {most}."


def when(unit: Any) -> str:
    """`jeudi 3 décembre 2026, de 14 h à 16 h`; of a cycle, its first date."""
    return date_words(unit.start, unit.living[0].end)


def hours(unit: Any) -> str:
    """`De 14 h à 14 h 30`: a slot on the page of its day."""
    return initial(span(unit.start, unit.end))


@lru_cache(1000)
def date_words(start: datetime, end: datetime) -> str:
    """The words of one date."""
    return f"{day_words(start)}, {span(start, end)}"
