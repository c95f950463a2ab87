"""The pages of results: one to begin with, one for each question, one more for its quartiers; the data as files.

Each page stays light, whatever the questionnaire: the tables of a question stand alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from formservice.catalogue import Catalogue, Consultation, Results
from formservice.catalogue.results import CHANNEL, QUARTIER, Asked, Part, Split
from plugins.consultations import data
from plugins.drawn import Drawn
from plugins.entries import Entry

ROOM = 105
"""Elements of the tables of one page; what does not fit has a page of its own, or several."""
A_PAGE, LETTERS = 20, 12_000
"""Free answers on one page, and their characters."""
BEFORE = "avant-"


@dataclass(frozen=True)
class Leaf:
    """One question in one version: its number as on paper, its address."""

    number: int
    asked: Asked
    part: Part
    url: str
    former: bool
    """Whether the questionnaire changed since."""


def leaves(one: Results) -> list[Leaf]:
    """Every question, the present version first."""
    return [
        Leaf(number, asked, part, f"{one.url}{f'{BEFORE}{n}-' if n else ''}{number}/", n > 0)
        for n, part in enumerate(one.parts)
        for number, asked in enumerate(part.questions, 1)
    ]


def given(catalogue: Catalogue, one: Results) -> dict[str, Any]:
    """What the first page of results is given."""
    return {
        "known": known_of(catalogue, one), "leaves": leaves(one),
        "files": [(name, len(content)) for name, content in data.files(one).items()],
    }  # fmt: skip


def known_of(catalogue: Catalogue, one: Results) -> Consultation | None:
    """The consultation; None when its file is gone."""
    return next((known for known in catalogue.consultations if known.slug == one.slug), None)


def pages(results: list[Results]) -> Iterator[Drawn]:
    """The pages of questions."""
    for one in results:
        around = leaves(one)
        for n, leaf in enumerate(around):
            near = {
                "before": around[n - 1] if n else None,
                "after": around[n + 1] if n + 1 < len(around) else None,
            }
            texts, room = paged(leaf.asked.texts), ROOM - 5 * len(leaf.asked.rows)
            apart = {split.by: split for split in leaf.asked.splits if size(split) > room or split.by == QUARTIER}
            here = [split for split in leaf.asked.splits if split.by not in apart]
            shared = {"page": one, "leaf": leaf, **near}
            yield leaf.url, "results_question", shared | {"splits": here, "apart": addresses(leaf, apart, texts)}
            for by, split in apart.items():
                for number, some in enumerate(cut(split), 1):
                    url = f"{leaf.url}{word(by)}{f'-{number}' if number > 1 else ''}/"
                    yield url, "results_split", shared | {"split": some, "title": title(by), "number": number}
            for number, some_texts in enumerate(texts, 1):
                url = f"{leaf.url}reponses{f'-{number}' if number > 1 else ''}/"
                more = {"texts": some_texts, "number": number, "last": len(texts)}
                yield url, "results_texts", shared | more


def size(split: Split) -> int:
    """How many elements a table is made of."""
    return (len(split.lines) + 2) * (len(split.columns) + 2)


def paged(texts: tuple[str, ...]) -> list[list[str]]:
    """Texts, page by page."""
    found: list[list[str]] = []
    for text in texts:
        if not found or len(found[-1]) == A_PAGE or sum(map(len, found[-1])) + len(text) > LETTERS:
            found.append([])
        found[-1].append(text)
    return found


def word(by: str) -> str:
    """The last word of an address."""
    return {CHANNEL: "facons-de-repondre", QUARTIER: "quartiers"}[by]


def title(by: str) -> str:
    """What a table says."""
    return {CHANNEL: "Selon la façon de répondre", QUARTIER: "Selon le quartier"}[by]


def addresses(leaf: Leaf, apart: dict[str, Split], texts: list[Any]) -> list[tuple[str, str]]:
    """(address, words) of the pages under a question."""
    found = []
    for by, split in apart.items():
        for number, some in enumerate(cut(split), 1):
            here = f"{leaf.url}{word(by)}{f'-{number}' if number > 1 else ''}/"
            more = f" : {', '.join(some.columns)}" if number > 1 or len(some.columns) < len(split.columns) else ""
            found.append((here, f"{title(by)}{more}"))
    for number in range(1, len(texts) + 1):
        more = f", page {number}" if number > 1 else ""
        found.append((f"{leaf.url}reponses{f'-{number}' if number > 1 else ''}/", f"Lire les réponses{more}"))
    return found


def cut(split: Split) -> list[Split]:
    """A table in pieces that fit on a page, some columns each."""
    wide = max(1, ROOM // (len(split.lines) + 2) - 2)
    return [
        Split(
            split.by,
            split.columns[at : at + wide],
            split.totals[at : at + wide],
            tuple(type(line)(line.label, line.cells[at : at + wide]) for line in split.lines),
        )  # fmt: skip
        for at in range(0, len(split.columns), wide)
    ]


def found(results: list[Results]) -> Iterator[Entry]:
    """What is looked for."""
    for one in results:
        texts = " ".join(f"{leaf.asked.text} {leaf.asked.said}" for leaf in leaves(one))
        yield Entry(one.url, one.title, "pages", "Résultats d’une consultation", "", "consultation avis", texts)
