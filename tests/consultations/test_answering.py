"""Answering, step by step, without JavaScript; what is stored, and what is refused."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from formservice.catalogue import Consultation, typed
from formservice.consultations import forms, judging, keeping, rules, stored
from formservice.consultations.handling import Answered
from tests.consultations.reader import Reader
from tests.consultations.town import CLOSES, OPENS, SAID, a_consultation

RAIN = {"id": "pluie", "kind": "short", "text": "Et s’il pleut ?"}


@pytest.fixture
def reader(asked):
    return Reader(asked.app).begin(asked)


def test_a_question_that_depends_on_another_comes_on_a_later_page(reader):
    assert reader.fields == {"q_usage"}
    reader.fill(q_usage="1")
    assert {"q_quand", "q_ordre"} <= reader.fields


def test_who_never_sits_is_not_asked_when(reader):
    assert "q_quand" not in reader.fill(q_usage="3").fields


def test_what_followed_from_an_answer_that_was_changed_is_left_behind(asked, reader):
    reader.fill(q_usage="1").fill(q_quand=["1"], q_note="4").fill(action="back").fill(action="back")
    assert reader.fields == {"q_usage"}
    reader.fill(q_usage="3").fill().fill().fill(quartier="2").fill(action="confirm", status=303)
    [kept] = asked.answers()
    assert kept["said"] == {"usage": "3", "note": "4"}
    assert kept["quartier"] == "La Gare"


def test_an_answer_is_stored_as_it_was_read_again(asked, reader):
    reader.fill(q_usage="1").fill(
        q_quand=["1", "3"], q_ordre=["2", "", "1"], q_note="4", q_combien="12", q_jour="1er juin 2027",
        q_nom="Parc des Tilleuls",
    ).fill(q_idee="Avec un dossier.").fill(quartier="1")  # fmt: skip
    assert "Parc des Tilleuls" in reader.page.html
    reader.fill(action="confirm", status=303)
    [kept] = asked.answers()
    assert kept["said"] == SAID


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"q_ordre": ["1", "1", ""]}, "Le rang 1 est donné plusieurs fois"),
        ({"q_ordre": ["1", "3", ""]}, "Il manque le rang 2"),
        ({"q_ordre": ["1", "quatre", ""]}, "des nombres de 1 à 3"),
        ({"q_note": "9"}, "l’une des réponses proposées"),
        ({"q_quand": ["1", "2", "3"]}, "2\u00a0réponses au plus"),
        ({"q_quand": ["7"]}, "l’une des réponses proposées"),
        ({"q_combien": "501"}, "de 0 à 500"),
        ({"q_jour": "32/13/2027"}, "par exemple 12/03/2027"),
        ({"q_nom": "x" * 201}, "200 caractères au plus"),
    ],
)
def test_a_wrong_answer_is_shown_again_with_what_to_do(asked, reader, fields, said):
    reader.fill(q_usage="1").fill(status=422, **fields)
    assert said in reader.page.html
    assert asked.answers() == []


def test_a_question_that_is_called_as_a_box_of_who_answers_takes_nothing_from_it(asked):
    page = replace(asked.page, consultation=a_consultation(questions=[RAIN | {"id": "usage"}]))
    [rain] = page.consultation.questions
    page = replace(page, consultation=replace(page.consultation, questions=(replace(rain, id="quartier"),)))
    form = forms.whole(page)(MultiDict({"q_quartier": "Une place", "quartier": "2"}))
    assert form.fit(page, None) and form.validate()
    assert form.answers() == {"said": {"quartier": "Une place"}, "quartier": "2", "inform": ""}


def test_a_questionnaire_that_changed_is_still_taken_in_the_version_it_was_shown(asked, reader):
    old = asked.page.version
    reader.fill(q_usage="1")
    asked.publish(questions=[{"id": "pluie", "kind": "short", "text": "Et s’il pleut ?"}])
    reader.fill(q_note="4").fill().fill().fill(action="confirm", status=303)
    [kept] = asked.answers()
    assert kept["asked"] == old
    assert kept["said"] == {"usage": "1", "note": "4"}


def test_after_its_grace_the_old_version_is_not_taken_any_more(asked, reader):
    reader.fill(q_usage="1")
    asked.publish(questions=[{"id": "pluie", "kind": "short", "text": "Et s’il pleut ?"}])
    Reader(asked.app).begin(asked).fill(q_pluie="Rien")
    asked.clock.at += timedelta(days=8)
    reader.fill(q_note="4")
    assert "q_pluie" in reader.fields
    assert "La page a changé" in reader.page.html


def test_what_the_store_keeps_of_a_version_reads_back_the_same(asked):
    stored.remember(asked.app, asked.page.consultation)
    stored.remember(asked.app, asked.page.consultation)
    [(version, _, known)] = stored.versions(asked.app, "BA27")
    assert known.asked == version == a_consultation().asked
    assert typed.dump(known)["questions"] == typed.dump(a_consultation())["questions"]


def test_one_answer_a_person_whatever_the_channel(asked):
    asked.publish(identity="declaree")
    anne = {"name": "Anne Exemple", "birth": "1950-03-12"}
    asked.answer(**anne)
    with pytest.raises(Answered, match="par internet"):
        asked.answer(**anne | {"name": "EXEMPLE Anne"}, channel="paper", agent="lucie")
    [kept] = asked.answers()
    assert "Anne" not in repr(kept)
    assert "1950-03-12" not in repr(kept)


def test_a_code_that_was_not_printed_is_refused(asked):
    asked.publish(identity="code")
    with pytest.raises(Exception, match="n’est pas l’un des nôtres"):
        asked.answer(code="7KM4-3QXW-9PBT")
    assert asked.answers() == []


def test_who_wants_the_results_is_kept_apart_from_what_they_said(asked):
    asked.answer(inform="anne@example.org")
    asked.answer(inform="anne@example.org")
    contacts = [one["contact"] for _, one in asked.app.store.search("inform/", stored.INFORM)]
    assert contacts == ["anne@example.org"]
    assert "anne@" not in repr(asked.answers())


def test_paper_that_came_in_time_is_typed_after_the_close(asked):
    asked.clock.at = CLOSES + timedelta(days=2)
    with pytest.raises(rules.Closed):
        asked.answer()
    assert asked.answer(channel="paper", agent="lucie")["channel"] == "paper"
    asked.clock.at = CLOSES + timedelta(days=8)
    with pytest.raises(rules.Closed):
        asked.answer(channel="paper", agent="lucie")


def test_a_doubtful_answer_waits_in_quarantine_with_its_reason(asked):
    kept = asked.answer(doubt=("plus de 20 envois",))
    assert (kept["state"], kept["doubt"]) == (stored.HELD, ["plus de 20 envois"])


def test_answers_of_different_days_have_one_date(asked):
    asked.answer(channel="telephone", agent="lucie")
    asked.clock.at += timedelta(days=9)
    asked.answer()
    asked.answer(doubt=("plus de 20 envois",))
    asked.publish(closes="2027-03-01 00:00")
    asked.answer()
    assert {one["at"] for one in asked.answers()} == {stored.UNDATED}
    assert Counter(one["week"] for one in asked.answers()) == {"": 3, "2027-W03": 1}
    found = judging.doubted(asked.app, "BA27")
    assert judging.week(found, asked.clock.today()).held == 1
    assert judging.week(found, asked.clock.today() + timedelta(days=7)).held == 0


def test_a_questionnaire_that_comes_back_is_the_last_again(asked):
    rain = [{"id": "pluie", "kind": "short", "text": "Et s’il pleut ?"}]
    for given in ({}, {"questions": rain}, {}, {}):
        asked.publish(**given)
        asked.answer({})
    assert [known.questions[0].id for _, _, known in stored.versions(asked.app, "BA27")] == ["pluie", "usage"]


def test_nothing_is_learnt_of_a_questionnaire_before_it_opens(asked):
    asked.clock.at = OPENS - timedelta(days=1)
    Reader(asked.app).post("/consultations/bancs/", {"q_usage": "1", "action": "next"}, 409)
    assert stored.versions(asked.app, "BA27") == []


def test_a_year_after_the_close_nobody_knows_who_answered(asked):
    asked.publish(identity="declaree")
    asked.answer(name="Anne Exemple", birth="1950-03-12")
    asked.clock.at = CLOSES + timedelta(days=366)
    assert keeping.forget_rights(asked.app) == 0
    asked.clock.at += timedelta(minutes=1)
    assert keeping.forget_rights(asked.app) == 1
    assert list(asked.app.store.search("roll/", "rights")) == []
    assert asked.app.store.get_setting("roll-ba27-reponse") is None
    assert [one["said"]["usage"] for one in asked.answers()] == ["1"]


def test_the_version_of_a_questionnaire_is_that_of_its_file():
    known = a_consultation()
    assert known.asked == a_consultation(title="Autrement dit", done=["Dix bancs."]).asked == read_again(known).asked
    assert known.asked != a_consultation(quartiers=["Les Prés"]).asked
    assert known.asked == "db5d8b05"


def read_again(known):
    """As the store knows it."""
    return typed.read(Consultation, known.definition(), editor=False)
