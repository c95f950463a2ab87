"""The ballot of an area, to fill in by hand: a box for each project, in the order of the numbers. Pure."""

from collections.abc import Iterable
from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.french import typeset
from formservice.catalogue.participation import Area, Edition
from formservice.catalogue.projects import Project, candidate_of
from formservice.paper.leaflets import named
from formservice.paper.words import letterhead, stretch
from formservice.theme import euros
from formservice.voting.choosing import rule
from formservice.voting.rules import slates

CROSS = "Faites une croix dans la case de chaque projet que vous choisissez."
FIGURES = (
    "Écrivez, en chiffres, combien de points vous donnez à un projet, dans les cases à gauche de son numéro. "
    "Laissez vides les cases des autres."
)
TOTAL = "Additionnez les coûts avant de rendre votre bulletin."
UNSIGNED = "Ne signez pas, n’écrivez rien d’autre : un signe qui ferait reconnaître qui vote annule le bulletin."
FOLD = (
    "Mettez ce bulletin, seul, dans l’enveloppe, et fermez-la. Vous vous êtes trompé ? Demandez un autre bulletin, et "
    "déchirez celui-ci."
)
PAGES = "Ce bulletin a plusieurs pages : lisez-les toutes, et gardez-les ensemble dans l’enveloppe."


def on_ballot(edition: Edition, area: Area, projects: Iterable[Project]) -> list[Project]:
    """What is put to the vote in an area, in the order of the numbers."""
    found = [
        one for one in projects
        if (one.edition, one.area, one.status) == (edition.slug, area.slug, "au-vote")
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.number)


def voting_paper(
    site: Site, edition: Edition, area: Area, projects: Iterable[Project], *, large: bool = False
) -> dict[str, Any]:
    """The data of `ballot.typ` for one area; `projects` may be those of every edition."""
    mine = on_ballot(edition, area, projects)
    vote, ballot = edition.phase("vote"), edition.ballot
    demonstration = edition.demonstration or any(one.demonstration for one in mine)
    slate = next(one for one in slates(edition, map(candidate_of, mine)) if one.area == area)
    head = letterhead(
        site, f"{edition.title} – Bulletin de vote – {area.title}", f"Bulletin de vote – {area.title}",
        edition.rules.adopted, large=large, demonstration=demonstration,
    )  # fmt: skip
    return head | {
        "heading": typeset(area.title), "above": typeset(f"Bulletin de vote – {edition.title}"),
        "below": typeset(f"Vote : {stretch(vote)}") if vote else "",
        "rule": typeset(f"{rule(ballot, slate)} Un bulletin qui ne suit pas cette règle ne compte pas."),
        "how": [typeset(line) for line in _how(ballot.kind)], "pages": typeset(PAGES),
        "cells": len(str(ballot.points)) if ballot.kind == "points" else 0,
        "projects": [_project(one, named(one, mine)) for one in mine],
    }  # fmt: skip


def _how(kind: str) -> list[str]:
    fill = {"points": [FIGURES], "budget": [CROSS, TOTAL]}.get(kind, [CROSS])
    return [" ".join(fill), UNSIGNED, FOLD]


def _project(one: Project, title: str) -> dict[str, str]:
    cost = typeset(f"Coût : {euros(one.cost)}") if one.cost else ""
    return {"number": str(one.number), "title": typeset(title), "cost": cost}
