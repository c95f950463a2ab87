"""The kinds of answers the site takes, each registered once.

A kind says its form and how its answers read; `submit` adds what it stores. The site draws
the blank form of a page from here, the service fills it, the office types into it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formservice.agenda.forms import SignUpForm
from formservice.fields import Declared, declared
from formservice.forms import BaseForm


@dataclass(frozen=True)
class Kind:
    """One kind of answer: its form, the words of its button and of its check page."""

    name: str
    form: Callable[..., BaseForm]
    title: str
    confirm: str
    form_class: type


REGISTRATION = Kind("registration", SignUpForm, "Inscription à une activité", "Confirmer mon inscription", SignUpForm)
KINDS = {kind.name: kind for kind in (REGISTRATION,)}


def form_for(page: Any, answers: Any = None, *, now: datetime) -> BaseForm | None:
    """The form of a page: blank on the site, filled and checked in the service; None where it offers none.

    `answers` is a MultiDict of a post.
    """
    form = KINDS[page.form].form(answers)
    form.fit(page, now)
    return form if form_is_open(page, now) else None


def form_is_open(page: Any, now: datetime) -> bool:
    """Whether the page still takes answers."""
    from formservice.agenda.rules import open_units

    return bool(open_units(page, now))


def registry() -> tuple[Declared, ...]:
    """Every field of every form with its purpose."""
    return tuple(line for kind in KINDS.values() for line in declared(kind.title, kind.form_class))
