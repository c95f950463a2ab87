"""`python -m plugins.changes RELEASE content`: no move or cancellation without its `changes` line, none to the past.

No record of the resource centre without the identifier it was published with, either.

Calendars and the people booked are told of a change by that line. The release now on line says
what was announced; a session that moved, or was cancelled, since then must say so. One that was to
come and is suddenly over is a mistake of typing: nobody would be told anything any more.
"""

import importlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from formservice.agenda.units import units_of
from formservice.catalogue import BadCatalogue, Catalogue, Session, load
from plugins.check import read_site
from plugins.content import Content, read_all
from plugins.frontmatter import BadContent, read_file
from plugins.resources import identifiers

KEEP = (
    "Les personnes inscrites à ce cycle seraient perdues de vue : {first} doit rester le plus petit numéro de ses "
    "séances. Gardez la séance {first}, avec « cancelled » si elle n’a pas lieu ; donnez un numéro plus grand à une "
    "séance ajoutée."
)


def mistakes(before: Catalogue, content: Content, root: Path, today: date) -> Iterator[BadContent]:
    """The sessions that changed without a word, or to a date that is past, with what to write."""
    known = {session.id: session for activity in before.activities for session in activity.sessions}
    for activity in content.things["agenda"]:
        for n, session in enumerate(activity.sessions):
            was = known.get(session.id)
            if words := said(was, session, today) if was else "":
                path = content.files[f"agenda/{activity.slug}"]
                line = read_file(path).line_of(("sessions", n))
                yield BadContent(f"{root.name}/{path.relative_to(root)}", line, words)


def renamed(before: Catalogue, content: Content, root: Path) -> Iterator[BadContent]:
    """The cycles whose lowest number changed: they are known by it, and so are the people booked."""
    known = {one.id: unit.id for activity in before.activities for unit in units_of(activity) for one in unit.sessions}
    for activity in content.things["agenda"]:
        for unit in units_of(activity) if activity.booking == "cycle" else ():
            names = {known[one.id] for one in unit.sessions if one.id in known} - {unit.id}
            for first in sorted(name.removesuffix("-cycle") for name in names if name.endswith("-cycle")):
                path = content.files[f"agenda/{activity.slug}"]
                line = read_file(path).line_of(("sessions",))
                yield BadContent(f"{root.name}/{path.relative_to(root)}", line, KEEP.format(first=first))


def vanished(release: Path, content: Content, root: Path) -> Iterator[BadContent]:
    """The identifiers of records that were published and are gone, or are another thing's."""
    for slug, at, words in identifiers.lost(identifiers.published(release), content.things["ressources"]):
        path = root / "ressources" / f"{slug}.md"
        line = read_file(path).line_of(at) if path.is_file() else 1
        yield BadContent(f"{root.name}/{path.relative_to(root)}", line, words)


def said(was: Session, now: Session, today: date) -> str:
    """What is to be mended in a session; "" when all is well."""
    if was.start.date() >= today > now.start.date():
        return (
            f"La séance {now.id} était prévue le {was.start:%d/%m/%Y} et passe au {now.start:%d/%m/%Y}, une date "
            "passée : personne ne serait prévenu. Vérifiez le jour, le mois et l’année de « start » et de « end »."
        )
    if changed(was, now) and not any(change.was == was.start for change in now.changes):
        return mend(was, now, today)
    return ""


def changed(was: Session, now: Session) -> bool:
    """Whether residents must be told: another start, or called off."""
    return was.start != now.start or (now.cancelled is not None and was.cancelled is None)


def mend(was: Session, now: Session, today: date) -> str:
    """What to add, ready to copy."""
    what = "annulée" if now.cancelled else "déplacée"
    return (
        f"La séance {now.id} est {what} sans le dire. Ajoutez-lui : "
        f"changes: [{{on: {today}, was: {was.start:%Y-%m-%d %H:%M}}}]"
    )


def main(argv: list[str]) -> int:
    """Print what is missing; 1 when anything is. Without a release on line there is nothing to compare."""
    release, root = Path(argv[0]), Path(argv[1] if len(argv) > 1 else "content")
    try:
        before = load(release / "catalogue.json")
    except BadCatalogue as error:
        print(f"Rien à comparer : {error}")
        return 0
    sys.path.insert(0, ".")
    conf = argv[2].removesuffix(".py") if len(argv) > 2 else "pelicanconf"
    content = read_all(root, read_site(importlib.import_module(conf).TOWN))
    found = [*mistakes(before, content, root, date.today()), *renamed(before, content, root)]
    found += vanished(release, content, root)
    print("\n".join(map(str, found)) or "Tous les changements de dates sont annoncés, toutes les notices sont là.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
