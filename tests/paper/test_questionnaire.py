"""A consultation on paper: the questions and numbers of the screen, who answers apart, readable by a screen reader."""

from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from formservice.consultations import forms
from formservice.consultations.answering import Answering
from formservice.paper import render
from formservice.paper.questionnaire import EMPTY, questionnaire
from tests.builders import a_site
from tests.consultations.town import FILE, a_consultation
from tests.paper.town import plain, words_of

ONE = {"id": "oui", "kind": "one", "text": "D’accord ?", "options": ["Oui", "Non"]}


def data(large=False, **given):
    """The data of the questionnaire."""
    return questionnaire(a_site(dpo="donnees@example.org"), a_consultation(**given), large=large)


def pdf(large=False, **given):
    """The same, printed."""
    return render("questionnaire", data(large, **given))


def pages_of(made):
    """The words of each page."""
    return [plain(one.extract_text().replace("\u200b", "")) for one in PdfReader(BytesIO(made)).pages]


def test_questions_have_the_numbers_the_words_and_the_order_of_the_agents_screen():
    known = Answering(a_consultation(), paper=True)
    form = forms.whole(known)()
    form.fit(known, None)
    printed = data()["questions"]

    assert [one["label"] for one in printed] == [field.label.text for field in form if field.name != "inform"]
    assert [one["code"] for one in printed] == [str(n) for n in range(1, 10)]
    assert printed[0]["choices"] == ["Chaque jour", "Parfois", "Jamais"] and printed[0]["numbered"]


@pytest.mark.parametrize("large", [False, True])
def test_every_question_option_and_end_is_on_paper(large):
    read = words_of(pdf(large))

    for question in data()["questions"]:
        assert plain(f"{question['code']} {question['label']}") in read
        assert all(plain(words) in read for words in (*question["choices"], question["hint"], question["condition"]))
    assert "2 Parfois" in read and "Pas du tout" in read and "Tout à fait" in read


def test_a_question_that_depends_on_another_says_when():
    conditions = [plain(one["condition"]) for one in data()["questions"]]

    assert conditions[1] == "Seulement si vous avez répondu « Chaque jour » ou « Parfois » à la question 1."
    assert not any(conditions[2:])


def test_each_kind_has_boxes_of_its_own():
    by = {one["code"]: one for one in data()["questions"]}

    assert [by[code]["kind"] for code in by] == [
        "choices", "choices", "ranks", "scale", "number", "date", "lines", "lines", "choices",
    ]  # fmt: skip
    assert by["4"]["degrees"] == ["1", "2", "3", "4", "5"] and by["5"]["cells"] == 3
    assert by["8"]["lines"] > by["7"]["lines"]


def test_it_says_by_when_where_how_and_what_becomes_of_it():
    read = words_of(pdf(counters=["à la médiathèque"]))

    assert "Le dimanche 14 février 2027" in read and "À la médiathèque" in read
    assert "Réservé à la mairie" in read and "Code à saisir : BA27" in read
    assert "appelez le 03 53 01 00 01" in read and "donnees@example.org" in read


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"identity": "declaree"}, ["name", "birth", "inform"]),
        ({"identity": "code"}, ["code", "inform"]),
        ({}, ["inform"]),
    ],
)
def test_who_answers_stands_on_the_strip_and_nowhere_else(given, asked):
    made = data(**given)
    form = forms.whole(Answering(a_consultation(**given), paper=True))()
    labels = [form[name].label.text for name in asked]

    assert [one["label"] for one in made["strip"]["fields"]] == labels
    assert not {one["label"] for one in made["questions"]} & set(labels)
    assert not made["signed"], "a signature would tell who answers"


def test_the_strip_carries_nothing_that_leads_to_the_answers():
    strip = data(identity="declaree")["strip"]

    assert all(one["code"] == "0" for one in strip["fields"]) and "BA27" not in str(strip)
    assert [one["kind"] for one in strip["fields"]] == ["text", "date", "text"]


def test_where_answers_are_not_anonymous_there_is_nothing_to_cut_and_one_signs():
    made = data(identity="declaree", anonymous="false")

    assert made["strip"]["fields"] == [] and made["signed"]
    assert "Nom et prénom" in [one["label"] for one in made["questions"]]
    assert "À détacher" not in words_of(pdf(identity="declaree", anonymous="false"))


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("questions", range(1, 14))
def test_what_is_cut_off_has_no_answer_on_its_back(questions, large):
    """Whatever the length of the questionnaire, the strip is on the front of the last sheet."""
    many = [ONE | {"id": f"q{n}", "options": [f"Réponse {m}" for m in range(4)]} for n in range(questions)]
    pages = pages_of(pdf(large, identity="declaree", questions=many))

    assert len(pages) % 2 == 1 and "Qui répond" in pages[-1]
    assert sum("Qui répond" in one for one in pages) == 1
    assert pages[-2].count(EMPTY) == 0 or "Réponse" not in pages[-2]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("given", [{"identity": "declaree"}, {"identity": "code", "demonstration": "true"}, {
    "questions": [FILE["questions"][3] | {"least": "0", "most": "10"}], "anonymous": "false",
}])  # fmt: skip
def test_a_screen_reader_can_read_it(given, large):
    report = page.validate_pdf_bytes(pdf(large, **given), profile=page.ValidationProfile.PDF_UA_1)

    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant
