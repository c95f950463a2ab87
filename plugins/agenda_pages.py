"""The pages of the agenda that no file makes: the days, the weeks, the themes, the places."""

from collections.abc import Iterator
from datetime import datetime

from formservice.catalogue import Catalogue
from plugins import agenda
from plugins.drawn import Drawn, with_form

LATEST = 12
"""Sessions shown on the agenda's first page."""


def pages(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    """Every one of them."""
    for day in agenda.days(catalogue.activities, now):
        yield with_form(day.url, "day", day, now)
    yield from _weeks(catalogue, now)
    yield from _groups(catalogue, now)
    for one in catalogue.site.themes:
        yield with_form(one.url, "theme", one, now)


def _weeks(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    meetings = agenda.upcoming(catalogue.activities, now)
    weeks = agenda.weeks(meetings, catalogue.activities, now)
    yield "/agenda/", "agenda", {"weeks": weeks, "latest": meetings[:LATEST]}
    around = [None, *weeks, None]
    for before, week, after in zip(around, weeks, around[2:], strict=False):
        yield week.url, "week", {"week": week, "before": before, "after": after}


def _groups(catalogue: Catalogue, now: datetime) -> Iterator[Drawn]:
    # A theme has a page of its own, which also takes answers.
    places = agenda.by_place(catalogue, now)
    themes = {"way": "theme", "title": "Par thème", "groups": agenda.by_theme(catalogue, now)}
    yield "/agenda/theme/", "groups", themes
    yield "/agenda/lieu/", "groups", {"way": "lieu", "title": "Par lieu", "groups": places}
    for slug, name, found in places:
        given = {"way": "lieu", "way_title": "Par lieu", "title": name, "found": found}
        yield f"/agenda/lieu/{slug}/", "group", given
