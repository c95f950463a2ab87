"""A clock that jumps: order is that of arrival, and nobody is shut out."""

import time
from datetime import datetime, timedelta

import pytest

from formservice import sealed
from formservice.agenda import rules, signups
from formservice.clock import UTC, Clock
from tests.builders import a_session, an_activity

JUMPS = [timedelta(hours=-1), timedelta(days=1)]


@pytest.fixture
def activity():
    return an_activity(capacity=1, waiting=3, sessions=(a_session("SM-1"),))


def stored(client):
    return signups.signups_of(client.app.store.read("session/SM-1"), "SM-1")


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_who_came_first_stays_first_whatever_the_clock_says(make_client, url, activity, jump):
    client = make_client(url)
    for name in ("Anna", "Badr"):
        client.register(activity, name=name)
    client.app.clock.at += jump
    client.register(activity, name="Chloé")

    found = stored(client)
    assert [one["answers"]["name"] for one in found] == ["Anna", "Badr", "Chloé"]
    assert [one["seq"] for one in found] == [1, 2, 3]
    assert [one["answers"]["name"] for one in rules.queue(found)] == ["Badr", "Chloé"]
    assert (found[2]["at"] < found[0]["at"]) == (jump < timedelta())


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_page_checked_before_the_jump_is_confirmed_after_it(make_client, activity, jump):
    client = make_client()
    token = client.fill_in(activity, 200).field("sealed")
    client.app.clock.at += jump
    sent = {"sealed": token, "action": "confirm"}
    where = client.post(activity.url, sent, 303).location
    client.app.clock.at -= jump
    assert client.post(activity.url, sent, 303).location == where
    assert len(stored(client)) == 1


def test_a_machine_put_back_by_an_hour_does_not_call_readers_too_fast(make_client, activity, monkeypatch):
    client = make_client()
    monkeypatch.setattr(sealed, "TOO_FAST", 2)
    token = client.fill_in(activity, 200).field("sealed")
    an_hour_ago = time.time() - 3600
    monkeypatch.setattr(sealed.time, "time", lambda: an_hour_ago)
    client.post(activity.url, {"sealed": token, "action": "confirm"}, 303)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2027, 3, 28, 0, 59, 59), "2027-03-28 01:59:59"),
        (datetime(2027, 3, 28, 1), "2027-03-28 03:00:00"),
        (datetime(2027, 10, 31, 0, 30), "2027-10-31 02:30:00"),
        (datetime(2027, 10, 31, 1, 30), "2027-10-31 02:30:00"),
        (datetime(2028, 2, 28, 23, 30), "2028-02-29 00:30:00"),
    ],
)
def test_the_wall_shows_the_hour_of_the_town_through_each_change(monkeypatch, moment, shown):
    clock = Clock()
    monkeypatch.setattr(clock, "utc", lambda: moment.replace(tzinfo=UTC))
    assert str(clock.wall()) == shown
