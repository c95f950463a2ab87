"""The file for Excel, read as Excel reads it: by its XML, and by openpyxl."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from lxml import etree

from formservice.export import CellTooLong, Column, Table, write
from tests.export.corpus import CORPUS
from tests.export.reading import read_xlsx, texts, written

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def part(data: bytes, name: str):
    """A part of the file, parsed."""
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def test_no_cell_is_a_formula_whatever_was_typed():
    data = written("xlsx", texts(CORPUS, label="=1+1"))
    sheet = part(data, "xl/worksheets/sheet1.xml")
    cells = list(sheet.iter(f"{MAIN}c"))
    assert len(cells) == len(CORPUS) + 1
    assert {cell.get("t") for cell in cells} == {"inlineStr"}
    assert not list(sheet.iter(f"{MAIN}f", f"{MAIN}hyperlink"))


def test_each_text_carries_the_hidden_apostrophe_and_the_text_format():
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", texts(CORPUS)))).worksheets[0]
    for (cell,) in sheet.iter_rows():
        assert (cell.quotePrefix, cell.number_format, cell.data_type) == (True, "@", "s")


def test_a_date_is_real_and_shown_in_french():
    table = Table("Séances", (Column("Début", "start", "datetime"),), [(datetime(2026, 12, 3, 14, 0),)])
    cell = openpyxl.load_workbook(io.BytesIO(written("xlsx", table))).worksheets[0]["A2"]
    assert cell.value == datetime(2026, 12, 3, 14, 0)
    assert cell.number_format == "dd/mm/yyyy hh:mm"


def test_the_header_stays_in_view_and_filters():
    table = Table("Séances", (Column("Nom", "name", width=30), Column("Né", "born")), [("Anna", None)])
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", table))).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert round(sheet.column_dimensions["A"].width) == 31


def test_excel_does_not_offer_to_turn_telephones_into_numbers():
    sheet = part(written("xlsx", texts(["0639981234"])), "xl/worksheets/sheet1.xml")
    (ignored,) = sheet.iter(f"{MAIN}ignoredError")
    assert ignored.get("numberStoredAsText") == "1"


def test_the_second_sheet_says_what_the_file_is():
    table = Table("Inscrits", (Column("Nom", "name"),), [], (("Filtre", "=toutes"), ("Version", "0012")))
    assert read_xlsx(written("xlsx", table), sheet=1) == [
        ["Filtre", "=toutes"],
        ["Version", "0012"],
        [None, None],
        ["Colonne", "Code du champ"],
        ["Nom", "name"],
    ]


@pytest.mark.parametrize("text", ["a" * 32_768, "_x0041_" * 5000])
def test_an_answer_too_long_for_excel_is_refused_not_cut(text):
    stream = io.BytesIO()
    with pytest.raises(CellTooLong, match="ligne 2, colonne 1"):
        write("xlsx", texts([text]), stream)
    assert stream.getvalue() == b""


def test_the_longest_answer_that_excel_takes_is_whole():
    assert read_xlsx(written("xlsx", texts(["é" * 32_767])))[1] == ["é" * 32_767]
