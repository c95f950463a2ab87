"""What the page of a project says of its status, before and after the council decided."""

from dataclasses import replace
from datetime import date

from formservice.catalogue.participation import Decision
from plugins.participation.budgets import meaning
from tests.paper.town import a_project, an_edition

BEFORE = an_edition()
AFTER = replace(BEFORE, decision=Decision(date(2027, 6, 24), "Tout se fera."))


def test_a_choice_awaits_the_council_until_it_decided():
    chosen = a_project(status="choisi")
    assert meaning(BEFORE, chosen, True).endswith("Le conseil municipal décide.")
    assert meaning(AFTER, chosen, True) == "Les habitants l’ont choisi."


def test_a_decision_against_the_vote_is_said_to_be_one():
    otherwise = "Le conseil municipal en a décidé autrement que le vote."
    assert meaning(AFTER, a_project(status="non-choisi"), True) == otherwise
    assert meaning(AFTER, a_project(status="choisi"), False) == otherwise
    assert meaning(AFTER, a_project(status="abandonne"), True) != otherwise
    assert meaning(AFTER, a_project(status="choisi"), None) != otherwise
