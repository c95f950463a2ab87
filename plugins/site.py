"""Builds the pages and the catalogue: one generator, one file of content, one page."""

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Page as PelicanPage
from pelican.generators import Generator

from formservice import catalogue as cat
from formservice import theme
from formservice.clock import build_clock
from plugins import agenda, agenda_pages, assets, closures, feed, letters, paper, privacy, search_index
from plugins.calendars import atom
from plugins.calendars import files as calendars
from plugins.check import read_site
from plugins.consultations import data, results
from plugins.consultations import pages as consultation_pages
from plugins.consultations.found import found as asked_for
from plugins.consultations.listed import listed
from plugins.content import FOLDERS, read_all
from plugins.drawn import Drawn, with_form
from plugins.entries import Entry, entries
from plugins.media.shown import pictured, shown
from plugins.participation import filing, tallies, tally_files, voting
from plugins.participation import pages as budget_pages
from plugins.participation.budgets import budgets
from plugins.participation.found import found as in_budgets
from plugins.resources import identifiers, requests
from plugins.resources import pages as centre_pages
from plugins.resources.centre import centre_of
from plugins.resources.citing import Citing
from plugins.resources.found import found as looked_for


class SiteGenerator(Generator):
    """Reads content/, writes the pages, the feed and the catalogue beside the site."""

    def generate_context(self) -> None:
        """Read and check everything; any mistake stops the build before a page is written."""
        root, out = Path(self.settings["PATH"]), Path(self.output_path)
        site = read_site(self.settings["TOWN"])
        self.content = read_all(root, site)
        if self.content.mistakes:
            raise SystemExit("\n".join(map(str, self.content.mistakes)))
        self._try_templates()
        self.now = build_clock(site.timezone).wall()
        self._read_bodies(root)
        told = self.content.things
        told["ressources"][:] = [shown(one, root, out) for one in told["ressources"]]
        told["projets"][:] = [pictured(one, root, out) for one in told["projets"]]
        site = replace(site, assets=assets.publish(Path(self.theme), out), rehearsal="CLOCK" in os.environ)
        holidays = closures.public(self.now.year, self.now.year + 1)
        self.sheets = paper.made(told, site, self.now) if self.settings.get("PAPER") else []
        told["consultations"][:] = consultation_pages.printed(told["consultations"], self.sheets)
        self.consultations = listed(told["consultations"], self.now, told["resultats"])
        self.catalogue = replace(self.content.catalogue(site), holidays=holidays)
        self.news = sorted(told["actualites"], key=lambda news: (news.date, news.slug), reverse=True)
        self.centre = centre_of(site.collection, told["ressources"], told["parcours"])
        self.ways = centre_pages.Pages(self.centre) if self.centre else None
        self.cite = Citing(self.centre, site) if self.centre else None
        self.budgets = budgets(told, self.now)
        self.sizes = tally_files.publish(out, root, told["decomptes"])

    def _try_templates(self) -> None:
        # The templates that only the service draws are read too: a broken one must not go on line.
        folder = Path(self.theme) / "templates"
        for path in sorted(folder.rglob("*.html")):
            self.env.get_template(path.relative_to(folder).as_posix())

    def _read_bodies(self, root: Path) -> None:
        """Read each file through Pelican, so that {filename} links work: all are known before one is drawn."""
        pages = {key: self._read(root, path, self.content.url_of(key)) for key, path in self.content.files.items()}
        for name, things in self.content.things.items():
            things[:] = [replace(one, body=pages[f"{name}/{one.slug}"].get_content("")) for one in things]

    def _read(self, root: Path, path: Path, url: str) -> Any:
        page = self.readers.read_file(str(root), str(path), content_class=PelicanPage, context=self.context)
        url = url.lstrip("/")
        page.override_url, page.override_save_as = url, f"{url}index.html"
        self.add_source_path(page)
        return page

    def generate_output(self, writer: Any) -> None:
        """Write every page, then the catalogue, last, so that it never tells of a page not there."""
        of_centre = [*(self.ways.all() if self.ways else ()), *requests.pages(self.catalogue, self.now)]
        forms = privacy.found(self.content.things["pages"])
        counted = results.found(self.content.things["resultats"])
        more = chain(looked_for(of_centre), in_budgets(self.budgets), asked_for(self.consultations), counted, forms)
        found = entries(self.content, self.catalogue, self.now, more)
        context = {**self.context, **theme.frame(self.catalogue, self.now), **self._shared()}
        for url, template, given in chain(
            self._pages_of_files(),
            agenda_pages.pages(self.catalogue, self.now),
            of_centre,
            budget_pages.pages(self.budgets),
            tallies.pages(self.budgets, self.sizes, self._explained()),
            filing.pages(self.catalogue, self.now),
            voting.pages(self.catalogue, self.now),
            consultation_pages.pages(self.catalogue, self.now),
            results.pages(self.content.things["resultats"]),
            privacy.pages(self.content.things["pages"]),
            letters.pages(found),
        ):
            save_as = url.lstrip("/") if url.endswith(".html") else f"{url.lstrip('/')}index.html"
            writer.write_file(save_as, self.get_template(template), context, **given)
        feed.write(writer, self.context, self.news, self.catalogue.site.name, self.settings["SITEURL"])
        self._write_files(found)

    def _shared(self) -> dict[str, Any]:
        """What every page is given beside the frame and its own things."""
        return {
            "activities": self.content.things["agenda"], "news": self.news, "told": privacy.told(),
            "meetings": agenda.upcoming(self.catalogue.activities, self.now),
            "openings": agenda.open_weekly(self.catalogue.activities, self.now),
            "things": self.content.things, "centre": self.centre, "ways": self.ways, "cite": self.cite,
            "papers": paper.offered(self.sheets), "budgets": self.budgets, "consultations": self.consultations,
            **centre_pages.helpers(),
        }  # fmt: skip

    def _pages_of_files(self) -> Iterator[Drawn]:
        for name, things in self.content.things.items():
            folder = FOLDERS[name]
            for one in things if folder.url and name != "consultations" else ():
                more = self.ways.given(one) if self.ways else {}
                more |= self.budgets.given(one)
                more |= self._counted(one) if name == "decomptes" else {}
                more |= results.given(self.catalogue, one) if name == "resultats" else {}
                more |= {"use": requests.use(self.catalogue, one.id)} if name == "ressources" else {}
                yield with_form(one.url, getattr(one, "template", folder.template), one, self.now, **more)

    def _counted(self, one: Any) -> dict[str, Any]:
        return tallies.given(self.budgets.of(one.slug), self.sizes, self._explained())

    def _explained(self) -> str:
        """The address of the page that says how to count again; "" where the town has none."""
        return next((one.url for one in self.content.things["pages"] if one.slug == tallies.EXPLAINED), "")

    def _write_files(self, found: list[Entry]) -> None:
        """What is downloaded, then what the service reads, beside the site."""
        out, release = Path(self.output_path), Path(self.output_path).parent
        if self.cite and self.ways:
            self.cite.publish(out, [(one.url, one.records) for one in self.ways.lists.all()])
        calendars.publish(out, self.catalogue, self.now)
        atom.publish(out, self.catalogue, self.now)
        list(paper.publish(out, self.sheets))
        data.publish(out, self.content.things["resultats"])
        search_index.write(release / "search.sqlite", found, self.content.synonyms)
        identifiers.write(release, self.content.things["ressources"])
        (release / "catalogue.json").write_text(cat.dump(self.catalogue), encoding="utf-8")


def generators(pelican: Any) -> type[Generator]:
    """Add ours to Pelican's."""
    return SiteGenerator


def register() -> None:
    """Plug into Pelican."""
    signals.get_generators.connect(generators)
