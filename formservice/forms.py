"""The ground of every form: cleaned text, plain refusals, the French of the messages."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from wtforms import Form, SelectChoice
from wtforms.validators import StopValidation, ValidationError

from formservice import fields
from formservice.catalogue.french import typeset
from formservice.folding import folded

# Controls, bidirectional overrides and invisible joiners: never part of a name, and a way to fool a reader.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u2800\u3164\uffa0\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
MOST = 40_000
"""Characters of answers one form may hold."""
SHORT, MARKS = 1000, 30
"""Characters normalised as they are; beyond, how many marks one letter may carry."""


class BaseForm(Form):
    """A form without cookie or token; what protects it stands on the check page."""

    class Meta:
        """No translation of WTForms: our fields carry their own words, whatever the machine's language."""

        locales = False

    multipart = False
    """Whether it sends a file."""
    off_paper: frozenset[str] = frozenset()
    """The fields that are not asked on the printed form."""
    worded: Mapping[str, Callable[[str], str]] = MappingProxyType({})
    """How an answer reads, by field, where it is not kept as it reads."""
    troubles: Mapping[str, str] = MappingProxyType({})
    """What is wrong with a file that came, by field: known before the answers are checked."""

    def fit(self, page: Any, now: datetime | None) -> bool:
        """Offer what the page offers now (without a time: whatever it ever offered); False where it takes no answer."""
        raise NotImplementedError

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Check the answers; the refusals are set as French prints them."""
        valid = bool(super().validate(*args, **kwargs)) and not self.troubles
        for name, words in self.troubles.items():
            self[name].errors = [words]
        for field in self:
            field.errors = [typeset(str(error)) for error in field.errors]
        return valid

    def errors_in_order(self) -> list[tuple[Any, str]]:
        """(field, first error) for the summary, in the order of the page."""
        return [(field, field.errors[0]) for field in self if field.errors]

    def notice(self) -> str:
        """What is said under the form of who reads it and how long it is kept."""
        return fields.notice(type(self))

    def answers(self) -> dict[str, Any]:
        """The cleaned answers, as plain JSON data."""
        return dict(self.data)


def clean(text: str | None) -> str:
    """One line of text in NFC, without unseen characters and spare spaces."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", bounded(text or "")))
    return re.sub(r"\s+", " ", text).strip()


def clean_lines(text: str | None) -> str:
    """Several lines of text in NFC, without unseen characters; empty lines part paragraphs, one at a time."""
    plain = unicodedata.normalize("NFC", bounded(text or "")).replace("\r\n", "\n").replace("\r", "\n")
    lines = (re.sub(r"[^\S\n]+", " ", _UNSEEN.sub("", line)).strip() for line in plain.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def bounded(text: str) -> str:
    """A text that can be normalised in no time. Putting marks in order costs the square of their number: 15 s for a
    letter that carries 128,000 of them. No script puts more than a few on one, and any field refuses what is cut."""
    if len(text) <= SHORT:
        return text
    kept, run = [], 0
    for letter in text[: MOST + 1]:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= MARKS:
            kept.append(letter)
    return "".join(kept)


class Required:
    """Refuse an empty answer, in words of our own."""

    def __init__(self, message: str):
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        # WTForms gives "None" for a radio that nobody pressed; joiners alone make no name.
        unpressed = bool(offered(field)) and field.data == "None"
        empty = isinstance(field.data, str) and not field.data.strip("\u200c\u200d ")
        if field.data in (None, []) or empty or unpressed:
            raise StopValidation(self.message)


class AtMost:
    """Refuse more characters than a field holds (counted as a person counts them)."""

    def __init__(self, most: int):
        self.most = most

    def __call__(self, form: Any, field: Any) -> None:
        if len(field.data or "") > self.most:
            raise StopValidation(f"Votre réponse est trop longue : gardez-en {self.most} caractères au plus.")


def offered(field: Any) -> dict[str, str]:
    """The choices of a field: value → words. Empty for a field without choices."""
    return {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}


def answered(form: BaseForm) -> list[tuple[str, str]]:
    """Label and answer in the words of a form, those left empty excepted."""
    found = [
        (field.label.text.removesuffix(" (facultatif)"), form.worded.get(field.short_name, str)(_answer(field)))
        for field in form
    ]
    return [(label, words) for label, words in found if words]


def _answer(field: Any) -> str:
    known = offered(field)
    if not field.data:
        return ""
    if hasattr(field, "words"):
        return str(field.words())
    if isinstance(field.data, list):
        return ", ".join(str(known.get(one, one)) for one in field.data)
    return str(known.get(field.data, field.data) or "")


def choices(words: dict[str, str]) -> list[SelectChoice]:
    """Choices as WTForms wants them."""
    return [SelectChoice(value, words_of_page(label)) for value, label in words.items()]


words_of_page = lru_cache(1000)(typeset)
"""What pages say at each request; never what people write, which is not ours to keep in memory."""


class Chosen:
    """Refuse what is not one of the choices of the page, and one that is given twice."""

    def __call__(self, form: Any, field: Any) -> None:
        allowed = offered(field)
        given = field.data if isinstance(field.data, list) else [field.data]
        if any(one not in allowed for one in given):
            raise StopValidation("Choisissez l’une des réponses proposées.")
        if len(given) > len(set(given)):
            raise StopValidation("Chaque réponse ne se donne qu’une fois.")


def chosen_if_given(form: Any, field: Any) -> None:
    """Refuse what is not offered; nothing chosen is an answer too."""
    if field.data in (None, "", "None"):
        field.data = ""
        return
    Chosen()(form, field)


def a_name(form: Any, field: Any) -> None:
    """Refuse a name without a letter, which tells nobody from another."""
    if field.data and not folded(field.data):
        raise ValidationError("Écrivez le nom en lettres.")


def phone_number(form: Any, field: Any) -> None:
    """Accept any way of writing a telephone number; keep it in groups of two."""
    if not field.data:
        return
    written = written_phone(field.data)
    if written is None:
        raise ValidationError("Ce numéro n’est pas complet. Écrivez par exemple 03 53 01 00 00 ou 06 39 98 00 00.")
    field.data = written


def written_phone(text: str) -> str | None:
    """`+33 6.39 98-00-01` → `06 39 98 00 01`; a foreign number → `00 32 …`; else None."""
    if len(text) > 40:
        return None
    digits = re.sub(r"[\s.\-/()\u2010-\u2015]", "", text)
    digits = re.sub(r"^(\+|00)33\(?0?\)?", "0", digits)
    if re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return " ".join(digits[n : n + 2] for n in range(0, 10, 2))
    foreign = re.fullmatch(r"(?:\+|00)([1-9][0-9]{6,13})", digits)
    return "00 " + " ".join(re.findall(r"\d{1,2}", foreign[1])) if foreign else None


def email_address(form: Any, field: Any) -> None:
    """Accept one address that could receive; the domain is not asked."""
    from email_validator import EmailNotValidError, validate_email

    if not field.data:
        return
    message = "Cette adresse e-mail n’est pas complète. Elle s’écrit comme prenom.nom@example.org."
    if len(field.data) > 254:
        raise ValidationError(message)
    try:
        field.data = validate_email(field.data, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValidationError(message) from None
