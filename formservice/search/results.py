"""What the page of results shows: a page of them, the kinds to choose from, the lines. Pure but for the index."""

import math
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from formservice.search.finding import Answer
from formservice.search.index import Found, Index
from formservice.search.lines import line

KINDS = {
    "agenda": "Agenda", "pages": "Pages", "lieux": "Lieux", "actualites": "Actualités",
    "ressources": "Centre de ressources",
}  # fmt: skip
A_PAGE = 10


@dataclass(frozen=True)
class Result:
    """A page found."""

    url: str
    title: str
    line: Markup
    said: str


@dataclass(frozen=True)
class Choice:
    """A kind of pages, and how many of them answer."""

    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Results:
    """One page of results."""

    found: tuple[Result, ...]
    total: int
    """Of the kind chosen."""
    choices: tuple[Choice, ...]
    number: int
    """Of this page, from 1."""
    pages: int
    before: str
    after: str
    """The addresses of the pages around, or nothing."""


def shown(index: Index, answer: Answer, text: str, kind: str, number: int) -> Results:
    """The results of a kind (all when it is none of ours), page by page."""
    kept = [hit for hit in answer.hits if hit.kind == kind] if kind in KINDS else list(answer.hits)
    pages = max(1, math.ceil(len(kept) / A_PAGE))
    number = min(max(1, number), pages)
    around = [address(text, kind, n) if 1 <= n <= pages else "" for n in (number - 1, number + 1)]
    found = [index.page(hit.page) for hit in kept[(number - 1) * A_PAGE : number * A_PAGE]]
    titles = Counter(one.title for one in found)
    lines = tuple(_result(one, answer.stems, titles[one.title] > 1) for one in found)
    return Results(lines, len(kept), _choices(answer, text, kind), number, pages, *around)


def _result(page: Found, stems: frozenset[str], twin: bool) -> Result:
    # The same words must not lead to two places: a person, and a book of that name.
    title = f"{page.title} ({page.said})" if twin else page.title
    return Result(page.url, title, line(page.summary, page.text, stems), page.said)


def _choices(answer: Answer, text: str, kind: str) -> tuple[Choice, ...]:
    """All, then each kind that has something; none when there is nothing to choose."""
    counts = Counter(hit.kind for hit in answer.hits)
    if len(counts) < 2 and kind not in KINDS:
        return ()
    every = Choice("Tout", len(answer.hits), address(text), kind not in KINDS)
    some = [Choice(label, counts[one], address(text, one), one == kind) for one, label in KINDS.items() if counts[one]]
    return (every, *some)


def address(text: str, kind: str = "", number: int = 1) -> str:
    """The address of results."""
    asked = {"q": text} | ({"sorte": kind} if kind in KINDS else {}) | ({"page": str(number)} if number > 1 else {})
    return f"/recherche/?{urlencode(asked)}"
