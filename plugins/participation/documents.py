"""The documents that editions lead to, the rules and the decision of the council: each is a page of the site. Pure."""

import difflib
from collections.abc import Collection, Iterable, Iterator

from formservice.catalogue import Edition, Mistake

DRAWN = ("/a-z/", "/agenda/", "/consultations/", "/ressources/")
"""Where a build draws pages that no file makes: their links are looked at once it has."""


def mistakes(editions: Iterable[Edition], addresses: Collection[str]) -> Iterator[tuple[str, Mistake]]:
    """(file, mistake) of each document that leads nowhere; `addresses`: those of all that was read."""
    for edition in editions:
        for name, one in (("rules", edition.rules), ("decision", edition.decision)):
            if one and one.document and not _leads(one.document.partition("#")[0], edition, addresses):
                yield f"participation/{edition.slug}", Mistake((name, "document"), _mend(one.document, addresses))


def _leads(link: str, edition: Edition, addresses: Collection[str]) -> bool:
    return link in addresses or link.startswith((*DRAWN, edition.url))


def _mend(link: str, addresses: Collection[str]) -> str:
    close = difflib.get_close_matches(link, sorted(addresses), 1)
    mend = f"Vouliez-vous écrire « {close[0]} » ?" if close else "Corrigez l’adresse ou retirez le lien."
    return f"Le lien {link} ne mène à aucune page. {mend}"
