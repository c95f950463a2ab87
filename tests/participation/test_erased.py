"""Who asks to be erased: the idea stays under study, and nothing of who proposed it."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from formservice import links, room
from formservice.erase import erase
from formservice.participation import rules, staging
from formservice.purge import purge
from tests.participation.filing import a_photo, file_one
from tests.participation.town import OVER, STUDY


@pytest.fixture
def told(budget, visitor):
    """Anne filed an idea under her name, with a photo; she answered a question, and contests a refusal."""
    file_one(visitor, photo=a_photo(), signature="Anne E.", who="group", group_name="Les Amis d’Anne")
    budget.act("ask", 1, text="De quel côté ?")
    budget.act("reply", 1, agent=None, text="Devant chez Anne, appelez le 06 39 98 00 07.")
    budget.act("complete", 1, agent=None, idea={"what": "Deux bancs."})
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain est privé.")
    budget.act("contest", 1, agent=None, text="Anne en est sûre.")
    return budget


def run(budget, command, *arguments):
    """What a command says; it succeeds."""
    with budget.app.app_context():
        done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def left_of_anne(budget):
    """All that still names her."""
    found = [one for table in ("ideas", "outbox", "calls", "rights") for _, one in budget.app.store.search("", table)]
    return [one for one in found if "Anne" in str(one) or "98 00 07" in str(one) or one.get("person")]


def test_the_idea_stays_under_study_without_its_author(told):
    said = run(told, erase, told.idea(1)["reference"], "--yes")

    assert left_of_anne(told) == []
    idea = told.idea(1)
    assert (idea["state"], idea["idea"]["what"], idea["answers"]) == (rules.CONTESTED, "Deux bancs.", {})
    assert [step["verb"] for step in idea["steps"]] == ["submit", "ask", "reply", "complete", "refuse", "contest"]
    assert idea["steps"][4]["reason"] == "Le terrain est privé." and idea["versions"][0]["what"] == "Un banc à l’ombre."
    assert "retirez « author: » du fichier de content/projets" in said.replace("\u00a0", " ")
    assert "La photo de l’idée n° 1 reste" in said.replace("\u00a0", " ")
    assert told.app.store.get_blob(idea["photo"])


def test_an_idea_that_could_still_be_withdrawn_is_not(budget):
    budget.file("Anne")
    said = run(budget, erase, budget.idea(1)["reference"], "--yes")
    assert budget.idea(1)["state"] == rules.RECEIVED and "author" not in said


def test_the_photo_of_an_idea_that_was_taken_back_goes_with_its_author(budget, visitor):
    file_one(visitor, photo=a_photo())
    budget.act("withdraw", 1, agent=None)
    said = run(budget, erase, budget.idea(1)["reference"], "--yes")
    assert "est effacée aussi" in said and budget.idea(1)["photo"] == ""
    assert staging.sweep(budget.app) == (1, []) and list(budget.app.store.blobs()) == []


def test_an_idea_that_was_taken_back_never_makes_way_for_another(budget, monkeypatch):
    monkeypatch.setattr(room, "SPARE", room.MOST_RECORDS)
    budget.file("Anne")
    budget.act("withdraw", 1, agent=None)
    budget.file("Anne", title="Un arbre")
    assert budget.idea(1)["state"] == rules.WITHDRAWN and budget.idea(2)["idea"]["title"] == "Un arbre"


def test_nothing_is_told_any_more_and_agents_may_still_decide(told):
    run(told, erase, told.idea(1)["reference"], "--yes")
    told.act("accept", 1, agent="karim", cost=900)
    assert told.letters() == [] and told.calls() == []
    assert told.idea(1)["state"] == rules.ACCEPTED


def test_the_page_of_who_was_erased_is_gone_for_reading_and_for_acting(told, visitor):
    partition, _ = told.place(1)
    url = links.address(told.app.store, partition, told.idea(1))
    run(told, erase, told.idea(1)["reference"], "--yes")
    assert visitor.get(url, 410).h1 == "Cette idée a été effacée"
    for action in ("edit", "complete", "reply", "contest", "ask", "cancel"):
        visitor.post(url, {"action": action, "text": "Bonjour"}, 410)
    assert left_of_anne(told) == []


def test_the_idea_of_another_that_was_joined_keeps_its_author(budget):
    budget.file("Anne", title="Un banc")
    budget.file("Badr", title="Des bancs")
    budget.at(STUDY)
    budget.merge(1, into=2)
    run(budget, erase, budget.idea(1)["reference"], "--yes")
    budget.act("accept", 2, cost=900)
    assert budget.idea(2)["answers"]["name"] == "Badr" and budget.letters("Badr") == ["idea_noted", "idea_accepted"]
    assert left_of_anne(budget) == [budget.idea(2)]


def test_contacts_go_one_year_after_the_last_phase_and_the_name_shown_stays(told):
    told.at(OVER + timedelta(days=365))
    assert "0 réponse" in run(told, purge, "--clock-is-right").replace("\u00a0", " ")
    assert told.idea(1)["answers"]["name"] == "Anne Exemple"

    told.at(OVER + timedelta(days=368))
    run(told, purge, "--clock-is-right")

    idea = told.idea(1)
    assert not any(idea["answers"].values()) and idea["person"] == "" and "98 00 07" not in str(idea)
    assert idea["idea"]["signature"] == "Anne E." and idea["steps"][4]["reason"] == "Le terrain est privé."


def test_the_purge_and_the_tick_sweep_photos_that_wait_for_nobody(budget, visitor):
    from tests.participation.filing import fill_in

    for command in ("purge", "tick"):
        fill_in(visitor, photo=a_photo())
        if command == "purge":
            budget.at(budget.clock.at + timedelta(days=3))
            run(budget, purge, "--clock-is-right")
        else:
            assert budget.later(days=3)["photos"] == 1
        assert list(budget.app.store.blobs()) == []
