"""A file as a whole: its name, its digest, and what is left when something fails."""

import hashlib
import io
import os
import tempfile
import time
import tracemalloc
from dataclasses import replace
from datetime import date
from email.message import Message
from pathlib import Path

import pytest
from werkzeug.http import parse_options_header

from formservice.export import FORMATS, disposition, file_name, write
from tests.export.corpus import CORPUS
from tests.export.reading import texts, written


@pytest.fixture
def elsewhere(monkeypatch):
    """Another time zone and other permissions."""
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    before = os.umask(0)
    yield
    os.umask(before)
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """The folder where temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_same_table_gives_the_same_bytes(format_name, request):
    here = written(format_name, texts(CORPUS))
    request.getfixturevalue("elsewhere")
    request.getfixturevalue("scratch")
    time.sleep(1.1)
    assert written(format_name, texts(CORPUS)) == here


def test_the_manifest_is_that_of_the_file(format_name):
    stream = io.BytesIO()
    manifest = write(format_name, texts(CORPUS), stream)
    assert manifest.rows == len(CORPUS)
    assert manifest.sha256 == hashlib.sha256(stream.getvalue()).hexdigest()


def test_a_failure_half_way_sends_nothing_and_leaves_nothing(format_name, scratch):
    def rows():
        yield from (("Anna " * 100,) for _ in range(20_000))
        raise OSError("the store went away")

    stream = io.BytesIO()
    with pytest.raises(OSError, match="went away"):
        write(format_name, replace(texts([]), rows=rows()), stream)
    assert stream.getvalue() == b""
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(("rows", "length"), [(4_000, 4_000), pytest.param(100_000, 400, marks=pytest.mark.heavy)])
def test_a_long_table_is_written_row_by_row(format_name, rows, length):
    table = replace(texts([]), rows=((f"{row} ".ljust(length, "x"),) for row in range(rows)))
    tracemalloc.start()
    with Path(os.devnull).open("wb") as nowhere:
        manifest = write(format_name, table, nowhere)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert manifest.rows == rows
    assert peak < rows * length / 2


def test_a_format_that_is_not_offered_is_refused():
    with pytest.raises(KeyError):
        write("pdf", texts([]), io.BytesIO())


def test_excel_is_offered_first_and_raw_data_last_with_a_warning():
    assert list(FORMATS) == ["xlsx", "ods", "csv"]
    assert "zéros" in FORMATS["csv"].hint


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Inscriptions SM-12", "2026-12-03_inscriptions-sm-12.ods"),
        ("Cœur & Été : « l’œuvre »", "2026-12-03_coeur-ete-l-oeuvre.ods"),
        ("../../etc/passwd\0", "2026-12-03_etc-passwd.ods"),
        ("CON", "2026-12-03_con.ods"),
        ("日本", "2026-12-03_export.ods"),
        ("a" * 300, f"2026-12-03_{'a' * 80}.ods"),
    ],
)
def test_a_file_has_a_name_that_any_system_takes(title, name):
    assert file_name(title, "ods", date(2026, 12, 3)) == name


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("2026-12-03_inscriptions.xlsx", "2026-12-03_inscriptions.xlsx", "2026-12-03_inscriptions.xlsx"),
        ("Été 100 %.csv", "Ete 100 _.csv", "Été 100 %.csv"),
        ('a"; filename="b.exe', "a_; filename=_b.exe", "a_; filename=_b.exe"),
        ("../a\\b\r\nSet-Cookie: x", ".._a_b__Set-Cookie: x", ".._a_b__Set-Cookie: x"),
        ("\ud800.csv", "?.csv", "?.csv"),
    ],
)
def test_a_download_is_named_in_both_forms(name, plain, full):
    header = Message()
    header["Content-Disposition"] = disposition(name)
    assert header.get_filename() == plain
    assert parse_options_header(disposition(name))[1]["filename"] == full
    assert disposition(name).isascii() and disposition(name).isprintable()
