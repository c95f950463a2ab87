"""The pages of the agenda that no file makes: the days, the dates for calendars, the weeks, the themes, the places."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from formservice.agenda.units import still_open
from formservice.catalogue import Activity, Catalogue, Place, Session
from formservice.catalogue.agenda import LEVELS
from plugins import agenda, agenda_weeks
from plugins.drawn import Drawn, with_form

LATEST = 12
"""Sessions shown on the agenda's first page."""
FIRST, BEGINNINGS = 8, 24
"""Dates, and activities, shown to those who begin; dates of one place."""
LISTED = 40
"""Dates of one activity, each with its calendar file: its page keeps within the elements that a page may have."""


def pages(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    """Every one of them."""
    for day in agenda.days(catalogue.activities, now):
        yield with_form(day.url, "day", day, now)
    for activity in still_open(catalogue.activities, now):
        yield f"{activity.url}dates/", "calendar", {"activity": activity, "coming": _coming(activity, now)[:LISTED]}
    yield from _weeks(catalogue, now)
    yield "/agenda/commencer/", "start", _start(catalogue, now)
    yield from _groups(catalogue, now)
    for one in catalogue.site.themes:
        yield with_form(one.url, "theme", one, now)


def _coming(activity: Activity, now: datetime) -> list[Session]:
    return sorted((one for one in activity.sessions if one.end > now), key=lambda one: one.start)


def _weeks(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    meetings = agenda.upcoming(catalogue.activities, now)
    weeks = agenda_weeks.weeks(meetings, catalogue.activities, now)
    yield "/agenda/", "agenda", {"weeks": weeks, "latest": meetings[:LATEST]}
    around = [None, *weeks, None]
    for before, week, after in zip(around, weeks, around[2:], strict=False):
        for part in week.parts:
            yield part.url, "week", {"week": week, "part": part, "before": before, "after": after}


def _start(catalogue: Catalogue, now: datetime) -> dict[str, Any]:
    """What beginners are offered: dates, the activities they belong to, somebody to ask."""
    easy = [one for one in still_open(catalogue.activities, now) if one.level == LEVELS["debutant"]]
    coming = [one for one in agenda.upcoming(easy, now) if not one.session.cancelled]
    openings = [one for one in agenda.open_weekly(catalogue.activities, now) if one.kind == "permanence"]
    return {"meetings": coming[:FIRST], "found": easy[:BEGINNINGS], "openings": openings}


def _groups(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    # A theme has a page of its own, which also takes answers.
    themes = {"way": "theme", "title": "Par thème", "groups": agenda.by_theme(catalogue, now)}
    yield "/agenda/theme/", "groups", themes
    places, levels = agenda.by_place(catalogue, now), agenda.by_level(catalogue, now)
    yield "/agenda/lieu/", "groups", {"way": "lieu", "title": "Par lieu", "groups": places}
    for slug, _, found in places:
        yield f"/agenda/lieu/{slug}/", "agenda_place", _here(catalogue.place(slug), found, now)
    yield "/agenda/niveau/", "groups", {"way": "niveau", "title": "Par niveau", "groups": levels}
    for slug, _, found in levels:
        url, title = f"/agenda/niveau/{slug}/", agenda.TITLES[slug]
        yield url, "group", {"title": title, "address": url, "found": found}


def _here(place: Place, found: list[Activity], now: datetime) -> dict[str, Any]:
    """What one place offers: its dates, what receives there each week, the other activities."""
    meetings = agenda.upcoming(found, now)
    return {
        "place": place, "address": f"/agenda/lieu/{place.slug}/", "meetings": meetings[:FIRST],
        "more": len(meetings) > FIRST, "openings": agenda.open_weekly(found, now), "found": found,
    }  # fmt: skip
