"""The first page of a vote: where one votes, and what the edition asks to know each right once."""

import re
from datetime import datetime
from types import MappingProxyType
from typing import Any

from wtforms import EmailField, RadioField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from formservice.catalogue import Edition
from formservice.catalogue.french import typeset
from formservice.consultations.forms import a_code
from formservice.fields import Keep, asked, in_order
from formservice.forms import AtMost, BaseForm, Chosen, Required, a_name, choices, clean, email_address
from formservice.participation.forms import area_words, birth_date, day_said
from formservice.theme import initial, listed
from formservice.voting.page import CODE, DECLARED, EMAIL, Voting
from formservice.written_dates import written_date

AGENTS = "personne"
FINGERPRINT = Keep(62, "non gardé\u202f: seule une empreinte l’est, jusqu’à deux mois après la décision du conseil")
NOT_KEPT = Keep(1, "non gardé")
CERTIFIED = "Je certifie que je peux voter."
"""What is certified where the rules do not say in words who may."""


def street(form: Any, field: Any) -> None:
    """Ask where one lives: a number and a name, were it of one letter. No letter is sent there."""
    if field.data and not (re.search(r"\d", field.data) and len(re.findall(r"[^\W\d_]+", field.data)) > 1):
        raise ValidationError("Écrivez le numéro et la rue : 3 rue de l’Exemple. Sans numéro, ajoutez le code postal.")


@in_order("area", "name", "birth", "address", "email", "code", "eligible")
class VoteForm(BaseForm):
    """Who votes, and where; the choices are on the ballot, and the box keeps them apart."""

    worded = MappingProxyType({"birth": day_said})
    known_by = ""

    area = asked(
        RadioField, "Où habitez-vous ?", [Required("Choisissez votre quartier."), Chosen()],
        why="Chaque quartier a ses projets et son enveloppe", keep=NOT_KEPT, readers=AGENTS, validate_choice=False,
    )  # fmt: skip
    name = asked(
        StringField, "Nom et prénom", [Required("Indiquez votre nom et votre prénom."), AtMost(80), a_name],
        why="Pour que chacun vote une fois", keep=FINGERPRINT, readers=AGENTS, filters=[clean],
        description="Comme sur votre carte d’identité.", render_kw={"autocomplete": "name", "spellcheck": "false"},
    )  # fmt: skip
    birth = asked(
        StringField, "Date de naissance", [Required("Indiquez votre date de naissance."), AtMost(30), birth_date],
        description="Le jour, le mois, l’année : 12/03/1950.", filters=[clean],
        why="Pour que chacun vote une fois, et pour vérifier l’âge", keep=FINGERPRINT, readers=AGENTS,
        render_kw={"autocomplete": "off"},
    )  # fmt: skip
    address = asked(
        StringField, "Adresse", [Required("Indiquez votre adresse."), AtMost(200), street],
        description="Le numéro et la rue.",
        why="Pour déclarer où vous habitez", keep=NOT_KEPT, readers=AGENTS, filters=[clean],
        render_kw={"autocomplete": "address-line1"},
    )  # fmt: skip
    email = asked(
        EmailField, "Adresse e-mail", [Required("Indiquez votre adresse e-mail."), AtMost(254), email_address],
        why="Pour vous envoyer le lien qui ouvre le bulletin, une fois", keep=FINGERPRINT, readers=AGENTS,
        filters=[clean], render_kw={"autocomplete": "email", "spellcheck": "false"},
    )  # fmt: skip
    code = asked(
        StringField, "Le code imprimé sur votre lettre",
        [Required("Écrivez le code de votre lettre."), AtMost(40), a_code],
        why="Pour que chaque code serve une fois", keep=FINGERPRINT, readers=AGENTS, filters=[clean],
        description="Lettres et chiffres. Les espaces et les tirets ne comptent pas.",
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": "20"},
    )  # fmt: skip
    eligible = asked(
        SelectMultipleField, "Sur l’honneur", [Required("Cochez cette case pour voter.")],
        why="Le règlement l’exige", keep=NOT_KEPT, readers=AGENTS, validate_choice=False, widget=ListWidget(),
        option_widget=CheckboxInput(),
    )  # fmt: skip

    def fit(self, page: Voting, now: datetime | None) -> bool:
        """The quartiers that vote; what the rules of the edition need to know."""
        edition, self.known_by = page.edition, page.known_by
        voting = [slate.area for slate in page.slates if slate.candidates] or list(edition.areas)
        self.area.choices = choices({one.slug: area_words(one) for one in voting})
        if edition.who.honour:
            self.eligible.choices = choices({"yes": certified(edition)})
        for name in unneeded(edition):
            del self[name]
        return now is None or (page.offered and page.is_open(now))

    def answers(self) -> dict[str, Any]:
        """The answers, with the box as one word and the date as dates are compared."""
        found = super().answers()
        said = {"eligible": "yes"} if "yes" in (found.get("eligible") or ()) else {}
        born = written_date(found.get("birth") or "")
        return found | {"eligible": ""} | said | ({"birth": born.isoformat()} if born else {})

    def notice(self) -> str:
        """What is kept of all that."""
        if not self.known_by:
            return typeset(
                "Nous ne demandons pas qui vous êtes. De ce que vous écrivez ici, il ne reste que votre quartier, dans "
                "votre bulletin."
            )
        return typeset(
            f"Votre {self.known_by} et votre vote sont à part, et rien de ce que nous gardons ne les relie. De ce que "
            "vous écrivez ici, il ne reste qu’une empreinte, qui sert à ce que chacun vote une fois."
        )


def unneeded(edition: Edition) -> list[str]:
    """The fields that this edition does not ask."""
    kind = edition.identity
    out = {
        "name": kind != DECLARED, "birth": kind != DECLARED and not edition.who.age, "address": kind != DECLARED,
        "email": kind != EMAIL, "code": kind != CODE, "eligible": not edition.who.honour,
    }  # fmt: skip
    return [name for name, gone in out.items() if gone]


def certified(edition: Edition) -> str:
    """What is certified on honour: who may vote, and who may not."""
    who = edition.who
    words = initial(who.words.rstrip("."))
    said = f"Je certifie que je remplis la condition du règlement : « {words} »." if words else CERTIFIED
    barred = f" Le règlement écarte {listed(who.barred)} : je n’en fais pas partie." if who.barred else ""
    return typeset(f"{said}{barred}")
