"""A CSL item as BibTeX: accents stay as they are, the signs of LaTeX are written so that LaTeX prints them."""

import re

from bibtexparser import BibtexFormat, write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from plugins.resources.citing.csl import KEYWORDS
from plugins.resources.citing.dates import Item, dashed, noted, parts_of, span_words, spans_of, year_of

TYPES = {"book": "book", "chapter": "incollection", "article-journal": "article", "report": "techreport"}
NAMES = {"author": ("author", "director"), "editor": ("editor", "curator"), "translator": ("translator",)}
FIELDS = {
    "volume": "volume", "issue": "number", "publisher-place": "address", "number": "number",
    "archive_location": "number", "ISSN": "issn", "language": "language", "genre": "type",
    "dimensions": "howpublished", "number-of-pages": "pagetotal", "abstract": "abstract", "note": "note",
}  # fmt: skip
AS_IT_IS = {"DOI": "doi", "URL": "url"}
"""What a program opens: no sign of it is rewritten."""
SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "`": r"\textasciigrave{}", '"': r"\textquotedbl{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
}  # fmt: skip
_TABLE = str.maketrans(SIGNS)
# A brace counts for BibTeX even after a backslash: one without its pair is named.
_LONE = str.maketrans(SIGNS | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
FORM = BibtexFormat()
FORM.indent, FORM.trailing_comma = "  ", True


def bibtex(item: Item) -> str:
    """One entry."""
    fields = [Field(name, value) for name, value in _fields(item).items() if value]
    return write_string(Library([Entry(TYPES.get(item["type"], "misc"), item["id"], fields)]), bibtex_format=FORM)


def written(text: str) -> str:
    """Text as LaTeX prints it: `&` is `\\&`, and two hyphens stay two."""
    return re.sub("-(?=-)", "-{}", text.translate(_TABLE if _paired(text) else _LONE))


def _paired(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def _fields(item: Item) -> dict[str, str]:
    # Twice in braces: BibTeX takes no capital away.
    found = {"title": f"{{{written(item['title'])}}}"}
    found |= {name: " and ".join(map(_name, _first(item, roles))) for name, roles in NAMES.items()}
    found |= {name: written(item[key]) for key, name in FIELDS.items() if key in item}
    found |= {name: item[key] for key, name in AS_IT_IS.items() if key in item}
    container = {"chapter": "booktitle", "article-journal": "journal"}.get(item["type"], "howpublished")
    found |= {container: written(item["container-title"])} if "container-title" in item else {}
    found["institution" if item["type"] == "report" else "publisher"] = written(item.get("publisher", ""))
    found["pages"] = item.get("page", "").replace("-", "--")
    found["isbn"], found["keywords"] = _isbn(item), written(_keywords(item))
    return found | _date(item)


def _first(item: Item, roles: tuple[str, ...]) -> list[dict[str, str]]:
    return next((item[role] for role in roles if role in item), [])


def _name(name: dict[str, str]) -> str:
    if "literal" in name:
        return f"{{{written(name['literal'])}}}"
    return written(f"{name['family']}, {name['given']}")


def _isbn(item: Item) -> str:
    from stdnum import isbn

    return str(isbn.format(item["ISBN"])) if "ISBN" in item else ""


def _keywords(item: Item) -> str:
    """The subjects between commas, as programs cut them: those of their own words become strokes."""
    return ", ".join(one.replace(", ", " / ") for one in item.get("keyword", "").split(KEYWORDS))


def _date(item: Item) -> dict[str, str]:
    """Year and month in figures, and for biblatex the day; a date that is doubtful, or a span, is told in the note."""
    year, parts = year_of(item), parts_of(item)
    if parts:
        whole = {"month": str(parts[1])} if len(parts) > 1 else {}
        return {"year": year} | whole | ({"date": dashed(parts)} if len(parts) > 2 else {})
    words = span_words(item.get("issued", {}))
    span = {"date": "/".join(map(dashed, spans_of(item)))}
    return {"year": year or written(words), "note": written(noted(item))} | span if words else {}
