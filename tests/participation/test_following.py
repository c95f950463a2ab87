"""The page of an idea: what its author reads in each state, and may do; too late is said, twice is once."""

from datetime import timedelta

import pytest

from formservice import links
from formservice.catalogue import Outcome
from tests.participation.filing import URL, WRITTEN, file_one, fill_in
from tests.participation.town import GIVEN, OVER, STUDY, VOTE, an_edition


@pytest.fixture
def filed(budget, visitor):
    """The page of an idea that was just filed."""
    return file_one(visitor)


def again(budget, visitor, number=1, status=200):
    """The page of an idea, opened anew by its link."""
    partition, _ = budget.place(number)
    return visitor.get(links.address(budget.app.store, partition, budget.idea(number)), status)


def test_who_files_an_idea_has_its_number_and_what_happens_next(filed):
    assert filed.h1 == "Idée reçue" and filed.says("Idée n° 1 : Un banc")
    assert filed.says("L’étude commence le lundi 22 février 2027")
    assert filed.says("Nous vous disons par e-mail ce qui est décidé avant le vote, qui ouvre le lundi 3 mai 2027")
    assert filed.says("12 janvier 2027") and filed.says("Idée déposée par internet.")
    assert filed.says("l’idée est publiée sans nom") and not filed.says("1950")


def test_the_author_completes_the_idea_until_the_study(budget, visitor, filed):
    boxes = visitor.press(filed, "edit")
    assert boxes.field("title") == "Un banc" and boxes.field("estimate") == "800"

    page = visitor.press(boxes, "complete", title="Deux bancs", what="Deux bancs.", signature="Anne")
    visitor.press(boxes, "complete", title="Deux bancs", what="Deux bancs.", signature="Anne")

    assert page.says("Idée n° 1 : Deux bancs") and page.says("Nom affichéAnne")
    assert [step["verb"] for step in budget.idea(1)["steps"]] == ["submit", "complete"]
    assert budget.idea(1)["versions"][0]["title"] == "Un banc"


def test_a_completion_with_a_mistake_comes_back_as_it_was_typed(budget, visitor, filed):
    boxes = visitor.press(filed, "edit")
    page = visitor.press(boxes, "complete", 422, title="", what="Deux bancs.", where="", estimate="beaucoup")
    assert len(page.errors()) == 3 and page.title.startswith("Erreur")
    assert page.says("Deux bancs.") and page.field("estimate") == "beaucoup"
    assert budget.idea(1)["idea"]["what"] == "Un banc à l’ombre."


def test_two_windows_do_not_write_over_each_other(budget, visitor, filed):
    first, second = visitor.press(filed, "edit"), visitor.press(filed, "edit")
    visitor.press(first, "complete", what="Deux bancs.")

    page = visitor.press(second, "complete", 409, what="Trois bancs.")

    assert page.says("Deux bancs.") and page.says("Trois bancs.") and budget.idea(1)["idea"]["what"] == "Deux bancs."
    visitor.press(page, "complete", what="Trois bancs.")
    assert budget.idea(1)["idea"]["what"] == "Trois bancs."


def test_a_second_contest_is_not_lost_in_silence(budget, visitor, filed):
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain est privé.")
    page = again(budget, visitor)
    visitor.press(page, "contest", text="Il est à la ville.")
    assert visitor.press(page, "contest", 409, text="Regardez le plan.").says("Regardez le plan.")


def test_a_completion_that_comes_too_late_says_where_the_idea_is(budget, visitor, filed):
    boxes = visitor.press(filed, "edit")
    budget.at(STUDY)
    late = visitor.press(boxes, "complete", 409, title="Deux bancs", what="Deux bancs, et un arbre.")
    assert late.says("L’idée ne peut plus être complétée. Voici où elle en est.")
    assert late.says("Deux bancs, et un arbre.") and late.h1 == "Idée reçue"
    assert budget.idea(1)["idea"]["title"] == "Un banc"
    assert visitor.post(filed.url, {"action": "edit"}, 409).says("ne peut plus être complétée")


def test_the_author_answers_a_question_once(budget, visitor, filed):
    budget.act("ask", 1, text="De quel côté\u00a0?\n\nIl y a un trottoir étroit.")
    page = again(budget, visitor)
    assert page.h1 == "Nous vous posons une question" and page.says("Il y a un trottoir étroit.")
    assert visitor.press(page, "reply", 422, text=" ").errors() == ["Écrivez votre réponse."]
    assert "x" * 3001 in visitor.press(page, "reply", 422, text="x" * 3001).html

    done = visitor.press(page, "reply", text="Du côté de l’école.")
    twice = visitor.press(page, "reply", text="Du côté de l’école.")

    assert done.says("Votre réponse est bien arrivée.")
    assert done.h1 == twice.h1 == "Idée reçue" and done.says("Du côté de l’école.")
    assert [step["verb"] for step in budget.idea(1)["steps"]] == ["submit", "ask", "reply"]
    other = visitor.press(page, "reply", 409, text="Ou de l’autre.")
    assert other.says("Cette question n’attend plus de réponse.") and other.says("Ou de l’autre.")


def test_a_refusal_is_told_whole_and_contested_once(budget, visitor, filed):
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain est privé.\n\nIl est à un voisin.", service="Voirie")
    page = again(budget, visitor)
    assert page.h1 == "Idée non retenue" and page.says("Il est à un voisin.") and page.says("Étudiée par : Voirie")
    assert page.says("jusqu’au mardi 9 mars 2027") and page.says("03 53 01 00 01")
    assert visitor.press(page, "contest", 422, text="").errors() == ["Dites pourquoi il faut relire la décision."]

    done = visitor.press(page, "contest", text="Il est à la ville.")
    visitor.press(page, "contest", text="Il est à la ville.")

    assert done.h1 == "Deuxième examen en cours"
    assert [step["verb"] for step in budget.idea(1)["steps"]] == ["submit", "refuse", "contest"]
    budget.act("refuse", 1, agent="karim", reason="Il est bien à un voisin.")
    assert again(budget, visitor).says("Cette décision est définitive")
    assert visitor.post(filed.url, {"action": "contest", "text": "Non."}, 409).says("ne peut plus être contestée")


def test_a_refusal_is_not_contested_after_the_day_that_was_said(budget, visitor, filed):
    budget.at(STUDY)
    budget.act("refuse", 1, reason="Le terrain est privé.")
    page = again(budget, visitor)
    budget.at(STUDY + timedelta(days=16))
    late = visitor.press(page, "contest", 409, text="Il est à la ville.")
    assert late.says("jusqu’au mardi 9 mars 2027") and late.says("Il est à la ville.")


def test_an_idea_that_is_accepted_says_its_cost_and_the_vote(budget, visitor, filed):
    budget.at(STUDY)
    budget.act("accept", 1, cost=1500, reason="Deux bancs tiennent devant l’école.", service="Voirie")
    page = again(budget, visitor)
    assert page.h1 == "Idée retenue pour le vote" and page.says("1 500 €")
    assert page.says("Les habitants votent du lundi 3 mai 2027 au dimanche 30 mai 2027")
    budget.at(VOTE)
    assert again(budget, visitor).says("Le vote est ouvert jusqu’au dimanche 30 mai 2027.")


def test_an_idea_that_was_joined_follows_the_other(budget, visitor, filed):
    budget.file("Badr Exemple", title="Des bancs")
    budget.at(STUDY)
    budget.merge(1, into=2)
    page = again(budget, visitor)
    assert page.h1 == "Idée réunie à une autre" and page.says("réunie à l’idée n° 2")
    budget.act("refuse", 2, reason="Le terrain est privé.")
    page = again(budget, visitor)
    assert page.says("À ce jour : Idée non retenue") and page.says("Le terrain est privé.")
    assert not page.says("Badr")


def test_the_author_is_asked_before_the_idea_is_withdrawn(budget, visitor, filed):
    asked = visitor.press(filed, "ask")
    assert asked.h1 == "Voulez-vous retirer votre idée ?"
    assert visitor.press(asked, "keep").h1 == "Idée reçue"

    gone = visitor.press(asked, "cancel")
    twice = visitor.press(asked, "cancel")

    assert gone.h1 == twice.h1 == "Idée retirée"
    assert [step["verb"] for step in budget.idea(1)["steps"]] == ["submit", "withdraw"]


def test_an_idea_under_study_is_not_withdrawn_from_its_page(budget, visitor, filed):
    asked = visitor.press(filed, "ask")
    budget.at(STUDY)
    late = visitor.press(asked, "cancel", 409)
    assert late.says("ne peut plus être retirée ici") and budget.idea(1)["state"] == "received"


def test_after_terminer_the_number_opens_the_page_and_its_acts(budget, visitor, filed):
    visitor.press(filed, "finish")
    budget.act("ask", 1, text="De quel côté ?")
    closed = again(budget, visitor, status=410)
    assert not closed.says("banc")
    reference = budget.idea(1)["reference"]

    page = visitor.press(closed, "open", reference=reference)
    assert visitor.press(page, "reply", 422, text="").errors() == ["Écrivez votre réponse."]
    done = visitor.press(page, "reply", text="Du côté de l’école.")

    assert done.h1 == "Idée reçue" and again(budget, visitor, status=410)
    assert visitor.post(filed.url, {"action": "withdraw"}, 410)


def test_an_idea_for_another_person_does_not_say_you(budget, visitor):
    given = {"who": "other", "told": "agreed", "helper": "Ida Exemple", "name": "Hortense Exemple"}
    page = file_one(visitor, reach="other", contact="Ida, 06 39 98 01 09", email=None, **given)
    assert page.says("Nous vous disons par Ida, 06 39 98 01 09") and page.says("Numéro de suivi")
    assert visitor.press(page, "ask").h1 == "Voulez-vous retirer cette idée ?"


def test_a_group_gives_its_name_and_another_person_agrees(budget, visitor):
    assert fill_in(visitor, 422, who="group").errors() == ["Indiquez le nom du groupe ou de l’association."]
    assert len(fill_in(visitor, 422, who="other").errors()) == 2
    file_one(visitor, who="group", group_name="Les Amis du Banc")
    assert budget.idea(1)["idea"]["group_name"] == "Les Amis du Banc"


@pytest.mark.parametrize(
    ("given", "rule"), [({"birth": "1/2/2020"}, "âge"), ({"name": "Zoé Exemple"}, "nombre d’idées")]
)
def test_a_refusal_names_the_rule_its_version_and_the_telephone(budget, visitor, given, rule):
    for title in ("Un arbre", "Un jeu"):
        file_one(visitor, name="Zoé Exemple", title=title)
    page = fill_in(visitor, 409, **given)
    assert page.h1 == "Cette idée ne peut pas être déposée"
    assert page.says(f"C’est la règle « {rule} » du règlement, version 2.") and page.says("03 53 01 00 01")
    assert page.says("Un banc") and page.says("Reprendre avec mes réponses")


def test_an_idea_sent_after_the_close_is_refused_with_its_answers_kept(budget, visitor):
    from tests.participation.town import CLOSES

    budget.at(CLOSES)
    page = visitor.post(URL, WRITTEN, 409)
    assert page.h1 == "Le dépôt des idées n’est pas ouvert" and page.says("version 2") and page.says("Un banc")


def test_an_area_of_another_edition_is_a_mistake_of_the_form(budget, visitor):
    assert fill_in(visitor, 422, area="ouest").errors() == ["Choisissez l’une des réponses proposées."]


def test_the_page_follows_the_works_once_there_are_some(budget, visitor, filed):
    budget.at(STUDY)
    budget.act("accept", 1, cost=900)
    project = Outcome(GIVEN["slug"], 1, "Un banc", "en-cours", f"{GIVEN['url']}1/", "La rue rouvre le 3 mai.")
    budget.publish(editions=(an_edition(),), outcomes=(project,))
    budget.at(OVER + timedelta(days=90))

    page = again(budget, visitor)
    assert page.h1 == "Projet en travaux" and page.says("Les travaux ont commencé.")
    assert page.says("La rue rouvre le 3 mai.") and not page.says("Le conseil municipal décide")
