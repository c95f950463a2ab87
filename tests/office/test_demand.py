"""The page of the demand, and its spreadsheet read by another library."""

import errno
import io
from datetime import timedelta

import openpyxl
import pytest

from tests.builders import NOW
from tests.storage.faults import before_each

PAGE = "/agents/agenda/demande/"


@pytest.fixture
def asked(desk, workshop, full):
    """Two come, one waits, and a fourth person is told that it is full."""
    last = {"name": "Driss Quatre", "phone": "06 39 98 00 09", "key": "a-key-of-the-screen-9"}
    desk.type_in(workshop, 409, session="SM-1", **last)


def cells(page, caption):
    """The lines of a table: the name, then the numbers."""
    [table] = [one for one in page.tree.iter("table") if one.findtext("caption") == caption]
    return {
        row.findtext("th").strip(): [cell.xpath("string(text())") or cell.findtext("b") for cell in row.iter("td")]
        for row in table.find("tbody")
    }


def test_a_quiet_town_has_nothing_to_multiply(desk):
    page = desk.get(PAGE)
    assert page.h1 == "La demande" and page.says("personne n’attend depuis plus de trois semaines")


def test_what_was_asked_is_in_every_table(desk, asked):
    page = desk.get(PAGE)
    measures = ["4", "4", "2", "1", "1", "0", "0"]
    assert cells(page, "Par atelier")["Premiers pas avec son smartphone"][:7] == measures
    assert cells(page, "Par canal")["Par téléphone"][:6] == measures[1:]
    assert cells(page, "En tout")["Places demandées"] == ["4", "0"]


def test_who_waited_three_weeks_makes_a_sentence(desk, asked, clock):
    clock.at = NOW + timedelta(days=30)
    assert desk.get(PAGE).says(
        "Premiers pas avec son smartphone : 2 personnes attendent depuis plus de 21 jours, ouvrez 1 séance."
    )


def test_a_sentence_leads_to_the_lists_of_those_to_call(desk, asked, clock):
    clock.at = NOW + timedelta(days=30)
    page = desk.get(PAGE)
    links = page.tree.xpath("//ul[@class='advice']//a/@href")
    assert links == ["/agents/agenda/SM-1/"] and desk.get(links[0]).says("Chloé Exemple")


def test_the_season_before_is_beside_this_one(desk, asked, clock):
    clock.at = NOW + timedelta(days=90)
    page = desk.get(PAGE)
    assert cells(page, "En tout")["Places demandées"] == ["0", "4"]
    assert cells(page, "Par atelier")["Premiers pas avec son smartphone"][-1] == "4"
    assert cells(desk.get(f"{PAGE}?saison=2026-09"), "En tout")["Sans place"] == ["2", "0"]


@pytest.mark.parametrize("season", ["2031-09", "2026-13", "x", "'", "2026-09 "])
def test_a_season_of_nowhere_is_not_found(desk, season):
    desk.get(f"{PAGE}?saison={season}", status=404)
    desk.send(f"{PAGE}telecharger", {"format": "xlsx", "saison": season}, 404)


def test_the_spreadsheet_says_what_the_page_says(desk, asked):
    made = desk.send(f"{PAGE}telecharger", {"format": "xlsx", "saison": "2026-09"}, 200)
    book = openpyxl.load_workbook(io.BytesIO(made.body))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == "Regroupement")
    lines = {(row[0], row[1]): row[2:] for row in rows[start + 1 :] if row[0]}
    assert lines["Par atelier", "Premiers pas avec son smartphone"] == (4, 4, 2, 1, 1, 0, 0, 0)
    assert lines["Par canal", "Par téléphone"] == (None, 4, 2, 1, 1, 0, 0, 0)
    assert "Anna" not in str(rows)


def test_a_format_of_nowhere_is_refused(desk):
    desk.send(f"{PAGE}telecharger", {"format": "exe"}, 400)


def test_who_takes_the_file_is_in_the_journal(desk, store, asked):
    desk.send(f"{PAGE}telecharger", {"format": "csv", "saison": "2026-02"}, 200)
    desk.send(f"{PAGE}telecharger", {"format": "ods"}, 200)
    (line,) = store.journal("demand/2026-09")
    assert (line["verb"], line["agent"], line["format"], line["rows"]) == ("download", "lucie", "ods", 8)
    assert len(store.journal("demand/2026-02")) == 1


def test_on_a_full_disk_the_file_waits_as_that_of_the_service_rendered(desk, store, asked):
    def full(number, gesture):
        if gesture == "write":
            raise OSError(errno.ENOSPC, "plus de place")

    with before_each(full):
        page = desk.send(f"{PAGE}telecharger", {"format": "csv"}, 503)
        assert desk.get(PAGE).h1 == "La demande"
    assert page.h1 and "Content-Disposition" not in page.headers and store.journal("demand/2026-09") == []
    desk.send(f"{PAGE}telecharger", {"format": "csv"}, 200)
    assert len(store.journal("demand/2026-09")) == 1
