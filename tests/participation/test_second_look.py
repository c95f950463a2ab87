"""A decision looked at again, and what no longer moves once the vote is open."""

from datetime import date, timedelta

import pytest

from formservice.participation import projects, rules
from formservice.participation.rules import NotNow, TooLate
from formservice.participation.study import Overtaken
from tests.participation.town import STUDY, VOTE, an_edition


@pytest.fixture
def contested(budget):
    """An idea that Lucie refused the day before the vote, and that its author contests."""
    budget.file("Anne")
    budget.file("Badr")
    budget.at(VOTE - timedelta(days=1))
    budget.act("refuse", 1, reason="Le terrain est privé.")
    budget.act("contest", 1, agent=None, text="Il est à la ville.")
    return budget


def test_a_refusal_is_contested_before_the_vote_opens():
    refusals = [{"at": f"2027-0{month}-20T10:00", "verb": "refuse", "agent": "lucie"} for month in (3, 4)]
    assert rules.contest_until(an_edition(), rules.REFUSED, refusals[:1]) == date(2027, 4, 4)
    assert rules.contest_until(an_edition(), rules.REFUSED, refusals) == date(2027, 5, 2)


def test_what_was_contested_in_time_is_judged_though_the_vote_is_open_and_joins_no_ballot(contested):
    contested.at(VOTE + timedelta(days=1))
    idea = contested.act("accept", 1, agent="karim", cost=900)

    assert idea["state"] == rules.ACCEPTED and rules.is_late(idea["steps"])
    assert projects.status_of(idea, known=True) == "refuse"
    assert "prochaine édition" in projects.decided(idea, projects.decision(idea))["reason"]
    letters = [one for _, one in contested.app.store.search("", "outbox") if one["template"] == "idea_accepted"]
    assert [(one["data"]["late"], one["data"]["day"]) for one in letters] == [(True, "")]


def test_once_the_vote_is_open_nothing_else_is_decided_of_what_is_contested(contested):
    contested.at(VOTE)
    with pytest.raises(NotNow, match="vote est ouvert"):
        contested.merge(1, into=2, agent="karim")
    contested.act("refuse", 1, agent="karim", reason="Il est à un voisin.")
    with pytest.raises(NotNow, match="vote est ouvert"):
        contested.act("accept", 1, agent="karim", cost=900)


def test_who_refused_does_not_join_what_its_author_contests(contested):
    with pytest.raises(NotNow, match="autre agent"):
        contested.merge(1, into=2)
    contested.merge(1, into=2, agent="karim")
    with pytest.raises(NotNow, match="autre agent"):
        contested.part(1)
    assert contested.part(1, agent="karim")["state"] == rules.CONTESTED


def test_who_refused_does_not_refuse_again_what_another_kept(contested):
    contested.act("refuse", 1, agent="karim", reason="Il est à un voisin.")
    contested.act("accept", 1, agent="karim", cost=900)
    with pytest.raises(NotNow, match="a été relue"):
        contested.act("refuse", 1, reason="Non.")
    with pytest.raises(NotNow, match="Vous aviez signé"):
        contested.act("accept", 1, cost=800)


def test_a_question_an_idea_joined_and_parted_then_an_answer(budget):
    budget.file("Anne")
    budget.file("Badr")
    budget.at(STUDY)
    budget.act("ask", 1, text="De quel côté ?")
    budget.merge(1, into=2)

    assert budget.part(1)["state"] == rules.QUESTIONED
    assert budget.act("reply", 1, agent=None, text="À droite.")["state"] == rules.RECEIVED


def test_a_question_asked_of_what_is_contested_leads_back_to_the_contest(contested):
    contested.act("ask", 1, agent="karim", text="De quel côté ?")
    contested.merge(1, into=2, agent="karim")
    contested.part(1, agent="karim")
    assert contested.act("reply", 1, agent=None, text="À droite.")["state"] == rules.CONTESTED


@pytest.mark.parametrize(
    ("verb", "given"), [("ask", {"text": "Où ?"}), ("withdraw", {}), ("word", {"public": {"title": "Un arbre"}})]
)
def test_once_the_vote_is_open_the_ballot_stays_as_it_is(budget, verb, given):
    budget.file("Anne")
    budget.file("Badr")
    budget.at(STUDY)
    budget.act("accept", 1, cost=900)
    budget.at(VOTE)
    with pytest.raises(NotNow, match="vote est ouvert depuis le lundi 3.mai 2027"):
        budget.act(verb, 1, **given)
    budget.act(verb, 2, **given)


def test_a_project_is_not_dearer_than_its_envelope_and_its_cost_is_mended(budget):
    budget.file("Anne")
    budget.at(STUDY)
    with pytest.raises(NotNow, match="L’enveloppe du secteur est de 20\xa0000\xa0€"):
        budget.act("accept", 1, cost=20_001)
    budget.act("accept", 1, cost=20_000)

    budget.act("accept", 1, cost=900)

    assert budget.idea(1)["cost"] == 900 and [verb for verb, _, _ in budget.journal(1)][1:] == ["accept", "accept"]
    letters = [one for _, one in budget.app.store.search("", "outbox") if one["template"] == "idea_accepted"]
    assert [one["data"]["again"] for one in letters] == [True]


def test_nothing_is_parted_out_of_the_study(budget):
    budget.file("Anne")
    budget.file("Badr")
    budget.at(STUDY)
    budget.merge(1, into=2)
    budget.at(VOTE)
    with pytest.raises(NotNow, match="vote est ouvert"):
        budget.part(1)


def test_without_a_study_in_the_calendar_one_decides_after_the_filing():
    edition = an_edition(phases=[{"name": "depot", "since": "2027-01-11 08:00", "until": "2027-02-15 00:00"}])
    with pytest.raises(NotNow, match="lundi 15.février 2027"):
        rules.check_study(edition, "accept", STUDY - timedelta(days=8), rules.RECEIVED)
    rules.check_study(edition, "accept", STUDY, rules.RECEIVED)


def test_an_idea_that_others_joined_is_not_withdrawn_nor_joined_to_what_was_refused(budget):
    for name in ("Anne", "Badr", "Célie"):
        budget.file(name)
    budget.at(STUDY)
    budget.merge(1, into=2)
    with pytest.raises(NotNow, match="séparez-les"):
        budget.act("withdraw", 2)
    budget.act("refuse", 2, reason="Le terrain est privé.")
    with pytest.raises(NotNow, match="n’est plus à l’étude"):
        budget.merge(3, into=2)


def test_two_texts_to_publish_at_once_are_not_one(budget):
    budget.file("Anne")
    seen = budget.idea(1)["version"]
    budget.act("word", 1, public={"title": "Un banc"}, version=seen)
    with pytest.raises(Overtaken):
        budget.act("word", 1, public={"title": "Deux bancs"}, version=seen)
    assert budget.act("word", 1, public={"title": "Un banc"}, version=seen)["public"] == {"title": "Un banc"}


def test_to_have_done_with_the_page_is_no_change_for_who_decides(budget):
    budget.file("Anne")
    budget.at(STUDY)
    seen, (partition, id) = budget.idea(1)["version"], budget.place(1)
    with budget.app.store.transaction(partition) as records:
        records.update(partition, "ideas", id, finished=True)

    for _ in range(2):
        assert budget.act("accept", 1, cost=900, version=seen)["state"] == rules.ACCEPTED
    assert len(budget.idea(1)["steps"]) == 2


def test_a_second_contest_with_other_words_is_not_taken_for_the_first(contested):
    contested.act("contest", 1, agent=None, text="Il est à la ville.")
    with pytest.raises(TooLate):
        contested.act("contest", 1, agent=None, text="Regardez le plan.")


def test_words_are_not_written_over_others_that_were_not_seen(budget):
    budget.file("Anne")
    budget.act("complete", 1, agent=None, idea={"what": "Deux bancs."}, seen=0)
    with pytest.raises(Overtaken):
        budget.act("complete", 1, agent=None, idea={"what": "Trois bancs."}, seen=0)
    for n in range(19):
        budget.act("complete", 1, agent=None, idea={"what": f"{n} bancs."})
    with pytest.raises(NotNow, match="20 fois"):
        budget.act("complete", 1, agent=None, idea={"what": "Encore."})
