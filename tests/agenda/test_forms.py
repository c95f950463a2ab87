"""What a resident may answer, and how a refusal says what to write."""

import pytest

from formservice.agenda.forms import WishForm
from formservice.catalogue import Theme
from formservice.fields import declared
from formservice.forms import clean, offered, written_phone
from formservice.kinds import form_for, registry
from tests.builders import NOW, a_session, an_activity, answers


def filled(page=None, **given):
    page = page or an_activity(companions=1)
    form = form_for(page, answers(page, **given), now=NOW)
    form.validate()
    return form


def test_good_answers_pass_and_come_out_clean():
    form = filled(name="  Ann\u200be \u202eMartin ", phone="+33 6.39.98.00.01", companions="1")
    assert form.errors == {}
    assert (form.name.data, form.phone.data, form.companions.data) == ("Anne Martin", "06 39 98 00 01", "1")


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"name": " \u200b "}, "name", "nom"),
        ({"name": "x" * 81}, "name", "80 caractères"),
        ({"session": "SM-99"}, "session", "proposées"),
        ({"session": None}, "session", "date"),
        ({"who": "king"}, "who", "proposées"),
        ({"reach": None}, "reach", "prévenir"),
        ({"phone": ""}, "phone", "03 53 01 00 00"),
        ({"phone": "12"}, "phone", "complet"),
        ({"phone": "1" * 100_000}, "phone", "trop longue"),
        ({"reach": "email"}, "email", "prenom.nom@example.org"),
        ({"email": "a@b, c@example.org"}, "email", "e-mail"),
        ({"email": "x" * 60_000 + "@example.org"}, "email", "trop longue"),
        ({"reach": "other"}, "contact", "personne à prévenir"),
        ({"who": "other", "helper": "Paul"}, "told", "prévenue"),
        ({"who": "other", "told": "agreed"}, "helper", "votre nom"),
        ({"companions": "2"}, "companions", "0 ou 1"),
        ({"companions": "-1"}, "companions", "0 ou 1"),
        ({"page": an_activity(ages=True), "age": "a-hundred"}, "age", "proposées"),
        ({"needs": "castle"}, "needs", "proposées"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(given, field, words):
    form = filled(**given)
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_a_relative_may_sign_someone_up():
    form = filled(who="other", told="agreed", helper="Paul Exemple")
    assert form.errors == {}
    assert form.answers()["helper"] == "Paul Exemple"


def test_nobody_has_to_say_how_old_they_are():
    page = an_activity(ages=True)
    assert filled(page).errors == {} and filled(page).answers()["age"] == ""
    assert filled(page, age="70-79").answers()["age"] == "70-79"


def test_age_is_asked_only_where_the_page_says_so():
    assert "age" not in filled() and "age" in filled(an_activity(ages=True))
    assert "age" not in form_for(Theme("photos", "Photos"), now=NOW)


def test_who_waits_for_a_date_is_asked_nothing_of_a_session():
    lines = {line.name: line for line in declared("wish", WishForm)}
    assert lines["reach"].label == "Comment vous prévenir de la prochaine date\u202f?"
    assert lines["phone"].purpose.why == "Pour vous appeler quand une date est annoncée"
    assert not [line for line in lines.values() if "séance change" in f"{line.label} {line.purpose.why}"]


def test_age_stands_before_what_to_prepare():
    assert [field.short_name for field in filled(an_activity(ages=True))][-2:] == ["age", "needs"]


def test_no_telephone_is_needed_when_a_neighbour_will_tell():
    assert filled(reach="other", phone="", contact="Mme Voisine, 03 53 01 02 03").errors == {}


def test_only_dates_still_open_are_offered():
    page = an_activity(
        sessions=(a_session("SM-1", NOW.replace(hour=9)), a_session("SM-2", cancelled="Grève"), a_session("SM-3"))
    )
    assert list(offered(form_for(page, now=NOW).session)) == ["SM-3"]


def test_an_activity_without_open_date_has_no_form():
    assert form_for(an_activity(sessions=(a_session(start=NOW),)), now=NOW) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03-53-01-00-00", "03 53 01 00 00"),
        ("0033 3 53 01 00 00", "03 53 01 00 00"),
        ("+33(0)353010000", "03 53 01 00 00"),
        ("+32 69 12 34 56", "00 32 69 12 34 56"),
        ("06 39 98", None),
        ("néant", None),
    ],
)
def test_a_telephone_number_is_taken_as_people_write_it(typed, kept):
    assert written_phone(typed) == kept


def test_two_ways_of_writing_an_accent_are_one():
    assert clean("Rene\u0301") == clean("René")


def test_every_field_says_why_it_is_asked():
    lines = registry()
    assert {line.name for line in lines} >= {"name", "phone", "needs"}
    assert all(line.purpose.why and line.purpose.keep.days > 0 and line.purpose.readers for line in lines)
