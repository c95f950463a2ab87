"""« Service rendu »: a page that prints, a file with nobody in it."""

import io

import openpyxl
import pytest

from formservice.demand import proof, served
from tests.builders import NOW
from tests.demand.test_published import a_month

PAGE = "/agents/agenda/service-rendu/"


@pytest.fixture
def shown(app, store):
    """Two months that were kept: one of many, one where three came on paper."""
    with store.transaction(served.partition_of(2026)) as records:
        for month in (a_month(9, (51, 31, 20, 0), visits=(30,), held=12), a_month(10, (30, 20, 10, 3), newcomers=20)):
            records.add(served.partition_of(2026), served.TABLE, **proof.written(month))
    return store


def test_the_page_says_the_sentence_and_masks_small_numbers(desk, shown):
    page = desk.get(PAGE)
    assert page.says("De septembre à novembre 2026, 195 présences, dont 114 (58 %) sans passer par internet")
    assert page.says("1 à 4") and not page.says("1 à 4 (") and page.says("moins de 5")
    assert PAGE in desk.get("/agents/agenda/").links()


def test_a_year_without_anything_says_so(desk, shown):
    assert desk.get(f"{PAGE}?annee=2025").says("Rien à dire de cette année")
    for wrong in ("1999", "20x6", "<b>", "2026.0"):
        desk.get(PAGE, 404, query_string={"annee": wrong})


def test_in_january_the_year_that_is_over_is_shown(desk, shown, clock):
    clock.at = NOW.replace(year=2027, month=1)
    assert desk.get(PAGE).h1 == "Le service rendu en 2026"


def test_the_month_that_goes_on_is_not_told(desk, shown, clock):
    assert NOW.month == 12 and "Décembre" not in desk.get(PAGE).text


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_the_table_is_downloaded_and_noted(desk, shown, kind):
    found = desk.send(f"{PAGE}telecharger", {"annee": "2026", "format": kind}, 200)
    assert f"service-rendu-2026.{kind}" in found.headers["Content-Disposition"]
    line = shown.journal(served.partition_of(2026))[-1]
    assert (line["verb"], line["agent"], line["format"], line["rows"]) == ("download", "lucie", kind, 4)


def test_a_spreadsheet_reads_numbers_and_words(desk, shown):
    found = desk.send(f"{PAGE}telecharger", {"annee": "2026", "format": "xlsx"}, 200)
    book = openpyxl.load_workbook(io.BytesIO(found.body))
    head, september, october, *_, year = book["Service rendu 2026"].iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in (september, october, year)]
    assert [row["Présences"] for row in told] == [132, 63, 195]
    assert [row["Voie : Sur papier"] for row in told] == [0, "moins de 5", "1 à 4"]
    assert "Aucune donnée personnelle" in str(list(book["LISEZ-MOI"].iter_rows(values_only=True)))


@pytest.mark.parametrize("data", [{"annee": "2026"}, {"annee": "2026", "format": "exe"}])
def test_a_file_that_is_not_offered_is_refused(desk, shown, data):
    desk.send(f"{PAGE}telecharger", data, 400)


def test_a_file_of_a_year_that_is_not_shown_is_refused(desk, shown):
    desk.send(f"{PAGE}telecharger", {"annee": "1999", "format": "csv"}, 404)
