"""`python -m benchmarks.search`: a search beside the plain way, a scan with LIKE, on the town and on 2,000 pages.

Both are measured in this run, one after the other, on the same texts: what counts is the ratio.
"""

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

from formservice.search import asked
from formservice.search.finding import find
from formservice.search.index import opened
from plugins import search_index
from plugins.entries import Entry

QUESTIONS = ("numérique", "louise de bettignies", "permanance numérik", "droit de vote", "horaires mairie", "zorglub")
PAGES, ROUNDS = 2_000, 20


def searched(release: Path, question: str) -> int:
    """Our search, index opened and first ten pages read, as the service does."""
    with opened(release) as index:
        answer = find(index, asked.cut(question))
        return len([index.page(hit.page) for hit in answer.hits[:10]])


def scanned(release: Path, question: str) -> int:
    """Every page that has the words as they were typed: no accent folded, no order, no mistake forgiven."""
    words = question.split()
    where = " AND ".join("(title || summary || text) LIKE ?" for _ in words)
    with closing(sqlite3.connect(release / "search.sqlite")) as base:
        rows = base.execute(f"SELECT title, summary FROM pages WHERE {where}", [f"%{word}%" for word in words])
        return len(rows.fetchall())


def milliseconds(way: Callable[[Path, str], int], release: Path, question: str) -> float:
    """The median of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        way(release, question)
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken)


def many(release: Path, folder: Path) -> Path:
    """Another release of 2,000 pages, with the words of this one."""
    draw = random.Random(7)
    with closing(sqlite3.connect(release / "search.sqlite")) as base:
        rows = base.execute("SELECT title, kind, said, summary, text FROM pages ORDER BY id").fetchall()
    words = " ".join(row[4] for row in rows).split()
    found = []
    for n in range(PAGES):
        title, kind, said, summary, _ = draw.choice(rows)
        text = " ".join(draw.choices(words, k=300))
        found.append(Entry(f"/p/{n}/", f"{title} {draw.choice(words)}", kind, said, summary, "", text))
    search_index.write(folder / "search.sqlite", found, [("poubelle", "ordures")])
    return folder


def main() -> None:
    """Print a line for each question and size."""
    release = Path(sys.argv[1] if len(sys.argv) > 1 else "output").resolve()
    if not (release / "search.sqlite").is_file():
        raise SystemExit(f"{release} n’a pas d’index. Construisez d’abord le site : make site")
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        large = many(release, Path(folder))
        print(f"{PAGES} pages indexed in {time.perf_counter() - started:.1f} s")
        for name, where in (("the town", release), (f"{PAGES} pages", large)):
            print(f"{name}: {(where / 'search.sqlite').stat().st_size / 1000:.0f} kB")
            for question in QUESTIONS:
                ours, plain = milliseconds(searched, where, question), milliseconds(scanned, where, question)
                print(f"  {question:24} {ours:6.1f} ms, LIKE {plain:6.1f} ms: {ours / plain:5.2f} times")


if __name__ == "__main__":
    main()
