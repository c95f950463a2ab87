"""A day of the agenda on paper: read without a screen, with a telephone in one hand and a pen in the other."""

from datetime import date, datetime
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice.paper import render
from formservice.paper.attendance import Expected
from formservice.paper.day import Day, Gathering, Person, ToCall, on_paper
from tests.builders import a_site, an_activity
from tests.paper.test_attendance import DAY, a_sheet
from tests.paper.test_render import HOSTILE
from tests.paper.town import words_of

MADE = datetime(2026, 12, 2, 19, 30)
CALL = ToCall(
    "Anna Exemple", "AT-7KM4-3QXW", ("06 39 98 01 02",), "Une place s’est libérée.", "« Bonjour, c’est la mairie. »",
    ("Accepte", "Refuse", "Pas de réponse"), ("mardi 1er décembre 2026 à 10 h, lucie : pas de réponse",), "Mme Voisine",
)  # fmt: skip


def a_gathering(number=2, code="SM-12", **given):
    people = tuple(Person(f"Personne Exemple-{n:03d}", (f"06 39 98 00 {n:02d}",)) for n in range(number))
    sheet = a_sheet(*(Expected(one.name) for one in people), code=code)
    known = {"sheet": sheet, "counts": f"{number} inscrits", "starts": datetime(2026, 12, 3, 14), "coming": people}
    return Gathering(**known | given)


def printed(*gatherings, **given):
    return render("jour", on_paper(a_site(), Day(DAY, MADE, gatherings, **given), (an_activity(),)))


BUSY = [a_gathering(13 - n % 2, f"SM-{n}") for n in range(12)]
ODD = a_gathering(coming=(Person(HOSTILE, ("אבגד " + "n" * 90,), ("x" * 90,)),), waiting=(Person("😀", ()),))


@pytest.mark.parametrize(
    "made",
    [printed(), printed(*BUSY, calls=(CALL,) * 9, more_calls=3), printed(ODD, unread=("SM-9",))],
    ids=["nothing", "busy", "hostile"],
)
def test_a_screen_reader_can_read_it(made):
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report


def test_a_day_with_nothing_is_a_page_that_says_so():
    read = words_of(printed(off=(("OR-2", "Ordinateur", "L’animatrice est malade."),)))
    assert "Aucune séance sur inscription ce jour-là." in read and "L’animatrice est malade." in read
    assert "À jour le mercredi 2 décembre 2026 à 19 h 30. Aucun appel à faire." in read


def test_each_session_has_a_list_with_telephones_then_a_sheet_without():
    pages = [" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(printed(a_gathering()))).pages]
    assert "Liste des inscrits" in pages[1] and "06 39 98 00 01" in pages[1]
    assert "Feuille de présence" in pages[2] and "Personne Exemple-001" in pages[2] and "06 39" not in pages[2]


def test_a_call_says_whom_why_what_and_leaves_a_box_for_each_answer():
    read = words_of(printed(calls=(CALL,), more_calls=3))
    for said in (
        "Anna Exemple", "06 39 98 01 02", "Une place s’est libérée.", "c’est la mairie", "Accepte", "Refuse",
        "Pas de réponse", "Inscription faite par Mme Voisine",
        "Mardi 1er décembre 2026 à 10 h, lucie", "Et 3 autres appels, moins pressés.",
    ):  # fmt: skip
        assert said in read


def test_twelve_sessions_and_a_hundred_and_fifty_people_lose_nobody():
    pages = PdfReader(BytesIO(printed(*BUSY))).pages
    read = words_of(printed(*BUSY))
    assert sum(len(one.coming) for one in BUSY) == 150 and len(pages) <= 1 + 12 * 3 + 2
    assert all(read.count(who.name) == 24 for who in BUSY[1].coming) and all(one.sheet.code in read for one in BUSY)


def test_hostile_words_stay_words_and_an_absent_telephone_is_told():
    read = words_of(printed(ODD))
    assert HOSTILE in read and "n" * 90 in read.replace(" ", "") and "Aucun moyen noté" in read


def test_the_first_page_sums_the_day_up_and_says_what_to_do():
    first = " ".join(PdfReader(BytesIO(printed(a_gathering(), calls=(CALL,)))).pages[0].extract_text().split())
    assert "1 séance, 2 personnes attendues et 1 appel à faire." in first and "Je note, et je vous rappelle" in first


def test_blank_slips_come_last_for_whoever_telephones_meanwhile():
    pages = [one.extract_text() for one in PdfReader(BytesIO(printed(a_gathering()))).pages]
    assert [one.count("Bulletin d’inscription") for one in pages] == [0, 0, 0, 2, 2]
    assert "Écrivez son code" in " ".join(pages[-1].split())


def test_what_could_not_be_read_is_on_the_first_page():
    assert "Illisible, donc absent d’ici : SM-9 et SM-10." in words_of(printed(unread=("SM-9", "SM-10")))


def test_it_says_who_must_not_read_it_and_its_date():
    read = PdfReader(BytesIO(printed()))
    assert "gardez-les sous clé" in words_of(printed()) and read.metadata.creation_date.date() == date(2026, 12, 2)
