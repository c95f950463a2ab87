"""The date of an item: in figures as far as it is known, in words beyond."""

import re
from typing import Any

from formservice.catalogue.dates import When, read
from formservice.catalogue.french import NBSP, THIN

_EXACT = re.compile(r"\d{4}(-\d\d){0,2}")
_SPAN = re.compile(r"\d{4}(-\d\d){0,2}/\d{4}(-\d\d){0,2}")

Item = dict[str, Any]


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
    if _SPAN.fullmatch(figures) and not circa:
        return {"date-parts": [_parts(one) for one in figures.split("/")]}
    return {"literal": plain(when.words)}


def span_words(issued: Item) -> str:
    """A date of CSL in words, for formats that have only a year: `1914-1918`, `vers 1914`."""
    spans = issued.get("date-parts", [])
    if len(spans) > 1 and max(map(len, spans)) > 1:
        return plain(read("/".join(map(dashed, spans))).words)
    return issued.get("literal") or f"{'vers ' if issued.get('circa') else ''}{'-'.join(map(dashed, spans))}"


def parts_of(item: Item) -> list[int]:
    """Year, month and day of a date that is known; empty otherwise."""
    issued = item.get("issued", {})
    parts: list[list[int]] = issued.get("date-parts", [])
    return parts[0] if len(parts) == 1 and not issued.get("circa") else []


def spans_of(item: Item) -> list[list[int]]:
    """The beginning and the end of a span; empty for any other date."""
    parts: list[list[int]] = item.get("issued", {}).get("date-parts", [])
    return parts if len(parts) > 1 else []


def dashed(parts: list[int]) -> str:
    """`2026-11-18`."""
    return "-".join(f"{one:0{2 if n else 4}d}" for n, one in enumerate(parts))


def noted(item: Item) -> str:
    """The note, with the words of a date that figures do not say."""
    words = "" if parts_of(item) else span_words(item.get("issued", {}))
    return f"Date : {words}. {item['note']}" if words else str(item["note"])


def year_of(item: Item) -> str:
    """The year, when all that the date may mean is in one, and that of the beginning of a span; else \"\"."""
    if spans := spans_of(item):
        return f"{spans[0][0]:04d}"
    years = set(re.findall(r"\b\d{4}\b", span_words(item.get("issued", {}))))
    return years.pop() if len(years) == 1 else ""


def _parts(figures: str) -> list[int]:
    return [int(one) for one in figures.split("-")]
