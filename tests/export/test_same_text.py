"""The three files say the same thing, and exactly what the person wrote."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formservice.export import FORMATS, Column, Table, write
from tests.export.corpus import CORPUS
from tests.export.reading import comparable, read, texts, written

KEPT = st.characters(
    exclude_categories=["Cs"],
    exclude_characters="\r\ufffe\uffff" + "".join(map(chr, {*range(32)} - {9, 10})),
)


def test_each_answer_is_given_back_as_it_was_typed(format_name):
    assert [row[0] for row in read(format_name, written(format_name, texts(CORPUS)))[1:]] == CORPUS


@pytest.mark.parametrize("label", CORPUS)
def test_a_header_is_treated_like_an_answer(format_name, label):
    assert read(format_name, written(format_name, texts(["Oui"], label))) == [[label], ["Oui"]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(KEPT, min_size=1), min_size=1, max_size=30))
def test_any_text_is_given_back_by_the_three(values):
    for format_name in FORMATS:
        assert [row[0] for row in read(format_name, written(format_name, texts(values)))[1:]] == values


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b", "a\ufffdb"),
        ("\x01\x0b\x0c\x1f", "\ufffd" * 4),
        ("a\ud800b", "a\ufffdb"),
        ("\ufffe\uffff", "\ufffd" * 2),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_what_no_file_can_hold_becomes_the_same_sign_in_all(format_name, typed, kept):
    assert read(format_name, written(format_name, texts([typed], label=typed))) == [[kept], [kept]]


def test_rows_order_and_headers_are_the_same_in_the_three():
    columns = (
        Column("Nom", "name"),
        Column("Places", "seats", "number"),
        Column("Né le", "born", "date"),
        Column("Reçue le", "received", "datetime"),
        Column("Prévenu", "told", "yesno"),
    )
    rows = [
        ("Badr", 2, date(1951, 7, 14), datetime(2026, 12, 3, 14, 5), True),
        ("Anna", Decimal("3.5"), None, None, False),
        (None, "007", "2026-02-30", "demain", None),
    ]
    files = [read(name, written(name, Table("Inscrits", columns, rows))) for name in FORMATS]
    seen = [[[comparable(value) for value in row] for row in file] for file in files]
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][1] == ["Badr", comparable(2), "14/07/1951", "03/12/2026 14:05", "Oui"]
    assert seen[0][3] == [None, "007", "2026-02-30", "demain", None]


def test_a_table_without_rows_still_has_its_header(format_name):
    stream = io.BytesIO()
    manifest = write(format_name, texts([]), stream)
    assert manifest.rows == 0
    assert read(format_name, stream.getvalue()) == [["Réponse"]]
