"""The drop-in counter: two clicks, no name, and true when several press at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from formservice.agenda import visits
from formservice.office.desks import DESKS
from tests.builders import NOW, a_catalogue, a_release, a_session, an_activity

PAGE = "/agents/compteur/CN"


def press(desk, theme, status=303):
    page = desk.get(PAGE)
    return desk.follow(desk.send(PAGE, {"theme": theme, "key": page.field("key")}, status))


def test_two_clicks_count_one_visit(desk):
    assert PAGE in desk.get("/agents/compteur/").links()
    page = press(desk, "telephone")

    assert page.says("Aujourd’hui : 1 visite") and page.says("Compté : Le téléphone")
    assert desk.press(page, "Les photos").says("Aujourd’hui : 2 visites")


def test_a_double_click_counts_once(desk):
    data = {"theme": "photos", "key": desk.get(PAGE).field("key")}
    for _ in range(2):
        desk.send(PAGE, data, 303)

    assert desk.get(PAGE).says("Aujourd’hui : 1 visite")


def test_the_last_one_is_taken_back_once(desk, store):
    for theme in ("photos", "telephone"):
        press(desk, theme)
    undone = {"action": "undo", "key": desk.get(PAGE).tree.xpath("(//input[@name='key'])[2]/@value")[0]}
    for _ in range(2):
        desk.send(PAGE, undone, 303)

    page = desk.get(PAGE)
    assert page.says("Aujourd’hui : 1 visite") and page.says("Compté : Les photos")
    assert store.journal("counter/CN-2026-12")[-1]["verb"] == "visit-undo"


def test_an_agent_takes_back_only_their_own(desk, app):
    press(desk, "photos")

    assert visits.last(app, "CN", "omar") is None
    assert not visits.undo(app, "CN", visits.last(app, "CN", "lucie")["key"], "omar")


def test_today_and_the_month_are_apart(desk, clock):
    press(desk, "photos")
    clock.at = NOW + timedelta(days=1)
    page = press(desk, "photos")
    rows = [[cell.text_content() for cell in row] for row in page.tree.xpath("//tbody/tr")]

    assert rows == [["Les photos", "1", "2"], ["En tout", "1", "2"]]
    clock.at = NOW + timedelta(days=40)
    assert desk.get(PAGE).says("0 visite")


def test_twenty_presses_at_once_are_twenty_visits(app):
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda n: visits.count(app, "CN", "photos", f"key-{n}", "lucie"), range(20)))

    assert all(done) and visits.tally(app, "CN")[0] == {"photos": 20}


def test_no_name_and_a_bounded_store(desk, app, store):
    for n in range(visits.KEPT + 5):
        visits.count(app, "CN", "photos", f"key-{n}", "lucie")

    assert len(store.read("counter/CN-2026-12").find("counter/CN-2026-12", visits.STEPS)) == visits.KEPT
    (line,) = store.read("counter/CN-2026-12").find("counter/CN-2026-12", visits.TABLE)
    assert {"day", "theme", "count"} >= line.keys() - {"id", "seq", "version"}


@pytest.mark.parametrize("data", [
    {"theme": "photos"}, {"theme": "photos", "key": "x"}, {"theme": "unknown", "key": "k" * 22}, {"key": "k" * 22},
])  # fmt: skip
def test_a_wrong_press_counts_nothing(desk, data):
    desk.send(PAGE, data, 400)

    assert desk.get(PAGE).says("0 visite")


@pytest.mark.parametrize("code", ["SM", "ZZ", "OR"])
def test_only_what_takes_visits_is_counted(desk, code):
    desk.get(f"/agents/compteur/{code}", 404)


def test_what_an_agent_chooses_from_is_in_the_order_of_a_dictionary(app_on, tmp_path):
    known = {"ZU": "Zumba", "EC": "Écrire", "AT": "Atelier"}
    town = [
        an_activity(code=code, slug=code.lower(), title=title, sessions=(a_session(f"{code}-1"),))
        for code, title in known.items()
    ]
    app = app_on(a_release(tmp_path / "release", a_catalogue(*town)), NOW)
    assert [title for _, title in DESKS["registration"].listed(app)] == ["Atelier", "Écrire", "Zumba"]
