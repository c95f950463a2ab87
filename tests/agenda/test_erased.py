"""Who asks to be erased: the wish, the seat it was offered and every other date go together, and nobody is a ghost."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from formservice.agenda import signups
from formservice.erase import erase
from formservice.erasure import Erasure
from formservice.erasure import erase as take
from formservice.identity import HOLDS
from formservice.purge import purge
from tests.builders import NOW, a_session, an_activity

FAR = NOW + timedelta(days=20)
MAIL = {"reach": "email", "email": "anna@example.org", "phone": ""}


def photos(*numbers):
    sessions = tuple(a_session(f"PH-{n}", FAR + timedelta(days=n)) for n in numbers)
    return an_activity(code="PH", slug="photos", theme="photos", capacity=2, waiting=4, sessions=sessions)


@pytest.fixture
def offered(town, workshop):
    """Anna asked for photos, and a seat of PH-2 is offered to her."""
    town.publish(workshop, photos(1))
    town.wish("Anna Un")
    town.publish(workshop, photos(1, 2))
    town.later(minutes=1)
    return town


def run(town, command, *arguments):
    with town.app.app_context():
        return CliRunner().invoke(command, arguments)


def stored(town, partition, table):
    return town.app.store.read(partition).find(partition, table)


def wishes(town):
    return [(one["state"], one["answers"], one["person"]) for one in stored(town, "theme/photos", "wishes")]


def left_of_anna(town):
    """All that still names her."""
    tables = (signups.TABLE, HOLDS, "wishes", "outbox")
    found = [one for table in tables for _, one in town.app.store.search("", table)]
    return [one for one in found if "Anna" in str(one) or one.get("person")]


@pytest.mark.parametrize("table", ["theme/photos wishes", "session/PH-2 signups"])
def test_one_number_erases_the_wish_and_the_seat_it_was_offered(offered, table):
    [named] = stored(offered, *table.split())
    assert run(offered, erase, named["reference"], "--yes").exit_code == 0

    assert left_of_anna(offered) == [] and offered.calls() == []
    assert wishes(offered) == [("cancelled", {}, "")]
    assert [one["state"] for one in stored(offered, "session/PH-2", "signups")] == ["cancelled"]


def test_a_seat_offered_in_vain_and_another_date_are_erased_with_the_wish(offered):
    offered.later(days=3)
    offered.publish(photos(1, 2, 3))
    offered.later(minutes=1)
    offered.accept("Anna Un", "PH-3")
    last = offered.move("Anna Un", "PH-1", "PH-3")

    assert run(offered, erase, "session/PH-1", last["id"], "--yes").exit_code == 0
    assert left_of_anna(offered) == []


def test_nobody_else_is_erased(offered):
    offered.wish("Badr Deux", phone="06 39 98 01 03")
    offered.publish(photos(1, 2, 3))
    offered.later(minutes=1)
    run(offered, erase, offered.place("Anna Un", "PH-2")["reference"], "--yes")

    assert offered.place("Badr Deux", "PH-3")["state"] == "offered"
    assert ("offered", "Badr Deux") in [(one[0], one[1].get("name")) for one in wishes(offered)]


def test_a_wish_erased_at_the_end_of_its_time_waits_no_more(town, workshop):
    town.publish(workshop, photos(1))
    town.wish("Anna Un")
    town.clock.at += timedelta(days=370)
    run(town, purge, "--clock-is-right")

    assert [(state, person) for state, _, person in wishes(town)] == [("cancelled", "")]


def test_erased_again_after_a_restore_nobody_keeps_a_seat_or_a_call(town):
    for name in ("Anna Un", "Badr Deux", "Chloé Trois"):
        town.sign_up(name)
    town.cancel("Badr Deux")
    names = ("Anna Un", "Chloé Trois")
    for id in [town.place(name)["id"] for name in names]:
        take(town.app.store, Erasure("session/SM-1", "signups", id), "erased-again", "restore", NOW.date())

    assert [one["state"] for one in stored(town, "session/SM-1", "signups")] == ["cancelled"] * 3
    assert stored(town, "session/SM-1", "calls") == []


def test_the_seat_of_who_is_erased_is_offered_at_once_and_after_a_restore_at_the_next_look(town):
    names = ("Anna Un", "Badr Deux", "Chloé Trois", "Driss Quatre")
    for n, name in enumerate(names):
        town.sign_up(name, phone=f"06 39 98 01 0{n}")
    kept = {name: town.place(name)["id"] for name in names}
    run(town, erase, town.place("Anna Un")["reference"], "--yes")
    assert town.place("Chloé Trois")["state"] == "offered"

    take(town.app.store, Erasure("session/SM-1", "signups", kept["Badr Deux"]), "erased-again", "restore", NOW.date())
    assert town.place("Driss Quatre")["state"] == "waiting"
    assert town.later(minutes=1)["offered"] == 1
    assert town.place("Driss Quatre")["state"] == "offered"


def test_at_the_end_of_its_time_a_session_stays_counted_unless_it_is_still_to_come(town):
    anna, badr = town.sign_up("Anna Un"), town.sign_up("Badr Deux")
    fields = tuple(anna["answers"])
    days = {anna["id"]: NOW.date(), badr["id"]: NOW.date() + timedelta(days=120)}
    for id, on in days.items():
        take(town.app.store, Erasure("session/SM-1", "signups", id, fields), "purge", "cli", on)

    assert [one["state"] for one in stored(town, "session/SM-1", "signups")] == ["cancelled", "confirmed"]
