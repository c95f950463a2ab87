"""A store that cannot write, a line of photos too long: what was typed is on the page, and can be sent again."""

import pytest

from formservice.participation import photos
from formservice.storage import Unwritable
from tests.participation.filing import a_photo, file_one, fill_in
from tests.participation.test_entry import desk, type_in
from tests.participation.town import STUDY

__all__ = ["desk"]


@pytest.fixture
def broken(budget, monkeypatch):
    """From the call on, the store writes nothing, until `mend()`."""

    def broken():
        def refuse(*partitions):
            raise Unwritable("no room")

        monkeypatch.setattr(budget.app.store, "transaction", refuse)
        return lambda: monkeypatch.delattr(budget.app.store, "transaction")

    return broken


def test_a_form_with_its_photo_comes_back_with_its_answers(budget, visitor, broken):
    mend = broken()
    page = fill_in(visitor, 503, photo=a_photo())
    assert page.says("Vos réponses ne sont pas encore enregistrées") and page.says("choisissez-la de nouveau")
    assert page.says("Pour se reposer en chemin.") and page.headers["Retry-After"]
    mend()
    assert visitor.press(page, "modify").field("title") == "Un banc"


def test_the_screen_of_an_agent_keeps_what_was_typed_with_a_photo(desk, broken):
    token = desk.token()
    broken()
    page = type_in(desk, 503, file=a_photo(), token=token)
    assert page.field("title") == "Un banc" and page.says("elles sont gardées sur cette page")


@pytest.mark.parametrize("action", ["complete", "reply", "contest"])
def test_what_an_author_typed_is_given_back_and_sent_again(budget, visitor, broken, action):
    filed = file_one(visitor)
    if action != "complete":
        budget.at(STUDY)
        budget.act(
            {"reply": "ask", "contest": "refuse"}[action],
            1,
            **{"reply": {"text": "Où ?"}, "contest": {"reason": "Le terrain est privé.", "service": "La voirie"}}[
                action
            ],
        )
    said = {"title": "Un banc", "where": "Là", "what": "Devant la mairie.", "why": "Parce que."}
    mend = broken()
    page = visitor.post(filed.url, {"action": action, "text": "Devant la mairie."} | said, 503)
    assert page.says("pas encore enregistrées") and page.says("Devant la mairie.")
    mend()
    again = dict(page.tree.xpath("//main//form")[-1].form_values())
    visitor.post(page.url, again, 303)
    assert budget.idea(1)["steps"][-1]["verb"] == action


def test_a_line_of_photos_too_long_keeps_the_answers_at_once(budget, visitor, monkeypatch):
    monkeypatch.setattr(photos, "PATIENCE", 0.1)
    with photos._READING:
        page = fill_in(visitor, 503, photo=a_photo())
    assert page.says("Pour se reposer en chemin.") and page.says("réessayer dans quelques minutes")
    assert fill_in(visitor, photo=a_photo()).says("Une photo de l’endroitJointe")
