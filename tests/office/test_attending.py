"""« Présences »: who came, taken from half an hour before, corrected when it was wrong."""

from datetime import timedelta

import pytest

from formservice import purge
from tests.builders import NOW
from tests.office.conftest import records, states

START = NOW + timedelta(days=2)
PAGE = "/agents/agenda/SM-1/presences/2026-12-03"


def attended(store):
    return [(line["theme"], line["month"]) for _, line in store.search("person/", "attended")]


def mark(desk, status=303, **marks):
    return desk.send(PAGE, {f"{id}.SM-1": what for id, what in marks.items()}, status)


@pytest.fixture
def begun(full, clock):
    """Ten minutes before the start."""
    clock.at = START - timedelta(minutes=10)
    return full


def test_it_opens_half_an_hour_before(desk, store, clock, full):
    clock.at = START - timedelta(minutes=31)
    assert desk.get(PAGE).says("C’est trop tôt") and PAGE not in desk.get("/agents/agenda/SM-1/").links()
    assert mark(desk, 409, **{full[0]: "present"}) and not records(store)[0]["attendance"]

    clock.at = START - timedelta(minutes=30)
    assert PAGE in desk.get("/agents/agenda/SM-1/").links() and PAGE in desk.get("/agents/").links()


def test_only_who_has_a_seat_is_on_the_sheet(desk, store, full, offered, clock):
    clock.at = START - timedelta(minutes=10)
    names = [name.text_content() for name in desk.get(PAGE).tree.xpath("//legend/bdi")]

    assert names == ["Badr Exemple"] and states(store)[2] == "offered"


def test_who_came_is_written_once_and_remembered_for_the_theme(desk, store, begun):
    page = desk.follow(mark(desk, **{begun[0]: "present", begun[1]: "excused", begun[2]: "present"}))
    mark(desk, **{begun[0]: "present"})

    assert page.says("C’est noté") and page.says("1 présent, 1 excusé")
    assert [one["attendance"] for one in records(store)] == [{"SM-1": "present"}, {"SM-1": "excused"}, {}]
    assert attended(store) == [("telephone", "2026-12")]
    (line,) = [line for line in store.journal("session/SM-1") if line["verb"] == "attendance"]
    assert line["agent"] == "lucie" and line["marks"] == {"present": 1, "excused": 1}


def test_a_mistake_is_corrected_everywhere(desk, store, begun):
    mark(desk, **{begun[0]: "present", begun[1]: "absent"})
    mark(desk, **{begun[0]: "absent", begun[1]: "present"})

    assert [one["attendance"].get("SM-1") for one in records(store)] == ["absent", "present", None]
    people = [line["person"] for _, line in store.search("person/", "attended")]
    assert people == [records(store)[1]["person"]]


def test_who_came_is_forgotten_after_a_year(desk, app, store, clock, begun):
    mark(desk, **{begun[0]: "present"})
    clock.at = START + timedelta(days=360)
    with app.app_context():
        assert purge.forget_attendance(app) == 0
        clock.at = START + timedelta(days=400)
        assert purge.forget_attendance(app) == 1

    assert attended(store) == []


def test_each_date_of_a_cycle_has_its_own_sheet(desk, app, store, clock):
    cycle = app.releases.current().catalogue.by_code("OR")
    desk.type_in(cycle)
    (signup,) = records(store, "OR-1-cycle")
    clock.at = NOW + timedelta(days=10)
    for day, session, what in (("2026-12-04", "OR-1", "present"), ("2026-12-11", "OR-2", "absent")):
        desk.send(f"/agents/agenda/OR-1-cycle/presences/{day}", {f"{signup['id']}.{session}": what}, 303)

    assert records(store, "OR-1-cycle")[0]["attendance"] == {"OR-1": "present", "OR-2": "absent"}
    assert desk.get("/agents/agenda/OR-1-cycle/").says("Présent")


def test_who_comes_without_booking_is_added_until_the_end(desk, store, clock, workshop, begun):
    desk.cancel(begun[0])
    desk.cancel(begun[2])
    clock.at = START + timedelta(hours=1)
    desk.follow(desk.register(workshop, 7, name="Dina Exemple", channel="counter"))

    assert states(store)[-1] == "confirmed" and desk.get(PAGE).says("Dina Exemple")
    clock.at = START + timedelta(hours=2)
    assert desk.register(workshop, 8, name="Eli Exemple", channel="counter", status=422)


def test_nobody_is_put_on_a_waiting_list_once_it_has_begun(desk, store, clock, workshop, begun):
    desk.cancel(begun[2])
    clock.at = START + timedelta(minutes=5)
    page = desk.register(workshop, 7, name="Dina Exemple", status=409)

    assert page.says("La séance a commencé") and "Dina" not in str(records(store))


@pytest.mark.parametrize("day", ["2026-12-04", "demain", "2026-99-99", "..%2f", "٢٠٢٦-12-03"])
def test_a_day_without_session_is_not_found(desk, begun, day):
    desk.get(f"/agents/agenda/SM-1/presences/{day}", 404)


@pytest.mark.parametrize("what", ["here", "", "<b>", "presentpresent"])
def test_what_is_no_mark_writes_nothing(desk, store, begun, what):
    mark(desk, **{begun[0]: what, "nobody": "present"})

    assert records(store)[0]["attendance"] == {} and attended(store) == []
