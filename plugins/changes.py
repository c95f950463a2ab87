"""`python -m plugins.changes RELEASE content`: no change of a date without its `changes` line, none to the past.

No record of the resource centre without the identifier it was published with, either, no project of a
participatory budget without its number, nor an edition with other rules under the same version; no open consultation
that goes, or is not what people were told when they answered.

Calendars and the people booked are told of a change by that line. The release now on line says
what was announced; a session that moved, ends otherwise, was cancelled or is not any more, must say so: each
line is one more number for calendars; so must each session to come of an activity that changes its place. One that was
to come and is suddenly over is a mistake of typing: nobody would be told anything any more; nor if it is taken out.
"""

import importlib
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from formservice.agenda.units import units_of
from formservice.catalogue import BadCatalogue, Catalogue, Mistake, Session, load
from formservice.clock import build_clock
from formservice.theme import hour
from plugins.check import read_site
from plugins.consultations import promises
from plugins.content import Content, read_all
from plugins.frontmatter import BadContent, read_file
from plugins.gone import gone
from plugins.participation import promises as budgets
from plugins.resources import identifiers

KEEP = (
    "Les personnes inscrites à ce cycle seraient perdues de vue : {first} doit rester le plus petit numéro de ses "
    "séances. Gardez la séance {first}, avec « cancelled » si elle n’a pas lieu ; donnez un numéro plus grand à une "
    "séance ajoutée."
)

GOOD = "Tous les changements de dates sont annoncés, toutes les notices et tous les projets sont là."


def mistakes(before: Catalogue, content: Content, root: Path, today: date) -> Iterator[BadContent]:
    """The sessions that changed without a word, or to a date that is past, with what to write."""
    known = {session.id: (session, activity.place) for activity in before.activities for session in activity.sessions}
    for activity in content.things["agenda"]:
        for n, session in enumerate(activity.sessions):
            was, place = known.get(session.id, (None, ""))
            if words := said(was, session, today, place != activity.place) if was else "":
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


def promised(before: Catalogue, content: Content, root: Path, now: datetime) -> list[BadContent]:
    """The numbers, the editions, the published rules and results of participatory budgets that would not hold."""
    editions, projects = content.things["participation"], content.things["projets"]
    found = budgets.broken(before, editions, projects, now)
    return located(root, [*found, *budgets.recounted(before, content.things["decomptes"])])


def consulted(before: Catalogue, content: Content, root: Path, now: datetime) -> list[BadContent]:
    """What binds of the open consultations, and would be broken."""
    return located(root, promises.broken(before, content.things["consultations"], now))


def told(before: Catalogue, content: Content, root: Path, now: datetime) -> list[BadContent]:
    """The questionnaires that change while people answer: what to know of it."""
    return located(root, promises.renewed(before, content.things["consultations"], now))


def located(root: Path, found: Iterable[tuple[str, Mistake]]) -> list[BadContent]:
    """Mistakes by file, each at its line; those of a file that is gone at its first."""
    paths = [(root / f"{name}.md", name, mistake) for name, mistake in found]
    lines = [(read_file(path).line_of(one.at) if path.is_file() else 1, name, one) for path, name, one in paths]
    return [BadContent(f"{root.name}/{name}.md", line, one.text) for line, name, one in lines]


def said(was: Session, now: Session, today: date, elsewhere: bool = False) -> str:
    """What is to be mended in a session, which may take place elsewhere; "" when all is well."""
    if was.start.date() >= today > now.start.date():
        return (
            f"La séance {now.id} était prévue le {was.start:%d/%m/%Y} et passe au {now.start:%d/%m/%Y}, une date "
            "passée : personne ne serait prévenu. Vérifiez le jour, le mois et l’année de « start » et de « end »."
        )
    if len(now.changes) < len(was.changes):
        return (
            f"La séance {now.id} a perdu une ligne de « changes » : les agendas ne croiraient plus la suite. "
            "Gardez toutes les lignes publiées, et ajoutez la nouvelle après elles."
        )
    told = any(change.was == was.start for change in now.changes[len(was.changes) :])
    return mend(was, now, today) if changed(was, now, today, elsewhere) and not told else ""


def changed(was: Session, now: Session, today: date, elsewhere: bool = False) -> bool:
    """Whether residents must be told: another start, called off or not any more, another end or place."""
    if was.start != now.start or (was.cancelled is None) != (now.cancelled is None):
        return True
    # An end or a place that is put right afterwards changes nobody's day.
    return (was.end != now.end or elsewhere) and now.cancelled is None and was.end.date() >= today


def mend(was: Session, now: Session, today: date) -> str:
    """What to add, ready to copy."""
    what, why = _words(was, now)
    before = ", après celles qui y sont" if now.changes else ""
    return (
        f"La séance {now.id} {what} sans le dire. Ajoutez-lui{before} : "
        f"changes: [{{on: {today}, was: {was.start:%Y-%m-%d %H:%M}{f', why: {why}' if why else ''}}}]"
    )


def _words(was: Session, now: Session) -> tuple[str, str]:
    """What happened to a session, and what residents may be told when it keeps its start."""
    if now.cancelled:
        return "est annulée", ""
    if was.start != now.start:
        return "est déplacée", ""
    if was.cancelled:
        return "a lieu de nouveau", "Finalement maintenue"
    if was.end != now.end:
        return "change de fin", f"Finit à {hour(now.end)}"
    return "change de lieu", "Nouveau lieu"


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
    site = read_site(importlib.import_module(conf).TOWN)
    content, now = read_all(root, site), build_clock(site.timezone).wall()
    found = [*mistakes(before, content, root, now.date()), *gone(before, content, root, now.date())]
    found += [*renamed(before, content, root), *vanished(release, content, root), *promised(before, content, root, now)]
    found += consulted(before, content, root, now)
    for warning in told(before, content, root, now):
        print(f"Attention : {warning}")
    print("\n".join(map(str, found)) or GOOD)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
