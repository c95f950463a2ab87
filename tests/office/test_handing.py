"""What the office prints to hand out: the sheet that people sign, the card for who was registered by telephone."""

import sys
from datetime import date, timedelta
from io import BytesIO

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from formservice.agenda import slots
from formservice.agenda.forms import NEEDS
from formservice.catalogue import Theme
from formservice.erase import erase
from formservice.office import agents
from formservice.office.signing import PREPARED
from tests.builders import NOW, a_catalogue, a_place, a_release, a_session, a_site, an_activity, an_opening
from tests.office.conftest import PASSWORD, Desk, records
from tests.paper.town import words_of

SHEET, CYCLE = "/agents/agenda/SM-1/emargement", "/agents/agenda/OR-1-cycle/emargement"
START = NOW + timedelta(days=2)
SITE = a_site(themes=(Theme("telephone", "Le téléphone"),))
THURSDAY = slots.on_day(an_opening(), date(2026, 12, 3))


@pytest.fixture
def app(app_on, tmp_path, url, workshop):
    """A workshop, a cycle, a permanence, on each store in turn."""
    cycle = an_activity(code="OR", slug="ordinateur", booking="cycle", sessions=(
        a_session("OR-1", NOW + timedelta(days=3)), a_session("OR-2", NOW + timedelta(days=10)),
    ))  # fmt: skip
    release = a_release(tmp_path / "release", a_catalogue(workshop, cycle, an_opening(), site=SITE))
    made = app_on(release, NOW, STORE=url)
    agents.add(made.store, "lucie", PASSWORD, ["agenda"], "Lucie")
    return made


@pytest.fixture
def desk(app):
    desk = Desk(app)
    desk.log_in()
    return desk


def sheet(desk, address=SHEET, day="2026-12-03"):
    page = desk.send(address, {"day": day}, 200)
    assert page.headers["Content-Type"] == "application/pdf" and page.headers["Cache-Control"] == "no-store"
    return words_of(page.body)


def card_of(store, unit="SM-1", number=0):
    return f"/agents/agenda/{unit}/{records(store, unit)[number]['id']}/rappel.pdf"


def test_only_who_has_a_seat_is_on_the_sheet_and_only_what_a_neighbour_may_read(desk, workshop):
    desk.register(workshop, 0, name="Badr Exemple", needs=["wheelchair"], companions="1")
    desk.register(workshop, 1, name="Chloé Exemple")
    read = sheet(desk)
    assert "Badr Exemple" in read and "Chloé Exemple" not in read and "2 personnes attendues" in read
    assert "place pour un fauteuil roulant (1)" in read and not any(what in read for what in ("06 39", "AT-"))


def test_each_need_of_the_form_says_what_to_prepare():
    assert list(PREPARED) == list(NEEDS)


def test_who_takes_a_sheet_is_in_the_journal(desk, store, full):
    sheet(desk)
    (line,) = [one for one in store.journal("session/SM-1") if one["verb"] == "download"]
    assert (line["agent"], line["format"], line["rows"]) == ("lucie", "pdf", 2)


def test_the_sheet_is_offered_before_and_on_the_day_and_not_long_after(desk, clock, full):
    for address in ("/agents/agenda/SM-1/", "/agents/agenda/SM-1/presences/2026-12-03"):
        assert desk.get(address).says("Feuille à signer")
    clock.at = START + timedelta(days=1)
    assert desk.get("/agents/agenda/SM-1/").says("Feuille à signer")
    clock.at = START + timedelta(days=2)
    assert not desk.get("/agents/agenda/SM-1/").says("Feuille à signer")


@pytest.mark.parametrize("day", ["", "2026-12-04", "hier", "2026-13-45", "é" * 200])
def test_there_is_no_sheet_of_another_day(desk, store, full, day):
    desk.send(SHEET, {"day": day}, 400)
    assert not [one for one in store.journal("session/SM-1") if one["verb"] == "download"]


def test_each_date_of_a_cycle_has_its_sheet(desk):
    page = desk.get("/agents/agenda/OR-1-cycle/")
    assert page.says("Feuille à signer du vendredi 4 décembre 2026") and page.says("du vendredi 11 décembre 2026")
    assert "Vendredi 11 décembre 2026, de 10 h à 12 h" in sheet(desk, CYCLE, "2026-12-11")


def test_a_day_of_appointments_is_one_sheet_with_the_free_hours(desk):
    desk.type_in(THURSDAY, session="PN-261203-1430", name="Anna Exemple")
    read = sheet(desk, "/agents/agenda/PN-2026-12-03/emargement")
    assert "14 h 2 14 h 30 Anna Exemple" in read and "16 h 30" in read


def test_the_card_says_when_where_and_which_number(desk, store, full):
    page = desk.get(card_of(store))
    read = words_of(page.body)
    assert page.headers["Content-Disposition"].startswith('inline; filename="rappel-AT-')
    assert all(said in read for said in ("Anna Exemple", "2 rue de l’Exemple", records(store)[0]["reference"]))


def test_the_card_follows_what_the_site_says_now(desk, store, full, tmp_path, workshop):
    moved = an_activity(sessions=(a_session("SM-1", START + timedelta(days=1)),), bring="Vos lunettes")
    a_release(tmp_path / "release", a_catalogue(moved, places=(a_place(address="9 rue Neuve"),)))
    read = words_of(desk.get(card_of(store)).body)
    assert "vendredi" in read and "9 rue Neuve" in read and "Vos lunettes" in read


def test_a_cycle_begun_is_reminded_of_what_is_left(desk, store, app, clock):
    desk.type_in(app.releases.current().catalogue.by_code("OR"), name="Anna Exemple")
    front = PdfReader(BytesIO(desk.get(card_of(store, "OR-1-cycle")).body)).pages
    assert len(front) == 2
    clock.at = NOW + timedelta(days=5)
    assert len(PdfReader(BytesIO(desk.get(card_of(store, "OR-1-cycle")).body)).pages) == 1


def test_who_waits_or_cancelled_or_was_erased_has_no_card(desk, app, store, full):
    waiting, cancelled, kept = (card_of(store, number=number) for number in (2, 0, 1))
    assert kept in desk.get(kept.replace("rappel.pdf", "")).links()
    desk.cancel(full[0])
    for gone in (waiting, cancelled):
        desk.get(gone, 404)
        assert gone not in desk.get(gone.replace("rappel.pdf", "")).links()
    with app.app_context():
        assert CliRunner().invoke(erase, [records(store)[1]["reference"], "--yes"]).exit_code == 0
    desk.get(kept, 404)
    assert "Badr" not in sheet(desk)


def test_without_typst_the_agent_is_told_and_led_back(desk, monkeypatch, store, full):
    monkeypatch.setitem(sys.modules, "typst", None)
    page = desk.send(SHEET, {"day": "2026-12-03"}, 503)
    assert page.says("L’impression ne marche pas") and "/agents/agenda/SM-1/" in page.links()
    assert desk.get(card_of(store), 503).says("Prévenez la personne qui gère le serveur")
