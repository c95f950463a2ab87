"""What no edition and no project can see alone: numbers given twice, unknown editions and areas."""

import difflib
from collections.abc import Iterable, Iterator
from datetime import datetime

from formservice.catalogue import Catalogue, Edition, Mistake, Project
from formservice.theme import euros

NO_PAGE = (
    "Rien ne mènerait à cette édition. Créez pages/participation.md, avec « template: participation », ou "
    "ajoutez-lui cette ligne."
)
NOTHING = (
    "On vote dans cette édition, et « {area} » n’a aucun projet au vote : ses habitants n’ont pas de bulletin. Écrivez "
    "« status: au-vote » dans les projets retenus de ce quartier."
)
TWO_KEYS = (
    "Sur internet on vote ici par une adresse e-mail, et sur papier par son nom : la même personne peut voter deux "
    "fois, et plus encore avec plusieurs adresses. Préférez « identity: declaree », ou « identity: code » (une lettre "
    "à chacun)."
)
MERGED_TWICE = "L’idée n° {n} est déjà réunie au projet {other}.md. Retirez-la de l’un des deux."


def mistakes(catalogue: Catalogue, projects: Iterable[Project], page: bool) -> Iterator[tuple[str, Mistake]]:
    """(file as `projets/un-banc`, mistake); `page`: whether there is a page that lists the editions."""
    for edition in catalogue.editions:
        if not page:
            yield f"participation/{edition.slug}", Mistake((), NO_PAGE)
    yield from _projects({one.slug: one for one in catalogue.editions}, list(projects))


def unvoted(editions: Iterable[Edition], projects: Iterable[Project], now: datetime) -> Iterator[tuple[str, Mistake]]:
    """(file, mistake) of each area without a ballot in an edition whose vote is open."""
    offered = {(one.edition, one.area) for one in projects if one.status == "au-vote"}
    for edition in editions:
        vote = edition.phase("vote")
        if vote and vote.holds(now):
            for n, area in enumerate(edition.areas):
                if (edition.slug, area.slug) not in offered:
                    text = NOTHING.format(area=area.title)
                    yield f"participation/{edition.slug}", Mistake(("areas", n), text)


def two_keys(editions: Iterable[Edition], now: datetime) -> Iterator[tuple[str, Mistake]]:
    """(file, mistake) of each edition where an address and a name are two votes, until its vote is over."""
    for edition in editions:
        vote = edition.phase("vote")
        if edition.identity == "e-mail" and vote and now < vote.until:
            yield f"participation/{edition.slug}", Mistake(("identity",), TWO_KEYS)


def _projects(editions: dict[str, Edition], projects: list[Project]) -> Iterator[tuple[str, Mistake]]:
    numbers: dict[tuple[str, int], str] = {}
    merged: dict[tuple[str, int], str] = {}
    for one in projects:
        name = f"projets/{one.slug}"
        yield from ((name, mistake) for mistake in _of(editions, one))
        other = numbers.setdefault((one.edition, one.number), one.slug)
        if other != one.slug:
            text = f"Le numéro {one.number} est déjà celui de {other}.md. Un numéro ne sert qu’une fois par édition."
            yield name, Mistake(("number",), text)
    for one in projects:
        for n, number in enumerate(one.merged):
            at, name = ("merged", n), f"projets/{one.slug}"
            if own := numbers.get((one.edition, number)):
                text = f"L’idée n° {number} a sa propre page, {own}.md. Supprimez ce fichier, ou retirez le numéro ici."
                yield name, Mistake(at, text)
            other = merged.setdefault((one.edition, number), one.slug)
            if other != one.slug:
                yield name, Mistake(at, MERGED_TWICE.format(n=number, other=other))


def _of(editions: dict[str, Edition], one: Project) -> Iterator[Mistake]:
    edition = editions.get(one.edition)
    if edition is None:
        text = f"L’édition « {one.edition} » n’a pas de fichier dans participation/. {near(one.edition, editions)}"
        yield Mistake(("edition",), text)
        return
    areas = [area.slug for area in edition.areas]
    if one.area not in areas:
        text = f"Le secteur « {one.area} » n’est pas dans l’édition {edition.slug}.md. {near(one.area, areas)}"
        yield Mistake(("area",), text)
        return
    envelope = edition.area(one.area).envelope
    if one.status == "au-vote" and envelope and one.cost and one.cost > envelope:
        yield Mistake(
            ("cost",), f"L’enveloppe du secteur est de {euros(envelope)} : ce projet ne peut pas être au vote."
        )


def near(word: str, known: Iterable[str]) -> str:
    """What to write instead of a word that is not known."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, 1)
    if close:
        return f"Vouliez-vous écrire « {close[0]} » ?"
    return f"Écrivez l’un de ceux-ci : {', '.join(known)}." if known else "Créez d’abord l’édition."
