"""An old page of a questionnaire that was changed since: choices follow their words, never their place."""

from datetime import timedelta

import pytest

from formservice.consultations.carrying import carried
from tests.consultations.reader import Reader
from tests.consultations.town import FILE, a_consultation

LATER = timedelta(days=8)


@pytest.fixture
def reader(asked):
    return Reader(asked.app).begin(asked)


def question(id, **given):
    """A question of the town, changed."""
    return next(one for one in FILE["questions"] if one["id"] == id) | given


def test_options_put_in_another_order_keep_what_was_chosen(asked, reader):
    reader.fill(q_usage="1").fill(q_quand=["1", "3"], q_ordre=["2", "", "1"])
    asked.publish(questions=[
        question("usage", options=["Jamais", "Parfois", "Chaque jour"]),
        question("quand", options=["Le soir", "Le matin", "La nuit"]),
        question("ordre", options=["Le parc", "L’école", "La gare"]),
    ])  # fmt: skip
    Reader(asked.app).begin(asked).fill(q_usage="1")
    asked.clock.at += LATER
    reader.fill(action="next")
    assert reader.page.says("La page a changé") and not reader.page.says("Répondez de nouveau")
    assert reader.page.field("q_usage") == "3"
    reader.fill()
    assert reader.page.tree.xpath("//input[@name='q_quand'][@checked]/@value") == ["1", "2"]
    assert reader.page.tree.xpath("//input[@name='q_ordre']/@value") == ["1", "2", ""]


def test_an_option_that_is_gone_is_told_and_not_answered_for_another(asked, reader):
    reader.fill(q_usage="1")
    asked.publish(questions=[question("usage", options=["Parfois", "Jamais"])])
    Reader(asked.app).begin(asked).fill(q_usage="1")
    asked.clock.at += LATER
    reader.fill(q_note="4")
    assert reader.page.says("Répondez de nouveau à : « Vous asseyez-vous sur un banc ? »")
    assert not reader.page.tree.xpath("//input[@name='q_usage'][@checked]")
    assert reader.fill(status=422).page.errors() == ["Choisissez une réponse."]


def test_a_choice_of_a_version_that_nobody_knows_is_dropped(asked, reader):
    page = reader.fill(version="deadbeef", q_usage="1", q_nom="Parc d’Essai").page
    assert page.says("La page a changé") and not page.tree.xpath("//input[@checked]")
    assert asked.answers() == []


@pytest.mark.parametrize("kind", ["number", "date", "long", "short"])
def test_an_answer_to_another_question_of_the_same_name_is_not_kept(kind):
    old = a_consultation(questions=[{"id": "b", "kind": "one", "text": "Combien ?", "options": ["Dix", "Vingt"]}])
    new = a_consultation(questions=[{"id": "b", "kind": kind, "text": "Combien ?"}])
    assert carried(old, new, {"q_b": ["2"]}) == ({}, list(new.questions))


def test_a_number_of_another_unit_is_not_kept():
    old, new = (
        a_consultation(questions=[{"id": "b", "kind": "number", "text": "Quelle longueur ?", "unit": unit}])
        for unit in ("mètres", "kilomètres")
    )
    assert carried(old, new, {"q_b": ["200"]}) == ({}, list(new.questions))
    assert carried(old, old, {"q_b": ["200"]}) == ({"q_b": ["200"]}, [])


def test_words_of_a_questionnaire_that_nobody_knows_are_shown_again():
    kept, _ = carried(None, a_consultation(), {"q_idee": ["Un dossier."], "q_combien": ["12"], "q_usage": ["1"]})
    assert kept == {"q_idee": ["Un dossier."]}
