"""XLSX by XlsxWriter, each answer a string that Excel shows and never computes."""

import re
import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .table import READ_ME, Counts, Table, Value

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The text of a cell, its hidden apostrophe included: the value stays exact, and stays text when edited.
TEXT = {"num_format": "@", "quote_prefix": True}
STYLES = {
    "text": TEXT,
    "head": TEXT | {"bold": True, "bottom": 1},
    "date": {"num_format": "dd/mm/yyyy", "align": "left"},
    "datetime": {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
    "number": {},
    "blank": {"num_format": "@"},
}
# XlsxWriter takes « <r>…</r> » for its own markup and mishandles « _x0041_x0042_ »: cut there, they are text.
TAKEN_FOR_MARKUP = re.compile(r"(?<=^<)(?=r>)|(?<=_)(?=x[0-9A-Fa-f]{4}_)")
OPTIONS = {"constant_memory": True}
LONGEST = 32_767  # units of UTF-16
CUT = -2
WHOLE_SHEET = "A1:XFD1048576"
CREATED = datetime(2000, 1, 1)


class CellTooLong(ValueError):
    """An answer or a table that Excel cannot hold; the message tells the agent what to choose instead."""


def write(table: Table, stream: IO[bytes]) -> Counts:
    """Write the sheet and its LISEZ-MOI; the same table gives the same bytes."""
    # A folder of its own, so that no personal data is left in a temporary file if the disk fills.
    with tempfile.TemporaryDirectory() as folder, Workbook(stream, {**OPTIONS, "tmpdir": folder}) as book:
        book.set_properties({"created": CREATED})
        styles = {name: book.add_format(style) for name, style in STYLES.items()}
        rows = fill(book.add_worksheet(table.sheet_name()), table, styles)
        explain(book.add_worksheet(READ_ME), table, styles)
    return Counts(rows)


def fill(sheet: Worksheet, table: Table, styles: dict[str, Format]) -> int:
    """Write the header and the rows; how many rows there are."""
    for index, column in enumerate(table.columns):
        usual = column.kind if column.kind in ("date", "datetime", "number") else "blank"
        sheet.set_column(index, index, column.width, styles[usual])
    put_row(sheet, 0, table.labels(), styles, "head")
    rows = 0
    for rows, values in enumerate(table.values(), start=1):
        put_row(sheet, rows, values, styles)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(table.columns) - 1)
    # Without this, Excel offers to turn telephone numbers into numbers.
    sheet.ignore_errors({"number_stored_as_text": WHOLE_SHEET})
    return rows


def explain(sheet: Worksheet, table: Table, styles: dict[str, Format]) -> None:
    """Write the LISEZ-MOI sheet."""
    sheet.set_column(0, 0, 30, styles["blank"])
    sheet.set_column(1, 1, 70, styles["blank"])
    for row, line in enumerate(table.read_me()):
        put_row(sheet, row, line, styles)
    sheet.ignore_errors({"number_stored_as_text": WHOLE_SHEET})


def put_row(sheet: Worksheet, row: int, values: Iterable[Value], styles: dict[str, Format], text: str = "text") -> None:
    """Write one row, refusing rather than losing what does not fit."""
    for column, value in enumerate(values):
        if put(sheet, row, column, value, styles, text):
            raise CellTooLong(
                f"La ligne {row + 1}, colonne {column + 1}, ne tient pas dans un fichier Excel. "
                "Choisissez le format LibreOffice : rien n’y est coupé."
            )


def put(sheet: Worksheet, row: int, column: int, value: Value, styles: dict[str, Format], text: str) -> int | None:
    """Write one cell by its type; XlsxWriter's code, not zero when the cell was refused or cut."""
    if value is None or value == "":
        return 0
    if isinstance(value, datetime):
        return sheet.write_datetime(row, column, value, styles["datetime"])
    if isinstance(value, date):
        return sheet.write_datetime(row, column, value, styles["date"])
    if isinstance(value, Decimal):
        return sheet.write_number(row, column, float(value), styles["number"])
    if len(value.encode("utf-16-le")) > 2 * LONGEST:
        return CUT
    parts = TAKEN_FOR_MARKUP.split(value)
    if len(parts) == 1:
        return sheet.write_string(row, column, value, styles[text])
    runs = [token for part in parts for token in (styles["number"], part)]
    return sheet.write_rich_string(row, column, *runs, styles[text])
