"""The feed of new dates (RFC 4287): what is told of each, and since when, comes from the content alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from feedgenerator import Atom1Feed

from formservice.agenda.announced import changed, new_since
from formservice.catalogue import Activity, Catalogue, Session
from formservice.catalogue.french import typeset
from formservice.clock import UTC
from formservice.theme import day_words, nowrap, span

FILE = "agenda/atom.xml"
MOST = 60
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed without any date was last changed."""


@dataclass(frozen=True)
class News:
    """A date to come, and the day from which it is told."""

    activity: Activity
    session: Session
    since: date


class _Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        # The library says « now » of an empty feed: each build would differ.
        return super().latest_post_date() if self.items else NEVER


def news(catalogue: Catalogue, now: datetime) -> list[News]:
    """The dates to come that are told already, the latest announced first."""
    every = (News(a, s, new_since(s)) for a in catalogue.activities for s in a.sessions if s.end > now)
    told = [one for one in every if one.since <= now.date()]
    return sorted(told, key=lambda one: (-one.since.toordinal(), one.session.start, one.session.id))[:MOST]


def publish(out: Path, catalogue: Catalogue, now: datetime) -> None:
    """Write it."""
    site, host = catalogue.site, urlsplit(catalogue.site.url).hostname
    feed = _Atom(
        f"Nouvelles dates, {site.name}", f"{site.url}/agenda/", None, language="fr", author_name=site.name,
        feed_url=f"{site.url}/{FILE}", feed_guid=f"tag:{host},2026:nouvelles-dates",
    )  # fmt: skip
    for one in news(catalogue, now):
        moment = datetime.combine(one.since, time(), UTC)
        feed.add_item(
            typeset(_title(one)), site.url + one.activity.url, escape(" ".join(map(typeset, _lines(one, catalogue)))),
            updateddate=moment, unique_id=f"tag:{host},2026:seance-{one.session.id}",
        )  # fmt: skip
    made = BytesIO()
    feed.write(made, "utf-8")
    (out / FILE).parent.mkdir(parents=True, exist_ok=True)
    (out / FILE).write_bytes(made.getvalue())


def _title(one: News) -> str:
    state = "Annulé" if one.session.cancelled else changed(one.session)
    return f"{state} : {_date(one)}" if state else _date(one)


def _date(one: News) -> str:
    return f"{one.activity.title}, {day_words(one.session.start)}"


def _lines(one: News, catalogue: Catalogue) -> Iterator[str]:
    """What one reads under the title; how one is told that a date was called off comes first."""
    place, site = catalogue.place(one.activity.place), catalogue.site
    if one.session.cancelled:
        yield f"Annulé. {one.session.cancelled}"
    elif one.session.changes and (why := one.session.changes[-1].why):
        yield f"Changement : {why}"
    yield f"{day_words(one.session.start).capitalize()}, {span(one.session.start, one.session.end)}."
    yield f"{place.title}, {place.address}."
    yield f"{one.activity.audience}. {one.activity.price}."
    yield f"Par téléphone : {nowrap(site.telephone)}, {site.telephone_hours}."
