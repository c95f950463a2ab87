"""What is asked of who comes in with a second factor."""

from wtforms import StringField, ValidationError

from formservice.forms import BaseForm, Required, clean
from formservice.office import totp
from formservice.office.second import Standing
from formservice.participation.written_codes import slip

SIX = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
LETTERS = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
NOT_SIX = "Ce code a six chiffres, comme 123 456. Relisez-le sur l’application."


def six_digits(form: BaseForm, field: StringField) -> None:
    """Refuse what no application shows; nothing is tried."""
    if field.data and not totp.digits(field.data):
        raise ValidationError(NOT_SIX)


def well_copied(form: BaseForm, field: StringField) -> None:
    """Refuse a recovery code that was copied wrong; nothing is tried."""
    if field.data and (said := slip(field.data)):
        raise ValidationError(said)


class CodeForm(BaseForm):
    """One code: of the application, or a recovery code."""

    code = StringField("Votre code à six chiffres", [six_digits], filters=[clean], render_kw=SIX)
    recovery = StringField(
        "Ou un code de secours", [well_copied], filters=[clean], render_kw=LETTERS,
        description="Douze lettres et chiffres, comme 7KM4-3QXW-9PBT. Chacun sert une fois.",
    )  # fmt: skip

    def fit_to(self, standing: Standing) -> None:
        """Ask only for what the agent has."""
        self.code.description = "L’application de votre téléphone le montre, et en change toutes les 30 secondes."
        if not standing.app:
            del self.code
            self.recovery.label.text = "Un code de secours"

    @property
    def typed(self) -> str:
        """The code given."""
        return str("code" in self and self.code.data or self.recovery.data or "")

    def validate(self, *args: object, **kwargs: object) -> bool:
        """One of the two is enough."""
        valid = super().validate(*args, **kwargs)
        if valid and not self.typed:
            first = self.code if "code" in self else self.recovery
            first.errors = ["Écrivez un code."]
            return False
        return valid


class FirstForm(BaseForm):
    """What shows that the application has read the secret."""

    first = StringField(
        "Le code à six chiffres que l’application montre", [Required("Écrivez le code à six chiffres."), six_digits],
        filters=[clean], render_kw=SIX,
    )  # fmt: skip


class ChangeForm(CodeForm):
    """A code, and the first one of another application."""

    first = StringField("Le code que la nouvelle application montre", [six_digits], filters=[clean], render_kw=SIX)
