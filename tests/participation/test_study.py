"""What becomes of an idea: each act once, said to its authors, and nothing lost."""

from datetime import timedelta

import pytest

from formservice.participation import rules
from formservice.participation.rules import NotAllowed, NotNow, TooLate
from formservice.participation.study import Overtaken
from tests.participation.town import CLOSES, PHASES, STUDY, VOTE, an_edition


def test_ideas_are_numbered_in_order_of_arrival(budget):
    assert [budget.file(name)["number"] for name in ("Anne", "Badr", "Célie")] == [1, 2, 3]
    assert budget.letters() == ["idea_noted"] * 3


def test_a_birth_date_is_not_kept(budget):
    kept = budget.file("Anne")
    assert "1950-03-12" not in repr(kept)
    assert kept["idea"]["where"] == "Devant l’école"
    assert "title" not in kept["answers"]


def test_each_person_files_so_many_ideas_whatever_the_channel(budget):
    budget.file("Anne", title="Un banc")
    budget.file(
        "ANNE", title="Un arbre", channel="paper", agent="lucie", email="", reach="phone", phone="06 39 98 00 01"
    )

    with pytest.raises(NotAllowed, match="2 idées au plus.*version 2"):
        budget.file("Anne", title="Un jeu")

    assert [number for number in (1, 2) if budget.idea(number)] == [1, 2]


def test_an_idea_that_its_author_withdraws_makes_room_for_another(budget):
    budget.file("Anne", title="Un banc")
    budget.file("Anne", title="Un arbre")

    budget.act("withdraw", 1, agent=None)
    budget.act("withdraw", 1, agent=None)

    assert budget.file("Anne", title="Un jeu")["number"] == 3
    with pytest.raises(NotAllowed):
        budget.file("Anne", title="Un quai")


def test_after_the_close_an_agent_types_what_came_on_paper_until_the_study(budget):
    budget.at(CLOSES + timedelta(days=2))
    with pytest.raises(NotAllowed, match="terminé"):
        budget.file("Anne")
    assert budget.file("Anne", channel="paper", agent="lucie")["number"] == 1
    budget.at(STUDY)
    with pytest.raises(NotAllowed, match="terminé"):
        budget.file("Badr", channel="paper", agent="lucie")


def test_what_came_on_paper_is_typed_though_the_study_opens_when_the_filing_closes(budget):
    follow = [phase | ({"since": f"{CLOSES:%Y-%m-%d %H:%M}"} if phase["name"] == "etude" else {}) for phase in PHASES]
    budget.publish(editions=(an_edition(phases=follow, paper="3 days"),))
    budget.at(CLOSES + timedelta(days=3, minutes=-1))
    assert budget.file("Anne", channel="paper", agent="lucie")["number"] == 1
    budget.at(CLOSES + timedelta(days=3))
    with pytest.raises(NotAllowed, match="terminé"):
        budget.file("Badr", channel="paper", agent="lucie")


def test_nothing_is_typed_any_more_once_the_vote_is_open():
    edition = an_edition(paper="52 weeks")
    assert rules.may_type(edition, VOTE - timedelta(minutes=1)) and not rules.may_type(edition, VOTE)
    assert "14/02/2027" in rules.why_not_typed(edition, VOTE) and "02/05/2027" in rules.why_not_typed(edition, VOTE)


def test_a_question_is_asked_and_answered_and_the_idea_goes_on(budget):
    budget.file("Anne")
    budget.act("ask", 1, text="De quel côté de la rue ?")
    assert budget.idea(1)["state"] == rules.QUESTIONED

    budget.act("reply", 1, agent=None, text="Du côté de l’école.")

    assert budget.idea(1)["state"] == rules.RECEIVED
    assert [step["verb"] for step in budget.idea(1)["steps"]] == ["submit", "ask", "reply"]


def test_nothing_is_decided_before_the_study_nor_once_the_vote_is_open(budget):
    budget.file("Anne")
    with pytest.raises(NotNow, match="22\xa0février 2027"):
        budget.act("accept", 1, cost=900)
    budget.at(VOTE)
    with pytest.raises(NotNow, match="vote est ouvert"):
        budget.act("accept", 1, cost=900)
    assert budget.idea(1)["state"] == rules.RECEIVED


def test_a_refusal_may_be_contested_and_another_agent_looks_again(budget):
    budget.file("Anne")
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain est privé.")
    budget.act("contest", 1, agent=None, text="Il est à la ville.")

    with pytest.raises(NotNow, match="autre agent"):
        budget.act("accept", 1, cost=900)
    budget.act("accept", 1, agent="karim", cost=900)

    assert budget.idea(1)["state"] == rules.ACCEPTED
    assert [verb for verb, _, _ in budget.journal(1)] == ["submit", "refuse", "contest", "accept"]


def test_a_second_refusal_is_the_last(budget):
    budget.file("Anne")
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain est privé.")
    budget.act("contest", 1, agent=None, text="Il est à la ville.")
    budget.act("refuse", 1, agent="karim", reason="Il est à un voisin.")
    with pytest.raises(NotNow, match="déjà été relue"):
        budget.act("contest", 1, agent=None, text="Encore.")


def test_a_refusal_is_contested_within_the_time_of_the_rules(budget):
    budget.file("Anne")
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain est privé.")
    budget.at(STUDY + timedelta(days=16))
    with pytest.raises(NotNow, match="9\xa0mars 2027"):
        budget.act("contest", 1, agent=None, text="Trop tard.")


def test_two_agents_decide_at_once_and_the_second_sees_what_the_first_did(budget):
    budget.file("Anne")
    budget.at(STUDY)
    seen = budget.idea(1)["version"]
    budget.act("accept", 1, cost=900, version=seen)

    with pytest.raises(Overtaken) as overtaken:
        budget.act("refuse", 1, agent="karim", reason="Non.", version=seen)

    assert [(step["verb"], step["agent"], step["cost"]) for step in overtaken.value.steps] == [("accept", "lucie", 900)]
    assert budget.act("accept", 1, cost=900, version=seen)["state"] == rules.ACCEPTED


def test_two_agents_who_do_the_same_at_once_are_not_taken_for_a_double_click(budget):
    budget.file("Anne")
    seen = budget.idea(1)["version"]
    budget.act("ask", 1, text="De quel côté ?", version=seen)

    for agent, text in (("karim", "De quel côté ?"), ("lucie", "Et à quelle hauteur ?")):
        with pytest.raises(Overtaken):
            budget.act("ask", 1, agent=agent, text=text, version=seen)
    budget.act("ask", 1, text="De quel côté ?", version=seen)

    assert [step["verb"] for step in budget.idea(1)["steps"]] == ["submit", "ask"]


def test_ideas_joined_keep_their_words_and_every_author_hears_the_decision(budget):
    budget.file("Anne", title="Un banc")
    budget.file("Badr", title="Des bancs")
    budget.at(STUDY)

    budget.merge(2, into=1)
    budget.act("accept", 1, cost=1800)

    assert budget.idea(2)["idea"]["title"] == "Des bancs"
    assert budget.idea(1)["joined"] == [[*budget.place(2), 2]]
    assert budget.letters("Badr") == ["idea_noted", "idea_accepted"]
    assert budget.letters("Anne") == ["idea_noted", "idea_accepted"]


def test_a_merge_is_undone(budget):
    budget.file("Anne", title="Un banc")
    budget.file("Badr", title="Un arbre")
    budget.at(STUDY)
    budget.merge(2, into=1)

    budget.part(2)

    assert budget.idea(2)["state"] == rules.RECEIVED
    assert budget.idea(1)["joined"] == []
    assert [verb for verb, _, _ in budget.journal(1)] == ["submit", "join", "unjoin"]


@pytest.mark.parametrize(("number", "into"), [(1, 1), (1, 3), (1, 4)])
def test_ideas_of_two_quartiers_or_over_are_not_joined(budget, number, into):
    budget.file("Anne")
    budget.file("Badr")
    budget.file("Célie", area="sud")
    budget.file("Dora")
    budget.act("withdraw", 4, agent=None)
    budget.at(STUDY)
    with pytest.raises(NotNow):
        budget.merge(number, into)
    assert budget.idea(1)["state"] == rules.RECEIVED


def test_an_author_may_not_change_an_idea_under_study(budget):
    budget.file("Anne")
    budget.act("complete", 1, agent=None, idea={"what": "Deux bancs."})
    budget.at(STUDY)
    with pytest.raises(TooLate):
        budget.act("complete", 1, agent=None, idea={"what": "Trois bancs."})
    assert budget.idea(1)["idea"]["what"] == "Deux bancs."
    assert budget.idea(1)["versions"][0]["what"] == "Un banc à l’ombre."


def test_who_has_no_e_mail_is_called_or_written_to(budget):
    budget.file("Anne", reach="post", post="1 rue de l’Exemple", email="")
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain est privé.")
    assert budget.calls() == ["idea_refused"]
