"""What came of a year of ideas, read from outside: letters, calls, a spreadsheet, a backup with the published files."""

import io
from collections import Counter

import openpyxl

from tests.participation import story
from tests.rehearsal.season import text_of
from tests.rehearsal.web import level

STATES = {
    "received": "À étudier", "questioned": "Question posée", "accepted": "Retenue", "refused": "Pas retenue",
    "merged": "Réunie à une autre", "withdrawn": "Retirée", "contested": "Contestée, à relire",
}  # fmt: skip


def last_messages(year, some=None):
    """The last letter, or what an agent is to say or to post, is the right one."""
    post = year.post()
    for one in some or year.filed:
        if one.told and one.person.reach == "email":
            text = text_of(year.letter(one, post))
            assert all(level(words) in level(text) for words in one.told), (one.number, one.state, one.told, text)
        elif one.told and one.told != [f"n° {one.number}"] and one.state != "withdrawn":
            said = year.said(one)
            kept = [words for words in one.told if not words.startswith("/")]
            assert all(level(words) in level(said) for words in kept), (one.number, one.state, one.told, said)


def counted(year):
    """The spreadsheet counts what we know."""
    clerk = year.clerks[0]
    answer = clerk.post(f"{clerk.base}telecharger", {"token": clerk.token, "format": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == "N°")
    table = [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row[0]]
    assert len(table) == len(year.filed)
    assert Counter(row["État"] for row in table) == Counter(STATES[one.state] for one in year.filed)
    costs = {row["N°"]: row["Coût retenu"] for row in table if row["Coût retenu"]}
    assert costs == {one.number: one.cost for one in year.filed if one.state == "accepted"}


def told_again(year, tmp_path):
    """Somebody with a backup and the published files tells the story of each, which is that of its record."""
    year.live.command("backup", str(tmp_path / "all.tar.gz"))
    read = story.read(tmp_path / "all.tar.gz", year.edition.code)
    pages = story.pages(year.content, year.commune.edition)
    for number, page in pages.items():
        read[number].page = page
    assert sorted(read) == sorted(one.number for one in year.filed)
    assert {number: faults for number, one in read.items() if (faults := one.faults())} == {}
    for one in year.filed:
        if one.state == "refused":
            assert read[one.number].story()[-1] == f"Because: {one.told[0]}"
    assert all(one.record["rules_version"] == year.edition.rules.version for one in read.values())
