"""What an agent adds to the resident's form: how the answers came, and that they may be kept."""

from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from formservice.catalogue.french import typeset
from formservice.forms import BaseForm, Chosen, Required, choices, offered

PAPER = "paper"
CHANNELS = choices({"telephone": "Par téléphone", "counter": "Au guichet", PAPER: "Sur papier"})
AGREED = choices({"agreed": "La personne est d’accord pour que ses réponses soient enregistrées"})

TO_READ = (
    "À lire à la personne : « Vos réponses servent à {serves}. {notice} "
    "Vous pouvez demander à les voir, à les corriger ou à les faire effacer. »"
)


class ChannelForm(BaseForm):
    """How a person told us."""

    channel = RadioField(
        "Comment la personne l’a-t-elle demandé ?", [Required("Dites comment la demande est arrivée."), Chosen()],
        choices=CHANNELS, validate_choice=False,
    )  # fmt: skip

    def preselect(self, channel: str) -> None:
        """Choose how it came, where the address says it: the next slip of a pile."""
        if channel in offered(self.channel):
            self.channel.data = channel


class EntryForm(ChannelForm):
    """The channel, and the agreement that was asked for."""

    consent = SelectMultipleField(
        "Accord de la personne",
        [Required("Demandez d’abord son accord à la personne, puis cochez la case."), Chosen()],
        description=TO_READ,
        choices=AGREED, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput(),
    )  # fmt: skip

    def read_out(self, serves: str, notice: str) -> None:
        """Put what the form is for, and what it promises, into the words to read."""
        self.consent.description = typeset(TO_READ.format(serves=serves, notice=notice))


class Together:
    """Several forms drawn as one page: their errors, in its order."""

    def __init__(self, *forms: BaseForm):
        self.forms = forms

    @property
    def errors(self) -> dict[str, Any]:
        """All the errors, by field."""
        return {name: errors for form in self.forms for name, errors in form.errors.items()}

    @property
    def form_errors(self) -> list[str]:
        """Refusals of no field."""
        return [str(error) for form in self.forms for error in form.form_errors]

    def errors_in_order(self) -> list[tuple[Any, str]]:
        """(field, first error)."""
        return [pair for form in self.forms for pair in form.errors_in_order()]
