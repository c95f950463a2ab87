"""`python -m plugins.links RELEASE content`: every internal link of the site leads somewhere.

Looked for in the pages as they were built, told at the line of the Markdown that wrote them.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from formservice.catalogue import load
from formservice.catalogue.projects import project_url
from formservice.catalogue.resources import address
from plugins.frontmatter import BadContent, read_file

SERVED = re.compile(
    r"/(suivi|agents|recherche|healthz)(/|$)|/agenda/places/([a-z0-9-]+/[0-9-]+/)?$"
    r"|/participation/[a-z0-9-]+/voter/participation/$"
)
"""Addresses that the service answers, without a file."""


class Anchors(HTMLParser):
    """The links and the ids of one page."""

    def __init__(self, html: str):
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what leads somewhere and what can be led to."""
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        found = (given.get("href"), given.get("src"), given.get("action"))
        self.links += [link for link in found if link and not urlsplit(link).scheme and not link.startswith("//")]


def dead_links(site: Path) -> Iterator[tuple[str, str]]:
    """(page address, link) of each link that leads nowhere."""
    pages = {_url(site, path): Anchors(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    for url, page in pages.items():
        for link in dict.fromkeys(page.links):
            path, fragment = unquote(urlsplit(link).path) or url, urlsplit(link).fragment
            # The places left in an activity are where its page is.
            served = SERVED.match(path) or re.sub(r"^/agenda/places/([a-z0-9-]+/)$", r"/agenda/\1", path) in pages
            known = served or path in pages or (site / path.lstrip("/")).is_file()
            if not known or (fragment and path in pages and fragment not in pages[path].ids):
                yield url, link


def _url(site: Path, path: Path) -> str:
    return "/" + str(path.relative_to(site)).removesuffix("index.html")


def told(release: Path, root: Path) -> Iterator[BadContent]:
    """The dead links at the lines that wrote them; once for a link of every page."""
    known = {thing.url: f"agenda/{thing.slug}" for thing in load(release / "catalogue.json").activities}
    known |= {address(identifier): f"ressources/{slug}" for slug, identifier in _identifiers(root)}
    known |= {project_url(edition, number): f"projets/{slug}" for slug, edition, number in _numbers(root)}
    seen: set[str] = set()
    given: set[BadContent] = set()
    for url, link in dead_links(release / "site"):
        name, line = _written(root, [known.get(url) or _source(root, url), *_editions(url)], link)
        if not line and link in seen:
            continue
        seen.add(link)
        mend = f"Le lien {link} ne mène à aucune page. Corrigez l’adresse ou retirez le lien."
        one = BadContent(f"{root.name}/{name}.md" if line else f"page {url}", line or 1, mend)
        if one not in given:
            yield one
        given.add(one)


def _written(root: Path, names: list[str], link: str) -> tuple[str, int]:
    """The first of these files that wrote a link, and its line; the first of all, and 0, where none did."""
    found = ((name, _line(root / f"{name}.md", link)) for name in names)
    return next((one for one in found if one[1]), (names[0], 0))


def _editions(url: str) -> list[str]:
    """What the pages under an edition tell too: its file, its results."""
    inside = re.match(r"/participation/([a-z0-9-]+)/", url)
    return [f"{folder}/{inside[1]}" for folder in ("participation", "decomptes")] if inside else []


def _source(root: Path, url: str) -> str:
    slug = url.strip("/").removeprefix("ressources/" if url.startswith("/ressources/parcours/") else "")
    return slug if (root / f"{slug}.md").is_file() else f"pages/{slug or 'accueil'}"


def _identifiers(root: Path) -> Iterator[tuple[str, str]]:
    """(file, identifier) of each record: its address does not name its file."""
    for path in sorted((root / "ressources").glob("*.md")):
        if isinstance(identifier := read_file(path).data.get("id"), str):
            yield path.stem, identifier


def _numbers(root: Path) -> Iterator[tuple[str, str, int]]:
    """(file, edition, number) of each project: neither does the address of these."""
    for path in sorted((root / "projets").glob("*.md")):
        data = read_file(path).data
        if str(data.get("number", "")).isdigit():
            yield path.stem, str(data.get("edition")), int(data["number"])


def _line(path: Path, link: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return next((n for n, text in enumerate(lines, 1) if link in text), 0)


def main(argv: list[str]) -> int:
    """Print the dead links; 1 when there are any."""
    found = sorted(told(Path(argv[0]), Path(argv[1] if len(argv) > 1 else "content")))
    print("\n".join(map(str, found)) or "Tous les liens mènent quelque part.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
