"""Writes search.sqlite, beside catalogue.json: the same bytes for the same content."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from formservice.search import spelling
from formservice.search.words import Term, composed, heading, stems, terms
from plugins.entries import Entry

FORMAT = 1
"""What `formservice.search.index` expects in `user_version`."""
TITLE = 8
"""How many times a word of a title counts in the frequency of words."""
TABLES = """
CREATE TABLE pages (id INTEGER PRIMARY KEY, kind, words, weight, head, url, title, said, summary, text);
CREATE VIRTUAL TABLE found USING fts5(title, summary, keywords, text, content='');
CREATE TABLE words (word PRIMARY KEY, shown, stem, sound, count) WITHOUT ROWID;
CREATE TABLE grams (gram, word, PRIMARY KEY (gram, word)) WITHOUT ROWID;
CREATE TABLE synonyms (phrase PRIMARY KEY, many) WITHOUT ROWID;
CREATE INDEX words_stem ON words (stem);
CREATE INDEX words_sound ON words (sound);
"""


def write(path: Path, found: Sequence[Entry], synonyms: Iterable[Sequence[str]]) -> None:
    """Write the index of these pages, whole or not at all."""
    fresh = path.with_name(f".{path.name}")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as base:
        base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA page_size = 4096; PRAGMA user_version = {FORMAT};")
        base.execute("BEGIN")
        for statement in filter(str.strip, TABLES.split(";")):
            base.execute(statement)
        _fill(base, found, synonyms)
        base.execute("INSERT INTO found (found) VALUES ('optimize')")
        base.execute("COMMIT")
        base.execute("VACUUM")
    fresh.replace(path)


def _fill(base: sqlite3.Connection, found: Sequence[Entry], synonyms: Iterable[Sequence[str]]) -> None:
    for number, one in enumerate(found, 1):
        head, shown = heading(one.title), map(composed, (one.title, one.said, one.summary, one.text))
        # The text comes last: ranking reads the first columns of many pages.
        row = (number, one.kind, len(head.split()), one.weight, head, one.url, *shown)
        base.execute("INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        texts = map(stems, (one.title, one.summary, one.keywords, one.text))
        base.execute(
            "INSERT INTO found (rowid, title, summary, keywords, text) VALUES (?, ?, ?, ?, ?)", (number, *texts)
        )
    synonyms = list(synonyms)
    words = list(_words(found))
    words += _unsaid(synonyms, {word[0] for word in words}, {word[2] for word in words})
    base.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?)", words)
    base.executemany(
        "INSERT INTO grams VALUES (?, ?)", ((gram, word[0]) for word in words for gram in spelling.grams(word[0]))
    )
    base.executemany("INSERT INTO synonyms VALUES (?, ?)", _synonyms(synonyms))


Word = tuple[str, str, str, str, int]


def _words(found: Sequence[Entry]) -> Iterator[Word]:
    """Each word of the site: folded, as it is written most often, its stem, its sound, how often."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    known: dict[str, Term] = {}
    for one in found:
        for text, times in ((one.title, TITLE), (one.summary, 2), (one.keywords, 1), (one.text, 1)):
            for term in terms(composed(text)):
                known[term.word] = term
                seen[term.word][term.shown] += times
    for word, forms in sorted(seen.items()):
        # A word of the middle of a sentence says better how it is written than one that begins it.
        shown = min(forms, key=lambda form: (form[:1].isupper(), -forms[form], form))
        yield word, shown, known[word].stem, spelling.sound(word), forms.total()


def _unsaid(lines: Sequence[Sequence[str]], words: set[str], stems: set[str]) -> Iterator[Word]:
    """The words that no page says but that mean what one says: who mistypes them is understood too."""
    for line in lines:
        phrases = [list(terms(composed(phrase))) for phrase in line]
        alone = {phrase[0].word: phrase[0] for phrase in phrases if len(phrase) == 1}
        if any(term.stem in stems for term in alone.values()):
            unsaid = sorted(alone.keys() - words)
            yield from ((word, alone[word].shown, alone[word].stem, spelling.sound(word), 0) for word in unsaid)
            words = words | set(unsaid)


def _synonyms(lines: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each phrase that is looked for, with all those that mean the same, one a line."""
    for line in lines:
        phrases = dict.fromkeys(map(stems, line))
        yield from ((phrase, "\n".join(phrases)) for phrase in phrases)
