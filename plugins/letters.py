"""All pages in the order of the alphabet, letter by letter: what is left to find by when the service is down."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from formservice.folding import family_and_given
from formservice.search.words import composed, fold
from plugins.drawn import Drawn
from plugins.entries import Entry

ROOT = "/a-z/"
FIGURES = "0-9"
A_PAGE = 45
"""Lines of a page: within the budget of elements."""
ARTICLE = re.compile(r"(?:les?|la|une?)\s+|l[’']\s*", re.I)


@dataclass(frozen=True)
class Line:
    """A page under one of its names."""

    name: str
    url: str
    said: str

    @property
    def key(self) -> tuple[str, str]:
        """Where it stands among the others."""
        return " ".join(map(fold, re.findall(r"\w+", composed(bare(self.name))))), self.url

    @property
    def letter(self) -> str:
        """The letter it is found under; figures are together, and what begins by neither is with them."""
        first = self.key[0][:1]
        return first if "a" <= first <= "z" else FIGURES


@dataclass(frozen=True)
class Leaf:
    """One page of a letter."""

    letter: str
    lines: tuple[Line, ...]
    total: int
    number: int
    pages: int

    @property
    def label(self) -> str:
        """`A`, or `0-9`."""
        return self.letter.upper()

    @property
    def url(self) -> str:
        """Its address."""
        return self.at(self.number)

    def at(self, number: int) -> str:
        """The address of a page of this letter."""
        return f"{ROOT}{self.letter}/{f'{number}/' if number > 1 else ''}"


def bare(title: str) -> str:
    """A title without the article that begins it."""
    return ARTICLE.sub("", title, count=1) if ARTICLE.match(title) else title


def family_first(name: str) -> str:
    """`Bettignies (Louise de)`: a person as a list of names has it; the name itself when it is one word."""
    family, given = family_and_given(name)
    return f"{family} ({given})" if given else family


def lines(entries: Sequence[Entry]) -> list[Line]:
    """Every page under its title, and people under their family name too, in order."""
    found = [Line(one.title, one.url, one.said) for one in entries]
    people = (one for one in entries if one.person and family_first(one.title) != one.title)
    found += [Line(family_first(one.title), one.url, one.said) for one in people]
    # The same words must not lead to two places: a person, and a book of that name; two people of one name.
    found = _apart(_apart(found, lambda line: line.said), lambda line: line.url.strip("/").rpartition("/")[2].upper())
    return sorted(found, key=lambda line: line.key)


def _apart(found: list[Line], said: Callable[[Line], str]) -> list[Line]:
    """The same lines; those that read alike say one thing more."""
    names = Counter(line.name for line in found)
    return [replace(one, name=f"{one.name} ({said(one)})") if names[one.name] > 1 else one for one in found]


def leaves(entries: Sequence[Entry]) -> Iterator[Leaf]:
    """The pages of every letter that has something, in order, figures last."""
    by_letter: dict[str, list[Line]] = defaultdict(list)
    for line in lines(entries):
        by_letter[line.letter].append(line)
    for letter, some in sorted(by_letter.items(), key=lambda item: (item[0] == FIGURES, item[0])):
        pages = -(-len(some) // A_PAGE)
        for n in range(pages):
            yield Leaf(letter, tuple(some[n * A_PAGE : (n + 1) * A_PAGE]), len(some), n + 1, pages)


def pages(entries: Sequence[Entry]) -> Iterator[Drawn]:
    """The letters, then the pages of each."""
    found = list(leaves(entries))
    yield ROOT, "letters", {"leaves": found}
    around = [None, *found, None]
    for before, leaf, after in zip(around, found, around[2:], strict=False):
        yield leaf.url, "letter", {"leaf": leaf, "before": before, "after": after}
