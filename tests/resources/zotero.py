"""What Zotero would import from a page: the rules of its translators, written again from facts 3.4 and nothing else.

COinS come first where there are any. Else the meta tags: those with a prefix it knows are Dublin Core and its own
words; `citation_…` are Highwire's, and some of them say the type. Tags of the head only.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from lxml import html as lxml_html

Item = dict[str, Any]
HIGHWIRE = {
    "citation_title": "title", "citation_publication_date": "date", "citation_journal_title": "publicationTitle",
    "citation_book_title": "bookTitle", "citation_volume": "volume", "citation_issue": "issue",
    "citation_technical_report_institution": "institution", "citation_publisher": "publisher", "citation_isbn": "ISBN",
    "citation_doi": "DOI", "citation_public_url": "url", "citation_language": "language", "citation_issn": "ISSN",
    "citation_abstract": "abstractNote",
}  # fmt: skip
SAY_THE_TYPE = {
    "citation_journal_title": "journalArticle", "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper", "citation_book_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}  # fmt: skip
PREFIXES = {"dc", "dcterms", "bib", "bibo", "prism", "eprints", "og", "z", "foaf"}
NAMESPACES = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}
KNOWN_TYPES = {"book": "book", "bookchapter": "bookSection", "journalarticle": "journalArticle", "report": "report"}
CREATORS = {
    "book": "author contributor editor translator", "bookSection": "author contributor editor translator",
    "journalArticle": "author contributor editor translator", "report": "author contributor translator",
    "manuscript": "author contributor translator", "document": "author contributor editor translator",
    "webpage": "author contributor translator", "statute": "author contributor",
    "film": "director contributor producer scriptwriter", "interview": "interviewee contributor interviewer translator",
}  # fmt: skip


def imports(html: str) -> list[Item]:
    """The items a page offers."""
    tree = lxml_html.document_fromstring(html)
    spans = tree.xpath("//span[@class='Z3988']/@title")
    return [openurl(str(span)) for span in spans] if spans else embedded(tree)


def embedded(tree: lxml_html.HtmlElement) -> list[Item]:
    """The item of the head."""
    metas = [(str(m.get("name")), str(m.get("content"))) for m in tree.xpath("/html/head/meta[@name and @content]")]
    for link in tree.xpath("//link[starts-with(@rel, 'schema.')]"):
        # A namespace under another address would not be known any more.
        assert link.get("href") == NAMESPACES[link.get("rel").removeprefix("schema.").lower()]
    rdf = [
        (p.lower(), name[:1].lower() + name[1:], value)
        for p, name, value in map(_split, metas)
        if p.lower() in PREFIXES
    ]
    highwire = [(name, value) for name, value in metas if name.startswith("citation_")]
    type = _type(rdf, highwire)
    if not type:
        return []
    item = _from_rdf(rdf, type)
    _add_highwire(item, highwire)
    item.setdefault("abstractNote", dict(metas).get("description"))
    return [{"itemType": type} | {name: value for name, value in item.items() if value}]


def _split(meta: tuple[str, str]) -> tuple[str, str, str]:
    found = re.match(r"([^.:_]*)[.:_](.*)", meta[0])
    return (found[1], found[2], meta[1]) if found else ("", meta[0], meta[1])


def _type(rdf: list, highwire: list) -> str:
    told = {(prefix, name): value for prefix, name, value in reversed(rdf)}
    dublin = KNOWN_TYPES.get(told.get(("dc", "type"), "").lower().replace(" ", ""))
    names = [name for name, _ in highwire]
    said = next((SAY_THE_TYPE[name] for name in reversed(names) if name in SAY_THE_TYPE), None)
    guess = "book" if "citation_isbn" in names else "journalArticle" if "citation_title" in names else None
    return told.get(("z", "itemType")) or dublin or said or guess or ("webpage" if rdf else "")


def _from_rdf(rdf: list, type: str) -> Item:
    def first(*keys: tuple[str, str]) -> str | None:
        return next((value for key in keys for prefix, name, value in rdf if (prefix, name) == key), None)

    item: Item = {
        "title": first(("dc", "title"), ("dcterms", "title")), "publisher": first(("dc", "publisher")),
        "date": first(("dcterms", "issued"), ("dc", "date"), ("dcterms", "date")), "rights": first(("dc", "rights")),
        "language": first(("dc", "language")), "publicationTitle": first(("dc", "source")),
        "archiveLocation": first(("dc", "coverage")), "tags": (first(("dc", "subject")) or "").split("; "),
        "institution": first(("dc", "publisher")), "kind": first(("dc", "type")), "creators": _creators(rdf, type),
    }  # fmt: skip
    return item | {name: value for prefix, name, value in rdf if prefix == "z"}


def _creators(rdf: list, type: str) -> list[tuple[str, str, str]]:
    found = []
    for kind in CREATORS[type].split():
        if kind == "author":
            keys = [("bib", "authors"), ("dc", "creator"), ("dcterms", "creator"), ("dc", "contributor")]
        else:
            keys = [("bib" if kind in ("editor", "contributor") else "z", f"{kind}s")]
        names = next((some for key in keys if (some := [v for p, n, v in rdf if (p, n) == key])), [])
        found += [(kind, *clean(name)) for name in names]
    return found


def _add_highwire(item: Item, highwire: list) -> None:
    told: dict[str, str] = {}
    for name, value in highwire:
        told.setdefault(name, value)
    item |= {HIGHWIRE[name]: value for name, value in told.items() if name in HIGHWIRE}
    if authors := [one for name, value in highwire if name == "citation_author" for one in _each(value)]:
        item["creators"] = [("author", *clean(one)) for one in authors]
    pages = [told[name] for name in ("citation_firstpage", "citation_lastpage") if name in told]
    item["pages"] = "-".join(pages)
    item.setdefault("url", told.get("citation_abstract_html_url"))


def _each(value: str) -> list[str]:
    """A tag with words on both sides of a comma is taken for two authors."""
    several = re.split(r"\s*;\s*", value)
    parts = re.split(r"\s*,\s*", value)
    return parts if len(several) == 1 and len(parts) > 1 and " " in parts[0] and " " in parts[1] else several


def clean(name: str) -> tuple[str, str]:
    """(family, given). With a comma, even at the end, the family name is what comes before it."""
    bare = name.strip(" .,/[]:")
    if "," in name:
        family, _, given = bare.partition(", ")
        return family, given
    given, _, family = bare.rpartition(" ")
    return family, given


def openurl(title: str) -> Item:
    """The item of a COinS."""
    pairs = parse_qsl(title)
    told = dict(pairs)
    genres = {"book": "book", "bookitem": "bookSection", "report": "report", "article": "journalArticle"}
    names = [clean(value) for name, value in pairs if name in ("rft.au", "rft.creator")]
    type = told.get("rft.type", "webpage") if told["rft_val_fmt"].endswith(":dc") else genres[told["rft.genre"]]
    title = told.get("rft.title") or told.get("rft.atitle") or told["rft.btitle"]
    return {
        "itemType": type, "title": title, "creators": names, "date": told.get("rft.date"), "ISBN": told.get("rft.isbn"),
        "url": told["rft_id"],
    }  # fmt: skip
