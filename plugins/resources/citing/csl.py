"""A record as a CSL JSON item: the shape from which the sentence and every file are made."""

import re
from typing import Any

from formservice.catalogue import Record
from formservice.catalogue.dates import When
from formservice.catalogue.french import NBSP, THIN
from formservice.catalogue.resources import WORKS, Creator

TYPES = {
    "livre": "book", "chapitre": "chapter", "article": "article-journal", "rapport": "report", "archive": "manuscript",
    "film": "motion_picture", "temoignage": "interview", "exposition": "event", "mallette": "document",
    "jalon": "legislation",
}  # fmt: skip
ROLES = {
    "auteur": "author", "direction": "editor", "traduction": "translator", "realisation": "director",
    "photographie": "contributor", "entretien": "interviewer", "commissariat": "curator",
}  # fmt: skip
_EXACT = re.compile(r"\d{4}(-\d\d){0,2}")
_YEARS = re.compile(r"\d{4}/\d{4}")
_PAGES = re.compile(r"(\d[\d\s]*)\sp\.")

Item = dict[str, Any]


def citable(record: Record) -> bool:
    """Whether one cites it: a work, or a law by its number."""
    return record.type in WORKS or (record.type == "jalon" and record.reference is not None)


def item_of(record: Record, site_url: str, centre: str, subjects: dict[str, str]) -> Item:
    """The CSL JSON item of a record; `centre` keeps it, `subjects` gives the words of each subject."""
    found: Item = {"id": record.id, "type": TYPES[record.type], "title": record.title, "language": record.language}
    found |= _creators(record.creators)
    if record.date:
        found["issued"] = issued(record.date)
    found |= _published(record) | _numbers(record)
    address = permanent(record, site_url)
    found |= {"URL": record.link or address, "abstract": record.summary, "source": centre}
    found["note"] = f"Notice {record.id} : {address}"
    if record.subjects:
        found["keyword"] = ", ".join(subjects.get(one, one) for one in record.subjects)
    return {name: plain(value) if isinstance(value, str) else value for name, value in found.items() if value}


def permanent(record: Record, site_url: str) -> str:
    """The whole address of a record, that one may print."""
    return site_url.rstrip("/") + record.url


def plain(text: str) -> str:
    """Text for other programs, which set their own unbreakable spaces."""
    return text.replace(NBSP, " ").replace(THIN, " ")


def exact(when: When | None) -> str:
    """`1915`, `1915-10` or `1915-10-20` when it is known so; "" for all that is doubtful or a span."""
    return when.edtf if when and _EXACT.fullmatch(when.edtf) else ""


def issued(when: When) -> Item:
    """A date as CSL writes it: in figures where it can, else in words (disputed, uncertain, decades)."""
    figures, circa = when.edtf.rstrip("~"), when.edtf.endswith("~")
    if _EXACT.fullmatch(figures):
        return {"date-parts": [_parts(figures)]} | ({"circa": True} if circa else {})
    if _YEARS.fullmatch(figures):
        return {"date-parts": [_parts(one) for one in figures.split("/")]}
    return {"literal": plain(when.words)}


def span_words(issued: Item) -> str:
    """A date of CSL in words, for formats that have only a year: `1914-1918`, `vers 1914`."""
    spans = ["-".join(f"{n:02d}" for n in one) for one in issued.get("date-parts", [])]
    return issued.get("literal") or f"{'vers ' if issued.get('circa') else ''}{'-'.join(spans)}"


def parts_of(item: Item) -> list[int]:
    """Year, month and day of a date that is known; empty otherwise."""
    issued = item.get("issued", {})
    parts: list[list[int]] = issued.get("date-parts", [])
    return parts[0] if len(parts) == 1 and not issued.get("circa") else []


def year_of(item: Item) -> str:
    """The year, when all that the date may mean is in one; else \"\"."""
    years = set(re.findall(r"\b\d{4}\b", span_words(item.get("issued", {}))))
    return years.pop() if len(years) == 1 else ""


def _parts(figures: str) -> list[int]:
    return [int(one) for one in figures.split("-")]


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
