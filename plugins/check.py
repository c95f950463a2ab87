"""`python -m plugins.check content`: every mistake of the content, with file, line and mend."""

import importlib
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from formservice.catalogue import Mistakes, Site, typed
from formservice.clock import build_clock
from formservice.theme import plural
from plugins.content import Content, read_all
from plugins.frontmatter import BadContent, read_file
from plugins.participation import agreeing, checks

LATER = "Les changements de dates et de lieux sont contrôlés à la publication."


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


def undecided(content: Content, root: Path, today: date) -> Iterator[BadContent]:
    """Decisions of the council on a day that did not come yet: they would be told as taken."""
    for edition in content.things["participation"]:
        if edition.decision and edition.decision.on > today:
            path = content.files[f"participation/{edition.slug}"]
            mend = (
                f"Le {edition.decision.on:%d/%m/%Y} n’est pas passé : écrivez la décision du conseil une fois prise, "
                "ou corrigez la date."
            )
            line = read_file(path).line_of(("decision", "on"))
            yield BadContent(f"{root.name}/{path.relative_to(root)}", line, mend)


def untimely(content: Content, root: Path, today: date) -> Iterator[BadContent]:
    """News of projects on a day that did not come yet: they would be told as done."""
    for project in content.things["projets"]:
        for n, news in enumerate(project.news):
            if news.on > today:
                path = content.files[f"projets/{project.slug}"]
                mend = (
                    f"Le {news.on:%d/%m/%Y} n’est pas passé : ajoutez cette nouvelle ce jour-là, ou corrigez la date."
                )
                line = read_file(path).line_of(("news", n, "on"))
                yield BadContent(f"{root.name}/{path.relative_to(root)}", line, mend)


def doubtful(content: Content, root: Path, now: datetime) -> Iterator[BadContent]:
    """What an editor should think of in an edition: an area without a project while one votes, a vote given twice, a
    project that its results call otherwise."""
    editions, projects = content.things["participation"], content.things["projets"]
    told = [*checks.unvoted(editions, projects, now), *checks.two_keys(editions, now)]
    told += agreeing.renamed(projects, content.things["decomptes"])
    for name, mistake in told:
        path = content.files[name]
        yield BadContent(f"{root.name}/{path.relative_to(root)}", read_file(path).line_of(mistake.at), mistake.text)


def must_be_there(root: Path, conf: str) -> None:
    """Stop, in words, at a folder or settings that are not there: nothing would be checked, and all would seem well."""
    example = "Écrivez : python -m plugins.check content pelicanconf.py"
    if not root.is_dir():
        what = "n’est pas un dossier" if root.exists() else "n’existe pas"
        raise SystemExit(f"{root} {what}. {example}")
    if not Path(conf).is_file():
        raise SystemExit(f"{conf} n’est pas un fichier de réglages d’ici. {example}")


def main(argv: list[str]) -> int:
    """Print the mistakes; 1 when there are any. A page to read again is one only with `--expiry`."""
    words = [word for word in argv if word != "--expiry"]
    root = Path(words[0] if words else "content")
    conf = (words[1] if len(words) > 1 else "pelicanconf").removesuffix(".py")
    must_be_there(root, f"{conf}.py")
    sys.path.insert(0, ".")
    site = read_site(importlib.import_module(conf).TOWN)
    content = read_all(root, site)
    now = build_clock(site.timezone).wall()
    today = now.date()
    old = list(expired(content, root, today))
    early = [*undecided(content, root, today), *untimely(content, root, today)]
    told = [*content.mistakes, *early, *old]
    print("\n".join(map(str, told)), end="\n" if told else "")
    for warning in [*content.warnings, *doubtful(content, root, now)]:
        print(f"Attention : {warning}")
    files = sum(map(len, content.things.values()))
    if not (files or told):
        print(f"{root} ne contient aucun fichier du site : est-ce le bon dossier ?")
        return 1
    mistakes = [*content.mistakes, *early, *(old if "--expiry" in argv else ())]
    if mistakes:
        later = ", ".join([*content.later, "les liens"])
        print(f"Corrigez ces erreurs puis relancez : d’autres contrôles suivent ({later}).")
    print(
        f"{plural(len(mistakes), 'erreur')} à corriger."
        if mistakes
        else f"Contenu vérifié : {files} fichiers, aucune erreur. {LATER}"
    )
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
