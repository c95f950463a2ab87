"""What an agent may do of an idea: each act with its form, the words of its button, and when it is offered."""

from collections.abc import Mapping
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from formservice.catalogue.media import unsaid
from formservice.forms import AtMost, BaseForm, Required, clean, clean_lines
from formservice.office.forms import ChannelForm
from formservice.participation import rules
from formservice.participation.forms import LONGEST, whole_euros
from formservice.participation.ideas import Idea
from formservice.participation.projects import LABEL_ALT, picture_name
from formservice.participation.saying import COMPLETED, CompleteForm, words_of
from formservice.participation.words import wording

MOST, FEWEST = 2_000, 20
"""Characters of a reason; below which it is none."""
NUMBER = {"inputmode": "numeric", "size": "10"}


def long(label: str, *checks: Any, rows: int = 4, most: int = MOST, hint: str = "") -> TextAreaField:
    """A text of several lines."""
    shown = {"filters": [clean_lines], "description": hint, "render_kw": {"rows": str(rows)}}
    return TextAreaField(label, [*checks, AtMost(most)], **shown)


def short(label: str, *checks: Any, most: int = 100, hint: str = "", **shown: str) -> StringField:
    """A text of one line."""
    return StringField(
        label, [*checks, AtMost(most)], filters=[clean], description=hint, render_kw={"autocomplete": "off"} | shown
    )  # fmt: skip


def the_service() -> StringField:
    """Who in the town hall answers for it."""
    asked = Required("Indiquez le service qui a fait l’étude.")
    return short("Service qui a fait l’étude", asked, most=80, list="services")


def price(form: Any, field: Any) -> None:
    """A cost for the ballot: whole euros, one at least."""
    try:
        whole_euros(form, field)
    except ValidationError:
        raise ValidationError("Écrivez un nombre d’euros sans virgule ni signe, par exemple 1500.") from None
    if int(field.data) < 1:
        raise ValidationError("Un projet soumis au vote a un coût : écrivez un nombre d’euros, par exemple 1500.")


def plain_words(form: Any, field: Any) -> None:
    """A reason that its author can understand is a sentence."""
    if len(field.data or "") < FEWEST:
        raise ValidationError(f"Expliquez en une phrase au moins, de {FEWEST} caractères : l’auteur la lira.")


def a_number(form: Any, field: Any) -> None:
    """Accept « n° 12 » and keep 12."""
    digits = (field.data or "").lower().removeprefix("n°").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 7):
        raise ValidationError("Écrivez le numéro de l’autre idée, par exemple 12.")
    field.data = str(int(digits))


class Act(BaseForm):
    """One act; `given` is what it tells the study."""

    def given(self) -> dict[str, Any]:
        """The answers, in the study's words."""
        return dict(self.data)


class Ask(Act):
    """A question to its author."""

    text = long(
        "Votre question", Required("Écrivez votre question."),
        hint="Elle part telle quelle, par le moyen que l’auteur préfère.",
    )  # fmt: skip


class Accept(Act):
    """It goes to the vote, with a cost."""

    cost = short("Coût, en euros", Required("Indiquez le coût."), price, most=20, **NUMBER)
    service = the_service()
    reason = long("Un mot d’explication (facultatif)", rows=3, hint="L’auteur le lira, le site le publiera.")

    def given(self) -> dict[str, Any]:
        """The cost as a number."""
        return dict(self.data) | {"cost": int(self.data["cost"])}


class Refuse(Act):
    """It does not go to the vote, and why."""

    reason = long(
        "Pourquoi\u202f?", Required("Dites pourquoi : le règlement l’exige, et l’auteur y a droit."), plain_words,
        hint="En mots simples. L’auteur lira cette raison, et le site la publiera.",
    )  # fmt: skip
    service = the_service()


class Merge(Act):
    """It goes on with another."""

    number = short(
        "Numéro de l’autre idée", Required("Écrivez le numéro de l’autre idée, par exemple 12."), a_number, most=10,
        hint="Celle-ci continue avec l’autre. Leurs textes et leurs auteurs sont gardés.", **NUMBER,
    )  # fmt: skip


class Part(Act):
    """It is studied by itself again."""


class Word(Act):
    """How it will be published."""

    picture = ""
    """The name that the file of its photo will have."""
    title = short("Titre", Required("Donnez un titre."))
    where = short("Lieu (facultatif)", most=200, hint="Vide, le site ne dit pas où.")
    summary = short("En une phrase", Required("Écrivez une phrase : elle est dans les listes."), most=200)
    what = long(
        "Texte", Required("Écrivez le texte à publier."), rows=6, most=LONGEST,
        hint="Sans nom, ni téléphone, ni adresse de quelqu’un.",
    )  # fmt: skip
    why = long("À quoi cela servira", Required("Écrivez à quoi cela servira."), most=LONGEST)
    signature = short(
        "Nom à afficher (facultatif)", hint="Celui que l’auteur a demandé. Vide, le site ne nomme personne."
    )
    photo_alt = short(LABEL_ALT, Required("Décrivez la photo pour qui ne la voit pas."), most=200)

    def validate_photo_alt(self, field: Any) -> None:
        """What the site refuses of a picture is said now: published, it would stop every page."""
        if field.data and (wrong := unsaid(field.data, self.picture, self.title.data or "")):
            raise ValidationError(f"Ce texte {wrong}")

    def given(self) -> dict[str, Any]:
        """What will be published."""
        return {"public": dict(self.data)}


class Unphoto(Act):
    """Its photo goes: somebody is known by it, or it shows what must not be shown."""


class Complete(Act, CompleteForm, ChannelForm):
    """What its author changes, before the study."""

    def given(self) -> dict[str, Any]:
        """The new words of the idea, and how they came."""
        said = words_of(self)
        return {"channel": said.pop("channel"), "idea": said}


class Withdraw(Act, ChannelForm):
    """Its author asked for it."""


class Reply(Act, ChannelForm):
    """What its author answered."""

    text = long("Ce que l’auteur répond", Required("Écrivez ce que l’auteur répond."))


class Contest(Act, ChannelForm):
    """What its author says against a refusal."""

    text = long("Ce que l’auteur conteste, avec ses mots", Required("Écrivez ce que l’auteur conteste."))


FORMS: dict[str, type[Act]] = {
    "reply": Reply, "ask": Ask, "accept": Accept, "refuse": Refuse, "contest": Contest, "merge": Merge, "part": Part,
    "word": Word, "complete": Complete, "unphoto": Unphoto, "withdraw": Withdraw,
}  # fmt: skip
"""In the order of the page."""
TITLES = {
    "reply": ("Répondre pour l’auteur", "Noter la réponse"), "ask": ("Poser une question", "Envoyer la question"),
    "accept": ("Retenir pour le vote", "Retenir cette idée"), "refuse": ("Ne pas retenir", "Ne pas retenir cette idée"),
    "contest": ("Contester pour l’auteur", "Noter la contestation"),
    "merge": ("Réunir à une autre idée", "Réunir"), "part": ("Séparer de l’autre idée", "Séparer"),
    "complete": ("Compléter pour l’auteur", "Enregistrer ce qu’il change"),
    "word": ("Écrire le texte à publier", "Enregistrer le texte"),
    "unphoto": ("Retirer la photo", "Retirer la photo"),
    "withdraw": ("Retirer à la demande de l’auteur", "Retirer cette idée"),
}  # fmt: skip
"""The heading of each, and its button."""
ENDING = ("ask", "accept", "refuse", "merge", "withdraw")
"""After these, there is nothing more to do of the idea for now: the next one comes."""


def titles_of(idea: Idea) -> dict[str, tuple[str, str]]:
    """The heading and the button of each; what is kept already only has its cost mended."""
    kept = {"accept": ("Corriger le coût", "Enregistrer le coût")} if idea["state"] == rules.ACCEPTED else {}
    return TITLES | kept


def form_for(verb: str, idea: Idea, typed: Mapping[str, Any] | None = None) -> Act:
    """The form of an act: as it was sent, or with what is known."""
    form = FORMS[verb](typed, prefix=f"{verb}-", data=known(verb, idea))
    if isinstance(form, Word):
        form.picture = picture_name(idea["edition"], idea["number"])
        if not idea["photo"]:
            del form["photo_alt"]
    return form


def known(verb: str, idea: Idea) -> dict[str, Any]:
    """What a form says before anybody types: the author's words, or those that were kept."""
    if verb == "word":
        words = wording(idea)
        first = words["what"].split("\n")[0]
        return {"summary": first if len(first) <= 200 else first[:199].rsplit(" ", 1)[0] + "…"} | words
    if verb == "complete":
        return {name: idea["idea"][name] for name in COMPLETED}
    if verb in ("accept", "refuse"):
        return {"service": idea["service"], "cost": str(idea["cost"] or "")}
    return {}


def offered(idea: Idea) -> list[str]:
    """The acts that its state allows."""
    alone = ("merge", "withdraw")
    barred = {*(alone if idea["joined"] else ()), *(() if idea["photo"] else ("unphoto",))}
    return [verb for verb in FORMS if idea["state"] in rules.MOVES[verb] and verb not in barred]
