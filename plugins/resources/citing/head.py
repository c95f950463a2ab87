"""What a record's head tells machines, arranged as Zotero's translators read it.

`z:itemType` says the type of the item before any guess. Highwire tags are written only when one of them
says the type too (an ISBN, a journal, a book, an institution): `citation_title` alone would mean an article.
Zotero takes every Highwire author as an author, so they are written only when that is what all are.
"""

from formservice.catalogue import Record
from formservice.catalogue.resources import Creator
from plugins.resources.citing.csl import permanent, type_of
from plugins.resources.citing.dates import exact, plain

ITEMS = {
    "livre": "book", "chapitre": "bookSection", "article": "journalArticle", "rapport": "report",
    "archive": "manuscript", "film": "film", "temoignage": "interview", "exposition": "webpage",
    "mallette": "document", "jalon": "statute",
}  # fmt: skip
KINDS = {
    "livre": "Book",
    "chapitre": "BookChapter",
    "article": "JournalArticle",
    "film": "MovingImage",
    "jalon": "Text",
}
"""`DC.type` where Zotero keeps no words for it: what it knows."""
PLACES = {
    "auteur": "DC.creator", "direction": "bib:editors", "traduction": "z:translators", "entretien": "bib:contributors",
    "realisation": "DC.creator", "commissariat": "DC.creator", "photographie": "bib:contributors",
}  # fmt: skip
OTHERS = {
    ("film", "realisation"): "z:directors", ("film", "auteur"): "z:scriptwriters",
    ("film", "traduction"): "bib:contributors", ("temoignage", "auteur"): "z:interviewees",
    ("temoignage", "entretien"): "z:interviewers",
}  # fmt: skip
NO_EDITOR = ("rapport", "archive", "film", "temoignage", "exposition", "jalon")

Meta = list[tuple[str, str]]


def meta(record: Record, site_url: str, subjects: dict[str, str]) -> Meta:
    """(name, content) of each meta tag of a work or a law."""
    found = [("z:itemType", item_type(record)), *_highwire(record, site_url), *_dublin(record, site_url, subjects)]
    return [(name, plain(content)) for name, content in found if content]


def item_type(record: Record) -> str:
    """What Zotero calls it."""
    return "document" if type_of(record) == "document" else ITEMS[record.type]


def name(creator: Creator) -> str:
    """`Antier, Chantal`. An organisation ends by a comma: it is whole, nothing of it is a given name."""
    return f"{creator.name}," if " " in creator.name and not creator.parts[1] else creator.name


def _highwire(record: Record, site_url: str) -> Meta:
    decisive = {
        "livre": ("citation_isbn", record.isbn), "chapitre": ("citation_book_title", record.published_in),
        "article": ("citation_journal_title", record.published_in),
        "rapport": ("citation_technical_report_institution", record.publisher),
    }.get(record.type)  # fmt: skip
    if not decisive or not decisive[1]:
        return []
    first, _, last = (record.pages or "").partition("-")
    told = {
        "citation_title": record.title, decisive[0]: decisive[1], "citation_publication_date": exact(record.date),
        "citation_isbn": record.isbn, "citation_publisher": record.publisher, "citation_volume": record.volume,
        "citation_issue": record.issue, "citation_firstpage": first, "citation_lastpage": last,
        "citation_issn": record.issn, "citation_doi": record.doi, "citation_language": record.language,
        "citation_abstract_html_url": permanent(record, site_url),
    }  # fmt: skip
    authors = [("citation_author", name(one)) for one in record.creators] if _all_authors(record) else []
    return [*authors, *((tag, value or "") for tag, value in told.items())]


def _all_authors(record: Record) -> bool:
    """Whether Zotero would read the Highwire authors as they are: with a space on both sides it sees two of them."""
    return all(one.role == "auteur" and not all(" " in part for part in one.parts) for one in record.creators)


def _dublin(record: Record, site_url: str, subjects: dict[str, str]) -> Meta:
    doubtful = record.date.words if record.date and not exact(record.date) else ""
    found = [("DC.title", record.title), *_creators(record), ("DC.type", KINDS.get(record.type, record.type_words))]
    told = {
        "DCTERMS.issued": record.date.edtf if record.date else "", "z:date": doubtful, "DC.publisher": record.publisher,
        "z:place": record.published_at, "DC.language": record.language, "DC.rights": record.rights,
        "DC.subject": "; ".join(subjects.get(one, one) for one in record.subjects),
        "DCTERMS.spatial": "; ".join(record.places), "DCTERMS.extent": record.extent,
        "DC.identifier": permanent(record, site_url), "z:callNumber": record.call_number,
        "z:publicLawNumber" if record.type == "jalon" else "z:archiveLocation": record.reference,
    }  # fmt: skip
    return found + [(tag, value or "") for tag, value in told.items()]


def _creators(record: Record) -> Meta:
    found = []
    for one in record.creators:
        place = OTHERS.get((record.type, one.role), PLACES[one.role])
        if place == "bib:editors" and record.type in NO_EDITOR:
            place = "bib:contributors"
        # Dublin Core knows who made it whatever Zotero calls them.
        found += [("DC.creator", name(one))] if place in ("z:directors", "z:interviewees") else []
        found.append((place, name(one)))
    return found
