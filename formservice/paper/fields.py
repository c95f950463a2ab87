"""A form of the site, as it is drawn on paper: the same questions, in the order an agent will type them."""

from typing import Any

from wtforms import DateField, EmailField, TextAreaField

from formservice.forms import BaseForm, offered

SEVERAL = "SelectMultipleField"
BIRTH = "birth"
"""The name of a birth date, which the screen takes in words too; on paper it is written in boxes."""
LONGER = 120
"""Characters beyond which an answer is given two lines."""


def fields_of(form: BaseForm) -> list[dict[str, Any]]:
    """The questions of a form that was fitted to its page, but those that paper leaves out.

    Each has `code` (its number, which the agent reads), `label`, `hint`, `kind` (text, lines, choices, date),
    `lines` (how many to write on), `choices` (in words) and `several`.
    """
    asked = [field for field in form if field.short_name not in form.off_paper]
    return [question_of(number, field) for number, field in enumerate(asked, start=1)]


def question_of(number: int, field: Any) -> dict[str, Any]:
    """One question, as its template draws it."""
    kind = _kind(field)
    return {
        "code": str(number), "label": field.label.text, "hint": str(field.description or "").strip(), "kind": kind,
        "lines": _lines(kind, field), "choices": list(offered(field).values()), "several": field.type == SEVERAL,
    }  # fmt: skip


def _kind(field: Any) -> str:
    if offered(field):
        return "choices"
    if isinstance(field, DateField) or field.short_name == BIRTH:
        return "date"
    return "lines" if isinstance(field, TextAreaField) else "text"


def _lines(kind: str, field: Any) -> int:
    """As many lines as the box of the screen has rows; two where one would be short."""
    if kind == "lines":
        return int((field.render_kw or {}).get("rows", 5))
    if isinstance(field, EmailField):
        return 1
    longest = max((getattr(check, "most", 0) for check in field.validators), default=0)
    return 2 if longest > LONGER else 1
