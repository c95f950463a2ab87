"""A record as schema.org JSON-LD, for search engines."""

import json
from typing import Any

from markupsafe import Markup

from formservice.catalogue import Record
from formservice.catalogue.resources import Creator
from plugins.resources.citing.csl import citable, item_of, permanent
from plugins.resources.citing.dates import exact, plain

TYPES = {
    "livre": "Book", "chapitre": "Chapter", "article": "Article", "rapport": "Report", "archive": "ArchiveComponent",
    "film": "Movie", "temoignage": "AudioObject", "exposition": "ExhibitionEvent", "mallette": "LearningResource",
    "personne": "Person", "jalon": "Event",
}  # fmt: skip
ROLES = {
    "auteur": "author", "direction": "editor", "traduction": "translator", "realisation": "director",
    "photographie": "contributor", "entretien": "contributor", "commissariat": "organizer",
}  # fmt: skip
CONTAINERS = {"chapitre": "Book", "article": "Periodical"}

Thing = dict[str, Any]


def linked(record: Record, site_url: str, people: dict[str, Record]) -> Markup:
    """The content of the script element; `people` are the records of persons by file name."""
    about = [permanent(people[one], site_url) for one in record.people if one in people]
    law = record.type == "jalon" and citable(record)
    found = {
        "@context": "https://schema.org", "@type": "Legislation" if law else TYPES[record.type],
        "@id": permanent(record, site_url), "name": record.title, "identifier": record.id,
        "about": [{"@type": "Person", "@id": one} for one in about],
    }  # fmt: skip
    if record.type == "personne":
        found |= _person(record)
    elif record.type == "jalon":
        found |= _law(record) if law else _event(record)
    else:
        found |= _work(record)
    return _safe(_kept(found))


def _person(record: Record) -> Thing:
    return {
        "alternateName": list(record.names), "birthDate": exact(record.born), "birthPlace": record.born_at,
        "deathDate": exact(record.died), "deathPlace": record.died_at,
    }  # fmt: skip


def _event(record: Record) -> Thing:
    return {"startDate": exact(record.date) or (record.date and record.date.edtf), "location": list(record.places)}


def _law(record: Record) -> Thing:
    return {"legislationIdentifier": record.reference, "legislationDate": exact(record.date)}


def _work(record: Record) -> Thing:
    pages = item_of(record, "", "", {}).get("number-of-pages")
    found: Thing = {
        "inLanguage": record.language, "publisher": _organisation(record.publisher), "isbn": record.isbn,
        "numberOfPages": int(pages) if pages else None, "pagination": record.pages, "sameAs": _doi(record),
        "url": record.link, "copyrightNotice": record.rights,
        "startDate" if record.type == "exposition" else "datePublished": record.date and record.date.edtf,
    }  # fmt: skip
    if record.published_in and record.type in CONTAINERS:
        found["isPartOf"] = _kept({"@type": CONTAINERS[record.type], "name": record.published_in, "issn": record.issn})
    for one in record.creators:
        found.setdefault(ROLES[one.role], []).append(_named(one))
    return found


def _named(creator: Creator) -> Thing:
    return {"@type": "Person" if creator.parts[1] else "Organization", "name": creator.natural}


def _organisation(title: str | None) -> Thing | None:
    return {"@type": "Organization", "name": title} if title else None


def _doi(record: Record) -> str | None:
    return f"https://doi.org/{record.doi}" if record.doi else None


def _kept(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}


def _safe(thing: Thing) -> Markup:
    """JSON that no HTML is read in: a title may hold `</script>`."""
    text = plain(json.dumps(thing, ensure_ascii=False, separators=(",", ":")))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
