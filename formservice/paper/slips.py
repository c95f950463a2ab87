"""The slip: the registration form for any session of a programme, to fill in by hand, cut off and bring back. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from formservice.agenda.forms import SignUpForm
from formservice.agenda.units import number_of
from formservice.catalogue import Activity, Site
from formservice.catalogue.french import typeset
from formservice.paper.blank import AGREED, privacy
from formservice.paper.fields import fields_of
from formservice.paper.words import letterhead
from formservice.theme import nowrap

TITLE = "Bulletin d’inscription"
LETTERS = 3
"""Of a code, at most; as many digits, and more where a town has come to them."""
BY_DAY = "Rendez-vous : jour et heure"
HALF, HALF_WITH_AGES = "phone", "email"
"""The question on top of the second column, which ages make longer."""
FULL = "Un bulletin par séance. Nous vous appelons ou nous vous écrivons pour confirmer."


def booked(activities: Iterable[Activity]) -> list[Activity]:
    """The activities that one registers for; groups arrange their visit by telephone."""
    return [one for one in activities if (one.booking != "none" or one.slot) and not one.group]


def slip(site: Site, activities: Iterable[Activity], *, on: str = "au programme") -> dict[str, Any] | None:
    """What `tearing.typ` draws, by itself or at the end of a programme; `on`: where codes are printed.

    None where nothing is booked.
    """
    taken = booked(activities)
    if not taken:
        return None
    form = SignUpForm()
    form.fit(_any_of(taken), None)
    first, *others = [one | {"room": _room(field)} for one, field in zip(fields_of(form), form, strict=True)]
    return {
        "heading": TITLE, "town": typeset(site.name), "full": typeset(FULL),
        "questions": [first | _code(taken, on), *others],
        "half": [field.short_name for field in form].index(HALF_WITH_AGES if "age" in form else HALF), "agreed": AGREED,
        "notice": typeset(privacy(site, form)),
        "where": typeset(f"À déposer ou à envoyer à la mairie : {site.address}."),
        "telephone": typeset(f"Ou appelez le {nowrap(site.telephone)}."),
    }  # fmt: skip


def slips(
    site: Site, activities: Iterable[Activity], day: date, *, large: bool = False, copies: int = 2
) -> dict[str, Any] | None:
    """The data of `slip.typ`: two blank slips a page, one in large print."""
    told = list(activities)
    one = slip(site, told)
    demonstration = any(activity.demonstration for activity in booked(told))
    head = letterhead(site, TITLE, TITLE, day, large=large, demonstration=demonstration)
    return head | {"slip": one, "copies": copies} if one else None


def _room(field: Any) -> str:
    """A box where a figure is enough, else a line."""
    return "cell" if (field.render_kw or {}).get("inputmode") == "numeric" else "line"


def _any_of(taken: list[Activity]) -> Activity:
    """An activity that asks all that one of these may ask."""
    companions = max(one.companions for one in taken)
    ages = any(one.ages for one in taken)
    return replace(taken[0], booking="session", companions=companions, ages=ages, slot=None, weekly=(), day=None)


def _code(taken: list[Activity], on: str) -> dict[str, Any]:
    """How the date is asked: by its code, which says the activity too; by its hour besides, where one comes by slot."""
    sessions = [session for one in taken for session in one.sessions]
    digits = max((len(str(number_of(one))) for one in sessions), default=0)
    example = min(sessions, key=lambda one: one.start).id if sessions else taken[0].code
    return {
        "kind": "code", "groups": [LETTERS, max(LETTERS, digits)], "choices": [],
        "hint": typeset(f"Écrivez son code, imprimé {on}, comme {example}."),
        "day": typeset(BY_DAY) if any(one.slot for one in taken) else "",
    }  # fmt: skip
