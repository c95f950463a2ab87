"""The file for LibreOffice, read by lxml and by odfdo."""

import io
import zipfile
from datetime import date, datetime

import odfdo
import pytest
from lxml import etree

from formservice.export import Column, Table
from tests.export.corpus import CORPUS
from tests.export.reading import TABLE, read_ods, texts, written

SEANCE = Table(
    "Séances : L’été",
    (Column("Nom", "name", width=30), Column("Jour", "day", "date"), Column("Début", "start", "datetime")),
    [("=1+1", date(2026, 12, 3), datetime(2026, 12, 3, 14, 0))],
    (("Contenu", "Inscriptions"),),
)


def part(data: bytes, name: str):
    """A part of the file, parsed."""
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def test_the_file_is_recognised_without_being_opened():
    data = written("ods", SEANCE)
    first = zipfile.ZipFile(io.BytesIO(data)).infolist()[0]
    assert (first.filename, first.compress_type, first.extra, first.flag_bits) == (
        "mimetype",
        zipfile.ZIP_STORED,
        b"",
        0,
    )
    assert data[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")


def test_no_cell_is_a_formula_or_a_link_whatever_was_typed():
    content = part(written("ods", texts(CORPUS, label="=1+1")), "content.xml")
    assert not [name for element in content.iter() for name in element.attrib if "formula" in name]
    assert not [element for element in content.iter() if etree.QName(element).localname in ("a", "script", "b")]


def test_dates_are_real():
    assert read_ods(written("ods", SEANCE))[1] == ["=1+1", date(2026, 12, 3), datetime(2026, 12, 3, 14, 0)]


def test_odfdo_reads_the_same_rows():
    sheets = odfdo.Document(io.BytesIO(written("ods", SEANCE))).body.tables
    assert [sheet.name for sheet in sheets] == ["Séances L’été", "LISEZ-MOI"]
    assert sheets[0].get_row_values(1) == ["=1+1", date(2026, 12, 3), datetime(2026, 12, 3, 14, 0)]
    assert sheets[1].get_row_values(0)[:2] == ["Contenu", "Inscriptions"]


@pytest.mark.parametrize("name", ["content.xml", "settings.xml", "META-INF/manifest.xml"])
def test_each_part_names_the_same_sheet_and_is_well_formed(name):
    assert part(written("ods", SEANCE), name).tag.startswith("{urn:oasis:names:tc:opendocument")


def test_the_header_stays_in_view_and_filters():
    data = written("ods", SEANCE)
    (area,) = part(data, "content.xml").iter(f"{TABLE}database-range")
    assert area.get(f"{TABLE}target-range-address") == "'Séances L’été'.A1:C2"
    assert 'config:name="Séances L’été"' in zipfile.ZipFile(io.BytesIO(data)).read("settings.xml").decode()


def test_the_second_sheet_names_the_field_behind_each_column():
    assert read_ods(written("ods", SEANCE), sheet=1) == [
        ["Contenu", "Inscriptions"],
        [None, None],
        ["Colonne", "Code du champ"],
        ["Nom", "name"],
        ["Jour", "day"],
        ["Début", "start"],
    ]
