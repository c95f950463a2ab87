"""A season of a commune the code has never seen, from the opening to the call of the next.

Real processes, the running clock, a browser without JavaScript, the command line; what came of it is read from
letters (Python's parser), calendars (vobject), spreadsheets (openpyxl) and pages (lxml). The seed is printed.
"""

import json
import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.browser.steps import Visitor
from tests.built import build
from tests.commune import Commune, generate, written
from tests.rehearsal.season import Agent, Season, events, link_in, session_line, text_of
from tests.rehearsal.stores import on_a_store
from tests.running import serving


@pytest.fixture
def season(tmp_path, commune, url):
    """Our own copy of the generated commune, on a store of its own."""
    ours: Commune = generate(tmp_path / "commune", commune.seed, commune.now)
    site = build(ours.folder, tmp_path / "release-0", ours.now)
    (tmp_path / "live").mkdir()
    with serving(site, tmp_path / "live", FORMSERVICE_STORE=url, FORMSERVICE_BACKGROUND="0") as live:
        yield Season(live, ours, tmp_path)


@pytest.fixture
def sit(browser, season):
    """Sit somebody before a window: `sit()`, or `sit(Agent)` at the office."""
    opened = []

    def make(who=Visitor):
        opened.append(who(browser, season.live))
        if who is Agent:
            opened[-1].log_in()
        return opened[-1]

    yield make
    for window in opened:
        window.context.close()


# Minutes each: the second store waits for `make test-all`.
@pytest.mark.heavy
@on_a_store("season")
def test_a_season_from_its_opening_to_the_call_of_the_next(season, sit):
    agent = sit(Agent)
    rush_of_an_opening_day(season)
    freed_seat(season, sit, agent)
    changes_of_the_editor(season, agent)
    day_of_the_session(season, agent)
    next_season(season, sit, agent)


def rush_of_an_opening_day(season):
    """A dozen people at the same moment for two seats and four ranks: each sees a place, a rank, or what else to do."""
    workshop = season.activity("two_seats")
    unit = workshop.sessions[1].id
    people = [f"Personne {number} Exemple" for number in range(12)]
    random.Random(season.commune.seed).shuffle(people)
    seen = Counter(season.rush(workshop, unit, people))
    assert seen["C’est noté, votre place est gardée"] == 2, seen
    assert seen["Cette séance est complète"] == 6, seen
    ranks = [one for one in seen if "liste d’attente" in one]
    assert len(ranks) == 4 and all(seen[one] == 1 for one in ranks), seen


def freed_seat(season, sit, agent):
    """Two come, two wait; one gives up. Offered to one without e-mail, refused on the telephone, then taken by the
    next, who got a letter."""
    workshop = season.activity("two_seats")
    unit = workshop.sessions[0].id
    anna = sit()
    anna.register(workshop, "Anna Exemple", unit=0)
    agent.type_in(workshop, unit, "Badr Exemple", phone="06 39 98 02 02")
    agent.type_in(workshop, unit, "Chloé Exemple", channel="counter", phone="03 53 01 03 03")
    agent.type_in(workshop, unit, "Driss Exemple", email="driss@example.org")
    assert "la 2e inscription de la liste" in text_of(season.last_letter("driss@example.org"))

    anna.press("Annuler ma venue")
    anna.press("Oui, j’annule")
    said = agent.call("Chloé Exemple", "Refuse")
    assert "03 53 01 03 03" in said and "place" in said

    offer = season.last_letter("driss@example.org")
    assert "place s’est libérée" in offer["Subject"]
    driss = sit()
    driss.open(link_in(offer))
    assert driss.h1 == "Une place s’est libérée pour vous"
    driss.press("Oui, je prends la place")
    assert "otre place est gardée" in driss.h1

    confirmed = season.last_letter("driss@example.org")
    [(method, event)] = events(confirmed)
    assert method == "PUBLISH" and event.uid.value.startswith(f"seance-{unit}@")
    assert event.dtstart.value.replace(tzinfo=None) == workshop.sessions[0].start
    states = {row["Nom et prénom de la personne qui viendra"]: row["État"] for row in agent.table(unit)}
    assert states == {
        "Anna Exemple": "Annulé", "Badr Exemple": "Inscrit", "Chloé Exemple": "Annulé", "Driss Exemple": "Inscrit",
    }  # fmt: skip
    assert {row["Reçue"] for row in agent.table(unit)} == {"par internet", "par téléphone", "au guichet"}


def changes_of_the_editor(season, agent):
    """The editor moves one session and cancels another: a letter to who has e-mail, a call to who has not."""
    workshop = season.activity("companions")
    moved, ended = workshop.sessions[0], workshop.sessions[1]
    for unit in (moved.id, ended.id):
        agent.type_in(workshop, unit, f"Emma {unit}", email=f"emma-{unit.lower()}@example.org")
        agent.type_in(workshop, unit, f"Farid {unit}", phone="06 39 98 04 04")
    season.live.command("send-mail")
    new = moved.start + timedelta(minutes=45)
    changes = [{"on": str(season.now.date()), "was": written(moved.start)}]
    season.edit(
        "companions", session_line(moved),
        json.dumps({"id": moved.id, "start": written(new), "end": written(moved.end + timedelta(minutes=45)),
                    "changes": changes}),
    )  # fmt: skip
    season.edit("companions", session_line(ended), session_line(ended, cancelled="Animateur absent"))
    season.publish()
    assert "4 annonces de changement" in season.tick().replace("\u00a0", " ")
    assert "Rien à faire" in season.tick()

    letter = season.last_letter(f"emma-{moved.id.lower()}@example.org")
    [(method, event)] = events(letter)
    assert (method, event.dtstart.value.replace(tzinfo=None), event.sequence.value) == ("PUBLISH", new, "1")
    letter = season.last_letter(f"emma-{ended.id.lower()}@example.org")
    assert "Animateur absent" in text_of(letter)
    [(method, event)] = events(letter)
    assert (method, event.status.value) == ("CANCEL", "CANCELLED")
    assert set(agent.calls()) == {f"Farid {moved.id}", f"Farid {ended.id}"}
    assert "Animateur absent" in agent.call(f"Farid {ended.id}", "Prévenue")
    agent.call(f"Farid {moved.id}", "Prévenue")
    assert agent.calls() == []


def day_of_the_session(season, agent):
    """A reminder two days before by letter; then the agent notes who came."""
    session = season.activity("two_seats").sessions[0]
    season.later(datetime.combine(session.start.date() - timedelta(days=2), datetime.min.time()).replace(hour=9))
    reminder = season.last_letter("driss@example.org")
    assert "rappel" in (reminder["Subject"] + text_of(reminder)).lower()
    season.later(session.start)
    agent.open(f"/agents/agenda/{session.id}/presences/{session.start.date()}")
    for name, mark in (("Badr Exemple", "present"), ("Driss Exemple", "absent")):
        agent.page.locator("fieldset").filter(has_text=name).locator(f"input[value={mark}]").check()
    agent.press("Enregistrer les présences")
    marks = {row["Nom et prénom de la personne qui viendra"]: row["Présence"] for row in agent.table(session.id)}
    assert (marks["Badr Exemple"], marks["Driss Exemple"]) == ("Présent", "Absent")


def next_season(season, sit, agent):
    """One asks for the next date of a theme; the editor adds one: they are called first, and accept by letter."""
    workshop = season.activity("two_seats")
    gina = sit()
    gina.open(f"/agenda/theme/{workshop.theme}/")
    gina.page.check("[name=who][value=self]")
    gina.page.fill("[name=name]", "Gina Exemple")
    gina.page.check("[name=reach][value=email]")
    gina.page.fill("[name=email]", "gina@example.org")
    gina.press("Me prévenir de la prochaine date")
    gina.page.wait_for_timeout(2100)
    gina.press("Confirmer ma demande")
    assert gina.h1 == "Vous êtes en tête de la liste"

    last = workshop.sessions[-1]
    new = f"{workshop.code}-{int(last.id.partition('-')[2]) + 1}"
    start = last.start + timedelta(days=7)
    added = {"id": new, "start": written(start), "end": written(start + timedelta(hours=1)), "maintained": "true"}
    season.edit("two_seats", session_line(last), f"{session_line(last)}, {json.dumps(added)}")
    season.publish()
    assert "1 personne appelée" in season.tick().replace("\u00a0", " ")

    offer = season.last_letter("gina@example.org")
    gina.open(link_in(offer))
    gina.press("Oui, je prends la place")
    assert "otre place est gardée" in gina.h1
    [row] = agent.table(new)
    assert (row["Nom et prénom de la personne qui viendra"], row["État"]) == ("Gina Exemple", "Inscrit")
