"""Each file as LibreOffice opens it: the only judge of what an agent will see."""

import csv
import io
import shutil
import subprocess
from datetime import date, datetime

import pytest
from lxml import etree

from formservice.export import Column, Table
from formservice.export.delimited import cell
from tests.export.corpus import CORPUS, FORMULAS
from tests.export.reading import TABLE, TEXT, read_sheet, texts, written

pytestmark = pytest.mark.heavy

FILTERED = f"{TABLE}display-filter-buttons"
INSTALL = "apt-get install -y --no-install-recommends libreoffice-calc"
# Semicolons, quotes, UTF-8, from line 1, French, quoted numbers still read as numbers, dates recognised.
READ_AS_CSV = "--infilter=CSV:59,34,76,1,,1036,false,true"
# The same going out, every text quoted: what LibreOffice holds, to the character.
EXACTLY = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,true,false"
PHONES = ["06 39 98 12 34", "00 44 20 7946 0000", "AT-7KM4-3QXW"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Open a table in LibreOffice, without a window, and save it otherwise; the bytes of that."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    if command is None:
        pytest.fail(f"LibreOffice is missing. Type: {INSTALL}")
    folder = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"

    def saved(format_name: str, table: Table, how: str) -> bytes:
        source, kind = folder / f"table.{format_name}", how.partition(":")[0]
        source.write_bytes(written(format_name, table))
        start = [command, profile, "--headless", *([READ_AS_CSV] if format_name == "csv" else [])]
        line = [*start, "--convert-to", how, "--outdir", folder / "saved", source]
        subprocess.run(line, check=True, capture_output=True, timeout=120)
        return (folder / "saved" / f"table.{kind}").read_bytes()

    return saved


@pytest.fixture
def flat(office):
    """A table as LibreOffice saves it in one XML: types, formulas, filters."""
    return lambda name, table: etree.fromstring(office(name, table, "fods"), etree.XMLParser(huge_tree=True))


@pytest.fixture
def held(office):
    """The first column that LibreOffice holds, to the character."""

    def column(format_name: str, table: Table) -> list[str]:
        text = office(format_name, table, EXACTLY).decode("utf-8")
        return [line[0] for line in csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)]

    return column


def live(root) -> list[str]:
    """What could act by itself in a cell: formulas and links."""
    cells = list(root.iter(f"{TABLE}table-cell"))
    formulas = [name for cell in cells for name in cell.attrib if "formula" in name]
    return formulas + [part.tag for cell in cells for part in cell.iter("{*}a", "{*}script", "{*}event-listener")]


def test_no_formula_and_no_link_is_live(flat, format_name):
    columns = (Column("=1+1", "a"), Column('=HYPERLINK("http://evil.example")', "b", "number"))
    root = flat(format_name, Table("=1+1", columns, [(text, text) for text in CORPUS]))
    assert len(list(root.iter(f"{TABLE}table-row"))) > len(CORPUS)
    assert live(root) == []


@pytest.mark.parametrize("format_name", ["xlsx", "ods"])
def test_each_answer_is_exactly_what_was_typed(held, format_name):
    assert held(format_name, texts(CORPUS, label="=1+1")) == ["=1+1", *CORPUS]


def test_csv_shows_formulas_as_text_and_telephones_whole(held):
    expected = [cell(text) for text in ["=1+1", *FORMULAS, *PHONES]]
    assert held("csv", texts(FORMULAS + PHONES, label="=1+1")) == expected


def test_dates_and_numbers_are_real(flat, format_name):
    columns = (Column("Né", "a", "date"), Column("Reçue", "b", "datetime"), Column("Prix", "c", "number"))
    rows = [(date(1951, 7, 14), datetime(2026, 12, 3, 14, 5), 3.5)]
    sheet = next(flat(format_name, Table("Inscrits", columns, rows)).iter(f"{TABLE}table"))
    assert read_sheet(sheet)[1][:3] == [date(1951, 7, 14), datetime(2026, 12, 3, 14, 5), 3.5]


@pytest.mark.parametrize("format_name", ["xlsx", "ods"])
def test_sheets_filters_and_french_dates_are_understood(flat, format_name):
    root = flat(format_name, Table("Été : SM-12", (Column("Né", "a", "date"),), [(date(1951, 7, 14),)]))
    assert [sheet.get(f"{TABLE}name") for sheet in root.iter(f"{TABLE}table")] == ["Été SM-12", "LISEZ-MOI"]
    assert [area.get(FILTERED) for area in root.iter(f"{TABLE}database-range")] == ["true"]
    assert "14/07/1951" in [paragraph.text for paragraph in root.iter(f"{TEXT}p")]
