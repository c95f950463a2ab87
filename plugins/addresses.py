"""The addresses of what editors write: one a page, and none that the site or the service keeps for itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

KEPT = {
    "pages": frozenset(
        ("a-z", "agenda", "agents", "assets", "consultations", "healthz", "images", "recherche", "ressources", "sons")
        + ("suivi", "terminer")
    ),
    "agenda": frozenset(("commencer", "lieu", "niveau", "places", "semaine", "theme")),
}
"""Names of files, by folder, whose address is that of a page drawn by the site, of its files, or of the service."""
TAKEN = "L’adresse {url} est déjà celle de {other}. Renommez l’un des deux fichiers."
OURS = "L’adresse {url} est prise par le site lui-même. Donnez un autre nom à ce fichier."
BY_THEMSELVES = ("ressources", "projets")
"""The identifier makes the address of a record, the number that of a project: told there, at its line."""


def mistakes(things: Mapping[str, Sequence[Any]], root: str) -> Iterator[tuple[str, str]]:
    """(file as "agenda/photos", what to do) of each whose address is another's; `things` by folder of `root`."""
    taken: dict[str, str] = {}
    for folder, some in things.items():
        for thing in some:
            url, name = getattr(thing, "url", ""), f"{folder}/{thing.slug}"
            if not url:
                continue
            if thing.slug in KEPT.get(folder, ()) and url.endswith(f"/{thing.slug}/"):
                yield name, OURS.format(url=url)
            elif url in taken and folder not in BY_THEMSELVES:
                yield name, TAKEN.format(url=url, other=taken[url])
            taken.setdefault(url, f"{root}/{name}.md")
