"""A month of the agenda in the words of paper: week by week, day by day, and what opens each week. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from formservice.agenda.announced import changed_words, former_starts
from formservice.agenda.slots import Shut, why_shut
from formservice.agenda.units import units_of
from formservice.catalogue import Activity, Session
from formservice.catalogue.french import NBSP, day_number, typeset
from formservice.paper.months import ONE_DAY, Month
from formservice.theme import day_words, hour, initial, listed, month, span, weekday

SHORT = 60
"""Characters of what to bring, beyond which the page of the activity says it."""


def weeks(one: Month) -> list[dict[str, Any]]:
    """Week by week, then day by day."""
    by_week = groupby(one.meetings, key=lambda pair: _monday(pair[1].start.date()))
    return [{"title": _week(one, monday), "days": list(_by_day(one, pairs))} for monday, pairs in by_week]


def _monday(day: date) -> date:
    return day - day.weekday() * ONE_DAY


def _week(one: Month, monday: date) -> str:
    since, until = max(monday, one.first), min(monday + 6 * ONE_DAY, one.after - ONE_DAY)
    if since == until:
        return f"Le {day_words(since, False)}"
    return f"Semaine du {day_number(since.day)} au {until.day}{NBSP}{month(until)}"


def _by_day(one: Month, pairs: Iterable[tuple[Activity, Session]]) -> Iterator[dict[str, Any]]:
    for day, some in groupby(pairs, key=lambda pair: pair[1].start.date()):
        yield {"leaf": leaf(day), "words": initial(day_words(day, year=False)),
               "meetings": [meeting(one, *pair) for pair in some]}  # fmt: skip


def leaf(day: date) -> list[str]:
    """A day as on a calendar: weekday, number, month."""
    return [weekday(day), day_number(day.day), month(day)]


def meeting(one: Month, activity: Activity, session: Session) -> dict[str, Any]:
    """A session, as it is listed."""
    told = f"Annulé. {session.cancelled}" if session.cancelled else _changed(session)
    return {
        "code": session.id, "hours": span(session.start, session.end), "title": typeset(activity.title),
        "place": place_of(one, activity), "facts": [typeset(words) for words in facts(activity)],
        "state": typeset(told), "bring": bring(activity), "how": how(one, activity),
        "outline": bool(session.cancelled) or activity.booking == "none",
    }  # fmt: skip


def _changed(session: Session) -> str:
    former = former_starts(session)
    if former and former[-1].date() != session.start.date():
        return f"Nouvelle date, au lieu du {day_words(former[-1], year=False)}."
    if former:
        return f"Nouvelle heure, au lieu de {hour(former[-1])}."
    return f"{changed_words(session).rstrip('.')}." if session.changes else ""


def facts(activity: Activity) -> list[str]:
    """The level, for whom, the price: whole, as on the screen."""
    level = "" if activity.level == "tous niveaux" else activity.level
    whom = "" if activity.audience == "Tout public" else activity.audience
    return [initial(words) for words in (level, whom, activity.price) if words]


def place_of(one: Month, activity: Activity) -> str:
    """The title of its place."""
    place = one.places.get(activity.place)
    return typeset(place.title) if place else activity.place


def bring(activity: Activity) -> str:
    """What to bring, if that is short."""
    told = activity.bring or ""
    return typeset(f"À{NBSP}apporter : {told[:1].lower()}{told[1:]}") if 0 < len(told) <= SHORT else ""


def how(one: Month, activity: Activity) -> str:
    """What differs from a registration for one date."""
    if activity.booking == "none":
        return "Sans inscription"
    if activity.booking == "session":
        return ""
    begun = units_of(activity)[0].start <= one.since
    return "Les inscriptions sont closes" if begun else "Une inscription pour toutes les dates"


def opening(one: Month, activity: Activity, days: list[date]) -> dict[str, Any]:
    """What opens each week, told once: when, how, and the days on which it does not."""
    taken = "Sur rendez-vous" if activity.slot else "Sans rendez-vous"
    return {
        "code": activity.code if activity.slot and not activity.group else "", "title": typeset(activity.title),
        "when": [typeset(words) for words in _when(one, activity)], "place": place_of(one, activity),
        "facts": [typeset(words) for words in facts(activity)],
        "how": f"{taken}, par téléphone" if activity.group else taken, "shut": typeset(_shut_words(activity, days)),
    }  # fmt: skip


def _when(one: Month, activity: Activity) -> Iterator[str]:
    begins, ends = max(one.first, one.since.date()), one.after - ONE_DAY
    for weekly in activity.weekly:
        if weekly.since <= ends and weekly.until >= begins:
            days = ("chaque " if len(weekly.days) == 1 else "les ") + listed(weekly.days)
            since = f", à partir du {day_words(weekly.since, year=False)}" if weekly.since > begins else ""
            until = f", jusqu’au {day_words(weekly.until, year=False)}" if weekly.until < ends else ""
            yield f"{initial(days)}, {span(weekly.hours.opens, weekly.hours.closes)}{since}{until}."


def _shut_words(activity: Activity, days: list[date]) -> str:
    shut = list(_shut(activity, days))
    return f"Fermé {listed(_stretch(some) for some in shut)}." if shut else ""


def _stretch(shut: Shut) -> str:
    first, last = day_words(shut.since, year=False), day_words(shut.until, year=False)
    day = first.removesuffix(f"{NBSP}{month(shut.since)}")
    when = f"le {first}" if shut.since == shut.until else f"du {day} au {last}"
    return f"{when}, {shut.why}" if "(" in shut.why else f"{when} ({shut.why})"


def _shut(activity: Activity, days: list[date]) -> Iterator[Shut]:
    for why, some in groupby(days, key=lambda day: why_shut(activity, day)):
        if why:
            closed = list(some)
            yield Shut(closed[0], closed[-1], why)
