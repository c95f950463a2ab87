"""The resource centre: records of a catalogue, and guided paths.

The words are Dublin Core's where it has one: creator, date, publisher, subject, rights, source.
A Record is read by the site alone; the service knows its Holding (collection.py), which takes a request.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from formservice.catalogue.dates import WHEN, When
from formservice.catalogue.french import typeset
from formservice.catalogue.kinds import (
    DURATION,
    HTML,
    LINE,
    PATH,
    RECORD,
    SLUG,
    WORD,
    YES,
    Kind,
    choice,
    pattern,
    whole,
)
from formservice.catalogue.media import FILE, Picture, Sound
from formservice.catalogue.typed import Mistake, key

TYPES = {
    "livre": ("Livre", "Livres"), "chapitre": ("Chapitre de livre", "Chapitres de livres"),
    "article": ("Article", "Articles"), "rapport": ("Rapport", "Rapports"),
    "archive": ("Archive ou document", "Archives et documents"), "film": ("Film", "Films"),
    "temoignage": ("Témoignage audio", "Témoignages audio"), "exposition": ("Exposition", "Expositions"),
    "mallette": ("Mallette pédagogique", "Mallettes pédagogiques"), "personne": ("Personne", "Personnes"),
    "jalon": ("Date repère", "Dates repères"),
}  # fmt: skip
"""The types of records, with their words: one, several."""
WORKS = tuple(one for one in TYPES if one not in ("personne", "jalon"))
"""The types that have an author and that one cites."""
ROLES = {
    "auteur": "", "direction": "sous la direction de", "traduction": "traduit par", "realisation": "réalisé par",
    "photographie": "photographies de", "entretien": "recueilli par", "commissariat": "commissariat de",
}  # fmt: skip
WAYS = ("sur place", "prêt", "en ligne")
CITATIONS = {
    "bib": "application/x-bibtex", "ris": "application/x-research-info-systems", "json": "application/json",
}  # fmt: skip
"""The files of citations, by the names that Zotero opens."""
SOURCE, WHO = "[{title: Archives de Lille}]", "louise-de-bettignies"
"""What an editor may write."""
AUDIENCES = ("école", "collège", "lycée", "tout public")
QUESTION_CODE = "QR"
"""What an agent types for the research question."""
IDENTIFIER = pattern(
    "identifiant", r"[A-Z]{2,4}-\d{1,6}", "écrivez le code de la collection, un tiret, un nombre : ABC-12."
)
ADDRESS = pattern(
    "adresse",
    # Neither braces, quotes nor controls: it stands as it is in the files of citations.
    r"""(?!.*[{}"'<>\\\x00-\x20\x7f-\x9f\ud800-\udfff])https?://[^\s/]+\.[^\s/]+(/\S*)?""",
    "écrivez une adresse entière, sans accolade ni guillemet : https://example.org/page.",
)
ISSN = pattern("ISSN", r"\d{4}-\d{3}[\dX]", "écrivez quatre chiffres, un tiret, quatre signes : 1234-567X.")


def _isbn(text: str) -> str:
    # Imported at need: the service reads no ISBN.
    from stdnum import isbn

    # Before it is converted: the new key would be right for the wrong book.
    if not isbn.is_valid(text):
        raise ValueError(f"« {text} » n’est pas un ISBN juste : sa clé ne correspond pas. Recopiez-le du livre.")
    return str(isbn.to_isbn13(isbn.compact(text)))


ISBN = Kind("ISBN", _isbn)
"""Thirteen figures without hyphens; ten-figure ones are converted."""


@dataclass(frozen=True)
class Creator:
    """Who made a work: « Antier, Chantal », or the name of an organisation."""

    name: str = key(LINE)
    role: str = key(choice(*ROLES), default="auteur")
    person: str | None = key(RECORD, default=None)
    """The file of that person's record."""

    @property
    def parts(self) -> tuple[str, str]:
        """(family, given); the given name of an organisation is empty."""
        family, _, given = self.name.partition(", ")
        return family, given

    @property
    def natural(self) -> str:
        """`Chantal Antier`, `Hélène d’Argœuves`."""
        family, given = self.parts
        return typeset(f"{given}{'' if given.endswith(('’', chr(39))) else ' '}{family}") if given else family


@dataclass(frozen=True)
class Source:
    """Where a fact of the record was read."""

    title: str = key(LINE)
    url: str | None = key(ADDRESS, default=None)
    says: When | None = key(WHEN, default=None)
    """Its reading of a date that others dispute."""
    note: str | None = key(LINE, default=None)


@dataclass(frozen=True)
class Record:
    """One record of the catalogue, at `/ressources/<id>/`: its address outlives its title."""

    title: str = key(LINE)
    id: str = key(IDENTIFIER)
    type: str = key(choice(*TYPES))
    summary: str = key(LINE)
    rights: str = key(LINE)
    sources: tuple[Source, ...] = key(Source, many=True, example=SOURCE)
    date: When | None = key(WHEN, default=None)
    creators: tuple[Creator, ...] = key(Creator, many=True, default=())
    subjects: tuple[str, ...] = key(WORD, many=True, default=(), example="[travail]")
    people: tuple[str, ...] = key(RECORD, many=True, default=(), example=f"[{WHO}]")
    """The files of the records of the people it is about."""
    places: tuple[str, ...] = key(LINE, many=True, default=())
    related: tuple[str, ...] = key(RECORD, many=True, default=(), example=f"[{WHO}]")
    covers: When | None = key(WHEN, default=None)
    """The time it speaks of, where that is not when it was made (Dublin Core: temporal)."""
    publisher: str | None = key(LINE, default=None)
    published_at: str | None = key(LINE, default=None)
    """The town of the publisher."""
    published_in: str | None = key(LINE, default=None)
    """The book of a chapter, the journal of an article."""
    volume: str | None = key(LINE, default=None)
    issue: str | None = key(LINE, default=None)
    pages: str | None = key(pattern("pages", r"\d+(-\d+)?", "écrivez les pages ainsi : 12-34."), default=None)
    """The pages of a chapter or an article."""
    extent: str | None = key(LINE, default=None)
    """`224 p.`, `52 min`."""
    isbn: str | None = key(ISBN, default=None)
    issn: str | None = key(ISSN, default=None)
    doi: str | None = key(pattern("DOI", r"10\.\d{4,9}/\S+", "écrivez-le sans https : 10.4000/xyz."), default=None)
    link: str | None = key(ADDRESS, default=None)
    """Where it is read on line."""
    language: str = key(pattern("langue", r"[a-z]{2}", "écrivez deux lettres : fr, en, de."), default="fr")
    reference: str | None = key(LINE, default=None)
    """The number of a law or of an archive, as one cites it."""
    call_number: str | None = key(LINE, default=None)
    consult: tuple[str, ...] = key(choice(*WAYS), many=True, default=())
    copies: int = key(whole(0, 99), default=0)
    level: tuple[str, ...] = key(choice(*AUDIENCES), many=True, default=())
    born: When | None = key(WHEN, default=None)
    born_at: str | None = key(LINE, default=None)
    died: When | None = key(WHEN, default=None)
    died_at: str | None = key(LINE, default=None)
    names: tuple[str, ...] = key(LINE, many=True, default=())
    """The other names of a person: pseudonyms, name of birth."""
    pictures: tuple[Picture, ...] = key(Picture, many=True, default=())
    audio: str | None = key(FILE, default=None)
    """A recording of content/sons; what is said is written below."""
    sound: Sound | None = key(Sound, default=None, given=True)
    to_check: tuple[str, ...] = key(LINE, many=True, default=())
    """What nobody saw in a source yet; said on the page."""
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    body: str = key(HTML, given=True, default="")

    @property
    def type_words(self) -> str:
        """`Livre`. A testimony that is only read has no sound to announce."""
        return "Témoignage" if self.type == "temoignage" and not self.audio else TYPES[self.type][0]

    @property
    def template(self) -> str:
        """What its page is drawn with."""
        return "person" if self.type == "personne" else "record"

    @property
    def when(self) -> When | None:
        """What places it in time: the birth of a person, the date of the rest."""
        return self.born if self.type == "personne" else self.date

    def mistakes(self) -> Iterator[Mistake]:
        yield from _sources(self)
        if self.type == "jalon" and not self.date:
            yield Mistake((), "Une date repère a une date. Ajoutez « date: 1944-04-21 ».")
        if self.type in ("chapitre", "article") and not self.published_in:
            yield Mistake((), f"Un {self.type} paraît dans un livre ou une revue. Ajoutez « published_in: … ».")
        if self.copies and not {"sur place", "prêt"} & set(self.consult):
            yield Mistake(("copies",), "Comment le consulter ? Ajoutez « consult: [sur place, prêt] ».")
        if "prêt" in self.consult and not self.copies:
            yield Mistake(("consult",), "Ce qui se prête a des exemplaires. Ajoutez « copies: 1 ».")
        if "en ligne" in self.consult and not self.link:
            yield Mistake(("consult",), "En ligne, mais où ? Ajoutez « link: https://… ».")


def _sources(record: Record) -> Iterator[Mistake]:
    if not record.sources:
        yield Mistake(("sources",), f"Citez une source au moins : sources: {SOURCE}.")
    said = {source.says.edtf for source in record.sources if source.says}
    for name in ("date", "born", "died"):
        when: When | None = getattr(record, name)
        for reading in when.readings if when else ():
            if reading not in said:
                yield Mistake((name,), f"Quelle source dit {reading} ? Ajoutez-lui « says: {reading} ».")


@dataclass(frozen=True)
class Step:
    """One stop of a guided path: a record, what to look at, a question for who learns."""

    record: str = key(RECORD)
    text: str = key(LINE)
    question: str | None = key(LINE, default=None)


@dataclass(frozen=True)
class Trail:
    """A guided path through the records, at `/ressources/parcours/<slug>/`."""

    title: str = key(LINE)
    summary: str = key(LINE)
    audience: tuple[str, ...] = key(choice(*AUDIENCES), many=True)
    duration: timedelta = key(DURATION)
    steps: tuple[Step, ...] = key(Step, many=True)
    demonstration: bool = key(YES, default=False)
    slug: str = key(SLUG, given=True, default="")
    url: str = key(PATH, given=True, default="")
    body: str = key(HTML, given=True, default="")

    def mistakes(self) -> Iterator[Mistake]:
        if not self.steps:
            yield Mistake(("steps",), "Un parcours a une étape au moins.")


def address(identifier: str) -> str:
    """The permanent address of a record."""
    return f"/ressources/{identifier.lower()}/"
