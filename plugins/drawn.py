"""A page to write: its address, its template, and what it is given beside the frame."""

from datetime import datetime
from typing import Any

from formservice.forms import BaseForm
from formservice.kinds import form_for

Drawn = tuple[str, str, dict[str, Any]]


def with_form(url: str, template: str, thing: Any, now: datetime, **given: Any) -> Drawn:
    """The page of one thing, with its blank form where it takes answers."""
    return url, template, {"page": thing, "form": blank(thing, now), **given}


def blank(thing: Any, now: datetime) -> BaseForm | None:
    """The form of a thing; None where it takes no answers now."""
    return form_for(thing, now=now) if hasattr(thing, "form") else None
