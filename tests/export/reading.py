"""Tables to write, and readers of what was written, by other libraries than those that wrote."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from lxml import etree

from formservice.export import Column, Table, write
from formservice.export.delimited import is_risky

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def texts(values: list[str], label: str = "Réponse") -> Table:
    """A table of one column of answers."""
    return Table("Réponses", (Column(label, "answer"),), [(value,) for value in values])


def written(format_name: str, table: Table) -> bytes:
    """The whole file."""
    stream = io.BytesIO()
    write(format_name, table, stream)
    return stream.getvalue()


def read(format_name: str, data: bytes) -> list[list]:
    """The rows of the first sheet, header included, each value as the file types it."""
    return {"xlsx": read_xlsx, "ods": read_ods, "csv": read_csv}[format_name](data)


def read_xlsx(data: bytes, sheet: int = 0) -> list[list]:
    """By openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def read_ods(data: bytes, sheet: int = 0) -> list[list]:
    """By lxml, from the standard's own words."""
    content = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    return read_sheet(list(content.iter(f"{TABLE}table"))[sheet])


def read_sheet(sheet) -> list[list]:
    """The rows of a table of ODF, whoever wrote it."""
    return [
        [value for cell in row.iter(f"{TABLE}table-cell") for value in repeated(cell)]
        for row in sheet.iter(f"{TABLE}table-row")
    ]


def repeated(cell) -> list:
    """The value of a cell, as many times as it says (LibreOffice: up to a million blanks)."""
    return [ods_value(cell)] * min(int(cell.get(f"{TABLE}number-columns-repeated", 1)), 50)


def ods_value(cell) -> str | float | date | None:
    """What a cell of ODF holds, by its declared type."""
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "date":
        value = cell.get(f"{OFFICE}date-value")
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if kind == "float":
        return float(cell.get(f"{OFFICE}value"))
    return None if kind is None else "\n".join(ods_text(p) for p in cell.iter(f"{TEXT}p"))


def ods_text(paragraph) -> str:
    """The text of a paragraph; bare spaces collapse, and vanish at its edges, as ODF says."""
    signs = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
    found = collapsed(paragraph.text).lstrip(" ")
    for part in paragraph:
        found += signs[part.tag] * int(part.get(f"{TEXT}c", 1)) if part.tag in signs else ods_text(part)
        found += collapsed(part.tail) if part.getnext() is not None else collapsed(part.tail).rstrip(" ")
    return found if len(paragraph) else found.rstrip(" ")


def collapsed(text: str | None) -> str:
    """Plain text, each run of white space being one space."""
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def read_csv(data: bytes) -> list[list]:
    """By the csv module, the apostrophe of a risky text taken off, an empty cell as nothing."""
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
    return [
        [(cell[1:] if cell.startswith("'") and is_risky(cell) else cell) or None for cell in line] for line in lines
    ]


def comparable(value: object) -> object:
    """One writing for the same value read from any of the three."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}".removesuffix(" 00:00")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{Decimal(str(value)).normalize():f}".replace(".", ",") if isinstance(value, int | float) else value
