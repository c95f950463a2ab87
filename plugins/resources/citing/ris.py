"""A CSL item as RIS, which Zotero, EndNote and most library programs read."""

from rispy.config import TAG_KEY_MAPPING
from rispy.writer import RisWriter

from plugins.resources.citing.csl import KEYWORDS
from plugins.resources.citing.dates import Item, noted, parts_of, span_words, spans_of, year_of

TYPES = {
    "book": "BOOK", "chapter": "CHAP", "article-journal": "JOUR", "report": "RPRT", "manuscript": "MANSCPT",
    "motion_picture": "MPCT", "interview": "SOUND", "legislation": "STAT",
}  # fmt: skip
NAMES = {
    "author": "authors", "director": "authors", "curator": "authors", "editor": "editors",
    "translator": "subsidiary_authors", "interviewer": "subsidiary_authors", "contributor": "subsidiary_authors",
}  # fmt: skip
FIELDS = {
    "title": "title", "container-title": "secondary_title", "publisher": "publisher",
    "publisher-place": "place_published", "volume": "volume", "issue": "number", "language": "language",
    "call-number": "call_number", "DOI": "doi", "abstract": "abstract", "genre": "type_of_work",
    "archive_location": "custom1", "number": "number",
}  # fmt: skip


class Writer(RisWriter):
    """One record after the other, without the numbers that some programs stumble over."""

    DEFAULT_MAPPING = TAG_KEY_MAPPING | {"ED": "editors"}
    DEFAULT_LIST_TAGS = [*RisWriter.DEFAULT_LIST_TAGS, "ED"]
    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        """Nothing before a record."""
        return ""


def ris(item: Item) -> str:
    """One record."""
    found: Item = {"type_of_reference": TYPES.get(item["type"], "GEN"), "id": item["id"]}
    for role, name in NAMES.items():
        found.setdefault(name, []).extend(_name(one) for one in item.get(role, []))
    found |= {name: item[key] for key, name in FIELDS.items() if key in item}
    found |= _date(item) | _pages(item)
    found["issn"] = item.get("ISBN") or item.get("ISSN")
    found["keywords"] = item["keyword"].split(KEYWORDS) if "keyword" in item else []
    found |= {"urls": [item["URL"]] if "URL" in item else [], "notes": [noted(item)]}
    return Writer().formats([{name: value for name, value in found.items() if value}])


def _name(name: dict[str, str]) -> str:
    # The comma says that it is whole: an organisation has no given name.
    return f"{name['literal']}," if "literal" in name else f"{name['family']}, {name['given']}"


def _date(item: Item) -> Item:
    """`PY` the year, `DA` year/month/day, of the beginning of a span; in words when it is doubtful."""
    figures = [f"{one:02d}" for one in next(iter(spans_of(item)), parts_of(item))]
    date = "/".join([*figures, "", "", ""][:4]) if figures else span_words(item.get("issued", {}))
    return {"year": year_of(item), "date": date}


def _pages(item: Item) -> Item:
    first, _, last = item.get("page", "").partition("-")
    return {"start_page": first or item.get("number-of-pages"), "end_page": last}
