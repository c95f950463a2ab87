"""The calendar files: one for the whole agenda, for each theme, each place, each activity, each session.

Programs that follow a file read it again: what did not change is told alike at each build.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from formservice.catalogue import Catalogue
from plugins.calendars import ics
from plugins.calendars.dates import Occasion, occasions

NAME = "agenda.ics"


@dataclass(frozen=True)
class Feed:
    """A calendar file: its address, its name, its dates."""

    url: str
    title: str
    dates: tuple[Occasion, ...]


def feeds(catalogue: Catalogue, now: datetime) -> Iterator[Feed]:
    """Every file; only that of a session goes with its date, for the others are followed."""
    found = occasions(catalogue, now)
    yield _feed("/agenda/", f"Agenda, {catalogue.site.name}", found)
    for theme in catalogue.site.themes:
        yield _feed(theme.url, theme.title, (one for one in found if one.activity.theme == theme.slug))
    for place in catalogue.places:
        here = (one for one in found if one.activity.place == place.slug)
        yield _feed(f"/agenda/lieu/{place.slug}/", place.title, here)
    for activity in catalogue.activities:
        yield _feed(activity.url, activity.title, (one for one in found if one.activity.slug == activity.slug))
    for one in found:
        if one.session:
            yield Feed(f"{one.activity.url}{one.session.id}.ics", one.activity.title, (one,))


def _feed(folder: str, title: str, dates: Iterable[Occasion]) -> Feed:
    return Feed(folder + NAME, title, tuple(dates))


def publish(out: Path, catalogue: Catalogue, now: datetime) -> None:
    """Write every file."""
    drawn = ics.Drawn(catalogue)
    for feed in feeds(catalogue, now):
        path = out / feed.url.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(drawn.file(feed.title, feed.dates))
