"""The last places, asked for by thirty processes at once: nobody too many, nobody lost."""

from collections import Counter
from datetime import date, timedelta

import pytest

from formservice import create_app
from formservice.agenda import signups
from formservice.agenda.slots import on_day
from formservice.refusal import Refused
from formservice.storage.tinydb_locks import Lock
from formservice.submit import enter, submit
from tests.builders import a_catalogue, a_release, a_session, an_activity, an_opening
from tests.storage.processes import at_once

DAY = date.today() + timedelta(days=2)
LATER = a_session("SM-1", a_session().start.replace(year=2099))
ANSWERS = {"session": "SM-1", "who": "self", "reach": "phone", "phone": "06 39 98 01 02"}


@pytest.fixture
def settings(tmp_path):
    release = a_release(tmp_path / "release", a_catalogue(an_activity(capacity=5, waiting=40, sessions=(LATER,))))
    return {"SECRET_KEY": "k" * 32, "STORE": f"tinydb:{tmp_path / 'data'}", "RELEASE": str(release)}


def sign_up(number, settings, name=None):
    """Register as somebody; the seq tells the order in which the store took us."""
    app = create_app(**settings)
    with app.app_context():
        page = app.releases.current().catalogue.by_code("SM")
        entry = enter(app, page, ANSWERS | {"name": name or f"Personne {number}"}, key=f"key {number}")
        record = submit(app, entry).record
    return record["seq"], record["state"], record["reference"]


def sign_up_without_lock(number, settings):
    """The same with a lock that anybody gets, and time between looking and writing."""
    import time

    Lock.try_take = lambda self: True
    taken = signups.rules.seats_taken
    signups.rules.seats_taken = lambda found: (taken(found), time.sleep(0.05))[0]
    return sign_up(number, settings)


def stored(settings):
    store = create_app(**settings).store
    return signups.signups_of(store.read("session/SM-1"), "SM-1")


def test_thirty_people_want_five_places_and_the_others_wait_in_order(settings):
    told = at_once(30, sign_up, settings)

    assert [state for _, state, _ in sorted(told)] == ["confirmed"] * 5 + ["waiting"] * 25
    assert sorted(told) == [(one["seq"], one["state"], one["reference"]) for one in stored(settings)]


def test_one_person_in_ten_windows_has_one_place(settings):
    told = at_once(10, sign_up, settings, "Dominique Exemple")

    assert len(set(told)) == 1
    assert len(stored(settings)) == 1


def take_the_hour(number, settings):
    """Ask for one hour of a day as somebody."""
    app = create_app(**settings)
    with app.app_context():
        page = on_day(app.releases.current().catalogue.by_code("PN"), DAY)
        answers = ANSWERS | {"session": f"PN-{DAY:%y%m%d}-1400", "name": f"Personne {number}"}
        try:
            return submit(app, enter(app, page, answers, key=f"key {number}")).record["id"]
        except Refused as refusal:
            return refusal.reason


def test_twelve_people_want_one_hour_and_three_computers_are_taken(tmp_path, settings):
    opening = an_opening(
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        capacity=3,
        since=DAY,
        until=DAY,
        horizon=timedelta(days=366),
    )
    a_release(tmp_path / "release", a_catalogue(opening))
    told = at_once(12, take_the_hour, settings)

    store = create_app(**settings).store
    taken = {one["id"] for one in signups.signups_of(store.read(f"day/PN-{DAY}"), f"PN-{DAY:%y%m%d}-1400")}
    assert len(taken) == 3 and taken <= set(told)
    assert told.count("full") == 9


def test_without_the_lock_places_would_be_given_twice(settings):
    told = at_once(12, sign_up_without_lock, settings)

    given = Counter(answer[1] for answer in told if isinstance(answer, tuple))
    assert given["confirmed"] > 5 or len(stored(settings)) < len(told)
