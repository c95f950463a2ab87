"""A class or an association comes together: one group a slot, and its size is known before."""

from datetime import date

import pytest

from formservice import create_app, sealed
from formservice.agenda import signups, slots
from formservice.agenda.following import group
from formservice.catalogue import Mistakes, typed
from formservice.clock import FrozenClock
from formservice.office import lists, meetings
from formservice.service import Service
from tests.builders import NOW, a_catalogue, a_release, an_activity, an_opening
from tests.pages import Client

GIVEN = {"group_kind": "class", "group_name": "CM2 de l’école Exemple", "group_size": "24"}
VISIT = an_opening(code="VG", slug="visite", title="Visite de groupe", group=30)
DAY = slots.on_day(VISIT, date(2026, 12, 3))


@pytest.fixture
def client(tmp_path, monkeypatch, url):
    monkeypatch.setattr(Service, "clock", FrozenClock(NOW))
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    release = a_release(tmp_path / "release", a_catalogue(VISIT, an_activity()))
    return Client(create_app(RELEASE=str(release), SECRET_KEY="k" * 32, STORE=url, BASE_URL="http://localhost"))


def stored(client):
    return client.app.store.read("day/VG-2026-12-03").find("day/VG-2026-12-03", signups.TABLE)


def test_a_class_takes_a_slot_and_no_other_group_has_it(client):
    check = client.fill_in(DAY, 200, session="VG-261203-1400", **GIVEN)
    assert check.says("CM2 de l’école Exemple") and check.says("24")
    page = client.press(check, "confirm")
    other = client.fill_in(DAY, 409, session="VG-261203-1400", name="Camille Exemple", **GIVEN)

    assert other.h1 == "Cette heure vient d’être prise"
    assert page.says("Une classe : CM2 de l’école Exemple, 24 personnes")
    assert (stored(client)[0]["party"], stored(client)[0]["answers"]["group_size"]) == (1, "24")


@pytest.mark.parametrize("size", ["", "1", "31", "-4", "vingt", "2.5", "²4", "9" * 400])
def test_a_group_too_large_or_without_number_is_told_so(client, size):
    page = client.fill_in(DAY, 422, session="VG-261203-1400", **GIVEN | {"group_size": size})

    assert page.errors() and stored(client) == []


def test_the_agents_and_the_file_say_which_group_comes(client):
    client.press(client.fill_in(DAY, 200, session="VG-261203-1400", **GIVEN), "confirm")
    meeting = meetings.find(client.app, "VG-261203-1400")
    table = lists.table([meeting], "lucie", NOW)
    row = dict(zip([column.code for column in table.columns], table.rows[0], strict=True))

    assert group(meeting.signups[0]["answers"]) == "Une classe\xa0: CM2 de l’école Exemple, 24\xa0personnes"
    assert (row["group_kind"], row["group_size"]) == ("Une classe", "24")


def test_a_workshop_asks_for_no_group(client):
    assert client.get("/agenda/smartphone/").field("group_size") is None


@pytest.mark.parametrize("wrong", [{"capacity": "2"}, {"companions": "1"}])
def test_a_group_needs_a_slot_of_its_own(wrong):
    weekly = [{"days": ["mardi"], "hours": "14:00-17:00", "since": "2026-09-01", "until": "2027-06-30"}]
    data = {"title": "Visite", "kind": "permanence", "code": "VG", "place": "maison", "weekly": weekly}
    data |= {"slot": "1 h", "horizon": "8 weeks", "capacity": "1", "group": "30"} | wrong

    with pytest.raises(Mistakes):
        typed.read(type(VISIT), data)
