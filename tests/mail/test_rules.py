"""When a letter leaves, when it is tried again, when it is no longer true."""

from datetime import UTC, datetime, timedelta

import pytest

from formservice.mail import rules
from tests.builders import NOW
from tests.mail.letters import a_letter, a_record

AWARE = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def waits(tries):
    return [rules.wait_before(tries, draw) for draw in (0.0, 0.5, 1.0)]


def test_each_try_waits_twice_as_long_up_to_four_hours():
    assert [rules.wait_before(n, 0.5) for n in (1, 2, 3, 4)] == [60, 120, 240, 480]
    assert rules.wait_before(12, 0.5) == rules.wait_before(400, 0.5) == 4 * 3600


def test_waits_are_spread_so_that_letters_do_not_come_back_together():
    for tries in range(1, 13):
        low, middle, high = waits(tries)
        assert low == middle / 2 and high == middle * 1.5


def test_all_tries_together_last_most_of_a_day_and_an_hour_for_an_offer():
    whole, offer = (sum(rules.wait_before(n, 0.5) for n in range(1, most)) for most in (12, 7))
    assert 15 * 3600 < whole < 24 * 3600 and 0.9 * 3600 < offer < 1.5 * 3600
    assert is_hopeless("moved", 12) and not is_hopeless("moved", 11)
    assert is_hopeless("offer", 7) and is_hopeless("moved", 7, until="2026-12-02T12:00:00")


def is_hopeless(name, tries, **more):
    return rules.is_hopeless(a_letter(name, a_record(), **more) | {"tries": tries})


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ({}, True),
        ({"not_before": "2026-12-01T10:00:00"}, True), ({"not_before": "2026-12-01T10:00:01"}, False),
        ({"not_before": "2026-12-01T09:00:00+00:00"}, True), ({"not_before": "2026-12-01T09:00:01+00:00"}, False),
        ({"lease": 1060.0}, False), ({"lease": 999.0}, True), ({"retry_at": 1001.0}, False),
        ({"retry_at": 1000.0}, True),
    ],
)  # fmt: skip
def test_a_letter_waits_for_its_time_its_next_try_and_whoever_has_it(given, due):
    assert rules.is_due(a_letter("confirmed", a_record()) | given, NOW, AWARE, 1000.0) is due


def test_a_machine_put_back_by_a_day_does_not_keep_letters():
    letter = a_letter("confirmed", a_record()) | {"lease": 87400.0, "retry_at": 87400.0}
    assert rules.is_due(letter, NOW, AWARE, 1000.0)


def why(name, record, now=NOW, **more):
    letter = a_letter(name, a_record(), **more)
    return rules.outdated(name, letter["data"], record, now)


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("confirmed", "confirmed", ""), ("confirmed", "cancelled", "ended"), ("waiting", "confirmed", "ended"),
        ("offer", "offered", ""), ("offer", "confirmed", "ended"), ("reminder", "called_off", "ended"),
        ("moved", "waiting", ""), ("moved", "moved", "ended"), ("cancelled", "cancelled", ""),
        ("called_off", "called_off", ""), ("called_off", "confirmed", "ended"), ("lapsed", "lapsed", ""),
        ("theme_noted", "cancelled", "ended"), ("theme_noted", "done", "ended"), ("theme_noted", "waiting", ""),
        ("theme_offer", "offered", ""), ("theme_offer", "lapsed", "ended"), ("theme_offer", "called_off", "ended"),
        ("idea_accepted", "merged", ""), ("idea_accepted", "refused", "ended"), ("idea_refused", "contested", "ended"),
        ("idea_parted", "received", ""), ("idea_parted", "merged", "ended"), ("idea_news", "merged", ""),
        ("idea_news", "withdrawn", "ended"), ("idea_withdrawn", "withdrawn", ""),
    ],
)  # fmt: skip
def test_a_letter_leaves_only_while_it_is_true(name, state, reason):
    assert why(name, a_record(state=state)) == reason


def test_a_letter_about_what_was_erased_does_not_leave():
    assert why("confirmed", None) == "gone" and why("cancelled", None) == ""
    assert why("cancelled", a_record(state="cancelled") | {"answers": {}}) == "gone"


def test_a_letter_with_a_date_that_moved_since_does_not_leave():
    moved = a_record()
    moved["told"] = moved["told"] | {"sessions": [{"id": "SM-12", "start": "2026-12-09T14:00:00", "end": "x"}]}
    assert why("confirmed", moved) == "moved" and why("cancelled", moved | {"state": "cancelled"}) == ""


def test_nobody_is_told_of_a_date_that_is_past():
    late = NOW + timedelta(days=3)
    assert why("reminder", a_record(), late) == "begun"
    assert why("called_off", a_record(state="called_off"), late) == ""


def test_an_offer_that_was_made_again_is_told_once():
    record = a_record(state="offered", offer={"made": "x", "until": "2026-12-02T12:00:00", "by": "email"})
    assert why("offer", record, until="2026-12-02T12:00:00") == ""
    assert why("offer", record, until="2026-12-01T12:00:00") == "over"


def test_what_presses_is_called_at_once_and_the_rest_after_a_day():
    assert rules.must_call({"template": "called_off"}, AWARE)
    held = {"template": "confirmed", "held_since": AWARE.isoformat()}
    assert not rules.must_call(held, AWARE + timedelta(hours=23)) and rules.must_call(held, AWARE + timedelta(days=1))


SOON, FAR = "2026-12-02T14:00:00", "2026-12-20T14:00:00"


@pytest.mark.parametrize(
    ("name", "start", "hours", "late"),
    [
        ("offer", FAR, 0.9, False), ("offer", FAR, 1, True), ("theme_offer", FAR, 1, True),
        ("called_off", SOON, 1, True), ("moved", SOON, 1, True), ("called_off", FAR, 16, False),
        ("called_off", FAR, 17, True),
    ],
)  # fmt: skip
def test_mail_that_is_down_keeps_nobody_from_what_must_be_heard(name, start, hours, late):
    letter = a_letter(name, a_record(told={"start": start})) | {"stuck_since": AWARE.isoformat()}
    assert rules.is_too_late(letter, NOW, AWARE + timedelta(hours=hours)) is late


def test_who_might_go_to_the_former_date_of_a_session_is_called_in_time():
    letter = a_letter("moved", a_record(told={"start": FAR}), was_start=SOON) | {"stuck_since": AWARE.isoformat()}
    assert rules.is_too_late(letter, NOW, AWARE + timedelta(hours=1))


def test_only_urgent_letters_are_stuck_and_only_once_their_time_has_come():
    stuck = [rules.is_stuck(a_letter(name, a_record()), NOW, AWARE, 1000.0) for name in ("offer", "confirmed")]
    assert stuck == [True, False]
    for given, so in (({"lease": 1060.0}, False), ({"retry_at": 1060.0}, True), ({"not_before": SOON}, False)):
        assert rules.is_stuck(a_letter("offer", a_record()) | given, NOW, AWARE, 1000.0) is so
