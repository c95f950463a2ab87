"""The sender, on each store: what leaves, what waits, what becomes a call."""

import threading
import time
from email import message_from_bytes, policy

import pytest

from formservice import mail
from formservice.mail import caps, outbox, rules
from formservice.mail.errors import NotNow
from formservice.storage import MOST_RECORDS
from tests.mail.letters import PARTITION, a_record, calls_of, outbox_of, sign_up, try_again


@pytest.fixture
def app(on, store_url):
    return on(store_url)


def written(tmp_path):
    """The letters written to the folder, in order."""
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted((tmp_path / "mail").glob("*"))
    ]


def test_a_letter_leaves_once_with_the_link_of_its_record(app, tmp_path):
    sign_up(app)
    assert outbox.run(app).counts == {"sent": 1} and outbox.run(app).counts == {}
    [message] = written(tmp_path)
    [letter] = outbox_of(app)
    assert message["Message-ID"] == letter["message_id"] and letter["state"] == "sent"
    assert "https://www.example.org/suivi/session/SM-12/f" in message.get_body().get_content()
    assert list(app.store.waiting_mail()) == [] and app.store.journal(PARTITION)[-1]["verb"] == "mail"


def test_a_letter_is_a_file_for_its_owner_only(app, tmp_path):
    sign_up(app)
    outbox.run(app)
    [path] = (tmp_path / "mail").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600 and path.name.startswith("20261201T100000-")


def test_who_does_not_read_e_mail_has_no_letter(app):
    by_phone = {"reach": "phone", "email": "dominique@example.org"}
    with app.store.transaction(PARTITION) as records:
        record = records.add(PARTITION, "signups", **a_record(answers=by_phone))
        assert mail.queue(records, PARTITION, record, "confirmed") is False
    assert outbox_of(app) == []


def test_a_letter_waits_for_its_time(app, clock):
    sign_up(app, "reminder", not_before="2026-12-01T18:00:00")
    assert outbox.run(app).counts == {} and list(app.store.waiting_mail()) == [PARTITION]
    clock.at = clock.at.replace(hour=18)
    assert outbox.run(app).counts == {"sent": 1}


def test_what_was_cancelled_meanwhile_is_dropped_and_its_end_is_told(app):
    record = sign_up(app)
    with app.store.transaction(PARTITION) as records:
        record = records.update(PARTITION, "signups", record["id"], state="cancelled")
        mail.queue(records, PARTITION, record, "cancelled")
    assert outbox.run(app).counts == {"dropped": 1, "sent": 1}
    assert [letter["state"] for letter in outbox_of(app)] == ["dropped", "sent"]


def test_a_letter_taken_is_nobody_else_s_until_its_lease_is_over(app, clock, monkeypatch):
    sign_up(app)
    [letter] = outbox_of(app)
    assert outbox.take(app, PARTITION, letter) and outbox.take(app, PARTITION, letter) == ""
    assert list(app.store.waiting_mail()) == [PARTITION] and outbox.due(app) == []
    later = outbox.time.time() + rules.LEASE + 1
    monkeypatch.setattr(outbox.time, "time", lambda: later)
    assert outbox.run(app).counts == {"sent": 1}


class Place:
    """Somewhere letters go, slowly: it notes whose they were, and never takes those of `poison`."""

    def __init__(self, poison="nobody"):
        self.poison, self.seen = poison, []

    def deliver(self, message, now):
        time.sleep(0.05)
        if self.poison in str(message["To"]):
            raise NotNow("réponse 451")
        self.seen.append(str(message["To"]))


def test_senders_at_the_same_time_send_each_letter_once(app, monkeypatch):
    place = Place()
    monkeypatch.setattr(outbox, "place_of", lambda app: place)
    everybody = [f"someone{n}@example.org" for n in range(12)]
    for address in everybody:
        sign_up(app, to=address)
    threads = [threading.Thread(target=outbox.run, args=[app]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(place.seen) == sorted(everybody)


def test_a_letter_that_never_passes_is_parked_and_others_pass(app, monkeypatch):
    place = Place("poison")
    monkeypatch.setattr(outbox, "place_of", lambda app: place)
    sign_up(app, to="poison@example.org")
    sign_up(app, to="good@example.org")
    for _ in range(rules.MOST_TRIES):
        outbox.run(app)
        try_again(app)
    assert place.seen == ["good@example.org"]
    assert [(one["state"], one["tries"]) for one in outbox_of(app)] == [("parked", rules.MOST_TRIES), ("sent", 1)]
    [call] = calls_of(app)
    assert (call["why"], call["letter"], call["tries"]) == ("mail", "confirmed", [])


def test_a_letter_that_kills_its_sender_each_time_is_parked_too(app):
    sign_up(app)
    for _ in range(rules.MOST_TRIES):
        outbox.take(app, PARTITION, outbox_of(app)[0])
        try_again(app)
    assert outbox.run(app).counts == {"parked": 1} and len(calls_of(app)) == 1


def test_a_letter_that_cannot_be_read_or_drawn_stops_no_other(app):
    record = sign_up(app)
    with app.store.transaction(PARTITION) as records:
        data = {"signup": record["id"], "told": record["told"]}
        records.queue_mail(PARTITION, to="a@example.org", template="nothing", data=data)
        bad = data | {"told": {"start": "un jour"}}
        records.queue_mail(PARTITION, to="b@example.org", template="confirmed", data=bad)
    sign_up(app, to="other@example.org")
    assert outbox.run(app).counts == {"sent": 2, "waiting": 1, "parked": 1}


def test_two_addresses_queued_for_one_reach_nobody_and_become_a_call(app):
    record = sign_up(app)
    with app.store.transaction(PARTITION) as records:
        data = records.find(PARTITION, "outbox")[0]["data"]
        records.queue_mail(PARTITION, to="a@example.org, b@example.org", template="confirmed", data=data)
    assert outbox.run(app).counts == {"sent": 1, "parked": 1}
    assert [call["signup"] for call in calls_of(app)] == [record["id"]]


def test_a_stranger_whose_address_is_given_a_thousand_times_gets_a_few_letters(app, clock, monkeypatch):
    for n in range(60):
        sign_up(app, to="Stranger@example.org" if n % 2 else "stranger@example.org")
    assert outbox.run(app).counts == {"sent": caps.PER_ADDRESS, "held": 60 - caps.PER_ADDRESS}
    try_again(app)
    assert outbox.run(app).counts == {"held": 60 - caps.PER_ADDRESS}
    clock.at = clock.at.replace(day=2, hour=10, minute=1)
    try_again(app)
    assert outbox.run(app).counts == {"sent": caps.PER_ADDRESS, "parked": 60 - 2 * caps.PER_ADDRESS}
    assert len(calls_of(app)) == 60 - 2 * caps.PER_ADDRESS and list(app.store.waiting_mail()) == []


def test_what_presses_is_called_at_once_when_an_address_has_had_many(app):
    for _ in range(caps.PER_ADDRESS):
        sign_up(app)
    assert outbox.run(app).counts == {"sent": caps.PER_ADDRESS}
    sign_up(app, "offer", state="offered", until="2026-12-02T12:00:00")
    assert outbox.run(app).counts == {"parked": 1}
    assert [call["until"] for call in calls_of(app)] == ["2026-12-02T12:00:00"]


def test_no_address_is_kept_where_letters_are_counted(app):
    sign_up(app)
    outbox.run(app)
    counted = [row for _, row in app.store.search("letters/", caps.TABLE)]
    assert len(counted) == 2 and "dominique" not in str(counted)


def test_no_more_letters_leave_in_an_hour_than_was_set(on, store_url, clock):
    app = on(store_url, MAIL_PER_HOUR="2")
    for n in range(3):
        sign_up(app, to=f"someone{n}@example.org")
    assert outbox.run(app).counts == {"sent": 2, "held": 1} and outbox.run(app).counts == {"held": 1}
    clock.at = clock.at.replace(hour=11)
    assert outbox.run(app).counts == {"sent": 1}


def test_the_last_letter_of_the_hour_is_for_who_is_to_answer(on, store_url):
    app = on(store_url, MAIL_PER_HOUR="1")
    sign_up(app, to="courtesy@example.org")
    sign_up(app, "moved", to="moved@example.org")
    sign_up(app, "offer", state="offered", to="offer@example.org", until="2026-12-02T12:00:00")
    assert outbox.run(app).counts == {"sent": 1, "held": 1}
    assert [one["to"] for one in outbox_of(app) if one["state"] == "sent"] == ["offer@example.org"]


def test_letters_of_the_past_leave_room_for_the_living(app, monkeypatch):
    monkeypatch.setattr("formservice.mail.letters.MOST_ENDED", 3)
    for n in range(8):
        sign_up(app, to=f"someone{n}@example.org")
        outbox.run(app)
    assert len(outbox_of(app)) == 4


def test_who_asks_to_be_erased_leaves_no_letter(app):
    record = sign_up(app)
    sign_up(app, to="other@example.org")
    with app.store.transaction(PARTITION) as records:
        mail.forget(records, PARTITION, record["id"])
    assert [letter["to"] for letter in outbox_of(app)] == ["other@example.org"]


def test_a_full_partition_makes_room_for_a_letter(plain):
    sign_up(plain)
    outbox.run(plain)
    with plain.store.transaction(PARTITION) as records:
        record = records.find(PARTITION, "signups")[0]
        for _ in range(MOST_RECORDS - 2):
            records.add(PARTITION, "signups", state="cancelled")
        assert not mail.queue(records, PARTITION, record, "reminder"), "a courtesy leaves the room to others"
        assert mail.queue(records, PARTITION, record, "moved")
    assert [letter["template"] for letter in outbox_of(plain)] == ["moved"]
