"""A season of registrations by four channels: the demand that agents read is what a plain recount gives.

Real processes, the running clock, HTTP, the command line, on a commune the code has never seen. What is counted
again is read from the lists that were downloaded, by a program of its own (home_demand.py); what agents read, from
the page (lxml) and the spreadsheet (openpyxl). The seed is printed.
"""

import io
import random
import re
from datetime import datetime

import openpyxl
import pytest

from tests import words
from tests.built import build
from tests.commune import Writer, generate, slug
from tests.rehearsal import demanded
from tests.rehearsal.demanded import APART, MANY, WAVES, Autumn
from tests.rehearsal.home_demand import COLUMNS, season
from tests.rehearsal.stores import on_a_store
from tests.running import serving


@pytest.fixture
def autumn(tmp_path, commune, url):
    """A commune with workshops, at a moment of any year, on a store of its own."""
    less = {"notices": 0, "budgets": False, "consultations": 0}
    ours = generate(tmp_path / "commune", commune.seed, commune.now, **less)
    writer = Writer(ours.folder, commune.seed, commune.now)
    writer.places = sorted(path.stem for path in (ours.folder / "content/lieux").glob("*.md"))
    writer.themes = [{"slug": slug(title)} for title in words.THEMES]
    demanded.workshops(writer)
    site = build(ours.folder, tmp_path / "release-0", ours.now)
    (tmp_path / "live").mkdir()
    with serving(site, tmp_path / "live", FORMSERVICE_STORE=url, FORMSERVICE_BACKGROUND="0") as live:
        made = Autumn(live, ours, tmp_path)
        made.open(random.Random(commune.seed))
        yield made


@pytest.mark.heavy
@on_a_store("demand")
def test_the_demand_of_a_season_is_what_a_plain_recount_gives(autumn, url):
    print(f"seed {autumn.commune.seed}")
    live_through(autumn)
    counted = autumn.recount()
    page = autumn.lucie.get("/agents/agenda/demande/")
    assert page.status == 200
    told = [plain(one.text_content()) for one in page.tree.xpath("//ul[contains(@class, 'advice')]/li/p[1]")]
    assert told == [plain(one) for one in counted["sentences"]] and told, (told, counted["sentences"])
    these, those = season(autumn.now.date()), season(season(autumn.now.date()).replace(day=1) - APART)
    assert tables_of(page) == agreed(counted["tables"][str(these)])
    before = autumn.lucie.get(f"/agents/agenda/demande/?saison={those:%Y-%m}")
    assert tables_of(before) == agreed(counted["tables"][str(those)])
    assert_the_spreadsheet_agrees(autumn, these, counted["tables"])
    whole = [row for name, row in counted["tables"][str(these)]["En tout"].items()]
    print(f"{sum(autumn.came.values())} asked {dict(autumn.came)}; {len(autumn.refused)} refused; {told}; {whole}")
    assert set(autumn.came) == {"web", "telephone", "counter", "paper"} and autumn.refused


def live_through(autumn):
    """Waves of people, nine days apart."""
    since = autumn.now
    for n in range(WAVES):
        if n:
            autumn.days_later()
            autumn.who_came(since)
            since = autumn.now
        autumn.wave(round(MANY * 1.1 / WAVES))
        if n in (1, WAVES - 2):
            autumn.hope(3)
        autumn.some_cancel()
        autumn.some_are_called()
        autumn.download()


def plain(text):
    """The text with plain spaces."""
    return re.sub(r"\s+", " ", text).strip()


def tables_of(page):
    """{table: {line: numbers}} as the page draws them; the season before aside."""
    found = {}
    for table in page.tree.iter("table"):
        name = plain(table.findtext("caption"))
        rows = {plain(row.findtext("th")): [number(cell) for cell in row.iter("td")] for row in table.find("tbody")}
        if name == "En tout":
            cells = [rows[column][0] for column in COLUMNS]
            found[name] = {"": cells} if any(cells) else {}
        else:
            found[name] = {line: cells[:-1] for line, cells in rows.items() if any(cells[:-1])}
    return {name: lines for name, lines in found.items() if lines}


def number(cell):
    """The number of a cell, beside the words that a telephone shows."""
    return int(re.findall(r"\d+", cell.text_content().partition(":")[2] or cell.text_content())[-1])


def agreed(tables):
    """The same of the recount: by channel no seats are offered, lines of nothing are left out."""
    found = {}
    for name, lines in tables.items():
        cut = 1 if name == "Par canal" else 0
        found[name] = {
            plain(line[:1].upper() + line[1:] if name == "Par canal" else line): numbers[cut:]
            for line, numbers in lines.items() if any(numbers[cut:])
        }  # fmt: skip
    return found


def assert_the_spreadsheet_agrees(autumn, first, tables):
    """The file says the same, and what was asked the season before."""
    made = autumn.send("/agents/agenda/demande/telecharger", {"format": "xlsx", "saison": f"{first:%Y-%m}"})
    rows = list(openpyxl.load_workbook(io.BytesIO(made.body)).worksheets[0].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == "Regroupement")
    read = {(row[0], plain(row[1])): row for row in rows[start + 1 :] if row[0]}
    for name, lines in agreed(tables[str(first)]).items():
        for line, numbers in lines.items():
            if name != "En tout":
                assert [one for one in read[name, line][2:-1] if one is not None] == numbers, (name, line)
    [former] = [day for day in tables if day != str(first)]
    asked = agreed(tables[former])["Par canal"] if tables[former] else {}
    assert {line: row[-1] for (name, line), row in read.items() if name == "Par canal" and row[-1]} == {
        line: numbers[0] for line, numbers in asked.items()
    }


def test_the_other_program_reads_days_as_they_are_written():
    assert season(datetime(2027, 1, 31).date()).month == 9
