"""The table of faults names tests that exist, and docs/faults.md is the table."""

import ast
from pathlib import Path

import pytest

from tests.faults.matrix import PAGE, page
from tests.faults.rows import ROWS, Row

TESTS = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent


def names_in(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_each_row_has_tests_that_exist_or_a_reason(row: Row):
    for test in row.tests:
        path, _, name = test.partition("::")
        assert name.startswith("test_") and name in names_in(TESTS / path), test
    assert row.tests or row.why
    assert bool(row.stores) == bool(row.tests)


def test_every_fault_has_its_row():
    assert [row.number for row in ROWS] == list(range(1, 51))


def test_every_test_here_is_in_the_row_of_its_number():
    for path in HERE.glob("test_[0-9]*.py"):
        row = ROWS[int(path.name.split("_")[1]) - 1]
        named = {test.partition("::")[2] for test in row.tests if test.startswith(f"faults/{path.name}")}
        assert named == {name for name in names_in(path) if name.startswith("test_")}, path.name


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "type: python -m tests.faults.matrix"
