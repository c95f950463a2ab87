"""Whom one calls about the resource centre: the house itself when it has a telephone."""

from datetime import date

import pytest

from formservice.catalogue import Opening
from formservice.catalogue.kinds import SPANS
from formservice.theme import centre_line, opening_words
from tests.builders import NOW, a_place, a_release
from tests.pages import Client
from tests.resources.test_letters import MAIL, letters
from tests.resources.town import ANSWERS, OPEN, a_centre

HOUSE = (a_place(hours=OPEN, phone="03 53 01 59 40"),)
SAID = "03 53 01 59 40, du mercredi au samedi, de 14 h à 18 h"


def test_a_house_without_a_telephone_is_reached_through_the_town():
    town = a_centre()

    assert centre_line(town).telephone == town.site.telephone
    assert centre_line(a_centre(places=HOUSE)).telephone == "03 53 01 59 40"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("mercredi", "jeudi", "vendredi", "samedi"), "du mercredi au samedi, de 14 h à 18 h"),
        (("mercredi", "samedi"), "le mercredi et le samedi, de 14 h à 18 h"),
        (("lundi", "mercredi", "jeudi"), "le lundi, le mercredi et le jeudi, de 14 h à 18 h"),
    ],
)
def test_the_hours_are_said_in_a_few_words(days, said):
    assert opening_words(Opening(days, SPANS.read("14:00-18:00"))).replace("\xa0", " ") == said


def test_the_form_the_check_page_and_the_request_give_the_telephone_of_the_house(app_on, tmp_path):
    client = Client(app_on(a_release(tmp_path / "release", a_centre(places=HOUSE)), NOW))
    form = client.get("/ressources/mlb-1/demande/")
    sent = {name: value for name, value in ANSWERS.items() if value} | {"name": "Dominique Exemple"}
    check = client.post(form.url, sent, 200)
    page = client.press(check, "confirm")

    assert form.says(SAID) and check.says("03 53 01 59 40") and page.says(SAID)
    assert client.press(page, "ask").says("03 53 01 59 40")


def test_the_letters_of_the_centre_give_it_too(centre):
    centre.publish(places=HOUSE)
    centre.ask("Anna Un", way="consult", day=str(date(2026, 12, 3)), **MAIL)
    text = letters(centre)["loan_noted"][1].replace("\xa0", " ")

    assert text.count(SAID) == 2 and "Venez le jour choisi" in text
