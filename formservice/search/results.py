"""What the page of results shows: a page of them, the kinds to choose from, the lines. Pure but for the index."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from formservice import paging
from formservice.search.finding import Answer
from formservice.search.index import Found, Index
from formservice.search.lines import line

KINDS = {
    "agenda": "Agenda", "pages": "Pages", "lieux": "Lieux", "actualites": "Actualités",
    "participation": "Participation", "ressources": "Centre de ressources",
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


def shown(index: Index, answer: Answer, text: str, kind: str, page: str) -> Results:
    """The results of a kind (all when it is none of ours), page by page; `page` as it was asked for."""
    kept = [hit for hit in answer.hits if hit.kind == kind] if kind in KINDS else list(answer.hits)
    pages = paging.pages(len(kept), A_PAGE)
    number = paging.asked(page, pages)
    around = [address(text, kind, n) if 1 <= n <= pages else "" for n in (number - 1, number + 1)]
    found = [index.page(hit.page) for hit in kept[(number - 1) * A_PAGE : number * A_PAGE]]
    names = _names(found)
    lines = tuple(_result(one, name, answer.stems) for one, name in zip(found, names, strict=True))
    return Results(lines, len(kept), _choices(answer, text, kind), number, pages, *around)


def _names(found: list[Found]) -> list[str]:
    """The words of each link: the same must not lead to two places, as a person and a book of that name."""
    titles, twins = Counter(one.title for one in found), Counter((one.title, one.said) for one in found)
    said = [f"{one.said}, {one.end}" if twins[one.title, one.said] > 1 else one.said for one in found]
    return [
        f"{one.title} ({more})" if titles[one.title] > 1 else one.title for one, more in zip(found, said, strict=True)
    ]


def _result(page: Found, name: str, stems: frozenset[str]) -> Result:
    # What tells twins apart is said once.
    said = page.said if name == page.title else ""
    return Result(page.url, name, line(page.summary, page.text, stems), said)


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
