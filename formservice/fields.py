"""What is asked of people, declared once: why, on what ground, how long kept, who reads it.

The form shows it, the privacy page lists it, the export heads its columns with it and the
purge obeys it.
"""

from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from wtforms.fields.core import UnboundField

from formservice.catalogue.french import typeset
from formservice.theme import initial

PUBLIC_TASK = "mission d’intérêt public (article 6.1.e du RGPD)"


@dataclass(frozen=True)
class Keep:
    """How long a field is kept after the end of what it was asked for."""

    days: int
    words: str


THREE_MONTHS = Keep(92, "jusqu’à 3\u00a0mois après la séance")
A_YEAR = Keep(366, "tant que vous attendez, un\u00a0an au plus")


@dataclass(frozen=True)
class Purpose:
    """Why one field is asked."""

    why: str
    keep: Keep
    readers: str
    basis: str = PUBLIC_TASK


@dataclass(frozen=True)
class Declared:
    """One line of the registry: a field of a form with its purpose."""

    form: str
    name: str
    label: str
    purpose: Purpose


def asked(field_class: Any, label: str, validators: list, *, why: str, keep: Keep, readers: str, **options: Any) -> Any:
    """Declare a field of a form together with its purpose."""
    if "description" in options:
        options["description"] = typeset(options["description"])
    unbound = UnboundField(field_class, typeset(label), validators, **options)
    unbound.purpose = Purpose(typeset(why), keep, readers)
    return unbound


def kept(keep: Keep, readers: str = "", words: dict[str, tuple[Any, ...]] | None = None) -> Any:
    """A class decorator: the fields of a form, those inherited too, are kept for so long, and read by these.

    `words`: (label, why, validators if they differ) of the inherited fields that this form asks otherwise. They come
    after the form's own.
    """

    def renew(form_class: type) -> type:
        for line in declared("", form_class):
            setattr(form_class, line.name, renewed(form_class, line))
        return form_class

    def renewed(form_class: type, line: Declared) -> UnboundField:
        unbound, told = copy(getattr(form_class, line.name)), line.purpose
        label, why, *checks = (words or {}).get(line.name, (line.label, told.why))
        unbound.args = (typeset(label), *(checks or unbound.args[1:2]), *unbound.args[2:])
        unbound.purpose = replace(told, keep=keep, readers=readers or told.readers, why=typeset(why))
        return unbound if line.name in vars(form_class) else _last(unbound)

    return renew


def in_order(*names: str) -> Any:
    """A class decorator: the fields of a form, those inherited too, stand in this order; the others follow."""

    def arrange(form_class: type) -> type:
        others = (line.name for line in declared("", form_class) if line.name not in names)
        for name in (*names, *others):
            setattr(form_class, name, _last(copy(getattr(form_class, name))))
        return form_class

    return arrange


def _last(unbound: UnboundField) -> UnboundField:
    UnboundField.creation_counter += 1
    unbound.creation_counter = UnboundField.creation_counter
    return unbound


def notice(form_class: type) -> str:
    """Who reads the answers of a form and how long they are kept, in as few sentences as that takes."""
    purposes = {(line.purpose.readers, line.purpose.keep.words) for line in declared("", form_class)}
    said = [f"{initial(readers)} les lisent. Elles sont gardées {words}." for readers, words in sorted(purposes)]
    return " ".join(said)


def declared(form: str, form_class: type) -> tuple[Declared, ...]:
    """The lines of one form, in the order of its fields."""
    fields = [
        (name, getattr(form_class, name)) for name in dir(form_class) if hasattr(getattr(form_class, name), "purpose")
    ]
    fields.sort(key=lambda pair: pair[1].creation_counter)
    return tuple(Declared(form, name, unbound.args[0], unbound.purpose) for name, unbound in fields)
