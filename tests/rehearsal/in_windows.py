"""A voter and an agent before real windows, without JavaScript."""

from tests.browser.steps import READING
from tests.rehearsal.on_the_roll import into_the_urn, spare
from tests.rehearsal.polls import VOTED
from tests.running import PASSWORD


def vote(polls, sit):
    """Somebody reads the page, votes, and is given a number."""
    one, window = polls.somebody(), sit()
    window.open(polls.vote)
    fill_in(polls, one, window.page)
    window.press("Continuer")
    there = [int(box.get_attribute("id")[1:]) for box in window.page.locator("fieldset.slate label > input").all()]
    one.places = {number: there.index(number) + 1 for number in one.choices}
    for number, points in one.choices.items():
        box = window.page.locator(f"#p{number}")
        if polls.edition["ballot"]["kind"] == "points":
            box.fill(str(points))
        else:
            box.check()
    counted = "Compter mes choix" if polls.edition["ballot"]["kind"] == "approbation" else "Calculer le total"
    window.press(counted)
    window.press("Continuer")
    window.page.wait_for_timeout(READING)
    window.press("Voter")
    assert window.h1 == VOTED, window.text
    polls.enrol(one, "web", window.reference)


def mark(polls, sit):
    """An agent comes in, marks the roll, and gives the envelope."""
    one, window = polls.somebody(), sit()
    window.give_password("lucie", PASSWORD)
    window.page.fill("input[name=recovery]", spare(polls, "lucie"))
    window.press("Entrer")
    window.open(f"/agents/saisie/{polls.code}-VOTE")
    fill_in(polls, one, window.page)
    window.page.check("[name=channel][value=counter]")
    window.press("Émarger")
    assert "Vous pouvez remettre l’enveloppe" in window.text, window.text
    polls.enrol(one, "counter", window.reference)
    into_the_urn(polls, one)


def fill_in(polls, one, page):
    """Who one is, and where."""
    for name, said in polls.identity(one).items():
        if name in ("area", "eligible"):
            page.check(f"[name={name}][value='{said}']")
        else:
            page.fill(f"[name={name}]", said)
