"""The fields of a questionnaire: one for each kind of question, made from the file."""

import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from formservice.catalogue.consultations import Question
from formservice.catalogue.french import typeset
from formservice.fields import PUBLIC_TASK, Keep, Purpose
from formservice.forms import AtMost, Chosen, Required, choices, chosen_if_given, clean, clean_lines
from formservice.theme import day_words, plural
from formservice.written_dates import written_date

AGENTS = "seuls les agents de la participation"
KEPT = Keep(366, "jusqu’à un\u00a0an après la fin de la consultation")
CHOICES_STAY = Keep(
    366, "ce que vous écrivez, jusqu’à un\u00a0an après la fin de la consultation\u202f; vos choix restent, sans nom"
)
ANSWERS = Purpose("Pour connaître l’avis des habitants", CHOICES_STAY, AGENTS, PUBLIC_TASK)
"""The answers to the questions, whatever they are."""
SHORT, LONG = 200, 3_000
"""Characters of a short and of a long answer."""
LEAST, MOST = 0, 999_999
"""The numbers a question takes when it sets no bounds."""
MISSING = {
    "short": "Répondez à cette question.", "long": "Répondez à cette question.",
    "one": "Choisissez une réponse.", "several": "Choisissez une réponse au moins.",
    "rank": "Donnez un rang.", "scale": "Choisissez une réponse.", "number": "Écrivez un nombre.",
    "date": "Écrivez une date.",
}  # fmt: skip


class RankWidget:
    """A box for the rank of each option, in the order of the file: one writes a figure in it, as on paper."""

    def __call__(self, field: Any, **attributes: Any) -> Markup:
        return Markup("\n").join(self._line(field, place) for place in range(len(field.options)))

    def _line(self, field: Any, place: int) -> Markup:
        rank = field.ranks[place] if place < len(field.ranks) else ""
        wrong = Markup(' aria-invalid="true"') if place in field.wrong else ""
        return Markup(
            '<label class="rank"><input id="{}-{}" name="{}" value="{}" inputmode="numeric" size="3" maxlength="3"'
            ' autocomplete="off"{}> {}</label>'
        ).format(field.id, place, field.name, rank, wrong, field.choices[place].label)


class RankField(Field):
    """Options put in order: `data` is their places in the file, the first choice first."""

    widget = RankWidget()

    def __init__(self, label: str = "", validators: Sequence[Any] = (), options: Sequence[str] = (), limit: int = 0,
                 **more: Any) -> None:  # fmt: skip
        super().__init__(label, validators, **more)
        self.options, self.limit, self.ranks, self.wrong = tuple(options), limit, list[str](), set[int]()
        self.choices = choices({str(place): option for place, option in enumerate(options, 1)})

    def process_formdata(self, valuelist: list[str]) -> None:
        """A rank for each option, or nothing."""
        self.ranks = [clean(text)[:3] for text in valuelist[: len(self.options)]]
        given = {place: rank for place, rank in enumerate(self.ranks, 1) if rank}
        self.data = sorted(map(str, given), key=lambda place: _number(given[int(place)]))

    def pre_validate(self, form: Any) -> None:
        """The ranks are 1, 2, 3… each once."""
        given = [_number(rank) for rank in self.ranks if rank]
        self.wrong = {n for n, rank in enumerate(self.ranks) if rank and self._is_wrong(_number(rank), given)}
        if any(not 1 <= rank <= self.limit for rank in given):
            raise StopValidation(f"Écrivez des nombres de 1 à {self.limit}, ou laissez vide.")
        twice = next((rank for rank in given if given.count(rank) > 1), None)
        if twice:
            raise StopValidation(f"Le rang {twice} est donné plusieurs fois : donnez-le une seule fois.")
        missing = next((rank for rank in range(1, len(given) + 1) if rank not in given), None)
        if missing:
            raise StopValidation(f"Il manque le rang {missing} : donnez 1, puis 2, puis 3, sans en sauter.")

    def words(self) -> str:
        """`1. Le parc, 2. La gare`: as it is read again."""
        known = [choice.label for choice in self.choices]
        return ", ".join(f"{n}. {known[int(place) - 1]}" for n, place in enumerate(self.data, 1))

    def _is_wrong(self, rank: int, given: list[int]) -> bool:
        return not 1 <= rank <= self.limit or given.count(rank) > 1 or rank > len(given)


def _number(text: str) -> int:
    """The figure of a rank; one that is no rank at all for other words."""
    return int(text) if text.isascii() and text.isdecimal() else 10_000


class WrittenDateField(StringField):
    """A day written as people write it; `data` is its ISO form once it was checked."""

    def words(self) -> str:
        """`vendredi 12 mars 2027`, or what was typed."""
        told = written_date(self.data)
        return day_words(told) if told else str(self.data)


class ScaleField(RadioField):
    """Degrees, from the lowest to the highest: a row of large buttons."""

    def words(self) -> str:
        """`4 (de 1 à 5)`."""
        return f"{self.data} (de {self.choices[0].value} à {self.choices[-1].value})"


def field_of(question: Question) -> UnboundField:
    """The field of a question, not bound yet."""
    return MAKERS[question.kind](question)


def _made(field_class: Any, question: Question, validators: list[Any], **more: Any) -> UnboundField:
    first = [Required(MISSING[question.kind])] if question.required else []
    label = question.text if question.required else f"{question.text} (facultatif)"
    hint = typeset(more.pop("hint", question.help) or "")
    unbound = UnboundField(field_class, typeset(label), [*first, *validators], description=hint, **more)
    unbound.purpose = ANSWERS
    return unbound


def _short(question: Question) -> UnboundField:
    return _made(StringField, question, [AtMost(SHORT)], filters=[clean], render_kw={"autocomplete": "off"})


def _long(question: Question) -> UnboundField:
    return _made(TextAreaField, question, [AtMost(LONG)], filters=[clean_lines], render_kw={"rows": "5"})


def _one(question: Question) -> UnboundField:
    return _made(RadioField, question, [chosen_if_given], choices=_places(question), validate_choice=False, default="")


def _scale(question: Question) -> UnboundField:
    words = {str(n): str(n) for n in question.degrees}
    if question.ends:
        first, last = str(question.degrees[0]), str(question.degrees[-1])
        words |= {first: f"{first} : {question.ends[0]}", last: f"{last} : {question.ends[1]}"}
    return _made(ScaleField, question, [chosen_if_given], choices=choices(words), validate_choice=False, default="")


def _several(question: Question) -> UnboundField:
    limited = question.limit < len(question.options)
    hint = f"{question.help or ''} {plural(question.limit, 'réponse')} au plus." if limited else question.help
    return _made(
        SelectMultipleField, question, [Chosen(), at_most(question.limit)], choices=_places(question), hint=hint,
        validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput(),
    )  # fmt: skip


def _rank(question: Question) -> UnboundField:
    most = f" {question.limit} au plus." if question.limit < len(question.options) else ""
    hint = question.help or f"Écrivez 1 pour ce qui compte le plus{_then(question.limit)}.{most}"
    return _made(RankField, question, [], options=question.options, limit=question.limit, hint=hint)


def _then(last: int) -> str:
    ranks = "".join(f", puis {n}" for n in range(2, min(last, 3) + 1))
    return f"{ranks}, et ainsi de suite jusqu’à {last}" if last > 3 else ranks


def _written_number(question: Question) -> UnboundField:
    hint = f"{question.help or ''} En {question.unit}." if question.unit else question.help
    bounds = within(LEAST if question.least is None else question.least, question.most or MOST)
    numeric = {"inputmode": "numeric", "autocomplete": "off", "size": "8"}
    return _made(StringField, question, [AtMost(20), bounds], filters=[clean], render_kw=numeric, hint=hint)


def _date(question: Question) -> UnboundField:
    hint = question.help or "Le jour, le mois, l’année : 12/03/2027."
    small = {"autocomplete": "off", "size": "16"}
    return _made(WrittenDateField, question, [AtMost(30), a_date], filters=[clean], render_kw=small, hint=hint)


MAKERS = {
    "short": _short, "long": _long, "one": _one, "several": _several, "rank": _rank, "scale": _scale,
    "number": _written_number, "date": _date,
}  # fmt: skip


def _places(question: Question) -> list[Any]:
    return choices({str(place): option for place, option in enumerate(question.options, 1)})


def at_most(most: int) -> Any:
    """Refuse more options than the question takes."""

    def check(form: Any, field: Any) -> None:
        if len(field.data or ()) > most:
            raise ValidationError(f"Gardez {plural(most, 'réponse')} au plus.")

    return check


def within(least: int, most: int) -> Any:
    """Accept « 1 500 » and keep 1500, within bounds."""

    def check(form: Any, field: Any) -> None:
        if not field.data:
            return
        digits = re.sub(r"[\s\u202f]", "", field.data)
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 8 and least <= int(digits) <= most):
            raise ValidationError(f"Écrivez un nombre entier de {least} à {most}, ou laissez vide.")
        field.data = str(int(digits))

    return check


def a_date(form: Any, field: Any) -> None:
    """Accept « 12/03/2027 » and « 12 mars 2027 »; keep 2027-03-12."""
    if not field.data:
        return
    told = written_date(field.data)
    if told is None:
        raise ValidationError("Écrivez le jour, le mois et l’année, par exemple 12/03/2027.")
    field.data = told.isoformat()
