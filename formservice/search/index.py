"""The index of a release: search.sqlite, opened to be read and never written."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formservice.search.spelling import grams, sound

FORMAT = 1
"""Of the file, as the build writes it (plugins/search_index.py)."""
WEIGHTS = "10, 4, 3, 1"
"""Title, summary, keywords, text."""
NEAR = 60
"""Words looked at when one is unknown."""
COMPLETIONS = 8
LAST = "\U0010ffff"


class NoIndex(Exception):
    """The index is missing or cannot be read; the sentence is for an operator."""


@dataclass(frozen=True)
class Hit:
    """A page that answers: its number, its kind, how long its title is, how well (the smaller, the better)."""

    page: int
    kind: str
    words: int
    score: float


@dataclass(frozen=True)
class Found:
    """A page as the list of results shows it."""

    url: str
    title: str
    said: str
    summary: str
    text: str

    @property
    def end(self) -> str:
        """The end of its address."""
        return self.url.strip("/").rpartition("/")[2]


class Index:
    """Looks things up. Raises sqlite3.Error on a damaged file."""

    def __init__(self, base: sqlite3.Connection):
        self.base = base

    def _rows(self, asked: str, values: Sequence[Any], *kinds: Any) -> list[Any]:
        """The rows of a query, of values of these kinds: a damaged file may hold any others."""
        try:
            rows = self.base.execute(asked, values).fetchall()
        except UnicodeDecodeError:
            raise sqlite3.DatabaseError("letters that are none") from None
        if not all(isinstance(value, kind) for row in rows for value, kind in zip(row, kinds, strict=True)):
            raise sqlite3.DatabaseError("a value of another kind")
        return rows

    def _row(self, asked: str, value: str | int, *kinds: Any) -> Any:
        """The one row that must be there."""
        rows = self._rows(asked, [value], *kinds)
        if not rows:
            raise sqlite3.DatabaseError("a row has vanished")
        return rows[0]

    def knows(self, stem: str) -> bool:
        """Whether the site has a form of this word."""
        return bool(self._rows("SELECT 1 FROM words WHERE stem = ? AND count LIMIT 1", [stem], int))

    def writes(self, word: str) -> bool:
        """Whether the site has this very word, folded."""
        return bool(self._rows("SELECT 1 FROM words WHERE word = ? AND count", [word], int))

    def related(self, phrase: str) -> tuple[str, ...]:
        """The phrases of stems that mean the same as this one, it included; none as a rule."""
        rows = self._rows("SELECT many FROM synonyms WHERE phrase = ?", [phrase], str)
        return tuple(rows[0][0].split("\n")) if rows else ()

    def begun(self, word: str) -> tuple[str, ...]:
        """The stems of the words that begin so, the most frequent ones."""
        asked = (
            "SELECT stem FROM words WHERE word >= ? AND word < ? AND count "
            "GROUP BY stem ORDER BY sum(count) DESC, stem LIMIT ?"
        )
        return tuple(stem for (stem,) in self._rows(asked, [word, word + LAST, COMPLETIONS], str))

    def like(self, word: str) -> list[tuple[str, int]]:
        """The words that are heard like this one or share letters with it, each with its frequency."""
        some = grams(word)
        heard = self._rows("SELECT word, count FROM words WHERE sound = ?", [sound(word)], str, int)
        marks = ",".join("?" * len(some))
        shared = (
            f"SELECT words.word, words.count FROM grams JOIN words USING (word) WHERE gram IN ({marks}) "  # noqa: S608
            "GROUP BY words.word ORDER BY count(*) - abs(length(words.word) - ?) / 2.0 DESC, words.word LIMIT ?"
        )
        return heard + self._rows(shared, [*some, len(word), NEAR], str, int)

    def written(self, word: str) -> tuple[str, str]:
        """(stem, as the site writes it) of a folded word it knows."""
        stem, shown = self._row("SELECT stem, shown FROM words WHERE word = ?", word, str, str)
        return stem, shown

    def hits(self, expression: str) -> list[Hit]:
        """The pages that answer an expression, in no order."""
        asked = (
            f"SELECT id, kind, max(words, 1), bm25(found, {WEIGHTS}) * weight "  # noqa: S608
            "FROM found JOIN pages ON id = found.rowid WHERE found MATCH ?"
        )
        return [Hit(*row) for row in self._rows(asked, [expression], int, str, int, int | float)]

    def headed(self, heading: str) -> set[int]:
        """The pages whose title is just this."""
        return {number for (number,) in self._rows("SELECT id FROM pages WHERE head = ?", [heading], int)}

    def titled(self, expression: str) -> set[int]:
        """The pages whose title answers an expression."""
        asked = "SELECT rowid FROM found WHERE found MATCH ?"
        return {number for (number,) in self._rows(asked, [f"title : ({expression})"], int)}

    def page(self, number: int) -> Found:
        """A page of the site."""
        asked = "SELECT url, title, said, summary, text FROM pages WHERE id = ?"
        return Found(*self._row(asked, number, str, str, str, str, str))


@contextmanager
def opened(release: Path) -> Iterator[Index]:
    """The index of a release, for a moment. Raises NoIndex when it cannot be used, now or later in the block."""
    path = release / "search.sqlite"
    try:
        # Opened each time: a tenth of a millisecond, and a switch of release is seen at once.
        # Immutable: nothing is locked, and nothing is written beside it.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            if base.execute("PRAGMA user_version").fetchone() != (FORMAT,):
                raise NoIndex(f"{path} : index d’un autre format. Relancez la construction.")
            yield Index(base)
    except sqlite3.Error as error:
        # The words of sqlite may repeat an expression, which a visitor wrote.
        if str(error).startswith("fts5: syntax"):
            raise NoIndex(f"{path} : question mal traduite pour l’index, qui n’est pas en cause.") from None
        raise NoIndex(f"{path} : index illisible ({type(error).__name__}). Relancez la construction.") from None
