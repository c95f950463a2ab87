"""The last places, asked for by thirty processes at once, and what else may cross: nobody too many, nobody lost."""

import random
from collections import Counter

import pytest

from formservice import create_app
from formservice.agenda import due, leaving, offers, rules, signups
from formservice.agenda.limits import TooMany
from formservice.storage import Busy
from formservice.storage.tinydb_locks import Lock
from formservice.submit import enter, submit
from tests.builders import a_catalogue, a_release, a_session, an_activity
from tests.storage.processes import at_once

FIRST = a_session().start.replace(year=2099)
SESSIONS = tuple(a_session(f"SM-{n}", FIRST.replace(month=n)) for n in range(1, 7))
ANSWERS = {"session": "SM-1", "who": "self", "reach": "phone", "phone": "06 39 98 01 02", "needs": []}


@pytest.fixture
def settings(tmp_path, url):
    workshop = an_activity(capacity=5, waiting=40, sessions=SESSIONS, limit=2)
    release = a_release(tmp_path / "release", a_catalogue(workshop))
    for template in (release / "templates").rglob("*.html"):
        # Nothing is drawn here, and each of thirty processes would read them all.
        if template.name != "base.html":
            template.unlink()
    made = {"SECRET_KEY": "k" * 32, "STORE": url, "RELEASE": str(release)}
    create_app(**made).store.close()
    return made


def asked(number, app, **more):
    """What somebody asks for, on the web or by telephone in turn."""
    page = app.releases.current().catalogue.by_code("SM")
    by = {"channel": "telephone", "agent": "lucie"} if number % 2 else {}
    answers = ANSWERS | {"name": f"Personne {number}"} | more
    return enter(app, page, answers, key=f"key {number} {answers['session']}", **by)


def sign_up(number, settings, **more):
    """Register as somebody; the seq tells the order in which the store took us."""
    app = create_app(**settings)
    with app.app_context():
        record = submit(app, asked(number, app, **more)).record
    return record["seq"], record["state"], record["reference"]


def same_person(number, settings):
    return sign_up(0, settings, name="Dominique Exemple")


def any_session(number, settings):
    """One person asks for six sessions, five times each; one may hold two."""
    try:
        return sign_up(number, settings, name="Dominique Exemple", session=f"SM-{1 + number % 6}")[1]
    except TooMany:
        return "too many"


def sign_up_without_lock(number, settings):
    """The same with a lock that anybody gets, and time between looking and writing, for all have to start."""
    import time

    from formservice.storage import postgres_transaction

    Lock.try_take = lambda self: True
    postgres_transaction.LOCK = postgres_transaction.LOCK.replace("FOR UPDATE", "")
    taken = signups.rules.seats_taken
    signups.rules.seats_taken = lambda found: (taken(found), time.sleep(3))[0]
    return sign_up(number, settings)


def stored(settings, unit="SM-1"):
    app = create_app(**settings)
    found = signups.signups_of(app.store.read(f"session/{unit}"), unit)
    app.store.close()
    return found


def fill(settings, people, session="SM-1", first=0):
    app = create_app(**settings)
    with app.app_context():
        for number in range(first, first + people):
            submit(app, asked(number, app, session=session))


def test_thirty_people_want_five_places_and_the_others_wait_in_order(settings):
    """Half of them on the web, half by telephone."""
    told = at_once(30, sign_up, settings)

    assert [state for _, state, _ in sorted(told)] == ["confirmed"] * 5 + ["waiting"] * 25
    assert sorted(told) == [(one["seq"], one["state"], one["reference"]) for one in stored(settings)]
    assert Counter(one["channel"] for one in stored(settings)) == {"web": 15, "telephone": 15}


def test_one_person_in_ten_windows_has_one_place(settings):
    told = at_once(10, same_person, settings)

    assert len(set(told)) == 1
    assert len(stored(settings)) == 1


def test_one_person_holds_two_places_whatever_thirty_processes_try(settings):
    told = Counter(at_once(30, any_session, settings))

    held = [one["told"]["unit"] for n in range(1, 7) for one in stored(settings, f"SM-{n}")]
    assert len(held) == len(set(held)) == 2
    assert told["confirmed"] == 10 and told["too many"] == 20


def test_without_the_lock_places_would_be_given_twice(settings):
    told = at_once(12, sign_up_without_lock, settings)

    given = Counter(answer[1] for answer in told if isinstance(answer, tuple))
    assert given["confirmed"] > 5 or len(stored(settings)) < len(told)


def cancel(number, settings):
    """The people seated give their places back; everybody else looks at what is due."""
    app = create_app(**settings)
    with app.app_context():
        if number < 5:
            return leaving.cancel(app, "session/SM-1", stored(settings)[number])["state"]
        return due.look(app, "session/SM-1")["offered"]


def test_each_freed_seat_is_offered_once(settings):
    fill(settings, 12)

    at_once(15, cancel, settings)

    assert Counter(one["state"] for one in stored(settings)) == {"cancelled": 5, "offered": 5, "waiting": 2}
    assert [one["state"] for one in stored(settings)[5:]] == ["offered"] * 5 + ["waiting"] * 2


def answer_or_expire(number, settings):
    """An offer whose time is over: its person says yes, while others let it go."""
    app = create_app(**settings)
    with app.app_context():
        signup = stored(settings)[5]
        act = offers.accept if number % 2 else offers.expire
        return act(app, "session/SM-1", signup)["state"]


@pytest.mark.parametrize("over", [True, False])
def test_an_offer_is_taken_or_lost_but_never_both(settings, over):
    fill(settings, 7)
    app = create_app(**settings)
    with app.app_context():
        leaving.cancel(app, "session/SM-1", stored(settings)[0])
        with app.store.transaction("session/SM-1") as records:
            offered = records.find("session/SM-1", "signups", state="offered")[0]
            until = "2020-01-01T10:00:00" if over else "2098-01-01T10:00:00"
            records.update("session/SM-1", "signups", offered["id"], offer=offered["offer"] | {"until": until})

    told = at_once(10, answer_or_expire, settings)

    now = stored(settings)
    assert rules.seats_taken(now) == 5
    assert now[5]["state"] == ("waiting" if over else "confirmed")
    assert now[6]["state"] == ("offered" if over else "waiting")
    # A busy machine may tell some to try again.
    said = {one for one in told if not isinstance(one, Busy)}
    assert said <= ({"waiting"} if over else {"confirmed", "offered"})


def swap(number, settings):
    """Those of the first session want the second, and the other way round."""
    app = create_app(**settings)
    here, there = ("SM-1", "SM-2") if number % 2 else ("SM-2", "SM-1")
    with app.app_context():
        signup = stored(settings, here)[number // 2]
        unit = signups.known_unit(app, there)
        try:
            return leaving.move(app, f"session/{here}", signup, unit)[1]["state"]
        except rules.Full:
            return "full"


def test_people_who_change_both_ways_at_once_neither_block_nor_overbook(settings):
    fill(settings, 4, "SM-1")
    fill(settings, 4, "SM-2", first=4)

    told = Counter(at_once(8, swap, settings))

    assert set(told) <= {"confirmed", "full"}
    living = [one for unit in ("SM-1", "SM-2") for one in stored(settings, unit) if one["state"] == "confirmed"]
    assert len(living) == 8
    assert all(rules.seats_taken(stored(settings, unit)) <= 5 for unit in ("SM-1", "SM-2"))


def wander(number, settings):
    """A worker that lives long: it books and cancels in turn with others."""
    app, draw = create_app(**settings), random.Random(number)
    with app.app_context():
        for turn in range(12):
            record = submit(app, asked(number * 100 + turn, app)).record
            if draw.random() < 0.5:
                leaving.cancel(app, "session/SM-1", record)
    return "done"


def test_workers_that_live_long_keep_count_of_what_others_do(settings):
    told = at_once(4, wander, settings)

    assert told == ["done"] * 4
    now = stored(settings)
    assert rules.seats_taken(now) <= 5
    assert len({one["seq"] for one in now}) == len(now) == 48
    waiting = [one["seq"] for one in now if one["state"] == "waiting"]
    seated = [one for one in now if one["state"] in rules.SEATED]
    assert len(seated) == 5 or not waiting
