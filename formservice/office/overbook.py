"""« Ajouter quand même »: seating somebody in a full session, on purpose only and with a reason."""

from dataclasses import dataclass

from flask import request
from wtforms import RadioField

from formservice.agenda import rules, signups
from formservice.catalogue.french import typeset
from formservice.forms import BaseForm, Chosen, Required, choices
from formservice.handlers import Entry
from formservice.office.person import OVER
from formservice.service import Service
from formservice.theme import plural


class OverForm(BaseForm):
    """Why there is one more."""

    over = RadioField(
        typeset("La séance est complète. Pourquoi ajouter cette personne ?"),
        [Required("Dites pourquoi vous ajoutez cette personne."), Chosen()],
        choices=choices(OVER), validate_choice=False,
    )  # fmt: skip

    def reason(self) -> str:
        """The reason, "" when none of the list was chosen."""
        return str(self.data["over"]) if self.validate() else ""


@dataclass(frozen=True)
class Offer:
    """What the screen offers when a date is full: the reasons, and the words of the button."""

    form: OverForm
    words: str


def asked() -> OverForm | None:
    """The reasons, when their own button was pressed; Enter and the first button never do it."""
    return OverForm(request.form) if request.form.get("action") == "over" else None


def offer(app: Service, entry: Entry, form: OverForm | None = None) -> Offer:
    """« Ajouter quand même (11 pour 10 places) »."""
    unit = signups.unit_of(entry)
    found = signups.signups_of(app.store.read(signups.partition_of(unit.id)), unit.id)
    seats = rules.seats_taken(found) + rules.party_of(entry.answers)
    before = "" if seats > unit.capacity else ", avant ceux qui attendent"
    words = f"Ajouter quand même{before} ({seats} pour {plural(unit.capacity, 'place')})"
    return Offer(form or OverForm(), words)
