"""What is kept of an answer, for how long, and what goes when its person asks."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from formservice import handlers
from formservice.consultations import stored
from formservice.consultations.keeping import forget_contacts
from formservice.erase import erase
from formservice.kinds import registry
from formservice.purge import carry_out, due
from tests.consultations.town import CLOSES, SAID

CHOICES = {id: SAID[id] for id in ("usage", "quand", "ordre", "note")}


def run(asked, *words):
    with asked.app.app_context():
        done = CliRunner().invoke(erase, [*words, "--yes"])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_year_after_the_close_what_was_written_goes_and_choices_stay(asked):
    asked.answer()
    asked.clock.at = CLOSES + timedelta(days=366)
    assert list(due(asked.app)) == []
    asked.clock.at += timedelta(minutes=1)
    assert carry_out(asked.app, list(due(asked.app))) == 0
    [kept] = asked.answers()
    assert (kept["state"], kept["said"], kept["texts"]) == (stored.COUNTED, CHOICES, [])
    assert [kept[name] for name in ("quartier", "person", "key")] == ["", "", ""]
    assert list(due(asked.app)) == []


@pytest.mark.parametrize("quartier", ["", "1"])
def test_an_answer_of_choices_alone_is_nobodys_after_that_year(asked, quartier):
    asked.answer({"usage": "1"}, quartier=quartier)
    asked.clock.at = CLOSES + timedelta(days=367)
    assert carry_out(asked.app, list(due(asked.app))) == 0
    [kept] = asked.answers()
    assert (kept["said"], kept["quartier"], kept["person"], kept["key"]) == ({"usage": "1"}, "", "", "")
    assert list(due(asked.app)) == []


def test_what_an_agent_read_and_redacted_goes_with_it_its_theme_stays(asked):
    kept = asked.answer()
    partition, line = next(iter(asked.app.store.search("answer/", stored.TABLE)))
    with asked.app.store.transaction(partition) as records:
        read = {"idee": {"theme": "confort", "text": "Avec un dossier.", "publish": True, "by": "lucie"}}
        records.update(partition, stored.TABLE, line["id"], read=read)
    asked.clock.at = CLOSES + timedelta(days=367)
    carry_out(asked.app, list(due(asked.app)))
    [left] = asked.answers()
    assert left["id"] == kept["id"] and left["read"]["idee"]["theme"] == "confort"
    assert "dossier" not in repr(left)


def test_the_name_given_with_an_answer_goes_too(asked):
    asked.publish(anonymous="false")
    asked.answer(name="Anne Exemple")
    asked.clock.at = CLOSES + timedelta(days=367)
    carry_out(asked.app, list(due(asked.app)))
    assert "Anne" not in repr(asked.answers())


def test_an_answer_whose_consultation_is_gone_is_over_since_the_close_it_was_last_asked_with(asked):
    kept = asked.answer()
    asked.online()
    assert handlers.HANDLERS["answer"].ended(asked.app, kept) == CLOSES


def test_who_asks_before_the_close_is_counted_no_more(asked):
    reference = asked.answer()["reference"]
    assert "La réponse n’est plus comptée." in run(asked, reference)
    [left] = asked.answers()
    assert (left["state"], left["said"], left["person"], left["quartier"]) == (stored.REMOVED, {}, "", "")


def test_who_asks_after_the_close_stays_counted_without_their_words(asked):
    reference = asked.answer()["reference"]
    asked.clock.at = CLOSES + timedelta(days=1)
    assert "La réponse reste comptée, sans personne." in run(asked, reference)
    [left] = asked.answers()
    assert (left["state"], left["said"], left["person"]) == (stored.COUNTED, CHOICES, "")


def test_who_asked_for_the_results_is_forgotten_a_year_after_the_close(asked):
    asked.answer(inform="anne@example.org")
    asked.clock.at = CLOSES + timedelta(days=366)
    assert forget_contacts(asked.app) == 0
    asked.clock.at += timedelta(minutes=1)
    assert forget_contacts(asked.app) == 1
    assert list(asked.app.store.search("inform/", stored.INFORM)) == []


@pytest.mark.parametrize("name", ["said", "quartier", "birth", "inform", "code"])
def test_the_privacy_page_says_what_is_asked_and_how_long_it_is_kept(name):
    lines = [one for one in registry() if one.form == "Répondre à une consultation"]
    [line] = [one for one in lines if one.name == name]
    assert "un\u00a0an après la fin de la consultation" in line.purpose.keep.words
    assert handlers.HANDLERS["answer"].free({"texts": [], "said": {}}) == {}
