"""`python -m plugins.check content`: every mistake of the content, with file, line and mend."""

import importlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from formservice.catalogue import Mistakes, Site, typed
from formservice.clock import build_clock
from formservice.theme import plural
from plugins.content import Content, read_all
from plugins.frontmatter import BadContent


def read_site(town: dict) -> Site:
    """The frame from the TOWN setting; a mistake there stops with its name."""
    try:
        return typed.read(Site, town)
    except Mistakes as mistakes:
        lines = "\n".join(f"pelicanconf.py : TOWN : {mistake.text}" for mistake in mistakes.found)
        raise SystemExit(lines) from None


def expired(content: Content, root: Path, today: date) -> Iterator[BadContent]:
    """Pages past the day their editor gave them."""
    for page in content.things["pages"]:
        if page.expires and page.expires < today:
            mend = f"Page à relire depuis le {page.expires:%d/%m/%Y}. Relisez-la, puis changez « expires »."
            yield BadContent(f"{root.name}/pages/{page.slug}.md", 1, mend)


def main(argv: list[str]) -> int:
    """Print the mistakes; 1 when there are any. A page to read again is one only with `--expiry`."""
    words = [word for word in argv if word != "--expiry"]
    root = Path(words[0] if words else "content")
    conf = words[1] if len(words) > 1 else "pelicanconf"
    sys.path.insert(0, ".")
    site = read_site(importlib.import_module(conf.removesuffix(".py")).TOWN)
    content = read_all(root, site)
    old = list(expired(content, root, build_clock(site.timezone).today()))
    print("\n".join(map(str, [*content.mistakes, *old])), end="\n" if content.mistakes or old else "")
    for warning in content.warnings:
        print(f"Attention : {warning}")
    mistakes = [*content.mistakes, *(old if "--expiry" in argv else ())]
    if mistakes:
        later = ", ".join([*content.later, "les liens"])
        print(f"Corrigez ces erreurs puis relancez : d’autres contrôles suivent ({later}).")
    files = sum(map(len, content.things.values()))
    print(
        f"{plural(len(mistakes), 'erreur')} à corriger."
        if mistakes
        else f"Contenu vérifié : {files} fichiers, aucune erreur."
    )
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
