"""What only the site reads: plain pages and news."""

from dataclasses import dataclass
from datetime import date

from formservice.catalogue.kinds import DAY, HTML, LINE, PATH, SLUG, YES, choice, whole
from formservice.catalogue.typed import key


@dataclass(frozen=True)
class Page:
    """A plain page, at `/<slug>/`."""

    title: str = key(LINE)
    summary: str = key(LINE)
    template: str = key(
        choice(
            "page", "home", "privacy", "news", "places", "map", "notfound", "collection", "participation", "recount"
        ),
        default="page",
    )
    expires: date | None = key(DAY, default=None)
    """The day after which `make check` asks to read it again."""
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    body: str = key(HTML, given=True, default="")


@dataclass(frozen=True)
class News:
    """A piece of news, at `/actualites/<slug>/`."""

    title: str = key(LINE)
    date: date = key(DAY)
    summary: str = key(LINE)
    order: int = key(whole(0, 99), default=0)
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    body: str = key(HTML, given=True, default="")
