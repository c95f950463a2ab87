"""The days of a weekly opening: the page of one, and what is said when it cannot be had."""

import re
from datetime import date, datetime

from flask import Response, abort, request

from formservice import path
from formservice.agenda.slots import last_day, on_day, open_days, slots_of, why_shut
from formservice.agenda.units import open_units
from formservice.catalogue import Activity
from formservice.handlers import HANDLERS
from formservice.kinds import form_for
from formservice.service import page, service
from formservice.theme import day_words, duration_words

Way = tuple[str, str, str]


def seen_for(activity: Activity, text: str) -> Activity:
    """The activity on the day of an address, or 404."""
    if not activity.slot or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        abort(404)
    try:
        return on_day(activity, date.fromisoformat(text))
    except ValueError:
        abort(404)


def answer(found: Activity) -> Response:
    """The page of a day: its hours and its form, or why it has none."""
    if request.method == "POST":
        # A check page made before the openings changed still leads to what it stored.
        return path.answer(found) if slots_of(found) or "sealed" in request.form else abort(404)
    now = service().clock.wall()
    return not_offered(found) or page("day.html", page=found, form=form_for(found, now=now), now=now)


def not_offered(found: Activity) -> Response | None:
    """Why nothing of a day can be asked for; None when something can. 404 for a day that never opens."""
    now = service().clock.wall()
    if not slots_of(found):
        abort(404)
    if open_units(found, now):
        return None
    return HANDLERS[found.form].refused(found, why_not(found, now), "")


def why_not(found: Activity, now: datetime) -> str:
    """Why nothing of a day can be asked for: cancelled (shut), early or closed."""
    day = found.day or now.date()
    if day < now.date():
        return "closed"
    if why_shut(found, day):
        return "cancelled"
    return "early" if day > last_day(found, now) else "closed"


def refusal(found: Activity, reason: str, now: datetime) -> list[str]:
    """What is said of a day or of an hour of it; nothing for other activities."""
    if found.slot and not found.day:
        return ["On prend rendez-vous pour un jour précis : choisissez-le d’abord."]
    if found.day is None:
        return []
    day, horizon = day_words(found.day), found.horizon or last_day(found, now) - now.date()
    said = {
        "cancelled": f"Fermé le {day} : {why_shut(found, found.day)}.",
        "early": f"On prend rendez-vous {duration_words(horizon)} à l’avance au plus. "
        f"Pour le {day}, ce sera possible à partir du {day_words(found.day - horizon)}.",
        "full": "Il ne reste plus de place à cette heure.",
        "gone": f"On ne reçoit plus à cette heure le {day}.",
        "closed": f"Cette heure du {day} est passée, ou a déjà commencé.",
    }
    return [said[reason]] if reason in said else []


def ways(found: Activity, now: datetime) -> list[Way]:
    """Other hours of the day, and the other days."""
    days = [day for day in open_days(found, now) if day != found.day]
    after = [day for day in days if found.day and day > found.day] or days
    hint = [f"par exemple le {day_words(day, year=False)}" for day in after[:1]]
    other = [("Choisir un autre jour", found.home, words) for words in hint]
    if found.day and found.day in open_days(found, now):
        return [("Voir les heures libres", f"/agenda/places{found.url.removeprefix('/agenda')}", "ce jour-là"), *other]
    return other
