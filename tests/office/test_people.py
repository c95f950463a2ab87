"""The lists: who comes, who waits, whom to call, and the files an agent takes away."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from formservice import catalogue
from formservice.agenda import following
from formservice.office.person import STATES
from formservice.storage import Unwritable
from tests.builders import NOW, a_catalogue, an_activity
from tests.office.conftest import records


def test_counts_are_told_in_words(desk, workshop):
    desk.register(workshop, 1)
    page = desk.get("/agents/agenda/")

    assert page.says("1 inscrit, 1 place libre, 0 en attente")
    assert page.says("0 inscrit, 2 places libres, 0 en attente")


def test_a_session_called_off_has_no_free_seat(desk, app, workshop):
    off = replace(workshop.sessions[0], cancelled="Animateur absent")
    live = replace(workshop, theme=None, sessions=(off, workshop.sessions[1]))
    (app.releases.link / "catalogue.json").write_text(catalogue.dump(a_catalogue(live)), encoding="utf-8")

    assert desk.get("/agents/agenda/SM-1/").says("0 inscrit, 0 en attente")


def test_companions_are_counted_as_people(desk, workshop):
    desk.register(workshop, 1, companions="1")
    page = desk.get("/agents/agenda/SM-1/")

    assert page.says("2 inscrits, 0 place libre, 0 en attente") and page.says("et 1 autre personne")


def test_the_list_shows_who_comes_then_who_waits(desk, full):
    page = desk.get("/agents/agenda/SM-1/")
    names = [name.text_content() for name in page.tree.xpath("//tbody//th//bdi")]

    assert names == ["Anna Exemple", "Badr Exemple", "Chloé Exemple"]
    assert page.says("1. Chloé Exemple") and page.says("06 39 98 00 00")
    assert page.says("par téléphone, saisi par lucie")


def test_cancelling_by_telephone_offers_the_place_to_who_waits(desk, store, full):
    address = f"/agents/agenda/SM-1/{full[0]}/annuler"
    assert desk.get(address).h1 == "Annuler cette inscription ?"
    assert [one["state"] for one in records(store)] == ["confirmed", "confirmed", "waiting"]

    page = desk.follow(desk.send(address, {"channel": "telephone"}, 303))

    assert [one["state"] for one in records(store)] == ["cancelled", "confirmed", "offered"]
    assert page.says("Places proposées, sans réponse encore") and page.says("Place gardée jusqu’au")
    assert page.says("À appeler") and page.says("1 inscrit, 1 place proposée, 0 place libre, 0 en attente")
    cancelled = next(line for line in store.journal("session/SM-1") if line["verb"] == "cancel")
    assert (cancelled["agent"], cancelled["channel"]) == ("lucie", "telephone")


def test_the_way_the_person_cancelled_must_be_told(desk, store, full):
    page = desk.send(f"/agents/agenda/SM-1/{full[0]}/annuler", {}, 422)

    assert page.errors() == ["Dites comment la demande est arrivée."]
    assert records(store)[0]["state"] == "confirmed"


def test_an_agent_notes_who_does_not_come_until_the_end_the_person_until_the_start(desk, app, clock, store, full):
    clock.at = NOW + timedelta(days=2, hours=1)
    address = f"/agents/agenda/SM-1/{full[0]}/annuler"

    assert not following.may_cancel(app, records(store)[0])
    assert {address} <= set(desk.get("/agents/agenda/SM-1/").links()) & set(desk.get(address[:-7]).links())
    desk.send(address, {"channel": "telephone"}, 303)
    assert records(store)[0]["state"] == "cancelled"


def test_nothing_is_cancelled_once_the_session_is_over(desk, clock, store, full):
    clock.at = NOW + timedelta(days=2, hours=2)
    address = f"/agents/agenda/SM-1/{full[0]}/annuler"

    assert address not in desk.get("/agents/agenda/SM-1/").links()
    assert desk.send(address, {"channel": "telephone"}, 409).says("La séance est passée")
    assert records(store)[0]["state"] == "confirmed"


def test_the_desk_shows_the_sessions_of_the_day(desk, clock):
    assert desk.get("/agents/").says("Pas de séance aujourd’hui")
    clock.at = NOW + timedelta(days=10)

    # The second date of the cycle is a day like the first.
    assert desk.get("/agents/").says("OR-1-cycle, Ordinateur")


def test_a_session_that_is_over_moves_to_the_second_page(desk, clock, full):
    clock.at = NOW + timedelta(days=3)

    assert not desk.get("/agents/agenda/").says("SM-1,")
    assert desk.get("/agents/agenda/passees/").says("SM-1, Premiers pas")


def test_nobody_booked_is_forgotten_when_the_file_is_gone(desk, app, full):
    text = catalogue.dump(a_catalogue(an_activity(code="ZZ", slug="autre")))
    (app.releases.link / "catalogue.json").write_text(text, encoding="utf-8")

    assert desk.get("/agents/agenda/").says("SM-1, Premiers pas")
    page = desk.get("/agents/agenda/SM-1/")
    assert page.says("n’est plus sur le site") and page.says("Anna Exemple")
    assert desk.send("/agents/agenda/SM-1/telecharger", {"format": "csv"}).status == 200


def test_who_knows_an_older_date_is_shown(desk, app, workshop, full):
    moved = an_activity(sessions=tuple(
        catalogue.typed.dataclasses.replace(one, start=one.start + timedelta(hours=1), end=one.end + timedelta(hours=1))
        for one in workshop.sessions
    ))  # fmt: skip
    (app.releases.link / "catalogue.json").write_text(catalogue.dump(a_catalogue(moved)), encoding="utf-8")

    assert desk.get("/agents/agenda/SM-1/").says("Connaît une autre date : jeudi 3 décembre 2026, de 10 h à 12 h")


@pytest.mark.parametrize(
    "address", ["SM-99/", "SM-1/nobody/", "SM-1/nobody/annuler", "..%2f..%2fetc/", "x" * 300 + "/"]
)
def test_what_does_not_exist_is_not_found(desk, address, full):
    desk.get(f"/agents/agenda/{address}", 404)


def test_a_record_is_not_reached_through_another_session(desk, full):
    desk.get(f"/agents/agenda/SM-2/{full[0]}/", 404)
    desk.send(f"/agents/agenda/SM-2/{full[0]}/annuler", {"channel": "counter"}, 404)


@pytest.mark.parametrize(("state", "heading"), [
    ("offered", "Une place est proposée"), ("moved", "Inscription changée pour une autre date"),
    ("called_off", "Séance annulée par la ville"), ("lapsed", "Sortie de la liste d’attente"),
])  # fmt: skip
def test_every_state_is_told_on_the_list_the_page_and_the_file(desk, store, full, state, heading):
    offer = {"until": "2026-12-02T12:00:00"} if state == "offered" else None
    with store.transaction("session/SM-1") as changed:
        gone = ["session/SM-2", "erased"]
        changed.update("session/SM-1", "signups", full[2], state=state, offer=offer, moved_to=gone, why="Panne")

    assert desk.get(f"/agents/agenda/SM-1/{full[2]}/").h1 == heading
    assert desk.get("/agents/agenda/SM-1/").says("Chloé Exemple")
    assert STATES[state] in desk.send("/agents/agenda/SM-1/telecharger", {"format": "csv"}).body.decode("utf-8-sig")


def test_html_in_a_name_stays_text(desk, workshop):
    desk.register(workshop, 1, name="<b>Anna</b> {{7*7}}")
    page = desk.get("/agents/agenda/SM-1/", typography=False)

    assert page.says("<b>Anna</b> {{7*7}}") and not page.tree.xpath("//tbody//b")


def test_the_spreadsheet_holds_typed_dates_and_text(desk, full):
    page = desk.send("/agents/agenda/SM-1/telecharger", {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(page.body)).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    first = dict(zip(head, rows[0], strict=True))

    assert len(rows) == 3 and "attachment" in page.headers["Content-Disposition"]
    assert first["Date de la séance"] == datetime(2026, 12, 3, 10)
    assert first["Inscription faite le"] == NOW
    assert first["Téléphone, fixe ou portable"] == "06 39 98 00 00"
    assert (first["État"], rows[2][4], rows[2][5]) == ("Inscrit", "En attente", 1)


def test_a_formula_in_a_name_stays_a_name(desk, workshop):
    desk.register(workshop, 1, name="=1+1")
    book = load_workbook(io.BytesIO(desk.send("/agents/agenda/SM-1/telecharger", {"format": "xlsx"}).body))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=1+1"]

    assert [cell.data_type for cell in cells] == ["s"]


@pytest.mark.parametrize(("kind", "mimetype"), [
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("csv", "text/csv; charset=utf-8"),
])  # fmt: skip
def test_each_download_leaves_a_line_in_the_journal(desk, store, full, kind, mimetype):
    page = desk.send("/agents/agenda/SM-1/telecharger", {"format": kind})
    line = store.journal("session/SM-1")[-1]

    assert page.headers["Content-Type"] == mimetype
    assert f"inscriptions-sm-1.{kind}" in page.headers["Content-Disposition"]
    assert (line["verb"], line["agent"], line["format"], line["rows"]) == ("download", "lucie", kind, 3)


def test_a_full_disk_does_not_keep_the_list_from_the_agent(desk, store, full, monkeypatch, caplog):
    token = desk.token()

    def fail(*partitions):
        raise Unwritable("disque plein")

    monkeypatch.setattr(store, "transaction", fail)
    page = desk.post("/agents/agenda/SM-1/telecharger", {"token": token, "format": "csv"}, 200)
    assert page.body.count(b"\r\n") > 1 and "sans être notée" in caplog.text


def test_the_journal_names_no_resident(desk, store, full):
    desk.send("/agents/agenda/SM-1/telecharger", {"format": "csv"})
    told = json.dumps(store.journal("session/SM-1"))

    assert "Exemple" not in told and "06 39" not in told


def test_an_unknown_format_is_refused(desk, store, full):
    before = store.journal("session/SM-1")
    desk.send("/agents/agenda/SM-1/telecharger", {"format": "exe"}, 400)

    assert store.journal("session/SM-1") == before


def test_the_raw_data_says_needs_in_words(desk, workshop):
    desk.register(workshop, 1, needs=["loop", "print"])
    body = desk.send("/agents/agenda/SM-1/telecharger", {"format": "csv"}).body.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body), delimiter=";")

    assert row["Faut-il prévoir quelque chose\u202f?"].startswith("Une boucle magnétique")
