"""The frame of every page: the town, its places, what is announced on top."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from formservice.catalogue.collection import Collection
from formservice.catalogue.kinds import (
    DAY,
    EMAIL,
    GEO,
    HTML,
    LINE,
    MOMENT,
    PATH,
    PHONE,
    SLUG,
    SPANS,
    WEEKDAY,
    WEEKDAYS,
    YES,
    Hours,
    Kind,
    choice,
    pattern,
)
from formservice.catalogue.typed import Mistake, key


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError):
        raise ValueError(f"« {text} » n’est pas un fuseau horaire. Écrivez par exemple Europe/Paris.") from None


@dataclass(frozen=True)
class Opening:
    """Opening hours on some days of the week."""

    days: tuple[str, ...] = key(WEEKDAY, many=True)
    hours: tuple[Hours, ...] = key(SPANS)


@dataclass(frozen=True)
class Closure:
    """Days on which a place is shut, both included, and why."""

    since: date = key(DAY)
    until: date = key(DAY)
    why: str = key(LINE)

    def mistakes(self) -> Iterator[Mistake]:
        if self.until < self.since:
            yield Mistake(("until",), "La fin (until) vient avant le début (since). Corrigez l’une des deux dates.")

    def holds(self, day: date) -> bool:
        """Whether the place is shut that day."""
        return self.since <= day <= self.until


SOON = timedelta(days=30)
"""How long before it a closure is told at the top of the page."""


@dataclass(frozen=True)
class Place:
    """A place of the town: where it is, when it opens, how one gets in."""

    title: str = key(LINE)
    summary: str = key(LINE)
    address: str = key(LINE)
    access: tuple[str, ...] = key(LINE, many=True)
    """Accessibility in words, one sentence each."""
    phone: str | None = key(PHONE, default=None)
    email: str | None = key(EMAIL, default=None)
    hours: tuple[Opening, ...] = key(Opening, many=True, default=())
    closures: tuple[Closure, ...] = key(Closure, many=True, default=())
    getting_there: str | None = key(LINE, default=None)
    geo: str | None = key(GEO, default=None)
    """Latitude and longitude, for calendars and maps."""
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    body: str = key(HTML, given=True, default="")

    def mistakes(self) -> Iterator[Mistake]:
        seen: set[str] = set()
        for n, opening in enumerate(self.hours):
            for day in opening.days:
                if day in seen:
                    yield Mistake(
                        ("hours", n, "days"),
                        f"« {day} » a déjà des horaires plus haut. Gardez-les sur une seule ligne.",
                    )
                seen.add(day)

    @property
    def position(self) -> tuple[float, float] | None:
        """Its latitude and its longitude."""
        if self.geo is None:
            return None
        latitude, longitude = self.geo.split(", ")
        return float(latitude), float(longitude)

    def closed_soon(self, today: date) -> list[Closure]:
        """The closures of the next days, under way or nearly, nearest first."""
        return [one for one in self._closed_from(today) if one.since <= today + SOON]

    def closed_later(self, today: date) -> list[Closure]:
        """Those that are further away."""
        return [one for one in self._closed_from(today) if one.since > today + SOON]

    def _closed_from(self, today: date) -> list[Closure]:
        return sorted((one for one in self.closures if one.until >= today), key=lambda one: one.since)

    def hours_on(self, weekday: int) -> tuple[Hours, ...]:
        """The opening hours of a weekday, 0 being Monday; empty when shut."""
        name = WEEKDAYS[weekday]
        return next((opening.hours for opening in self.hours if name in opening.days), ())


@dataclass(frozen=True)
class Alert:
    """A notice on top of every page, from one moment to another."""

    title: str = key(LINE)
    since: datetime = key(MOMENT)
    until: datetime = key(MOMENT)
    text: str = key(LINE)
    url: str | None = key(PATH, default=None)
    level: str = key(choice("information", "urgence"), default="information")
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    body: str = key(HTML, given=True, default="")

    def mistakes(self) -> Iterator[Mistake]:
        if not self.since < self.until:
            yield Mistake(("until",), "L’annonce finit avant d’avoir commencé. Corrigez « since » ou « until ».")


@dataclass(frozen=True)
class Link:
    """A line of the menu or of the footer."""

    label: str = key(LINE)
    url: str = key(PATH)


@dataclass(frozen=True)
class Theme:
    """A theme of the agenda: its word in front matter, its words on the page."""

    slug: str = key(SLUG)
    title: str = key(LINE)

    form = "wish"

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/agenda/theme/{self.slug}/"

    @property
    def version(self) -> str:
        """Which page a form was made from; the words of a theme are all that may change."""
        return f"{zlib.crc32(self.title.encode()):08x}"


@dataclass(frozen=True)
class Asset:
    """A file of the theme under the name that carries its hash."""

    name: str = key(LINE)
    url: str = key(Kind("adresse", str))


@dataclass(frozen=True)
class Site:
    """What every page shows of the town, from pelicanconf.py."""

    name: str = key(LINE)
    tagline: str = key(LINE)
    url: str = key(
        pattern(
            "adresse du site",
            r"https?://[^\s/]+",
            "écrivez une adresse sans / à la fin : https://www.example.org.",
        )
    )
    telephone: str = key(PHONE)
    telephone_hours: str = key(LINE)
    address: str = key(LINE)
    timezone: str = key(Kind("fuseau", _zone), default="Europe/Paris")
    accessibility: str = key(
        choice("totalement conforme", "partiellement conforme", "non conforme"), default="non conforme"
    )
    email: str | None = key(EMAIL, default=None)
    menu: tuple[Link, ...] = key(Link, many=True, default=())
    footer: tuple[Link, ...] = key(Link, many=True, default=())
    themes: tuple[Theme, ...] = key(Theme, many=True, default=())
    school_zone: str | None = key(choice("A", "B", "C"), default=None)
    """Whose school holidays close the weekly openings that say so."""
    collection: Collection | None = key(Collection, default=None)
    """The resource centre, where there is one."""
    controller: str = key(LINE, default="La commune")
    """Who answers for personal data (article 13)."""
    dpo: str | None = key(EMAIL, default=None)
    source: str | None = key(
        pattern("adresse du code", r"https://[^\s\"']+", "écrivez une adresse : https://code.example.org/ville.git."),
        default=None,
    )
    """Where anyone takes the program of the site, which is free."""
    rehearsal: bool = key(YES, default=False)
    """A build made under the rehearsal clock: each page says so."""
    assets: tuple[Asset, ...] = key(Asset, many=True, default=())
