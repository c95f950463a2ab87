"""What is printed at the ceremonies of a vote: the words of each officer, and the reports that agents sign. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from formservice.catalogue import Site
from formservice.catalogue.ballots import Candidate
from formservice.catalogue.french import typeset
from formservice.catalogue.participation import Area, Edition
from formservice.paper.words import letterhead, stretch
from formservice.theme import day_words, euros, nowrap

COLUMNS = 3
STEPS = (
    ("À lire d’abord", (
        "Ce papier garde une part de la clé de l’urne. Il en existe trois : deux papiers, n’importe lesquels, "
        "permettent de la dépouiller. Un seul ne permet rien, et n’apprend rien.",
        "Ces mots sont anglais : c’est la norme (SLIP-39). On les tape dans l’ordre, sans les traduire ; les quatre "
        "premières lettres de chacun suffisent.",
    )),
    ("Ce que vous en faites", (
        "Vérifiez que tout se lit, puis tapez ces mots une fois, pendant la cérémonie.",
        "Mettez le papier dans une enveloppe. Signez sur le rabat. Gardez-la sous clé, loin des deux autres.",
        "Ne le photographiez pas, ne le recopiez dans aucun ordinateur, ne dictez aucun mot au téléphone.",
    )),
)  # fmt: skip


def key_page(site: Site, edition: Edition, number: int, holders: int, words: list[str], day: date) -> dict[str, Any]:
    """The data of `key.typ`: the paper of one officer."""
    title = f"Clé de l’urne : papier {number} sur {holders}"
    high = -(-len(words) // COLUMNS)
    numbered = [[str(n), word] for n, word in enumerate(words, 1)]
    return letterhead(site, title, title, day, large=False, demonstration=edition.demonstration) | {
        "edition": typeset(f"{edition.title} ({edition.code})"),
        "columns": [numbered[n : n + high] for n in range(0, len(words), high)],
        "steps": [{"title": name, "lines": [typeset(line) for line in lines]} for name, lines in STEPS],
        "lost": typeset(
            f"Papier perdu, vu ou copié ? Appelez tout de suite le {nowrap(site.telephone)}. Un papier perdu : les "
            "deux autres suffisent. Deux papiers perdus : l’urne ne sera jamais dépouillée, et le vote est à refaire."
        ),
        "after": typeset(
            f"Apportez-le au dépouillement, après le {_end(edition)}. Ensuite, détruisez-le devant les autres."
        ),
        "holder": ["Remis à", "Signature"],
    }  # fmt: skip


def report(
    site: Site, edition: Edition, title: str, sections: Iterable[dict[str, Any]], signers: Iterable[str], day: date
) -> dict[str, Any]:
    """The data of `report.typ`: what was done and seen, and who signs it."""
    return letterhead(site, title, title, day, large=False, demonstration=edition.demonstration) | {
        "edition": typeset(f"{edition.title} ({edition.code})"), "sections": list(sections),
        "signers": [typeset(one) for one in signers],
    }  # fmt: skip


def section(title: str, *lines: str, table: list[list[str]] | None = None) -> dict[str, Any]:
    """A part of a report: sentences, then a table whose first row is its head."""
    return {"title": title, "lines": [typeset(line) for line in lines], "table": table or []}


def ballot_of(area: Area, candidates: Iterable[Candidate]) -> dict[str, Any]:
    """The projects of an area, as the box was opened on them."""
    head = f"Enveloppe : {euros(area.envelope)}." if area.envelope else ""
    rows = [[str(one.number), typeset(one.title), euros(one.cost)] for one in candidates]
    return section(area.title, *filter(None, [head]), table=[["N°", "Projet", "Coût"], *rows])


def calendar(edition: Edition) -> list[list[str]]:
    """The phases of an edition, in words."""
    names = {"depot": "Dépôt", "etude": "Étude", "vote": "Vote", "decision": "Décision"}
    return [["Étape", "Dates"], *([names[one.name], stretch(one)] for one in edition.phases)]


def _end(edition: Edition) -> str:
    vote = edition.phase("vote")
    return day_words(vote.last_day) if vote else "vote"
