"""The pages of a vote in a real browser: at any width, for every eye."""

import os
from pathlib import Path

import pytest

from tests.browser import eyes
from tests.browser.steps import WIDE
from tests.office.test_screens import STANDARDS, WINDOWS
from tests.voting.desks.counted import NORTH, unseal
from tests.voting.desks.pile import LOTS, ONE, act, fill, new, read_twice
from tests.voting.desks.test_sheets import ONE as SHEET
from tests.voting.desks.test_sheets import SHEETS, line, made
from tests.voting.desks.town import ANNE, BOARD, SCREEN, mark

CSS = (Path(__file__).parents[3] / "theme/static/style.css").read_text(encoding="utf-8")
ASKEW = """() => [...document.querySelectorAll("thead tr")].filter(head => head.getBoundingClientRect().left >= 0)
    .flatMap(head => {
        const row = head.closest("table").querySelector("tbody tr")
        return [...head.children].map((cell, n) => [cell, row.children[n]])
    }).filter(([above, below]) => Math.abs(above.getBoundingClientRect().left - below.getBoundingClientRect().left) > 1)
    .map(([above]) => above.textContent)"""
"""The headings of tables that do not stand above their column, where headings are shown."""
WHO = {"name": ANNE["name"], "birth": ANNE["birth"]}


@pytest.fixture
def seen(town, desk):
    """Every page of the vote, by name, as an agent meets it from the counter to the box."""
    karim = town.sit("karim")
    pages = {"votes": desk.get("/agents/votes/"), "blank": desk.get(SCREEN), "marked": mark(desk)}
    pages["again"] = mark(desk, 409, key="a-key-of-the-screen-2")
    pages["mistakes"] = mark(desk, 422, name="", birth="hier", key="a-key-of-the-screen-3")
    pages["consulted"] = desk.send(f"{BOARD}consulter", WHO, 200)
    pages["undo"] = desk.get(f"{BOARD}annuler")
    pages["made"] = made(desk, count="3")
    line(desk, 1, name="Badr Exemple")
    pages["conflict"] = line(desk, 2, 409)
    line(desk, 2, action="aside")
    pages |= {"sheet": desk.get(f"{SHEET}?ligne=2"), "sheets": desk.get(SHEETS), "board": desk.get(BOARD)}
    pages["line-undo"] = desk.get(f"{SHEET}1/annuler")
    town.close()
    pages["lots"] = desk.get(LOTS)
    new(desk, area="", signatures="4")
    pages["typing"] = desk.get(f"{ONE}premiere?a=0")
    pages["typing-wrong"] = desk.send(f"{ONE}premiere?a=0", {"text-0": "3 8 x", "text-1": "5", "action": "keep"}, 422)
    both = {"area-0": "nord", "area-1": "nord", "area-2": "sud"}
    fill(town, desk, "premiere", "3 8 12", "blank", "7", **both)
    pages["typed"] = karim.get(ONE)
    fill(town, karim, "seconde", "3 5 12", "blank", "7", **both)
    pages["differ"] = desk.get(ONE)
    act(desk, "settle", place="0", how="first")
    pages["agree"] = karim.get(ONE)
    act(karim, "agree")
    pages["uneven"] = desk.get(ONE)
    act(desk, "seal", words="Une personne a signé sans remettre d’enveloppe.")
    return pages | {"sealed": desk.get(ONE), "lots-sealed": desk.get(LOTS), "board-closed": desk.get(BOARD)}


@pytest.fixture
def counted(make):
    """What is seen of the count: before it, with a batch that differs, an area of few ballots, a bad threshold."""
    town = make()
    town.open()
    desk, karim = town.sit(), town.sit("karim")
    pages = {"count-not-yet": desk.get(f"{BOARD}decompte/")}
    town.close()
    read_twice(town, desk, karim, ["3", "blank"], ["3", "blank"], signatures="3")
    act(desk, "seal", words="Une personne a signé sans remettre d’enveloppe.")
    unseal(town, NORTH, [(7,)] * 3)
    pages |= {"count": desk.get(f"{BOARD}decompte/"), "count-board": desk.get(BOARD)}
    pages |= {"what-if": desk.get(f"{BOARD}et-si/?seuil=7"), "what-if-wrong": desk.get(f"{BOARD}et-si/?seuil=x", 422)}
    with town.store.transaction("opened/BP27/00") as records:
        for one in records.find("opened/BP27/00", "opened"):
            records.update("opened/BP27/00", "opened", one["id"], ballots=[])
    return pages | {"count-lost": desk.get(f"{BOARD}decompte/", 409)}


@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_every_screen_of_the_count_is_for_every_eye(browser, counted):
    assert_for_every_eye(browser, counted)


@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_the_comparison_of_rules_is_printed_for_the_council(browser, counted):
    tab = browser.new_page(viewport=WIDE)
    tab.set_content(counted["what-if"].html.replace("</head>", f"<style>{CSS}</style></head>"))
    tab.emulate_media(media="print")
    shown = tab.is_visible("table.compared"), tab.is_visible("nav.menu"), tab.evaluate(ASKEW)
    tab.close()

    assert shown == (True, False, [])


@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_every_screen_of_the_vote_is_for_every_eye(browser, seen):
    assert len(seen) > 20
    assert_for_every_eye(browser, seen)


def assert_for_every_eye(browser, seen):
    tab = browser.new_page()
    for name, page in seen.items():
        tab.set_content(page.html.replace("</head>", f"<style>{CSS}</style></head>"))
        for way in eyes.ways(tab, WINDOWS):
            wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found = eyes.complaints(tab, STANDARDS, {})
            if os.environ.get("SHOTS"):
                tab.screenshot(path=f"{os.environ['SHOTS']}/{name}-{way}.png", full_page=True)
            assert tab.evaluate(ASKEW) == [], (name, way)
            assert not found and wide <= 0, (name, way, found, wide)
    tab.close()
