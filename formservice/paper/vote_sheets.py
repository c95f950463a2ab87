"""What a vote prints for places without a network: blank sheets of signatures, and the slip of a batch. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from formservice.catalogue import Edition, Site
from formservice.catalogue.french import typeset
from formservice.paper.words import letterhead
from formservice.voting.ballots import INVALID
from formservice.voting.forms import certified, unneeded

COLUMNS = {"name": ("Nom et prénom", 5), "birth": ("Né(e) le", 3), "code": ("Code de la lettre", 4)}
"""What a line asks, by field of the vote's form, and how wide it is; a quartier, an address, a signature besides."""
HOW = (
    "La personne écrit et signe sur une ligne. Son enveloppe fermée va dans une enveloppe extérieure, qui porte le "
    "numéro de la ligne et rien d’autre. Au retour, on ouvre seulement l’enveloppe extérieure d’une ligne acceptée ; "
    "celle du bulletin reste fermée jusqu’à la clôture."
)


def signature_sheets(site: Site, edition: Edition, sheets: Iterable[tuple[int, str]], lines: int) -> dict[str, Any]:
    """The data of `signatures.typ`: (number, place) of each sheet."""
    phase = edition.phase("vote")
    day = phase.since.date() if phase else edition.rules.adopted
    title = f"{edition.title} – feuilles d’émargement"
    gone = unneeded(edition)
    columns = [one for name, one in COLUMNS.items() if name not in gone]
    columns += [("Quartier", 4)] + ([] if "address" in gone else [("Adresse", 5)]) + [("Signature", 4)]
    head = letterhead(site, title, edition.title, day, large=False, demonstration=edition.demonstration)
    return head | {
        "heading": typeset("Feuille d’émargement"), "edition": typeset(edition.title), "how": typeset(HOW),
        "honour": typeset(f"En signant : {_lower(certified(edition))}") if edition.who.honour else "",
        "columns": [{"words": typeset(words), "wide": wide} for words, wide in columns],
        "areas": typeset(f"Quartiers : {' ; '.join(one.title for one in edition.areas)}."),
        "sheets": [
            {"number": str(number), "place": typeset(place), "lines": [f"{number}-{n}" for n in range(1, lines + 1)]}
            for number, place in sheets
        ],
        "foot": typeset("À rendre au service du vote, avec les enveloppes. Signatures sur cette feuille :"),
    }  # fmt: skip


def batch_slip(site: Site, edition: Edition, batch: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The data of `batch.typ`: what was counted of a batch, who typed it, room to sign."""
    title = f"{edition.title} – bordereau du lot {batch['number']}"
    area = next((one.title for one in edition.areas if one.slug == batch["area"]), "quartiers mêlés")
    facts = [
        ("Signatures", str(batch["signatures"])), ("Enveloppes", str(batch["envelopes"])),
        ("Bulletins", str(batch["ballots"]) if batch["state"] == "sealed" else "……"),
    ]  # fmt: skip
    people = [("Première saisie", batch["first"]["by"]), ("Seconde saisie", batch["second"]["by"])]
    head = letterhead(site, title, edition.title, day, large=False, demonstration=edition.demonstration)
    return head | {
        "heading": typeset(f"Lot {batch['number']}"), "edition": typeset(f"{edition.title} – bordereau"),
        "where": typeset(f"{batch['place']} ; {area}."), "facts": facts,
        "words": typeset(batch["words"]), "people": [[typeset(label), by] for label, by in people],
        "keep": typeset("Gardez les bulletins dans l’ordre de la saisie, attachés à ce bordereau, et sous clé."),
        "kinds_title": typeset("Ce qui ne compte pas se saisit ainsi"),
        "kinds": [typeset(one) for one in INVALID.values()],
    }  # fmt: skip


def _lower(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"
