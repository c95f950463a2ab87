"""Write docs/faults.md from the rows: `python -m tests.faults.matrix`."""

from pathlib import Path

from tests.faults.rows import ROWS, Row

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "faults.md"
HEAD = """\
# Faults, and the tests that inject them

Written by `tests/faults/matrix.py` from `tests/faults/rows.py`: change the rows, then type
`python -m tests.faults.matrix`. A test keeps this page up to date.

A row without a test says what it waits for; one with both says what is still missing.

| n° | fault | stores | tests | still to come |
|---|---|---|---|---|
"""


def link(test: str) -> str:
    """`storage/test_disk.py::test_x` as a link to its file."""
    path, _, name = test.partition("::")
    return f"[{path}](../tests/{path})::{name}"


def line(row: Row) -> str:
    """One row of the table."""
    tests = "<br>".join(map(link, row.tests)) or "—"
    return f"| {row.number} | {row.fault} | {row.stores or '—'} | {tests} | {row.why or '—'} |\n"


def page() -> str:
    """The whole document."""
    return HEAD + "".join(map(line, ROWS))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
