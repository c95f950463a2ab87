"""The printed form of an edition: what a resident fills in by hand, and an agent types."""

from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.french import typeset
from formservice.catalogue.participation import Edition
from formservice.forms import BaseForm
from formservice.paper.fields import fields_of
from formservice.paper.words import closing, letterhead
from formservice.theme import initial, listed, nowrap

AGREED = "Je suis d’accord pour qu’un agent de la ville enregistre ces réponses."
RIGHTS = "Vous pouvez demander à les voir, à les corriger ou à les faire effacer"
OFFICE = ["Numéro", "Reçu le", "Reçu par", "Saisi le"]


def filing_form(
    site: Site, edition: Edition, form: BaseForm, title: str = "Proposer une idée", *, large: bool = False
) -> dict[str, Any]:
    """The data of `form.typ`; `form` is the very form of the screen, fitted to its page."""
    return letterhead(
        site, f"{title} – {edition.title}", f"{title} – {edition.title}", edition.rules.adopted, large=large,
        demonstration=edition.demonstration,
    ) | {
        "edition": edition.title, "heading": title, "code": edition.code, "facts": _facts(site, edition),
        "lead": [typeset(line) for line in _lead(site, edition)], "questions": fields_of(form),
        "agreed": AGREED, "notice": typeset(privacy(site, form)), "office": OFFICE,
        "rules": typeset(f"Règlement : version {edition.rules.version}."),
    }  # fmt: skip


def _facts(site: Site, edition: Edition) -> list[list[str]]:
    depot = edition.phase("depot")
    by = f"Le {closing(depot)}" if depot else "Dates à venir"
    where = listed(edition.counters) or f"À la mairie : {site.address}"
    return [["À rendre au plus tard", by], ["Où la déposer", typeset(initial(where))]]


def _lead(site: Site, edition: Edition) -> list[str]:
    return [
        "Écrivez lisiblement, une seule idée par formulaire. Ce qui est marqué « facultatif » peut rester vide. "
        "La place manque ? Continuez sur une feuille à part. Une photo de l’endroit, imprimée, peut être jointe.",
        *(["Vous pouvez aussi l’envoyer par la poste, à l’adresse en bas de page."] if edition.counters else []),
        f"Besoin d’aide pour la remplir ? Appelez le {nowrap(site.telephone)}, {site.telephone_hours}. "
        "Un agent peut aussi écrire pour vous.",
    ]


def privacy(site: Site, form: BaseForm) -> str:
    """Who answers for the data, who reads them, how long, and whom to ask."""
    whom = f" : {site.dpo}, ou {nowrap(site.telephone)}" if site.dpo else f" : {nowrap(site.telephone)}"
    return f"Responsable de vos données : {site.controller}. {form.notice()} {RIGHTS}{whom}."
