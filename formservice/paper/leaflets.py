"""The leaflet of an area: its envelope, how one votes, its projects, numbered as on the screen."""

from collections.abc import Iterable
from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.french import typeset
from formservice.catalogue.participation import Area, Edition
from formservice.catalogue.projects import Project
from formservice.paper.words import letterhead, stretch
from formservice.theme import day_words, euros, listed, nowrap

COUNCIL = (
    "Le vote des habitants est un avis. Le conseil municipal décide ensuite des projets à réaliser et publie sa "
    "décision, avec la raison pour chaque projet qui n’est pas retenu."
)
LISTS = (
    ("au-vote", "Les projets soumis au vote", "Le numéro d’un projet est le même ici, sur le site et au vote."),
    (
        "etude",
        "Les projets à l’étude",
        "Ils ne sont pas encore soumis au vote : la mairie regarde s’ils sont possibles.",
    ),
)
CUT = "\u200b"
"""Where an address may go to the next line."""
NONE_YET = "Aucun projet n’est encore publié pour ce quartier. Appelez-nous pour savoir où en sont les idées."


def leaflet(
    site: Site, edition: Edition, area: Area, projects: Iterable[Project], *, large: bool = False
) -> dict[str, Any]:
    """The data of `leaflet.typ` for one area; `projects` may be those of every edition."""
    mine = [one for one in projects if (one.edition, one.area) == (edition.slug, area.slug)]
    demonstration = edition.demonstration or any(one.demonstration for one in mine)
    return letterhead(
        site, f"{edition.title} – {area.title}", area.title, edition.rules.adopted, large=large,
        demonstration=demonstration,
    ) | {
        "edition": edition.title, "area": area.title, "quartiers": _quartiers(area),
        "facts": _facts(edition, area), "sections": list(_sections(site, edition, area)),
        "listing": listing(sorted(mine, key=lambda one: one.number)), "closing": _closing(site, edition),
    }  # fmt: skip


def _quartiers(area: Area) -> str:
    named = listed(area.quartiers)
    if area.title in (named, ", ".join(area.quartiers)):
        return ""
    return typeset(f"{'Quartiers' if len(area.quartiers) > 1 else 'Quartier'} : {named}")


def _facts(edition: Edition, area: Area) -> list[list[str]]:
    vote = edition.phase("vote")
    known = [["Enveloppe du quartier", euros(area.envelope)]] if area.envelope else []
    return [*known, ["Vote", stretch(vote) if vote else "Dates à venir"]]


def _sections(site: Site, edition: Edition, area: Area) -> Iterable[dict[str, Any]]:
    yield {"title": "Comment voter", "lines": [typeset(line) for line in [*how(edition, area), _where(site, edition)]]}
    barred = [f"Ne peuvent pas voter : {' ; '.join(edition.who.barred)}."] if edition.who.barred else []
    yield {"title": "Qui peut voter", "lines": [typeset(line) for line in [who(edition), *barred]]}


def how(edition: Edition, area: Area) -> list[str]:
    """The ballot in plain words."""
    ballot = edition.ballot
    most = f"{ballot.most} projet{'s' if ballot.most > 1 else ''}"
    some = most if ballot.least == ballot.most else f"de {ballot.least} à {most}"
    told = {
        "approbation": [f"Choisissez {some}. Chaque projet choisi reçoit une voix."],
        "budget": [
            f"Choisissez les projets que vous voulez voir réalisés, {some}.",
            f"Additionnez leurs coûts : le total ne doit pas dépasser {envelope(area)}.",
        ],
        "points": [
            f"Vous avez {ballot.points} points. Partagez-les entre les projets que vous préférez, {some}.",
            "Plus un projet reçoit de points, plus vous le soutenez.",
        ],
    }
    return [
        *told[ballot.kind],
        "Chaque personne vote une seule fois, dans un seul quartier. Votre vote est secret.",
    ]


def _where(site: Site, edition: Edition) -> str:
    """The web address, as one types it, and the counters."""
    address = site.url.partition("://")[2].rstrip("/") + edition.vote_url.rstrip("/")
    address = address.replace("/", f"/{CUT}")
    counters = listed(edition.counters) or "à la mairie"
    return f"Votez sur {address} ou sur papier : {counters}. Un agent peut vous aider."


def envelope(area: Area) -> str:
    """`20 000 €`; of a past edition it may not be known any more."""
    return euros(area.envelope) if area.envelope else "l’enveloppe du quartier"


def who(edition: Edition) -> str:
    """`Toute personne qui habite la commune, à partir de 16 ans.`"""
    age = f", à partir de {edition.who.age} ans" if edition.who.age else ""
    return f"{edition.who.words.removesuffix('.')}{age}."


def listing(projects: list[Project]) -> dict[str, Any]:
    """What is put to the vote; before that, what is under study."""
    for status, title, lead in LISTS:
        found = [one for one in projects if one.status == status]
        if found:
            told = [_project(one, named(one, found)) for one in found]
            return {"title": title, "lead": typeset(lead), "projects": told}
    return {"title": "Les projets", "lead": typeset(NONE_YET), "projects": []}


def named(one: Project, found: list[Project]) -> str:
    """Its title; with its place where another has the same."""
    twice = sum(other.title == one.title for other in found) > 1
    return f"{one.title}, {one.where}" if twice and one.where else one.title


def _project(one: Project, title: str) -> dict[str, str]:
    return {
        "number": str(one.number), "title": title, "where": one.where or "",
        "cost": typeset(f"Coût : {euros(one.cost)}") if one.cost else "", "summary": one.summary,
    }  # fmt: skip


def _closing(site: Site, edition: Edition) -> dict[str, Any]:
    rules = edition.rules
    lines = [
        COUNCIL,
        f"Règlement : version {rules.version}, adoptée le {day_words(rules.adopted)}.",
        f"Une question, besoin d’aide pour voter ? Appelez le {nowrap(site.telephone)}, {site.telephone_hours}.",
    ]
    return {"title": "Le conseil municipal décide", "lines": [typeset(line) for line in lines]}
