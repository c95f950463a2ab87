"""The days of a weekly opening, for a resident: choosing an hour, and all that may stand in the way."""

from datetime import date, datetime, timedelta

import pytest

from formservice import create_app, purge, sealed
from formservice.agenda import signups, slots
from formservice.catalogue import Closure
from formservice.clock import FrozenClock
from formservice.erasure import erase
from formservice.identity import HOLDS
from formservice.service import Service
from formservice.storage import Unwritable
from tests.builders import NOW, a_catalogue, a_release, an_activity, an_opening
from tests.pages import Client

TUESDAY = date(2026, 12, 8)


def the_opening(**given):
    return an_opening(**{"shut": (Closure(TUESDAY, TUESDAY, "peinture"),)} | given)


def day(text="2026-12-03", **given):
    return slots.on_day(the_opening(**given), date.fromisoformat(text))


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setattr(Service, "clock", FrozenClock(NOW))
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    release = a_release(tmp_path / "release", a_catalogue(the_opening(), an_activity()))
    settings = {"SECRET_KEY": "k" * 32, "STORE": f"tinydb:{tmp_path / 'data'}", "BASE_URL": "http://localhost"}
    return Client(create_app(RELEASE=str(release), **settings))


def republish(client, tmp_path, *activities):
    a_release(tmp_path / "release", a_catalogue(*activities))


def stored(client, id="PN-261203-1400"):
    return signups.signups_of(client.app.store.read("day/PN-2026-12-03"), id)


def book(client, hour="1400", status=None, **given):
    return client.press(client.fill_in(day(), 200, session=f"PN-261203-{hour}", **given), "confirm", status)


def test_the_page_of_a_permanence_leads_to_each_of_its_open_days(client):
    page = client.get("/agenda/permanence/")

    assert "/agenda/permanence/2026-12-03/" in page.links()
    assert "/agenda/permanence/2026-12-08/" not in page.links()
    assert page.says("jeudi 3 décembre de 14 h à 17 h") and page.says("30 minutes") and page.says("8 semaines")
    assert page.says("Fermé le mardi 8 décembre : peinture.")


def test_a_resident_chooses_an_hour_of_a_day_and_has_it(client):
    page = client.get("/agenda/permanence/2026-12-03/")
    assert page.h1 == "La permanence numérique, jeudi 3 décembre"
    assert page.says("Choisissez une heure") and page.says("De 14 h à 14 h 30")
    assert {"/agenda/permanence/2026-12-01/", "/agenda/permanence/2026-12-10/"} <= set(page.links())

    check = client.fill_in(day(), 200, session="PN-261203-1400")
    assert check.says("jeudi 3 décembre 2026, de 14 h à 14 h 30") and stored(client) == []
    done = client.press(check, "confirm")
    (signup,) = stored(client)
    assert done.says(signup["reference"]) and signup["told"]["url"] == "/agenda/permanence/2026-12-03/"


def test_the_follow_up_of_a_slot_works_and_cancels_even_once_its_file_is_gone(client, tmp_path):
    done = book(client)
    assert done.url.startswith("/suivi/day/PN-2026-12-03/")
    republish(client, tmp_path, an_activity())

    page = client.get(done.url)
    assert page.says("Jeudi 3 décembre 2026, de 14 h à 14 h 30")
    assert client.get(f"{done.url}/calendrier.ics").body.count(b"seance-PN-261203-1400@") == 1
    client.press(client.press(page, "ask"), "cancel")
    assert stored(client)[0]["state"] == "cancelled"


def test_two_people_take_two_hours_and_a_third_is_told_that_the_hour_is_taken(client):
    book(client, name="Anna Exemple")
    book(client, "1430", name="Badr Exemple")
    page = client.fill_in(day(), 409, session="PN-261203-1400", name="Chloé Exemple")

    assert page.h1 == "Cette heure vient d’être prise" and page.says("Chloé Exemple")
    assert "/agenda/places/permanence/2026-12-03/" in page.links()
    assert [len(stored(client, f"PN-261203-{hour}")) for hour in ("1400", "1430")] == [1, 1]


def test_one_hour_has_as_many_seats_as_there_are_computers(client, tmp_path):
    republish(client, tmp_path, the_opening(capacity=2))
    for name in ("Anna", "Badr"):
        book(client, name=f"{name} Exemple")
    client.fill_in(day(), 409, session="PN-261203-1400", name="Chloé Exemple")
    assert [one["state"] for one in stored(client)] == ["confirmed"] * 2


def test_what_a_person_holds_says_when_and_what(client):
    book(client)
    (person,) = client.app.store.partitions("person/")
    (hold,) = client.app.store.read(person).find(person, HOLDS)
    assert (hold["unit"], hold["start"], hold["end"], hold["activity"]) == (
        "PN-261203-1400", "2026-12-03T14:00:00", "2026-12-03T14:30:00", "PN",
    )  # fmt: skip


@pytest.mark.parametrize("session", [None, "", "PN-261203-1415", "PN-261204-1400", "SM-1", "PN-261203-1400 "])
def test_an_hour_that_is_not_of_the_day_is_refused_by_the_form(client, session):
    page = client.fill_in(day(), 422, session=session)
    assert len(page.errors()) == 1 and list(client.app.store.partitions("day/")) == []


@pytest.mark.parametrize("text", ["2026-12-02", "2026-13-40", "2026-12-3", "demain", "20261203", "2028-01-04"])
def test_a_day_that_never_opens_is_not_found(client, text):
    for url in (f"/agenda/permanence/{text}/", f"/agenda/places/permanence/{text}/", f"/agenda/smartphone/{text}/"):
        assert "/agenda/" in client.get(url, 404).links()
    client.post(f"/agenda/permanence/{text}/", {"session": "PN-261203-1400"}, 404)


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("2026-12-08", 410, "Fermé le mardi 8 décembre 2026 : peinture."),
        ("2026-11-26", 410, "passée"),
        ("2027-03-02", 409, "à partir du mardi 5 janvier 2027"),
    ],
)
def test_a_day_that_cannot_be_had_says_why_and_stores_nothing(client, text, status, said):
    found = day(text)
    for page in (
        client.get(found.url, status),
        client.get(f"/agenda/places/permanence/{text}/", status),
        client.fill_in(found, status, session=f"PN-{found.day:%y%m%d}-1400"),
    ):
        assert page.says(said)
        assert {"/agenda/permanence/", "/agenda/places/"} <= set(page.links())
    assert list(client.app.store.partitions("day/")) == []


def test_a_form_sent_without_choosing_the_day_leads_to_the_days(client):
    page = client.post("/agenda/permanence/", {"name": "Anna"}, 410)
    assert page.says("choisissez-le d’abord") and "/agenda/permanence/" in page.links()


def test_an_hour_taken_away_meanwhile_is_said_gone_and_kept_by_whoever_had_it(client, tmp_path):
    done, check = book(client), client.fill_in(day(), 200, session="PN-261203-1430", name="Badr Exemple")
    republish(client, tmp_path, the_opening(hours=("15:00-17:00",), version="99999999"))

    page = client.post(day().url, {"sealed": check.field("sealed"), "action": "confirm"}, 410)
    assert page.says("On ne reçoit plus à cette heure") and stored(client, "PN-261203-1430") == []
    assert client.get(done.url).says("de 14 h à 14 h 30")


def test_a_used_check_page_still_leads_home_when_the_whole_day_has_gone(client, tmp_path):
    check = client.fill_in(day(), 200, session="PN-261203-1400")
    client.press(check, "confirm")
    republish(client, tmp_path, the_opening(days=("mardi",)))
    token = {"sealed": check.field("sealed"), "action": "confirm"}
    assert client.post(day().url, token, 303).location.startswith("/suivi/day/PN-2026-12-03/")


def test_a_day_that_closes_after_the_check_page_books_nothing_and_tells_the_booked(client, tmp_path):
    done, check = book(client), client.fill_in(day(), 200, session="PN-261203-1430", name="Badr Exemple")
    republish(client, tmp_path, an_opening(shut=(Closure(day().day, day().day, "inondation"),)))
    page = client.post(day().url, {"sealed": check.field("sealed"), "action": "confirm"}, 410)
    assert page.says("Fermé le jeudi 3 décembre 2026 : inondation.") and stored(client, "PN-261203-1430") == []
    assert client.get(done.url).says("annulé")


def test_the_hours_of_today_leave_one_by_one(client):
    client.app.clock.at = datetime(2026, 12, 3, 15, 10)
    page = client.get(day().url)
    assert page.says("De 15 h 30 à 16 h") and not page.says("De 15 h à 15 h 30")
    client.app.clock.at = datetime(2026, 12, 3, 16, 45)
    assert client.get(day().url, 410).says("passée")


def test_what_was_said_for_a_slot_is_erased_in_its_time(client):
    book(client, name="Anna Exemple")
    client.app.clock.at = datetime(2026, 12, 3, 14, 30) + timedelta(days=92)
    assert list(purge.due(client.app)) == []
    client.app.clock.at += timedelta(minutes=1)
    for what in purge.due(client.app):
        erase(client.app.store, what, "purge", "cli", client.app.clock.today())
    assert not any(stored(client)[0]["answers"].values()) and stored(client)[0]["state"] == "confirmed"


# The places left, live


def test_the_places_left_are_told_day_by_day_then_hour_by_hour(client):
    book(client)
    page = client.get("/agenda/places/")
    assert page.says("Jeudi 3 décembre (PN), de 14 h à 17 h : 5 rendez-vous libres")
    assert "/agenda/permanence/2026-12-03/" in page.links() and not page.says("mardi 8 décembre")

    live = client.get("/agenda/places/permanence/2026-12-03/")
    assert live.says("De 14 h à 14 h 30 Complet") and live.says("De 14 h 30 à 15 h Libre")
    assert "/agenda/permanence/2026-12-03/#inscription" in live.links()


def test_a_full_day_is_told_full(client):
    for n, hour in enumerate(("1400", "1430", "1500", "1530", "1600", "1630")):
        book(client, hour, name=f"Anna {'abcdef'[n]}", phone=f"06 39 98 01 1{n}")
    assert client.get("/agenda/places/").says("Jeudi 3 décembre (PN), de 14 h à 17 h : Complet")


def test_one_damaged_day_leaves_the_others_in_the_list(client, tmp_path):
    book(client)
    for file in (tmp_path / "data/partitions/day/PN-2026-12-03").glob("records*.json"):
        file.write_bytes(b"")
    page = client.get("/agenda/places/")
    assert page.says("Appelez-nous pour cette date") and page.says("6 rendez-vous libres")
    assert client.get("/agenda/places/permanence/2026-12-03/").says("Appelez-nous")


def test_when_the_store_cannot_write_the_answers_stay(client, monkeypatch):
    check = client.fill_in(day(), 200, session="PN-261203-1400", name="Anna Exemple")

    def fail(*partitions):
        raise Unwritable("disque plein")

    monkeypatch.setattr(client.app.store, "transaction", fail)
    page = client.press(check, "confirm", 503)
    assert page.says("Anna Exemple") and page.says("jeudi 3 décembre 2026")


def test_days_in_a_season_of_many_are_links_within_the_budget(client, tmp_path):
    week = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
    republish(client, tmp_path, the_opening(days=week, horizon=timedelta(weeks=40)))
    page = client.get("/agenda/permanence/")
    assert len([link for link in page.links() if link.startswith("/agenda/permanence/2")]) == 60
    assert page.says("Les jours suivants")
