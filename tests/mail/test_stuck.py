"""Mail that is down for hours: who has something urgent to hear is called."""

from datetime import timedelta

import pytest

from formservice.mail import outbox, stuck
from formservice.mail.errors import Unreachable
from tests.mail.letters import PARTITION, calls_of, outbox_of, sign_up, try_again

UNTIL = "2026-12-03T12:00:00"


class Down:
    """A mail server that nobody reaches, and who it was tried for."""

    def __init__(self):
        self.tried = []

    def deliver(self, message, now):
        self.tried.append(str(message["To"]))
        raise Unreachable("mail.example.org : pas de réponse")


@pytest.fixture
def down(monkeypatch):
    place = Down()
    monkeypatch.setattr(outbox, "place_of", lambda app: place)
    return place


@pytest.fixture
def app(on, store_url):
    return on(store_url)


def offers(app, number):
    for n in range(number):
        sign_up(app, "offer", state="offered", to=f"offer{n}@example.org", until=UNTIL)


def test_what_is_urgent_is_tried_before_a_hundred_courtesies(app, down):
    for n in range(5):
        sign_up(app, to=f"courtesy{n}@example.org")
    sign_up(app, "moved", to="moved@example.org")
    offers(app, 1)
    assert outbox.run(app).counts == {"waiting": 1}
    outbox.run(app)
    assert down.tried == ["offer0@example.org", "moved@example.org"]


def test_offers_that_mail_keeps_for_an_hour_are_calls_even_those_never_tried(app, down, clock):
    offers(app, 4)
    sign_up(app)
    assert outbox.run(app).counts == {"waiting": 1}
    clock.at += timedelta(minutes=59)
    assert outbox.run(app).counts == {"waiting": 1} and calls_of(app) == []
    clock.at += timedelta(minutes=1)
    assert outbox.run(app).counts == {"waiting": 1, "parked": 4}
    assert [(one["why"], one["until"]) for one in calls_of(app)] == [("mail", UNTIL)] * 4
    assert [one["state"] for one in outbox_of(app)] == ["parked"] * 4 + ["waiting"]


def test_an_offer_that_ended_while_mail_was_down_is_no_call(app, down, clock):
    offers(app, 2)
    outbox.run(app)
    with app.store.transaction(PARTITION) as records:
        for signup in records.find(PARTITION, "signups"):
            records.update(PARTITION, "signups", signup["id"], state="lapsed")
    clock.at += timedelta(hours=1)
    assert stuck.call_instead(app) == 0 and calls_of(app) == []
    assert {one["state"] for one in outbox_of(app)} == {"dropped"}


def test_the_limit_of_the_hour_keeps_no_offer_longer_either(on, store_url, clock):
    app = on(store_url, MAIL_PER_HOUR="1")
    offers(app, 4)
    assert outbox.run(app).counts == {"sent": 1, "held": 1}
    clock.at += timedelta(hours=1)
    try_again(app)
    assert outbox.run(app).counts == {"sent": 1, "held": 1, "parked": 2}
