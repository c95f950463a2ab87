"""ODS by a small streaming writer: no maintained library writes real dates quickly and takes any text."""

import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter.utility import xl_rowcol_to_cell

from .odf import BODY, END, HEAD, MANIFEST, MIMETYPE, SETTINGS
from .table import READ_ME, Counts, Table, Value, shown

EPOCH = (1980, 1, 1, 0, 0, 0)
READ_ME_WIDTHS = (30, 70)
# What ODF would collapse, as HTML does: runs of spaces, and a space beside a tab or an edge.
SPACING = re.compile(r"\t| {2,}|(?<![^\t]) | (?![^\t])")


def write(table: Table, stream: IO[bytes]) -> Counts:
    """Write the document, its content row by row; the same table gives the same bytes."""
    with zipfile.ZipFile(stream, "w") as archive:
        # First and stored: this is how a file is recognised as ODS without being opened.
        archive.writestr(entry("mimetype", zipfile.ZIP_STORED), MIMETYPE)
        archive.writestr(entry("META-INF/manifest.xml"), MANIFEST)
        archive.writestr(entry("settings.xml"), SETTINGS % quoteattr(table.sheet_name()))
        with archive.open(entry("content.xml"), "w") as part:
            return Counts(write_content(part, table))


def entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """An entry of the archive, without the date of the day."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = compression
    return info


def write_content(part: IO[bytes], table: Table) -> int:
    """Write content.xml; how many rows there are under the header."""
    widths = [column.width for column in table.columns]
    part.write(f"{HEAD}{column_styles([*widths, *READ_ME_WIDTHS])}{BODY}".encode())
    part.write(sheet_start(table.sheet_name(), [column.kind for column in table.columns]).encode())
    part.write(row(table.labels(), "head").encode())
    rows = 0
    for values in table.values():
        part.write(row(values).encode())
        rows += 1
    read_me = sheet_start(READ_ME, ["text", "text"], len(widths)) + "".join(map(row, table.read_me()))
    part.write(f"</table:table>{read_me}</table:table>{header_filter(table, rows)}{END}".encode())
    return rows


def column_styles(widths: list[int]) -> str:
    """One style per column, a character being a little over two millimetres."""
    return "".join(
        f'<style:style style:name="co{index}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 2.1:.1f}mm"/></style:style>'
        for index, width in enumerate(widths)
    )


def sheet_start(name: str, kinds: list[str], first: int = 0) -> str:
    """The start of a sheet; its empty cells are text too, so that what an agent adds keeps its zeros."""
    columns = (
        f'<table:table-column table:style-name="co{index}" table:default-cell-style-name='
        f'"{kind if kind in ("date", "datetime", "number") else "text"}"/>'
        for index, kind in enumerate(kinds, start=first)
    )
    return f"<table:table table:name={quoteattr(name)}>{''.join(columns)}"


def header_filter(table: Table, rows: int) -> str:
    """The filter buttons over the header."""
    area = f"'{table.sheet_name()}'.A1:{xl_rowcol_to_cell(rows, len(table.columns) - 1)}"
    return (
        '<table:database-ranges><table:database-range table:name="__Anonymous_Sheet_DB__0" '
        f'table:target-range-address={quoteattr(area)} table:display-filter-buttons="true"/>'
        "</table:database-ranges>"
    )


def row(values: Iterable[Value], text: str = "text") -> str:
    """A row of cells."""
    return f"<table:table-row>{''.join(cell(value, text) for value in values)}</table:table-row>"


def cell(value: Value, text: str = "text") -> str:
    """A cell by its type; never a formula, since none is ever written."""
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, datetime):
        typed = f'"datetime" office:value-type="date" office:date-value="{value:%Y-%m-%dT%H:%M:%S}"'
    elif isinstance(value, date):
        typed = f'"date" office:value-type="date" office:date-value="{value:%Y-%m-%d}"'
    elif isinstance(value, Decimal):
        typed = f'"number" office:value-type="float" office:value="{value:f}"'
    else:
        # LibreOffice drops the tabs of a cell's paragraphs, not those of its string-value.
        exact = f" office:string-value={quoteattr(value)}" if "\t" in value else ""
        typed = f'"{text}" office:value-type="string"{exact}'
    lines = "".join(map(paragraph, shown(value).split("\n")))
    return f"<table:table-cell table:style-name={typed}>{lines}</table:table-cell>"


def paragraph(line: str) -> str:
    """A line of text; LibreOffice forgets a line break inside a cell's paragraph, not a second paragraph."""
    return f"<text:p>{SPACING.sub(spacing, escape(line))}</text:p>"


def spacing(found: re.Match[str]) -> str:
    """The element for a tab or a run of spaces."""
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'
