"""The days of a weekly opening at the desk: one line a day, hour by hour inside, typed in by telephone."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from formservice.agenda import signups, slots
from formservice.catalogue import Closure
from formservice.office import agents
from tests.builders import NOW, a_catalogue, a_release, an_activity, an_opening
from tests.office.conftest import PASSWORD

THURSDAY = slots.on_day(an_opening(), date(2026, 12, 3))
URL = "/agents/agenda/PN-2026-12-03/"
PARTITION = "day/PN-2026-12-03"


@pytest.fixture
def app(app_on, tmp_path):
    app = app_on(a_release(tmp_path / "release", a_catalogue(an_opening(), an_activity())), NOW)
    agents.add(app.store, "lucie", PASSWORD, ["agenda"], "Lucie")
    return app


def republish(tmp_path, *activities):
    a_release(tmp_path / "release", a_catalogue(*activities))


def call(desk, hour, name, status=None):
    """Somebody calls and takes an hour of Thursday."""
    phone = f"06 39 98 00 {hour[1:3]}"
    given = {"session": f"PN-261203-{hour}", "name": name, "phone": phone, "key": f"a-key-for-{hour}-{name[:4]}-0"}
    return desk.type_in(THURSDAY, status, **given)


def test_a_day_is_one_line_of_the_agenda_and_says_what_is_taken(desk):
    call(desk, "1400", "Anna Exemple")
    call(desk, "1600", "Badr Exemple")
    page = desk.get("/agents/agenda/")

    assert page.links().count(URL) == 1
    assert page.says("PN-2026-12-03, La permanence numérique") and page.says("2 rendez-vous pris sur 6")
    assert "/agents/agenda/PN-261203-1400/" not in page.links()


def test_the_page_of_a_day_tells_hour_by_hour_who_comes(desk):
    call(desk, "1600", "Badr Exemple")
    call(desk, "1400", "Anna Exemple")
    page = desk.get(URL)

    assert page.h1 == "La permanence numérique, jeudi 3 décembre"
    order = [page.text.index(words) for words in ("De 14 h à 14 h 30", "Anna", "De 14 h 30 à 15 h", "De 16 h", "Badr")]
    assert order == sorted(order)
    assert page.text.count("Personne.") == 4


def test_a_code_typed_in_leads_straight_to_the_hour(desk):
    page = desk.follow(desk.get("/agents/saisie/?code=pn-261203-1430", 303))
    assert page.field("session") == "PN-261203-1430" and page.says("PN-261203-1430 : De 14 h 30 à 15 h. Libre.")
    assert desk.follow(desk.get("/agents/saisie/?code=PN-2026-12-03", 303)).says("jeudi 3 décembre")


def test_without_a_day_the_screen_offers_the_days_with_what_is_left(desk):
    call(desk, "1400", "Anna Exemple")
    assert "/agents/saisie/PN" in desk.get("/agents/saisie/").links()
    page = desk.get("/agents/saisie/PN")

    assert "/agents/saisie/PN?jour=2026-12-03" in page.links()
    assert page.says("Jeudi 3 décembre 2026 De 14 h à 17 h. 5 rendez-vous libres")
    assert page.text == desk.get("/agents/saisie/PN?jour=demain").text


def test_a_call_becomes_an_appointment_and_a_second_one_for_that_hour_is_refused(desk, store):
    done = desk.follow(call(desk, "1400", "Anna Exemple"))
    assert done.h1 == "Une place est gardée" and done.says("jeudi 3 décembre 2026, de 14 h à 14 h 30")

    assert call(desk, "1400", "Badr Exemple", 409).says("Rien n’a été enregistré")
    (signup,) = store.read("day/PN-2026-12-03").find("day/PN-2026-12-03", "signups")
    assert (signup["channel"], signup["typed_by"]) == ("telephone", "lucie")


@pytest.mark.parametrize("jour", ["2026-12-04", "2025-12-02", "2027-05-04"])
def test_a_day_that_cannot_be_had_is_not_typed_in(desk, store, jour):
    assert desk.get(f"/agents/saisie/PN?jour={jour}").h1 == "Pas d’inscription à saisir ici"
    desk.send(f"/agents/saisie/PN?jour={jour}", {"session": "PN-261203-1400"}, 409)
    assert list(store.partitions("day/")) == []


def test_an_appointment_is_cancelled_by_telephone_and_the_hour_is_free_again(desk):
    done = desk.follow(call(desk, "1400", "Anna Exemple"))
    desk.send(f"{done.url}annuler", {"channel": "telephone"}, 303)
    assert desk.get(URL).says("0 rendez-vous pris sur 6")
    assert desk.follow(call(desk, "1400", "Badr Exemple")).h1 == "Une place est gardée"


def test_the_list_of_a_day_is_downloaded_with_the_hour_of_each(desk, store):
    call(desk, "1600", "Badr Exemple")
    call(desk, "1400", "Anna Exemple")
    file = desk.send(f"{URL}telecharger", {"format": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(file.body)).worksheets[0].values)
    codes = [cell for row in rows for cell in row if str(cell).startswith("PN-")]

    assert codes == ["PN-261203-1400", "PN-261203-1600"]
    assert [line["verb"] for line in store.journal("day/PN-2026-12-03")][-1] == "download"


def test_a_day_with_people_stays_in_the_list_when_it_closes_and_when_its_file_goes(desk, tmp_path):
    call(desk, "1400", "Anna Exemple")
    closed = an_opening(shut=(Closure(THURSDAY.day, THURSDAY.day, "inondation"),))
    republish(tmp_path, closed, an_activity())
    assert URL in desk.get("/agents/agenda/").links()
    assert desk.get(URL).says("Fermé ce jour-là. Inondation.")

    republish(tmp_path, an_activity())
    assert URL in desk.get("/agents/agenda/").links()
    assert desk.get(URL).says("Anna Exemple") and desk.get(URL).says("n’est plus sur le site")


def test_an_hour_that_moved_away_is_shown_with_who_holds_it(desk, tmp_path):
    call(desk, "1400", "Anna Exemple")
    republish(tmp_path, an_opening(hours=("14:15-17:00",)), an_activity())
    page = desk.get(URL)
    assert page.says("De 14 h à 14 h 30 PN-261203-1400 Cette heure n’est plus sur le site") and page.says("Anna")


def test_a_day_that_is_over_is_among_the_past_ones(desk, app):
    call(desk, "1400", "Anna Exemple")
    app.clock.at += timedelta(days=3)
    desk.log_in()
    assert URL in desk.get("/agents/agenda/passees/").links()
    assert URL not in desk.get("/agents/agenda/").links()


@pytest.mark.parametrize("id", ["PN-2026-12-04", "PN-2026-99-99", "ZZ-2026-12-03", "PN-261203-1415"])
def test_a_day_nobody_knows_is_not_found(desk, id):
    desk.get(f"/agents/agenda/{id}/", 404)
    assert signups.known_unit(desk.app, id) is None


def test_who_came_is_taken_hour_by_hour_on_one_sheet(desk, clock, store):
    call(desk, "1600", "Badr Exemple")
    call(desk, "1400", "Anna Exemple")
    clock.at = NOW.replace(day=3, hour=13, minute=30)
    sheet = f"{URL}presences/2026-12-03"
    assert sheet in desk.get(URL).links() and desk.get(sheet).says("Anna Exemple, de 14 h à 14 h 30")

    fields = desk.get(sheet).tree.xpath("//input[@value='present']/@name")
    page = desk.follow(desk.send(sheet, dict(zip(fields, ("present", "absent"), strict=True)), 303))
    assert page.says("1 présent, 1 absent")
    marks = {one["answers"]["name"]: one["attendance"] for one in store.read(PARTITION).find(PARTITION, "signups")}
    assert marks == {"Anna Exemple": {"PN-261203-1400": "present"}, "Badr Exemple": {"PN-261203-1600": "absent"}}


def test_who_has_an_appointment_is_found_and_visits_are_counted_beside(desk):
    call(desk, "1400", "Anna Exemple")

    assert desk.send("/agents/chercher/", {"person": "anna"}).says("Anna Exemple")
    assert "/agents/compteur/PN" in desk.get("/agents/compteur/").links()
