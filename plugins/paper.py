"""`python -m plugins.paper`: what is printed of the content, as PDF, at the addresses of the site."""

import importlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.consultations import Consultation
from formservice.catalogue.participation import Edition
from formservice.catalogue.tallies import Tally
from formservice.clock import build_clock
from formservice.forms import BaseForm
from formservice.kinds import form_for
from formservice.paper import PaperError, render
from formservice.paper.blank import filing_form
from formservice.paper.leaflets import leaflet
from formservice.paper.month_poster import month_poster
from formservice.paper.months import months
from formservice.paper.posters import poster
from formservice.paper.programme import AGENDA, programme, taken
from formservice.paper.questionnaire import questionnaire
from formservice.paper.slips import slips
from formservice.paper.voting_papers import on_ballot, voting_paper
from formservice.participation.filing import Proposing
from formservice.theme import plural, weight
from plugins.check import read_site
from plugins.content import read_all

LARGE, POSTER = "grands-caracteres", "affiche.pdf"
POSTED = timedelta(days=365)
"""How long after the count its results are printed."""
USAGE = "Usage : python -m plugins.paper [DOSSIER]. Sans dossier, les PDF vont dans « paper »."


@dataclass(frozen=True)
class Sheet:
    """One printed thing: the page that offers it, its address, its words, its bytes."""

    page: str
    url: str
    title: str
    pdf: bytes

    @property
    def weight(self) -> str:
        """`48 ko`."""
        return weight(len(self.pdf))


def sheets(things: Mapping[str, list[Any]], site: Site, now: datetime) -> Iterator[Sheet]:
    """Everything there is to print now. What is over is printed no more. Raises PaperError."""
    for edition in things.get("participation", []):
        with _told(f"participation/{edition.slug}.md"):
            yield from _of_edition(edition, things.get("projets", []), site, now)
    for known in things.get("consultations", []):
        with _told(f"consultations/{known.slug}.md"):
            yield from _of_consultation(known, site, now)
    with _told("agenda/"):
        yield from _of_agenda(things.get("agenda", []), things.get("lieux", []), site, now)
    editions = {one.slug: one for one in things.get("participation", [])}
    for tally in things.get("decomptes", []):
        with _told(f"decomptes/{tally.slug}.md"):
            yield from _of_tally(editions[tally.slug], tally, site, now)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Name the file that cannot be printed."""
    try:
        yield
    except PaperError as error:
        raise PaperError(f"content/{name} : {error}") from error


def made(things: Mapping[str, list[Any]], site: Site, now: datetime) -> list[Sheet]:
    """All of them, for a build: what cannot be printed stops it."""
    try:
        return list(sheets(things, site, now))
    except PaperError as error:
        raise SystemExit(str(error)) from None


def offered(printed: Iterable[Sheet]) -> dict[str, list[Sheet]]:
    """What each page offers to print, by its address."""
    known: dict[str, list[Sheet]] = {}
    for sheet in printed:
        known.setdefault(sheet.page, []).append(sheet)
    return known


def publish(out: Path, printed: Iterable[Sheet]) -> Iterator[Path]:
    """Write each under `out`, at its address."""
    for sheet in printed:
        path = out / sheet.url.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sheet.pdf)
        yield path


def _of_edition(edition: Edition, projects: list[Any], site: Site, now: datetime) -> Iterator[Sheet]:
    if all(now >= phase.until for phase in edition.phases):
        return
    for area in edition.areas:
        page = f"{edition.url}{area.slug}/"
        yield from _both(
            page, "feuille", "La feuille du quartier", "leaflet",
            [leaflet(site, edition, area, projects, large=large) for large in (False, True)],
        )  # fmt: skip
        if _voted_on(edition, now) and on_ballot(edition, area, projects):
            yield from _both(
                page, "bulletin", "Le bulletin de vote sur papier", "ballot",
                [voting_paper(site, edition, area, projects, large=large) for large in (False, True)],
            )  # fmt: skip
    form = _filing(edition, now)
    if form:
        data = [filing_form(site, edition, form, large=large) for large in (False, True)]
        yield from _both(edition.url, "formulaire", "Le formulaire à remplir à la main", "form", data)


def _both(page: str, name: str, title: str, template: str, data: list[dict[str, Any]]) -> Iterator[Sheet]:
    ordinary, large = data
    yield Sheet(page, f"{page}{name}.pdf", title, render(template, ordinary))
    yield Sheet(page, f"{page}{name}-{LARGE}.pdf", f"{title}, en grands caractères", render(template, large))


def _voted_on(edition: Edition, now: datetime) -> bool:
    """Whether there is a vote, not over yet."""
    vote = edition.phase("vote")
    return vote is not None and now < vote.until


def _filing(edition: Edition, now: datetime) -> BaseForm | None:
    """The form that files an idea, blank; None once it is too late to bring it."""
    depot = edition.phase("depot")
    return form_for(Proposing(edition), now=None) if depot and now < depot.until else None


def _of_consultation(known: Consultation, site: Site, now: datetime) -> Iterator[Sheet]:
    if now < known.closes:
        data = [questionnaire(site, known, large=large) for large in (False, True)]
        yield from _both(known.url, "formulaire", "Le questionnaire à remplir à la main", "questionnaire", data)


def _of_agenda(activities: list[Any], places: list[Any], site: Site, now: datetime) -> Iterator[Sheet]:
    """The programme of each month that has dates to come, in its three sizes, and blank slips to register."""
    known = list(months(activities, places, now))
    for one in known:
        name, title = f"{AGENDA}programme/{one.first:%Y-%m}", f"Le programme {one.of}"
        yield Sheet(AGENDA, f"{name}.pdf", title, render("programme", programme(site, one)))
        large = render("programme", programme(site, one, large=True))
        yield Sheet(AGENDA, f"{name}-{LARGE}.pdf", f"{title}, en grands caractères", large)
        yield Sheet(AGENDA, f"{name}-{POSTER}", f"L’affiche {one.of}", render("affiche", month_poster(site, one)))
    held, day = (taken(known[0]), known[0].first) if known else ([], now.date())
    blank = [slips(site, held, day), slips(site, held, day, large=True, copies=1)]
    if found := [one for one in blank if one]:
        yield from _both(AGENDA, "bulletin", "Le bulletin d’inscription", "slip", found)


def _of_tally(edition: Edition, tally: Tally, site: Site, now: datetime) -> Iterator[Sheet]:
    """The result of each area to pin up, for as long as somebody would."""
    if now.date() < tally.counted + POSTED:
        for area in (one for one in tally.areas if one.choices):
            page = tally.area_url(area)
            pdf = render("result", poster(site, edition, tally, area))
            yield Sheet(page, f"{page}{POSTER}", "Le résultat à afficher", pdf)


def main(argv: list[str]) -> int:
    """Print all into a folder (by default `paper`); 1 with the reason when it cannot be done."""
    if len(argv) > 1 or any(one.startswith("-") for one in argv):
        print(USAGE, file=sys.stderr)
        return 2
    out, root = Path(argv[0] if argv else "paper"), Path("content")
    sys.path.insert(0, ".")
    site = read_site(importlib.import_module("pelicanconf").TOWN)
    content = read_all(root, site)
    if content.mistakes:
        print("\n".join(map(str, content.mistakes)), "\nCorrigez le contenu (make check), puis relancez.")
        return 1
    written = set()
    try:
        for path in publish(out, sheets(content.things, site, build_clock(site.timezone).wall())):
            print(f"{path} ({weight(path.stat().st_size)})", flush=True)
            written.add(path)
    except PaperError as error:
        print(error, file=sys.stderr)
        return 1
    for old in set(out.rglob("*.pdf")) - written:
        old.unlink()
    print(f"{plural(len(written), 'document')} à imprimer." if written else "Rien à imprimer en ce moment.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
