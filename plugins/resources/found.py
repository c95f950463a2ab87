"""The pages of the centre that no file makes, in the words they are looked for by."""

from collections.abc import Iterable, Iterator

from formservice.catalogue.french import NBSP
from formservice.resources.asking import Research
from plugins.drawn import Drawn
from plugins.entries import SOFT, Entry
from plugins.resources.lists import Sheet
from plugins.resources.pages import Index

PLAIN = {
    "timeline": (
        "Chronologie", "Les dates qui ont compté, période par période.", "frise chronologique dates repères histoire",
    ),
    "trails": (
        "Parcours", "Des chemins tout tracés dans le catalogue, pour une classe, une famille ou soi-même.",
        "parcours guidés pédagogiques école collège lycée",
    ),
}  # fmt: skip
"""Title, summary and keywords of the pages that are given nothing of their own."""


def found(drawn: Iterable[Drawn]) -> Iterator[Entry]:
    """Of what is drawn, the first page of each list, the timeline, the indexes, the research question."""
    for url, template, given in drawn:
        if template in PLAIN:
            title, summary, keywords = PLAIN[template]
            yield Entry(url, title, "ressources", "Liste", summary, keywords, weight=SOFT)
        elif template in ("listing", "period"):
            yield from _sheet(given["sheet"])
        elif template == "index":
            yield from _index(given["index"], given["root"])
        elif isinstance(given.get("page"), Research):
            yield _question(given["page"])


def _sheet(sheet: Sheet) -> Iterator[Entry]:
    listing = sheet.of
    # What speaks of a person is found by her own page.
    if sheet.number == 1 and not listing.url.endswith("/notices/"):
        kind, colon, _ = listing.name.partition(f"{NBSP}:")
        said, summary = kind if colon else "Liste", f"{listing.words} au catalogue."
        yield Entry(listing.url, listing.title, "ressources", said, summary, weight=SOFT)


def _index(index: Index, root: str) -> Iterator[Entry]:
    if index.url == root:
        summary = f"{index.title} du catalogue, avec le nombre de notices."
        yield Entry(index.url, index.title, "ressources", "Liste", summary, weight=SOFT)


def _question(page: Research) -> Entry:
    summary = "La documentaliste cherche avec vous, et répond par téléphone, par e-mail ou sur place."
    return Entry(page.url, page.title, "ressources", "Formulaire", summary, "aide documentation", weight=SOFT)
