"""A record as a CSL JSON item: the shape from which the sentence and every file are made."""

import re

from formservice.catalogue import Record
from formservice.catalogue.resources import WORKS, Creator
from plugins.resources.citing.dates import Item, issued, plain

TYPES = {
    "livre": "book", "chapitre": "chapter", "article": "article-journal", "rapport": "report", "archive": "manuscript",
    "film": "motion_picture", "temoignage": "interview", "exposition": "event", "mallette": "document",
    "jalon": "legislation",
}  # fmt: skip
ROLES = {
    "auteur": "author", "direction": "editor", "traduction": "translator", "realisation": "director",
    "photographie": "contributor", "entretien": "interviewer", "commissariat": "curator",
}  # fmt: skip
KEYWORDS = "; "
"""Between the subjects: their own words may have commas."""
_PAGES = re.compile(r"(\d[\d\s]*)\sp\.")

PRINTED = ("livre", "chapitre", "article", "rapport", "film")
"""What is not at our address: one cites the thing, not our record of it."""


def citable(record: Record) -> bool:
    """Whether one cites it: a work, or a law by its number."""
    return record.type in WORKS or (record.type == "jalon" and record.reference is not None)


def item_of(record: Record, site_url: str, centre: str, subjects: dict[str, str]) -> Item:
    """The CSL JSON item of a record; `centre` keeps it, `subjects` gives the words of each subject."""
    found: Item = {"id": record.id, "type": type_of(record), "title": record.title, "language": record.language}
    found |= _creators(record.creators)
    if record.date:
        found["issued"] = issued(record.date)
    found |= _published(record) | _numbers(record)
    address = permanent(record, site_url)
    read_at = record.link or (None if record.type in PRINTED else address)
    found |= {"URL": read_at, "abstract": record.summary, "source": centre}
    found["note"] = f"Notice {record.id} : {address}"
    if record.subjects:
        found["keyword"] = KEYWORDS.join(subjects.get(one, one).replace(KEYWORDS, ", ") for one in record.subjects)
    return {name: plain(value) if isinstance(value, str) else value for name, value in found.items() if value}


def type_of(record: Record) -> str:
    """Its type for CSL: of the archives, only those that are kept under a number and were not published are one of a
    kind."""
    if record.type == "archive" and (record.publisher or record.published_in or not record.reference):
        return "document"
    return TYPES[record.type]


def permanent(record: Record, site_url: str) -> str:
    """The whole address of a record, that one may print."""
    return site_url.rstrip("/") + record.url


def name_of(creator: Creator) -> dict[str, str]:
    """A person by family and given names; an organisation whole."""
    family, given = creator.parts
    return {"family": family, "given": given} if given else {"literal": family}


def _creators(creators: tuple[Creator, ...]) -> Item:
    found: Item = {}
    for one in creators:
        found.setdefault(ROLES[one.role], []).append(name_of(one))
    return found


def _published(record: Record) -> Item:
    law = record.type == "jalon"
    return {
        "container-title": record.published_in, "publisher": record.publisher, "publisher-place": record.published_at,
        "volume": record.volume, "issue": record.issue, "page": record.pages, "genre": _genre(record),
        "number": record.reference if law else None, "archive_location": None if law else record.reference,
    }  # fmt: skip


def _genre(record: Record) -> str | None:
    """What the CSL type does not say by itself."""
    return record.type_words if record.type in ("archive", "film", "temoignage", "exposition", "mallette") else None


def _numbers(record: Record) -> Item:
    pages = _PAGES.fullmatch(record.extent or "")
    return {
        "number-of-pages": re.sub(r"\s", "", pages[1]) if pages else None, "ISBN": record.isbn, "ISSN": record.issn,
        "dimensions": None if pages else record.extent, "DOI": record.doi, "call-number": record.call_number,
    }  # fmt: skip
