"""An idea from paper, the counter or the telephone, typed by an agent into the very form of the residents."""

from datetime import timedelta

import pytest

from formservice.office import agents
from tests.office.conftest import PASSWORD, Desk
from tests.pages import plain
from tests.participation.filing import URL, WRITTEN, a_photo, send
from tests.participation.town import CLOSES, STUDY

SCREEN = "/agents/saisie/BP27"


@pytest.fixture
def desk(budget):
    """Lucie, of participation, at work."""
    agents.add(budget.app.store, "lucie", PASSWORD, ["participation"], "Lucie")
    found = Desk(budget.app)
    found.log_in()
    return found


def type_in(desk, status=303, file=None, **given):
    """Send the screen, with what was read on paper."""
    said = WRITTEN | {"channel": "paper", "consent": "agreed", "key": "a-key-of-the-screen-1", "token": desk.token()}
    said = {name: value for name, value in (said | given).items() if value is not None}
    return send(desk, SCREEN, said, [(file, "a.jpg")] if file else [], status)


def test_the_screen_follows_the_order_of_the_residents_form(desk, visitor):
    names = "//main//form[@enctype]//*[@name][not(@type='hidden')]/@name"
    theirs = list(dict.fromkeys(visitor.get(URL).tree.xpath(names)))
    ours = list(dict.fromkeys(desk.get(SCREEN).tree.xpath(names)))
    assert ours == [*theirs, "channel", "consent"] and "photo_file" in ours


def test_a_paper_form_with_its_photo_becomes_an_idea(desk, budget):
    sent = type_in(desk, file=a_photo(), reach="post", post="1 rue de l’Exemple", email=None)
    assert sent.location == "/agents/participation/BP27/1?saisie=1"
    idea = budget.idea(1)
    assert (idea["channel"], idea["typed_by"], idea["answers"]["post"]) == ("paper", "lucie", "1 rue de l’Exemple")
    assert idea["answers"]["consent"] == ["agreed"] and budget.app.store.get_blob(idea["photo"])


def test_mistakes_keep_the_photo_on_the_screen(desk, budget):
    page = type_in(desk, 422, file=a_photo(), title="", consent=None)
    assert len(page.errors()) == 2 and page.tree.xpath("//img[starts-with(@src, 'data:')]")
    type_in(desk, photo_file=None, photo=page.field("photo"))
    assert budget.idea(1)["photo"]


def test_a_file_that_is_no_photo_is_said_on_the_screen(desk, budget):
    page = type_in(desk, 422, file=b"MZ rien")
    assert "pas une photo" in page.errors()[0] and page.field("title") == "Un banc"


def test_paper_is_typed_until_the_study_and_said_to_be_late_after(desk, budget):
    budget.at(CLOSES + timedelta(days=3))
    assert type_in(desk).location.endswith("/1?saisie=1")
    budget.at(STUDY)
    assert type_in(desk, 409, key="a-key-of-the-screen-2").says("Rien")


def test_a_double_click_and_the_same_words_give_one_idea(desk, budget):
    first, second = type_in(desk), type_in(desk)
    other = type_in(desk, key="a-key-of-the-screen-2")
    assert first.location == second.location == "/agents/participation/BP27/1?saisie=1"
    assert other.location == "/agents/participation/BP27/1?deja=1&saisie=1"


def test_another_idea_of_the_same_person_on_a_screen_that_has_served_is_not_lost(desk, budget):
    type_in(desk)
    page = type_in(desk, 409, title="Une fontaine")
    assert page.says(f"Cet écran a déjà servi pour {budget.idea(1)['reference']}")
    type_in(desk, title=page.field("title"), key=page.field("key"))
    assert budget.idea(2)["idea"]["title"] == "Une fontaine"


def test_a_rule_that_says_no_is_named_on_the_screen(desk, budget):
    page = type_in(desk, 409, birth="1/2/2020")
    assert plain("C’est la règle « âge » du règlement, version 2.") in page.text and page.field("title") == "Un banc"


def test_an_agent_of_the_agenda_has_no_such_screen(budget):
    agents.add(budget.app.store, "anna", PASSWORD, ["agenda"], "Anna")
    desk = Desk(budget.app)
    desk.log_in("anna")
    desk.get(SCREEN, 404)
