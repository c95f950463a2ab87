"""The sheet that people sign: who is expected, room for those who are not, nothing that a neighbour need not read."""

from datetime import date
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice.paper import BLANK, render
from formservice.paper.attendance import LEAST, MOST, SIGNATURES, Expected, Sheet, attendance, sheet
from tests.builders import a_site
from tests.paper.test_render import HOSTILE
from tests.paper.town import lines_of, words_of

DAY = date(2026, 12, 3)
ANNA = Expected("Anna Exemple")


def a_sheet(*expected, **given):
    known = {"code": "SM-12", "title": "Premiers pas avec son smartphone", "day": DAY, "hours": "de 14 h à 16 h"}
    return Sheet(**known | {"place": "La Maison des aînés", "expected": expected or (ANNA,)} | given)


def printed(*sheets):
    return render("emargement", attendance(a_site(), sheets or [a_sheet()], DAY))


def many(number):
    return [Expected(f"Personne Exemple-{n:03d}", 1 + n % 3) for n in range(number)]


@pytest.mark.parametrize(
    "sheets",
    [
        [a_sheet()],
        [a_sheet(*many(40), free=3, demonstration=True), a_sheet(Expected("", hour="14 h"), needs={"boucle": 2})],
        [a_sheet(Expected(HOSTILE, 5), title="x" * 160, place="שלום " + "y" * 90)],
    ],
    ids=["one", "many", "hostile"],
)
def test_a_screen_reader_can_read_it(sheets):
    report = page.validate_pdf_bytes(printed(*sheets), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report


def test_it_says_which_session_where_when_and_who():
    read = words_of(printed(a_sheet(ANNA, Expected("Badr Exemple", 3), free=2, needs={"boucle magnétique": 1})))
    for said in (
        "SM-12", "Premiers pas avec son smartphone", "Jeudi 3 décembre 2026, de 14 h à 16 h", "La Maison des aînés",
        "Anna Exemple", "Badr Exemple", "et 2 autres personnes", "4 personnes attendues, 2 places libres",
        "À préparer : boucle magnétique (1)", "Signature",
    ):  # fmt: skip
        assert said in read


@pytest.mark.parametrize(("free", "blank"), [(0, LEAST), (2, LEAST), (9, 9), (300, MOST)])
def test_there_is_a_blank_line_for_each_free_seat_and_four_at_least(free, blank):
    read = words_of(printed(a_sheet(free=free)))
    assert f" {1 + blank} " in read and f" {2 + blank} " not in read


def test_who_comes_with_others_has_room_for_each_signature_and_a_class_for_one():
    lines = sheet(a_sheet(Expected("A", 3), Expected("B", 9), Expected("C", 24, group="Une classe")))["lines"]
    assert [line["places"] for line in lines] == [3, SIGNATURES, 1]


def test_a_free_appointment_is_a_line_with_its_hour():
    read = words_of(printed(a_sheet(Expected("Anna", hour="14 h"), Expected("", hour="14 h 30"))))
    assert "Heure" in read and "14 h 30" in read and "1 personne attendue" in read


def test_a_hostile_name_stays_a_name_and_loses_nothing():
    long = "n" * 80
    read = words_of(printed(a_sheet(Expected(HOSTILE), Expected(f"{long} 😀"))))
    assert HOSTILE in read and long in read.replace(" ", "") and BLANK in read


def test_each_page_of_a_long_sheet_says_which_session_it_is():
    pages = PdfReader(BytesIO(printed(a_sheet(*many(60)), a_sheet(code="OR-1")))).pages
    assert len(pages) > 4 and "OR-1" in pages[-1].extract_text()
    assert all("SM-12" in one.extract_text() for one in pages[:-1])


def test_the_mark_of_a_rehearsal_does_not_touch_what_follows():
    found = lines_of(render("emargement", attendance(a_site(rehearsal=True), [a_sheet()], DAY)))
    mark = next(one for one in found if one[0].startswith("Répétition"))
    count = next(one for one in found if "attendue" in one[0])

    assert mark[2] - count[4] > 10
