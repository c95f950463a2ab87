"""The citation one copies: citeproc-py with our style, in French, as safe HTML or as plain text.

citeproc-py knows fewer names than CSL has, and says no date in words: `cited` gives it only what it knows.
"""

import html
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from markupsafe import Markup

from formservice.catalogue import Record
from formservice.catalogue.dates import When
from formservice.catalogue.french import typeset
from plugins.resources.citing.dates import Item

STYLE = Path(__file__).parent / "iso-690-fr.csl"
LEADERS = {"director": "réalisation", "curator": "commissariat"}
"""Who comes first where there is no author, with the word that says so."""
TOLD = (
    "type", "title", "genre", "container-title", "publisher", "publisher-place", "volume", "issue", "page",
    "number-of-pages", "dimensions", "number", "archive_location", "ISSN", "DOI", "URL", "author", "editor",
    "translator", "interviewer",
)  # fmt: skip
ON, OFF = "\ue000", "\ue001"
"""Around what is in italics, until the words are escaped."""
PLAIN = SimpleNamespace(preformat=str, Italic=lambda text: f"{ON}{text}{OFF}")


def cited(record: Record, item: Item) -> Item:
    """What the sentence says of a record: the date in our words, and where it is read, if elsewhere than on paper."""
    # Imported at need, as in the catalogue.
    from stdnum import isbn

    found = {"id": item["id"].lower()} | {name: item[name] for name in TOLD if name in item}
    for role, word in LEADERS.items():
        if role in item and "author" not in item:
            found |= {"author": item[role], "annote": word}
    if "contributor" in item:
        found["illustrator"] = item["contributor"]
    # The number of a law says its date.
    if record.date and record.type != "jalon":
        found["issued"] = _date(record.date)
    if record.isbn:
        found["ISBN"] = isbn.format(record.isbn)
    return found


def _date(when: When) -> Item:
    return {"date-parts": [[int(when.edtf)]]} if when.edtf.isdigit() else {"literal": when.words}


def sentence(item: Item) -> Markup:
    """The citation of what `cited` gives, as HTML."""
    words = html.escape(typeset(_processed(item)).replace("'", "’"), quote=False)
    return Markup(words.replace(ON, "<cite>").replace(OFF, "</cite>"))


def _processed(item: Item) -> str:
    bibliography = CitationStylesBibliography(_style(), CiteProcJSON([item]), PLAIN)
    bibliography.register(Citation([CitationItem(item["id"])]))
    [found] = bibliography.bibliography()
    # A title that ends by a sign needs no full stop after it.
    return re.sub(rf"([.?!…]{OFF}?)\.", r"\1", str(found))


@cache
def _style() -> CitationStylesStyle:
    return CitationStylesStyle(str(STYLE), locale="fr-FR", validate=False)
