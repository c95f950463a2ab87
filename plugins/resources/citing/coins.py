"""A CSL item as an OpenURL (COinS), for the lists: Zotero shows there the works to choose from."""

from urllib.parse import urlencode

from plugins.resources.citing.dates import Item, parts_of, span_words

BOOKS = {"book": "book", "chapter": "bookitem", "report": "report"}
_FORMAT = "info:ofi/fmt:kev:mtx:"


def coins(item: Item, type: str, address: str) -> str:
    """The title of the span: what tells the work apart, and the address of its record, where the rest is."""
    if item["type"] in BOOKS:
        own = _book(item)
    elif item["type"] == "article-journal":
        own = [("journal", ""), ("genre", "article"), ("atitle", item["title"]), ("jtitle", item["container-title"])]
    else:
        own = [("dc", ""), ("type", type), ("title", item["title"])]
    return _url(item, own, address)


def _book(item: Item) -> list[tuple[str, str]]:
    found = [("book", ""), ("genre", BOOKS[item["type"]])]
    if item["type"] == "chapter":
        found += [("atitle", item["title"]), ("btitle", item["container-title"])]
    else:
        found += [("btitle", item["title"])]
    return [*found, ("isbn", item.get("ISBN", "")), ("pub", item.get("publisher", ""))]


def _url(item: Item, own: list[tuple[str, str]], address: str) -> str:
    format, author = own[0][0], "creator" if own[0][0] == "dc" else "au"
    names = [one for role in ("author", "director", "curator") for one in item.get(role, [])]
    own = [*own[1:], *((author, _name(one)) for one in names), ("date", _date(item))]
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"{_FORMAT}{format}"), ("rft_id", address)]
    return urlencode(pairs + [(f"rft.{name}", value) for name, value in own if value])


def _name(name: dict[str, str]) -> str:
    return f"{name['literal']}," if "literal" in name else f"{name['family']}, {name['given']}"


def _date(item: Item) -> str:
    known = "-".join(f"{one:02d}" for one in parts_of(item))
    return known or span_words(item.get("issued", {}))
