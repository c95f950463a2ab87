"""What is gathered of a day, on each store: who comes, who waits, whom to call, what does not take place."""

from datetime import date, datetime, timedelta

import pytest

from formservice.agenda import signups
from formservice.agenda.slots import on_day
from formservice.office.day_paper import gathered
from formservice.storage import Corrupt
from formservice.submit import enter, submit
from tests.agenda.town import ANSWERS, Town
from tests.builders import NOW, a_session, an_activity, an_opening

DAY = date(2026, 12, 3)
START = datetime(2026, 12, 3, 10)


@pytest.fixture
def workshop():
    return an_activity(capacity=2, waiting=6, theme="smartphone", sessions=(a_session("SM-1", START),))


@pytest.fixture
def town(tmp_path, url, clock, workshop):
    made = Town(tmp_path, url, clock)
    clock.at = NOW
    made.publish(workshop)
    return made


def day_of(town, day=DAY):
    with town.app.app_context():
        return gathered(town.app, day)


def names(people):
    return [one.name for one in people]


def test_who_comes_is_apart_from_who_is_asked_and_who_waits(town):
    for name in ("Anna", "Badr", "Chloé", "Dominique"):
        town.sign_up(name, needs=["loop"], phone=f"06 39 98 01 {len(name):02d}")
    town.cancel("Anna")
    (one,) = day_of(town).gatherings

    assert (names(one.coming), names(one.asked), names(one.waiting)) == (["Badr"], ["Chloé"], ["Dominique"])
    assert one.asked[0].beside[0].startswith("Place gardée jusqu’au") and one.coming[0].needs == ("Boucle magnétique",)
    assert names(one.sheet.expected) == ["Badr"] and one.sheet.needs == {"boucle magnétique": 1} and one.sheet.free == 0


def test_the_list_has_the_order_of_the_sheet_and_who_waits_that_of_the_queue(town):
    for name in ("Zoé", "Élise", "Yvon", "Bruno"):
        town.sign_up(name)
    (one,) = day_of(town).gatherings
    assert names(one.coming) == names(one.sheet.expected) == ["Élise", "Zoé"] and names(one.waiting) == [
        "Yvon",
        "Bruno",
    ]


def test_calls_to_make_are_there_with_the_words_of_the_screen(town):
    for name in ("Anna", "Badr", "Chloé"):
        town.sign_up(name)
    town.cancel("Anna")
    (call,) = day_of(town, date(2027, 1, 1)).calls

    assert (call.name, call.reach) == ("Chloé", ("06 39 98 01 02",)) and "La prenez-vous" in call.say
    assert call.outcomes == ("Accepte", "Refuse", "Pas de réponse")


def test_another_day_has_its_own_sessions(town):
    assert day_of(town, date(2026, 12, 4)).gatherings == ()


def test_appointments_of_a_day_are_one_sheet_hour_by_hour(town, workshop):
    town.publish(workshop, an_opening())
    answers = ANSWERS | {"session": "PN-261203-1430", "name": "Anna"}
    submit(town.app, enter(town.app, on_day(an_opening(), DAY), answers, key="anna"))
    opening = next(one for one in day_of(town).gatherings if one.sheet.code == "PN-2026-12-03")

    assert [(one.hour, one.name) for one in opening.sheet.expected][:3] == [
        ("14\xa0h", ""), ("14\xa0h\xa030", "Anna"), ("15\xa0h", ""),
    ]  # fmt: skip
    assert [(one.hour, one.name) for one in opening.coming] == [("14\xa0h\xa030", "Anna")]


def test_a_session_called_off_is_told_and_has_no_sheet(town, workshop):
    town.sign_up("Anna")
    town.publish(an_activity(**vars_of(workshop, a_session("SM-1", START, cancelled="panne de chauffage"))))
    day = day_of(town)
    assert day.gatherings == () and day.off == (("SM-1", workshop.title, "Panne de chauffage."),)


def vars_of(workshop, *sessions):
    return {"capacity": workshop.capacity, "waiting": 6, "theme": "smartphone", "sessions": sessions}


def test_a_session_that_left_the_site_keeps_its_people(town):
    town.sign_up("Anna")
    town.publish(an_activity(code="AB", slug="autre"))
    gone = next(one for one in day_of(town).gatherings if one.sheet.code == "SM-1")
    assert names(gone.coming) == ["Anna"] and gone.sheet.free == 0


def test_what_takes_place_for_whoever_comes_is_told(town, workshop):
    coffee = an_activity(
        code="CN", slug="cafe", title="Le café numérique", booking="none", capacity=0,
        sessions=(a_session("CN-1", START), a_session("CN-2", START + timedelta(days=1))),
    )  # fmt: skip
    opening = an_opening(code="EP", slug="ecrivain", title="L’écrivain public", slot=None, horizon=None)
    town.publish(workshop, coffee, opening)
    assert [(hours.replace("\xa0", " "), title) for hours, title, _ in day_of(town).others] == [
        ("de 10 h à 12 h", "Le café numérique"), ("de 14 h à 17 h", "L’écrivain public"),
    ]  # fmt: skip


def test_who_was_erased_is_nobody_on_paper(town):
    kept = town.sign_up("Anna")
    with town.app.store.transaction("session/SM-1") as records:
        records.update("session/SM-1", signups.TABLE, kept["id"], answers={}, person="")
    (one,) = day_of(town).gatherings
    assert names(one.coming) == ["Nom effacé"] and one.coming[0].reach == () and one.coming[0].needs == ()


def test_a_session_that_cannot_be_read_keeps_nothing_from_the_others(town, workshop, monkeypatch):
    town.publish(workshop, an_activity(code="AB", slug="autre", sessions=(a_session("AB-1", START),)))
    read = town.app.store.read

    def broken(partition):
        if partition == "session/SM-1":
            raise Corrupt("session/SM-1 est abîmé.")
        return read(partition)

    monkeypatch.setattr(town.app.store, "read", broken)
    day = day_of(town)
    assert [one.sheet.code for one in day.gatherings] == ["AB-1"] and "SM-1" in day.unread
