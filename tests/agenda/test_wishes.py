"""« Prévenez-moi du prochain atelier »: called in order when a session is published."""

from datetime import timedelta

import pytest

from formservice import telling
from tests.agenda.town import with_sessions
from tests.builders import NOW, a_session, an_activity

FAR = NOW + timedelta(days=20)


def photos(*numbers, **given):
    sessions = tuple(a_session(f"PH-{n}", FAR + timedelta(days=n)) for n in numbers)
    known = {"capacity": 2, "waiting": 4, "sessions": sessions}
    return an_activity(code="PH", slug="photos", theme="photos", **(known | given))


@pytest.fixture
def waiting(town):
    """Anna, Badr and Chloé saw the only date, and want the next."""
    town.publish(photos(1))
    for name in ("Anna Un", "Badr Deux", "Chloé Trois"):
        town.wish(name, phone=f"06 39 98 01 {len(name):02d}")
    return town


def test_what_was_there_when_one_asked_is_not_news(waiting):
    assert waiting.later(minutes=1)["called"] == 0


def test_the_first_of_the_list_are_called_for_a_new_session_as_many_as_there_are_seats(waiting):
    waiting.publish(photos(1, 2))
    assert waiting.later(minutes=1)["called"] == 2
    assert waiting.states("PH-2") == {"Anna Un": "offered", "Badr Deux": "offered"}
    assert waiting.wishes() == {"Anna Un": "offered", "Badr Deux": "offered", "Chloé Trois": "waiting"}
    assert waiting.calls() == [("Anna Un", "theme_offer"), ("Badr Deux", "theme_offer")]


def test_called_once_however_often_one_looks(waiting):
    waiting.publish(photos(1, 2))
    waiting.later(minutes=1)
    assert waiting.later(minutes=1).total() == 0


def test_who_accepts_is_served(waiting):
    waiting.publish(photos(1, 2))
    waiting.later(minutes=1)
    waiting.call("Anna Un", telling.ACCEPTED)
    assert waiting.wishes()["Anna Un"] == "done"
    assert waiting.states("PH-2")["Anna Un"] == "confirmed"


def test_who_takes_another_date_than_the_one_called_off_is_served(waiting):
    waiting.publish(photos(1, 2))
    waiting.later(minutes=1)
    waiting.call("Anna Un", telling.ACCEPTED)
    called_off = a_session("PH-2", FAR + timedelta(days=2), cancelled="Orage")
    waiting.publish(with_sessions(photos(1), *photos(1).sessions, called_off))
    waiting.later(minutes=1)
    assert waiting.wishes()["Anna Un"] == "waiting"

    waiting.move("Anna Un", "PH-1", "PH-2")
    assert waiting.wishes()["Anna Un"] == "done"
    waiting.publish(photos(1, 2, 3))
    waiting.later(minutes=1)
    assert "Anna Un" not in waiting.states("PH-3")


def test_who_declines_keeps_the_rank_and_the_next_is_called(waiting):
    waiting.publish(photos(1, 2))
    waiting.later(minutes=1)
    waiting.call("Anna Un", telling.REFUSED)
    assert waiting.later(minutes=1)["called"] == 1
    assert waiting.wishes() == {"Anna Un": "waiting", "Badr Deux": "offered", "Chloé Trois": "offered"}
    waiting.publish(photos(1, 2, 3))
    waiting.later(minutes=1)
    assert waiting.states("PH-3") == {"Anna Un": "offered"}


def test_without_an_answer_the_next_is_called_and_the_rank_is_kept(waiting):
    waiting.publish(photos(1, 2))
    waiting.later(minutes=1)
    done = waiting.later(days=3)
    assert (done["expired"], done["called"]) == (2, 1)
    assert waiting.wishes() == {"Anna Un": "waiting", "Badr Deux": "waiting", "Chloé Trois": "offered"}


def test_a_wish_made_twice_is_one(town):
    assert town.wish("Anna Un")["id"] == town.wish("Anna Un")["id"]


def test_who_came_by_another_way_is_not_called_for_what_they_have(waiting):
    waiting.publish(photos(1, 2))
    waiting.sign_up("Anna Un", "PH-2", phone="06 39 98 01 07")
    waiting.later(minutes=1)
    assert waiting.wishes()["Anna Un"] == "waiting"
    assert waiting.states("PH-2") == {"Anna Un": "confirmed", "Badr Deux": "offered"}
