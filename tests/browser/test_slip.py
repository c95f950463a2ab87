"""A slip from the printed programme, typed by an agent with the keyboard alone, in the order in which it is printed."""

import csv
import io

import pytest

from formservice.kinds import form_for
from formservice.paper import render
from formservice.paper.slips import slip, slips
from tests.paper.town import plain, words_of
from tests.rehearsal.season import Agent

KEY, LOOK = 0.28, 1.2
"""Seconds of a key for who types now and then, and of a look at the next answer: the keystroke-level model of Card,
Moran and Newell (1980), with their slower typist. Nothing here is timed."""
HALF_A_MINUTE = 30


class Keyboard:
    """An agent's hands: what is pressed is counted, and focus only goes forward."""

    def __init__(self, page):
        self.page, self.keys, self.looks, self.passed = page, 0, 0, []

    def press(self, key):
        self.page.keyboard.press(key)
        self.keys += 1

    def here(self):
        """(name, value) of what has the focus."""
        return tuple(self.page.evaluate("[document.activeElement.name || '', document.activeElement.value || '']"))

    def to(self, name):
        """On to a field: never back, never far."""
        for _ in range(12):
            if self.here()[0] == name:
                break
            self.press("Tab")
            self.passed.append(self.here()[0])
        assert self.here()[0] == name, (name, self.passed)
        self.looks += 1

    def write(self, name, text):
        self.to(name)
        self.page.keyboard.type(text)
        self.keys += len(text)

    def choose(self, name, value):
        self.to(name)
        if self.here()[1] == value:
            self.press("Space")
        while self.here()[1] != value:
            self.press("ArrowDown")

    @property
    def seconds(self):
        return self.keys * KEY + self.looks * LOOK


@pytest.fixture
def agent(browser, live):
    """An agent at the entry screen, with a pile of slips."""
    one = Agent(browser, live)
    one.log_in()
    yield one
    one.context.close()


def test_a_slip_is_typed_in_its_order_in_less_than_half_a_minute(agent, live, activity):
    workshop = activity("many")
    unit = workshop.sessions[-1].id
    written = {"name": "Solange Exemple", "phone": "0639980123"}
    agent.open("/agents/saisie/")
    hands = Keyboard(agent.page)
    agent.page.focus("input[name=code]")
    hands.write("code", unit)
    with agent.page.expect_navigation(wait_until="load"):
        hands.press("Enter")
    agent.page.focus("input[name=session]:checked")

    hands.choose("who", "self")
    hands.write("name", written["name"])
    hands.choose("reach", "phone")
    hands.write("phone", written["phone"])
    hands.choose("channel", "paper")
    hands.choose("consent", "agreed")
    with agent.page.expect_navigation(wait_until="load"):
        hands.press("Enter")

    assert agent.h1 == "Une place est gardée", agent.text
    assert hands.seconds < HALF_A_MINUTE, (hands.keys, hands.looks)
    row = next(one for one in rows(agent, unit) if one["Nom et prénom de la personne qui viendra"] == written["name"])
    assert (row["Reçue"], row["Téléphone, fixe ou portable"]) == ("sur papier", "06 39 98 01 23")
    assert_in_the_order_of_the_slip(live, workshop, list(row), hands.passed)


def rows(agent, unit):
    """The list of the session, downloaded as CSV and read by Python's own reader."""
    agent.open(f"/agents/agenda/{unit}/")
    with agent.page.expect_download() as download:
        agent.page.locator("form[action$=telecharger] button[value=csv]").click()
    lines = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig")), delimiter=";"))
    start = next(n for n, line in enumerate(lines) if line[:1] == ["Code de la séance"])
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]


def assert_in_the_order_of_the_slip(live, workshop, headings, passed):
    """Paper, screen and list ask the same, in one order: the slip is read from its PDF."""
    site = live.site.catalogue.site
    printed = words_of(render("slip", slips(site, [workshop], live.site.now.date())))
    asked = [plain(one["label"]) for one in slip(site, [workshop])["questions"]]
    assert sorted(asked, key=printed.index) == asked
    told = [one for one in asked[1:] if plain(one.removesuffix(" (facultatif)")) in map(plain, headings)]
    assert len(told) >= len(asked) - 1
    places = [list(map(plain, headings)).index(plain(one.removesuffix(" (facultatif)"))) for one in told]
    assert places == sorted(places)
    fields = [name for name in dict.fromkeys(passed) if name]
    assert fields == sorted(
        fields, key=[*(one.short_name for one in form_for(workshop, now=None)), "channel", "consent"].index
    )
