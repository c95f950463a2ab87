"""Answering a consultation of every kind of question, in a real browser with JavaScript off, on real processes."""

import re

import pytest

from tests.browser.eyes import LOOKS, barriers, gathered
from tests.browser.steps import NARROW, READING
from tests.browser.test_layout import SMALL_TARGETS, TOO_WIDE

BUTTONS = ("Continuer", "Relire mes réponses")


@pytest.fixture
def consultation(live, commune):
    """The one that is open, with every kind of question; each answers once, on honour."""
    return live.site.catalogue.consultation(commune.consultations[0])


def fill(visitor, known, name, seen=lambda: None):
    """Answer every question that is asked, by the boxes of its kind, up to the check page."""
    visitor.open(known.url)
    seen()
    while visitor.page.locator("main form").count() and "Vérifiez" not in visitor.h1:
        for box in visitor.page.locator("main form fieldset").all():
            if box.locator("input[type=radio], input[type=checkbox]").count():
                box.locator("input").first.check()
            else:
                box.locator("input").first.fill("1")
        for box in visitor.page.locator("main form > :is(input:not([type=hidden]), textarea)").all():
            box.fill(answer_for(known, box.get_attribute("name"), name))
        words = visitor.page.locator("main form button").first.inner_text()
        assert words in BUTTONS
        visitor.press(words)
        seen()


def answer_for(known, field, name):
    """Something right for a box that one writes in."""
    person = {"name": name, "birth": "12/03/1950", "inform": ""}
    if field in person:
        return person[field]
    return {"date": "1er juin 2027", "number": "12"}.get(
        known.question(field.removeprefix("q_")).kind, "Un mot & deux."
    )


def test_the_whole_way_without_javascript_then_terminer(visitor, consultation):
    fill(visitor, consultation, "Anna Exemple")
    assert "12 mars 1950" in visitor.text
    visitor.page.wait_for_timeout(READING)
    visitor.press("Envoyer mes réponses")
    assert visitor.h1 == "Merci, votre réponse est enregistrée"
    assert re.fullmatch(r"RC-\w{4}-\w{4}", visitor.reference) and visitor.context.cookies() == []
    visitor.press("Terminer")
    visitor.back()
    assert "Anna" not in visitor.page.content()


def test_the_same_person_is_told_that_they_answered_and_how(visitor, consultation):
    fill(visitor, consultation, "Badr Exemple")
    visitor.page.wait_for_timeout(READING)
    visitor.press("Envoyer mes réponses")
    fill(visitor, consultation, "EXEMPLE Badr")
    assert visitor.h1 == "Une réponse est déjà arrivée"
    assert "par internet" in visitor.text


def test_a_rank_is_given_by_the_keyboard_alone(visitor, consultation):
    visitor.open(consultation.url)
    rank = next(one for one in consultation.questions if one.kind == "rank")
    while not visitor.page.locator(f"#{rank.name}-0").count():
        for box in visitor.page.locator("main form fieldset:has([type=radio], [type=checkbox])").all():
            box.locator("input").first.check()
        for box in visitor.page.locator("main form > :is(input:not([type=hidden]), textarea)").all():
            box.fill(answer_for(consultation, box.get_attribute("name"), "Anne Essai"))
        visitor.press("Continuer")
    visitor.tab_to(f"#{rank.name}-0")
    for n in range(len(rank.options)):
        visitor.page.keyboard.type(str(n + 1))
        visitor.page.keyboard.press("Tab")
    boxes = visitor.page.locator(f"[name={rank.name}]").all()
    assert [box.input_value() for box in boxes] == [str(n + 1) for n in range(len(rank.options))]
    heard = visitor.page.get_by_role("group", name=visitor.page.inner_text(f"#{rank.name} legend"))
    # Another question of the page may have the same words.
    heard = heard.filter(has=visitor.page.locator(f"#{rank.name}-0"))
    assert heard.first.get_by_role("textbox").count() == len(rank.options)


def test_every_page_fits_a_small_screen_and_is_easy_to_hit(visit, consultation):
    visitor = visit(viewport=NARROW)

    def seen():
        for script in (TOO_WIDE, SMALL_TARGETS):
            assert visitor.page.evaluate(script) == [], visitor.page.url

    fill(visitor, consultation, "Chloé Exemple", seen)


def test_no_page_of_the_way_has_a_barrier(visit, consultation):
    looker, found = visit(java_script_enabled=True), []
    looker.open(consultation.url)
    looker.press("Continuer")
    found.append(barriers(looker.page))
    fill(looker, consultation, "Dora Exemple", lambda: found.append(barriers(looker.page)))
    assert {name: gathered(found, name) for name in LOOKS} == dict.fromkeys(LOOKS, [])
