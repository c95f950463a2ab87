"""The content folder: which dataclass, template and address each sub-folder gives its files."""

import dataclasses
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formservice.catalogue import (
    Activity,
    Alert,
    Catalogue,
    Consultation,
    Edition,
    Mistakes,
    News,
    Page,
    Place,
    Project,
    Record,
    Results,
    Site,
    Tally,
    Trail,
    typed,
    version_of,
)
from formservice.catalogue.collection import holding_of
from formservice.catalogue.projects import candidate_of, outcome_of, project_url
from formservice.catalogue.resources import address
from formservice.catalogue.results import told_of
from formservice.catalogue.tallies import binding, counted_of
from formservice.catalogue.typed import Mistake
from plugins import addresses, closures, codes, plain
from plugins import synonyms as same
from plugins.consultations import checks as consultations
from plugins.consultations import filing
from plugins.frontmatter import BadContent, FrontMatter, read_file
from plugins.media import checks
from plugins.participation import agreeing, agreeing_files, documents, tally_files
from plugins.participation import checks as budgets
from plugins.resources import records


@dataclass(frozen=True)
class Folder:
    """One kind of thing: its dataclass, its template, its address (empty: no page of its own)."""

    cls: type
    template: str
    url: str


FOLDERS = {
    "pages": Folder(Page, "page", "/{slug}/"),
    "actualites": Folder(News, "article", "/actualites/{slug}/"),
    "lieux": Folder(Place, "place", "/lieux/{slug}/"),
    "agenda": Folder(Activity, "activity", "/agenda/{slug}/"),
    "alertes": Folder(Alert, "", ""),
    "ressources": Folder(Record, "record", "/ressources/{slug}/"),
    "parcours": Folder(Trail, "trail", "/ressources/parcours/{slug}/"),
    "participation": Folder(Edition, "edition", "/participation/{slug}/"),
    "consultations": Folder(Consultation, "consultation", "/consultations/{slug}/"),
    "resultats": Folder(Results, "results", "/consultations/{slug}/resultats/"),
    "decomptes": Folder(Tally, "tally", "/participation/{slug}/resultats/"),
    "projets": Folder(Project, "project", "/participation/{slug}/"),
}
TOGETHER = ("les renvois d’un fichier à l’autre", "les images")
SPECIAL = {"home": "/", "notfound": "/404.html", "participation": "/participation/"}
"""Templates whose page has an address of its own."""


@dataclass
class Content:
    """All that was read: things by folder, in the order of file names, and every mistake."""

    things: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in FOLDERS})
    files: dict[str, Path] = field(default_factory=dict)
    """Where each thing was read: "agenda/premiers-pas" → its path."""
    mistakes: list[BadContent] = field(default_factory=list)
    later: tuple[str, ...] = ()
    """The checks that were not made, for want of things to check."""
    warnings: list[BadContent] = field(default_factory=list)
    """What is published all the same, but should be looked at."""
    synonyms: list[same.Line] = field(default_factory=list)
    """The words that mean the same, for the search."""

    def url_of(self, key: str) -> str:
        """The address of what was read in a file, `agenda/premiers-pas`; the home page's where it has none."""
        name, _, slug = key.partition("/")
        return next((getattr(one, "url", "/") for one in self.things[name] if one.slug == slug), "/")

    def catalogue(self, site: Site) -> Catalogue:
        """What the service will know: the bodies are added by the build."""
        agenda, places, alerts = (tuple(self.things[name]) for name in ("agenda", "lieux", "alertes"))
        holdings = tuple(holding_of(one) for one in self.things["ressources"] if one.consult)
        editions = tuple(dataclasses.replace(one, body="") for one in self.things["participation"])
        asked = tuple(self.things["consultations"])
        projects = self.things["projets"]
        outcomes = tuple(map(outcome_of, projects))
        candidates = tuple(candidate_of(one) for one in projects if one.status == "au-vote")
        results = tuple(map(told_of, self.things["resultats"]))
        counted = tuple(counted_of(one, version_of(binding(one))) for one in self.things["decomptes"])
        return Catalogue(
            site, agenda, places, alerts, holdings=holdings, editions=editions, outcomes=outcomes,
            candidates=candidates, consultations=asked, results=results, counted=counted,
        )  # fmt: skip


def read_all(root: Path, site: Site) -> Content:
    """Read every Markdown file of the folders, checking each and then all together."""
    content, strange = Content(), plain.strange(root)
    for name, folder in FOLDERS.items():
        for path in sorted({*(root / name).glob("*.md")} - {*strange}):
            _read_one(content, root, name, folder, path)
    content.mistakes += [*plain.mistakes(strange), *_strays(root, strange)]
    content.synonyms, unclear = same.read(root)
    content.mistakes += unclear
    places = {place.slug: place for place in content.things["lieux"]}
    content.things["agenda"] = [
        closures.resolve(one, places.get(one.place), site.school_zone) for one in content.things["agenda"]
    ]
    content.later = TOGETHER if content.mistakes else ()
    if not content.mistakes:
        content.mistakes += _together(content, root, site)
        content.warnings += sorted(_located(content, root, closures.doubtful(content.things["agenda"])))
    content.mistakes.sort()
    return content


def _read_one(content: Content, root: Path, name: str, folder: Folder, path: Path) -> None:
    front = read_file(path)
    found = list(front.mistakes)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
        mend = "Renommez le fichier avec des minuscules sans accent et des tirets : atelier-photos.md."
        found.append(Mistake((), mend))
    if not found:
        try:
            content.things[name].append(_thing(folder, front, path.stem))
            content.files[f"{name}/{path.stem}"] = path
        except Mistakes as mistakes:
            found += mistakes.found
    where = f"{root.name}/{path.relative_to(root)}"
    content.mistakes += [BadContent(where, front.line_of(mistake.at), mistake.text) for mistake in found]


def _thing(folder: Folder, front: FrontMatter, slug: str) -> Any:
    thing: Any = typed.read(folder.cls, front.data)
    given = {"slug": slug}
    if folder.url:
        given["url"] = SPECIAL.get(front.data.get("template", ""), folder.url.format(slug=slug))
    if isinstance(thing, Record):
        given["url"] = address(thing.id)
    if isinstance(thing, Project):
        given["url"] = project_url(thing.edition, thing.number)
    if hasattr(thing, "version"):
        given["version"] = version_of(front.data)
    return replace_given(thing, **given)


def replace_given(thing: Any, **given: str) -> Any:
    """A copy of a frozen thing with what the reader gives it."""
    return dataclasses.replace(thing, **given)


def _strays(root: Path, strange: Container[Path]) -> Iterator[BadContent]:
    """Markdown that no folder would publish: every content file produces its page."""
    for path in sorted(path for path in root.rglob("*.md") if path not in strange):
        inside = path.relative_to(root)
        if len(inside.parts) == 2 and inside.parts[0] in FOLDERS or inside.name == "README.md":
            continue
        mend = f"Ce fichier ne serait pas publié. Mettez-le dans l’un de ces dossiers : {', '.join(FOLDERS)}."
        yield BadContent(f"{root.name}/{inside}", 1, mend)


def _together(content: Content, root: Path, site: Site) -> Iterable[BadContent]:
    catalogue = content.catalogue(site)
    yield from _located(content, root, [*catalogue.mistakes(), *closures.refused(catalogue)])
    shown = {name: things for name, things in content.things.items() if FOLDERS[name].url}
    for name, mend in addresses.mistakes(shown, root.name):
        yield BadContent(f"{root.name}/{content.files[name].relative_to(root)}", 1, mend)
    yield from _collection(content, root, site)
    yield from tally_files.alone(root)
    told, projects = content.things["ressources"], content.things["projets"]
    listed = any(page.template == "participation" for page in content.things["pages"])
    urls = {one.url for things in content.things.values() for one in things if getattr(one, "url", "")}
    for name, mistake in (
        *filing.mistakes(content.things["consultations"], content.things["resultats"]),
        *records.mistakes(told, content.things["parcours"], site.collection),
        *codes.mistakes(catalogue),
        *budgets.mistakes(catalogue, projects, listed),
        *documents.mistakes(catalogue.editions, urls),
        *agreeing.mistakes(catalogue.editions, projects, content.things["decomptes"]),
        *tally_files.mistakes(root, content.things["decomptes"]),
        *agreeing_files.mistakes(root, catalogue.editions, projects, content.things["decomptes"]),
        *checks.mistakes(root, "ressources", told),
        *checks.mistakes(root, "projets", projects),
        *consultations.mistakes(catalogue.consultations),
    ):
        yield _of_file(content, root, name, mistake)
    for one in told:
        path = content.files[f"ressources/{one.slug}"]
        if (one.type == "temoignage" or one.audio) and records.TRANSCRIPT not in read_file(path).body:
            yield BadContent(f"{root.name}/{path.relative_to(root)}", 1, records.NO_TRANSCRIPT)


def _of_file(content: Content, root: Path, name: str, mistake: Mistake) -> BadContent:
    """A mistake at its line of the file of a name; of the settings when there is none."""
    if not name:
        return BadContent("pelicanconf.py", 1, mistake.text)
    path = content.files[name]
    return BadContent(f"{root.name}/{path.relative_to(root)}", read_file(path).line_of(mistake.at), mistake.text)


def _collection(content: Content, root: Path, site: Site) -> Iterator[BadContent]:
    """The page and the place of the resource centre."""
    places = [one.slug for one in content.things["lieux"]]
    if site.collection and places and site.collection.place not in places:
        mend = f"Le lieu « {site.collection.place} » n’a pas de fichier. Corrigez « place » dans TOWN, « collection »."
        yield BadContent("pelicanconf.py", 1, mend)
    for page in content.things["pages"]:
        if page.template == "collection" and not site.collection:
            path = content.files[f"pages/{page.slug}"]
            line = read_file(path).line_of(("template",))
            yield BadContent(f"{root.name}/{path.relative_to(root)}", line, records.NO_COLLECTION)


def _located(content: Content, root: Path, mistakes: Iterable[Mistake]) -> Iterator[BadContent]:
    """Mistakes of activities, each at the line of its file."""
    for mistake in mistakes:
        path = content.files[f"agenda/{content.things['agenda'][int(mistake.at[1])].slug}"]
        yield BadContent(f"{root.name}/{path.relative_to(root)}", read_file(path).line_of(mistake.at[2:]), mistake.text)
