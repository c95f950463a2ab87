"""Dates of history, as EDTF writes them and as French says them."""

from datetime import date

import pytest

from formservice.catalogue.dates import read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2013", "2013"),
        ("1915-10", "octobre 1915"),
        ("1915-10-01", "1er\u00a0octobre 1915"),
        ("[1915-10-20,1915-10-21]", "20 ou 21\u00a0octobre 1915"),
        ("[1915-09-30, 1915-10-01]", "30\u00a0septembre ou 1er\u00a0octobre 1915"),
        ("[1915,1916-02]", "1915 ou février 1916"),
        ("[1915,1915-02]", "1915 ou février 1915"),
        ("[1915-05-01,1915-06-02]", "1er\u00a0mai ou 2\u00a0juin 1915"),
        ("1914~", "vers 1914"),
        ("1914-08-03~", "vers le 3\u00a0août 1914"),
        ("1914~/1918", "d’environ 1914 à 1918"),
        ("1914/1918~", "de 1914 à environ 1918"),
        ("1914-10/1918", "d’octobre 1914 à 1918"),
        ("1914-08-03?/1918", "du 3\u00a0août 1914 (date incertaine) à 1918"),
        ("1914?", "1914 (date incertaine)"),
        ("1914/1918", "de 1914 à 1918"),
        ("1914-08/1918-11-11", "d’août 1914 au 11\u00a0novembre 1918"),
        ("2026-11-18/2027-01-09", "du 18\u00a0novembre 2026 au 9\u00a0janvier 2027"),
        ("191X", "années 1910"),
        ("191X/192X", "des années 1910 aux années 1920"),
        ("18XX", "XIXe siècle"),
        ("../1918", "jusqu’en 1918"),
        ("../2023-04-30", "jusqu’au 30\u00a0avril 2023"),
        ("2022-12-15/..", "depuis le 15\u00a0décembre 2022"),
    ],
)
def test_a_date_is_said_in_french(text, words):
    assert read(text).words == words


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1916", date(1916, 1, 1), date(1916, 12, 31)),
        ("1916-02", date(1916, 2, 1), date(1916, 2, 29)),
        ("[1915-10-20,1915-10-21]", date(1915, 10, 20), date(1915, 10, 21)),
        ("191X", date(1910, 1, 1), date(1919, 12, 31)),
        ("1914/1918", date(1914, 1, 1), date(1918, 12, 31)),
    ],
)
def test_a_date_has_a_first_and_a_last_day(text, first, last):
    assert (read(text).first, read(text).last) == (first, last)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("1915-02-30", "n’existe pas"),
        ("1915-13", "1915-10-20"),
        ("20/10/1915", "1915-10-20"),
        ("octobre 1915", "1915-10-20"),
        ("1918/1914", "la fin vient avant le début"),
        ("1918-11/1918-10", "la fin vient avant le début"),
        ("[1915-10-20,1915-10-20]", "deux fois la même date"),
        ("[1915, 1916, 1915]", "deux fois la même date"),
        ("[1915]", "les sources se contredisent"),
        ("1915/..~", "1915-10-20"),
    ],
)
def test_an_impossible_date_is_refused_with_what_to_write(text, mend):
    with pytest.raises(ValueError, match=mend):
        read(text)


def test_a_span_may_end_with_the_year_or_the_month_it_begins_in():
    assert read("1918-11/1918").last == date(1918, 12, 31)
    assert read("1918/1918-02").last == date(1918, 12, 31)


def test_the_two_readings_of_a_disputed_date_are_kept():
    assert read("[1915-10-20, 1915-10-21]").readings == ("1915-10-20", "1915-10-21")
    assert read("1915-10-20").readings == ()


def test_what_ended_and_did_not_begin_stands_at_its_end():
    assert read("../1918").year == 1918
