"""Builds the pages and the catalogue: one generator, one file of content, one page."""

import logging
import os
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from pelican import signals
from pelican.contents import Page as PelicanPage
from pelican.generators import Generator

from formservice import catalogue as cat
from formservice import theme
from formservice.clock import build_clock
from formservice.kinds import KINDS, form_for, registry
from formservice.resources import asking
from plugins import agenda, assets, closures, letters, search_index
from plugins.check import read_site
from plugins.content import FOLDERS, read_all
from plugins.entries import entries
from plugins.media.shown import shown
from plugins.resources import identifiers
from plugins.resources import pages as centre_pages
from plugins.resources.centre import centre_of
from plugins.resources.citing import Citing

log = logging.getLogger(__name__)
LATEST = 12
"""Sessions shown on the agenda's first page."""


class SiteGenerator(Generator):
    """Reads content/, writes the pages, the feed and the catalogue beside the site."""

    def generate_context(self) -> None:
        """Read and check everything; any mistake stops the build before a page is written."""
        root = Path(self.settings["PATH"])
        site = read_site(self.settings["TOWN"])
        self.content = read_all(root, site)
        if self.content.mistakes:
            raise SystemExit("\n".join(map(str, self.content.mistakes)))
        # The templates that only the service draws are read too: a broken one must not go on line.
        for name in sorted(
            path.relative_to(Path(self.theme) / "templates").as_posix() for path in self._templates_of()
        ):
            self.env.get_template(name)
        self.clock = build_clock(site.timezone)
        self.now = self.clock.wall()
        bodies = {key: self._read(root, path, self.content.url_of(key)) for key, path in self.content.files.items()}
        for name, things in self.content.things.items():
            things[:] = [replace(t, body=self._body(bodies[f"{name}/{t.slug}"])) for t in things]
        out = Path(self.output_path)
        records = self.content.things["ressources"]
        records[:] = [shown(one, root, out) for one in records]
        site = replace(site, assets=assets.publish(Path(self.theme), out), rehearsal="CLOCK" in os.environ)
        holidays = closures.public(self.now.year, self.now.year + 1)
        self.catalogue = replace(self.content.catalogue(site), holidays=holidays)
        told = self.content.things
        self.centre = centre_of(site.collection, told["ressources"], told["parcours"])
        self.centre_pages = centre_pages.Pages(self.centre) if self.centre else None
        self.cite = Citing(self.centre, site) if self.centre else None

    def _templates_of(self) -> list[Path]:
        return list((Path(self.theme) / "templates").rglob("*.html"))

    def _read(self, root: Path, path: Path, url: str) -> Any:
        """Read one file through Pelican, so that {filename} links and its plugins work."""
        page = self.readers.read_file(str(root), str(path), content_class=PelicanPage, context=self.context)
        url = url.lstrip("/")
        page.override_url, page.override_save_as = url, f"{url}index.html"
        self.add_source_path(page)
        return page

    def _body(self, page: Any) -> str:
        return page.get_content("")

    def generate_output(self, writer: Any) -> None:
        """Write every page, then the catalogue, last, so that it never tells of a page not there."""
        self.writer = writer
        for name, things in self.content.things.items():
            folder = FOLDERS[name]
            for thing in things if folder.url else ():
                more = self._more(name, thing)
                self._page(
                    thing.url, getattr(thing, "template", folder.template), page=thing, form=self._form(thing), **more
                )
        for day in agenda.days(self.catalogue.activities, self.now):
            self._page(day.url, "day", page=day, form=self._form(day))
        self._agenda()
        for url, template, given in self.centre_pages.all() if self.centre_pages else ():
            self._page(url, template, **given)
        if self.cite and self.centre_pages:
            self.cite.publish(Path(self.output_path), [(one.url, one.records) for one in self.centre_pages.lists.all()])
        self._requests()
        self._feed()
        release, found = Path(self.output_path).parent, entries(self.content, self.catalogue, self.now)
        self._letters(list(letters.leaves(found)))
        search_index.write(release / "search.sqlite", found, self.content.synonyms)
        identifiers.write(release, self.content.things["ressources"])
        target = release / "catalogue.json"
        target.write_text(cat.dump(self.catalogue), encoding="utf-8")

    def _more(self, name: str, thing: Any) -> dict[str, Any]:
        """What a page of the centre is given beside itself."""
        more = self.centre_pages.given(thing) if self.centre_pages else {}
        return more | ({"use": self._use(thing.id)} if name == "ressources" else {})

    def _use(self, identifier: str) -> asking.Asking | None:
        """How a record is asked for; None when it is not."""
        try:
            return asking.asking(self.catalogue, identifier)
        except KeyError:
            return None

    def _requests(self) -> None:
        """The form of each record that may be consulted or borrowed, and that of the research question."""
        found: list[Any] = [self._use(holding.id) for holding in self.catalogue.holdings]
        found += [asking.research(self.catalogue)] if self.centre else []
        for page in filter(None, found):
            self._page(page.url, KINDS[page.form].template.removesuffix(".html"), page=page, form=self._form(page))

    def _form(self, thing: Any) -> Any:
        return form_for(thing, now=self.now) if hasattr(thing, "form") else None

    def _page(self, url: str, template: str, **given: Any) -> None:
        save_as = url.lstrip("/") if url.endswith(".html") else f"{url.lstrip('/')}index.html"
        shown: dict[str, Any] = {
            "activities": self.content.things["agenda"],
            "news": self._news(),
            "registry": registry(),
        }
        shown |= {
            "meetings": agenda.upcoming(self.catalogue.activities, self.now),
            "openings": agenda.open_weekly(self.catalogue.activities, self.now),
            "things": self.content.things,
            "centre": self.centre,
            "ways": self.centre_pages,
            **centre_pages.helpers(),
            "cite": self.cite,
        }
        context = {**self.context, **theme.frame(self.catalogue, self.now), **shown}
        self.writer.write_file(save_as, self.get_template(template), context, **given)

    def _news(self) -> list[cat.News]:
        return sorted(self.content.things["actualites"], key=lambda news: (news.date, news.slug), reverse=True)

    def _agenda(self) -> None:
        meetings = agenda.upcoming(self.catalogue.activities, self.now)
        weeks = agenda.weeks(meetings, self.catalogue.activities, self.now)
        self._page("/agenda/", "agenda", weeks=weeks, latest=meetings[:LATEST])
        for n, week in enumerate(weeks):
            self._page(
                week.url,
                "week",
                week=week,
                before=weeks[n - 1] if n else None,
                after=next(iter(weeks[n + 1 :]), None),
            )
        for way, title, groups in (
            ("theme", "Par thème", agenda.by_theme(self.catalogue, self.now)),
            ("lieu", "Par lieu", agenda.by_place(self.catalogue, self.now)),
        ):
            self._page(f"/agenda/{way}/", "groups", way=way, title=title, groups=groups)
            for slug, name, activities in groups if way == "lieu" else ():
                self._page(f"/agenda/{way}/{slug}/", "group", way=way, way_title=title, title=name, found=activities)
        for one in self.catalogue.site.themes:
            self._page(one.url, "theme", page=one, form=self._form(one))

    def _letters(self, leaves: list[letters.Leaf]) -> None:
        self._page(letters.ROOT, "letters", leaves=leaves)
        for n, leaf in enumerate(leaves):
            around = {"before": leaves[n - 1] if n else None, "after": next(iter(leaves[n + 1 :]), None)}
            self._page(leaf.url, "letter", leaf=leaf, **around)

    def _feed(self) -> None:
        context = {**self.context, "SITENAME": self.catalogue.site.name, "SITEURL": self.settings["SITEURL"]}
        entries = [_Entry(news, self.settings["SITEURL"], self.catalogue.site.name) for news in self._news()]
        self.writer.write_feed(
            entries, context, "actualites/atom.xml", feed_title=f"Actualités, {self.catalogue.site.name}"
        )


class _Entry:
    """A piece of news as Pelican's feed writer wants it."""

    def __init__(self, news: cat.News, site_url: str, author: str):
        self.title, self.url, self.summary = news.title, news.url.lstrip("/"), news.summary
        self.date, self.author = datetime.combine(news.date, time(8)), author
        self._body = news.body.replace('href="/', f'href="{urljoin(site_url + "/", "/")}')

    def get_content(self, site_url: str) -> str:
        """The whole text, with links that work outside the site."""
        return self._body


def generators(pelican: Any) -> type[Generator]:
    """Add ours to Pelican's."""
    return SiteGenerator


def register() -> None:
    """Plug into Pelican."""
    signals.get_generators.connect(generators)
