"""The letters that carry codes: what a series opens, and the sheets to cut."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from formservice.catalogue import Consultation, Edition
from formservice.catalogue.french import typeset
from formservice.paper import render
from formservice.paper.code_sheets import ONCE, VOTE, code_sheets
from formservice.paper.words import ends
from formservice.participation.codes import ISSUED, PRINTED, REVOKED, USED
from formservice.participation.issuing import NotIssued
from formservice.service import Service
from formservice.theme import plural


@dataclass(frozen=True)
class Series:
    """What the codes of a series open: a consultation, or the vote of an edition."""

    code: str
    title: str
    url: str
    by: str
    """When one answers at the latest, in words."""
    day: date
    demonstration: bool
    once: str = ONCE


def counted(states: Mapping[str, int]) -> str:
    """`200 codes : 188 à utiliser, 11 utilisés, 1 annulé`."""
    used, revoked = plural(states[USED], "utilisé"), plural(states[REVOKED], "annulé")
    again = f", {plural(states[PRINTED], 'réimprimé')} à confirmer" if states[PRINTED] else ""
    return typeset(f"{plural(sum(states.values()), 'code')} : {states[ISSUED]} à utiliser, {used}, {revoked}{again}")


def series_of(app: Service, code: str) -> Series:
    """What a code of the programme opens. KeyError for none; NotIssued where nobody is asked for a code."""
    catalogue = app.releases.current().catalogue
    try:
        found = _of_consultation(catalogue.consultation_by_code(code))
    except KeyError:
        found = _of_edition(catalogue.edition_by_code(code))
    return found


def sheets(app: Service, series: Series, codes: Mapping[int, str]) -> bytes:
    """The PDF of the letters of some codes, by serial number. Raises PaperError."""
    site = app.releases.current().catalogue.site
    address = app.settings.BASE_URL.rstrip("/") + series.url
    data = code_sheets(
        site, series.title, address, series.by, series.day, codes, demonstration=series.demonstration, once=series.once
    )  # fmt: skip
    return render("codes", data)


def _of_consultation(known: Consultation) -> Series:
    _must_ask(known.identity, f"consultations/{known.slug}")
    by = f"Jusqu’au {ends(known.closes, weekday=False)}."
    return Series(known.code, known.title, known.url, by, known.opens.date(), known.demonstration)


def _of_edition(edition: Edition) -> Series:
    _must_ask(edition.identity, f"participation/{edition.slug}")
    vote = edition.phase("vote")
    by = f"Jusqu’au {ends(vote.until, weekday=False)}." if vote else ""
    return Series(
        edition.code, edition.title, edition.vote_url, by, edition.rules.adopted, edition.demonstration, VOTE
    )  # fmt: skip


def _must_ask(identity: str, file: str) -> None:
    if identity != "code":
        raise NotIssued(f"content/{file}.md ne demande pas de code. Écrivez-y « identity: code », puis publiez.")
