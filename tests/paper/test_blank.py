"""The printed form of a kind asks the questions of the screen, in the order an agent types them."""

import page
import pytest

from formservice.agenda.forms import SignUpForm
from formservice.paper import render
from formservice.paper.blank import filing_form
from formservice.paper.fields import fields_of
from tests.builders import a_site, an_activity
from tests.paper.town import an_edition, blank_idea, plain, words_of


def printed(large: bool = False) -> bytes:
    """The form of the edition."""
    return render("form", filing_form(a_site(dpo="donnees@example.org"), an_edition(), blank_idea(), large=large))


def test_the_form_of_an_activity_becomes_questions_in_its_order():
    form = SignUpForm()
    form.fit(an_activity(), None)
    questions = fields_of(form)

    assert [one["label"] for one in questions] == [field.label.text for field in form]
    assert [one["code"] for one in questions] == [str(n) for n in range(1, len(questions) + 1)]
    assert questions[0]["kind"] == "choices" and questions[0]["choices"]
    assert [one["label"] for one in questions if one["several"]] == [form.needs.label.text]


def test_each_question_has_room_for_its_answer():
    kinds = {one["label"]: (one["kind"], one["lines"]) for one in fields_of(blank_idea())}

    assert kinds["Votre idée en quelques mots"] == ("text", 1)
    assert kinds["Où exactement\u202f?"] == ("text", 2)
    assert kinds["Que proposez-vous\u202f?"] == ("lines", 5)
    assert kinds["Date de naissance"][0] == "date"
    assert kinds["Adresse e-mail"] == ("text", 1)


def test_a_photo_is_not_asked_but_may_be_joined_on_paper():
    assert not [one for one in fields_of(blank_idea()) if "photo" in one["label"]]
    assert "Une photo de l’endroit, imprimée, peut être jointe." in words_of(printed())


@pytest.mark.parametrize("large", [False, True])
def test_every_question_hint_and_choice_is_on_paper(large):
    read = words_of(printed(large))

    for question in fields_of(blank_idea()):
        assert plain(f"{question['code']} {question['label']}") in read
        assert all(plain(words) in read for words in (*question["choices"], question["hint"]))


def test_it_says_where_to_bring_it_by_when_and_what_becomes_of_the_answers():
    read = words_of(printed())

    assert "Le dimanche 14 février 2027" in read and "1 place de l’Exemple" in read
    assert "Je suis d’accord" in read and "Signature" in read
    assert (
        "les agents de la participation les lisent. Elles sont gardées jusqu’à" in read
        and "donnees@example.org" in read
    )
    assert all(
        words in read for words in ("Réservé à la mairie", "Code à saisir : BP", "Numéro", "Reçu le", "Reçu par")
    )


@pytest.mark.parametrize("large", [False, True])
def test_a_screen_reader_can_read_it(large):
    report = page.validate_pdf_bytes(printed(large), profile=page.ValidationProfile.PDF_UA_1)

    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant
