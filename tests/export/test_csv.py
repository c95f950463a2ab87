"""The raw data, as a French Excel wants them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formservice.export import Column, Table, write
from formservice.export.delimited import cell, is_risky
from tests.export.corpus import FORMULAS
from tests.export.reading import texts, written

ROWS = Table(
    "Inscrits",
    (Column("Nom", "name"), Column("Prix", "price", "number"), Column("Tél", "phone")),
    [('Anna « la "grande" » ; B', 3.5, "06 39 98 12 34"), (None, -2, "00 44 20 7946 0000")],
)


def test_the_file_is_what_a_french_excel_opens():
    assert (
        written("csv", ROWS)
        == (
            "\ufeff"
            '"Nom";"Prix";"Tél"\r\n'
            '"Anna « la ""grande"" » ; B";"3,5";"06 39 98 12 34"\r\n'
            '"";"-2";"00 44 20 7946 0000"\r\n'
        ).encode()
    )


@pytest.mark.parametrize("text", [text for text in FORMULAS if text[0] not in '{a"[%' and text != "'bonjour"])
def test_what_could_be_a_formula_begins_with_an_apostrophe(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("first", "=+-@\t\r\n\0＝＋－＠")
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u200b", "\ufeff", " \u200d\u202f"])
def test_each_risky_sign_is_seen_through_what_hides_it(before, first):
    assert is_risky(f"{before}{first}x")


@pytest.mark.parametrize("text", ["", "Anna", "06 39 98 12 34", "AT-7KM4-3QXW", "1-2", "a=b", "'bonjour", "(=1)"])
def test_an_ordinary_answer_is_left_alone(text):
    assert cell(text) == text


@given(st.text(st.characters() | st.sampled_from("'=+ \u200b")))
def test_one_apostrophe_less_always_gives_the_answer_back(text):
    shown = cell(text)
    assert (shown[1:] if shown.startswith("'") and is_risky(shown) else shown) == text


def test_the_manifest_counts_the_cells_that_were_prefixed_headers_included():
    manifest = write("csv", texts(["=1+1", "Anna", "+33"], label="@nom"), io.BytesIO())
    assert (manifest.rows, manifest.prefixed) == (3, 3)


@pytest.mark.parametrize("format_name", ["xlsx", "ods"])
def test_only_csv_has_to_prefix(format_name):
    assert write(format_name, texts(FORMULAS), io.BytesIO()).prefixed == 0
