"""The card for the fridge door: what matters on one side, ten centimetres by fifteen."""

from datetime import datetime, timedelta
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice.paper import render
from formservice.paper.reminder import Reminder, reminder
from tests.builders import a_site
from tests.paper.test_render import HOSTILE
from tests.paper.town import lines_of, words_of

START = datetime(2026, 12, 3, 14)


def a_card(dates=1, **given):
    weeks = [START + timedelta(weeks=n) for n in range(dates)]
    known = {
        "title": "Premiers pas avec son smartphone", "reference": "AT-7KM4-3QXW", "name": "Anna Exemple", "party": 1,
        "place": "La Maison des aînés", "address": "2 rue de l’Exemple", "bring": "Votre téléphone chargé.",
    }  # fmt: skip
    return Reminder(**known | {"dates": [(one, one + timedelta(hours=2)) for one in weeks]} | given)


def printed(card=None, **given):
    return render("rappel", reminder(a_site(**given), card or a_card()))


LONG = a_card(30, title=HOSTILE, name="n" * 80, place="y" * 80, address="z" * 120, bring="w" * 90, party=6)


@pytest.mark.parametrize("card", [a_card(), a_card(8, demonstration=True), LONG], ids=["one", "cycle", "hostile"])
def test_a_screen_reader_can_read_it(card):
    report = page.validate_pdf_bytes(printed(card), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report


def test_one_side_says_all_that_is_to_be_remembered():
    (side,) = PdfReader(BytesIO(printed())).pages
    read = words_of(printed())
    assert [round(float(size) / 72 * 25.4) for size in side.mediabox[2:]] == [150, 100]
    for said in (
        "jeudi", "décembre", "De 14 h à 16 h", "Premiers pas avec son smartphone", "La Maison des aînés",
        "2 rue de l’Exemple", "Votre téléphone chargé.", "AT-7KM4-3QXW", "03 53 01 00 01", "Pour Anna Exemple",
    ):  # fmt: skip
        assert said in read


@pytest.mark.parametrize(
    "card", [a_card(), a_card(8), a_card(bring="Votre téléphone. " * 5)], ids=["one", "cycle", "much"]
)
def test_long_hours_are_not_printed_over_the_telephone(card):
    pdf = printed(card, telephone_hours="du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h 30")
    found = lines_of(pdf)
    _, left, foot, _, top = next(one for one in found if "03 53 01 00 01" in one[0])
    beside = [one for one in found if one[1] < left and one[2] < top and one[4] > foot]

    assert "17 h 30" in words_of(pdf)
    assert beside and [words for words, _, _, right, _ in beside if right > left] == []


def test_the_dates_of_a_cycle_are_on_the_back():
    front, back = PdfReader(BytesIO(printed(a_card(8)))).pages
    assert "Puis 7 autres dates" in " ".join(front.extract_text().split())
    read = " ".join(back.extract_text().split())
    assert "Jeudi 3 décembre 2026, de 14 h à 16 h" in read and "Jeudi 21 janvier 2027" in read


def test_hostile_words_stay_words_and_none_is_lost():
    read = words_of(printed(LONG))
    together = read.replace(" ", "")
    assert HOSTILE in read and all(letter * many in together for letter, many in (("n", 80), ("y", 80), ("z", 120)))
