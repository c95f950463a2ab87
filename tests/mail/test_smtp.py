"""The sender before real mail servers: refusing, slow, silent, secret, dead."""

import time

import pytest

from formservice.config import BadSetting
from formservice.mail import outbox, smtp
from tests.mail.letters import calls_of, outbox_of, sign_up, try_again
from tests.mail.servers import Temper, certificate, free_port, mail_server, raw_server

TO = "dominique@example.org"
CRAWL = 30
"""Seconds: far less than who crawls would take, and enough for a busy machine."""


@pytest.fixture
def brief(monkeypatch):
    """The same limits, in less time."""
    monkeypatch.setattr(smtp, "CONNECT", 0.5)
    monkeypatch.setattr(smtp, "WHOLE", 1.5)


def test_a_letter_is_handed_to_the_server_for_one_person(on):
    with mail_server() as (temper, address):
        sign_up(app := on(mail=address))
        assert outbox.run(app).counts == {"sent": 1}
    [(recipients, message)] = temper.accepted
    assert recipients == [TO] and message["Subject"].startswith("Place gardée")
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/calendar",
        "application/ics",
    ]


def test_a_server_that_is_down_keeps_letters_waiting_and_stops_the_pass(on):
    app = on(mail=f"smtp://127.0.0.1:{free_port()}")
    for _ in range(3):
        sign_up(app)
    done = outbox.run(app)
    assert done.counts == {"waiting": 1} and "127.0.0.1" in done.trouble
    assert [letter["tries"] for letter in outbox_of(app)] == [1, 0, 0] and calls_of(app) == []


@pytest.mark.parametrize("temper", [Temper(recipient={TO: "450 later"}), Temper(content="451 later")])
def test_an_answer_for_later_is_tried_again_under_the_same_identity(on, temper):
    with mail_server(temper) as (_, address):
        sign_up(app := on(mail=address))
        assert outbox.run(app).counts == {"waiting": 1} and outbox.run(app).counts == {}
        before = outbox_of(app)[0]
        assert before["retry_at"] > time.time() and before["why"].endswith(f"({'450' if temper.recipient else '451'})")
        temper.recipient, temper.content = {}, "250 OK"
        try_again(app)
        assert outbox.run(app).counts == {"sent": 1}
    assert [letter["Message-ID"] for letter in temper.letters] == [before["message_id"]]


@pytest.mark.parametrize("temper", [Temper(recipient={TO: "550 unknown"}), Temper(content="554 no")])
def test_a_refusal_for_good_becomes_a_call_and_others_pass(on, temper):
    with mail_server(temper) as (_, address):
        record = sign_up(app := on(mail=address))
        assert outbox.run(app).counts == {"parked": 1}
        temper.content = "250 OK"
        sign_up(app, to="other@example.org")
        assert outbox.run(app).counts == {"sent": 1}
    assert [(call["signup"], call["why"], call["letter"]) for call in calls_of(app)] == [
        (record["id"], "mail", "confirmed")
    ]
    assert TO not in outbox_of(app)[0]["why"]


def test_a_server_that_says_nothing_after_the_letter_is_left_and_tried_again(on, brief, monkeypatch):
    monkeypatch.setattr(smtp, "CONNECT", CRAWL)
    with mail_server(Temper(sleep=5)) as (temper, address):
        sign_up(app := on(mail=address))
        assert outbox.run(app).counts == {"waiting": 1} and not temper.awake.is_set()
        assert outbox_of(app)[0]["why"] == "pas de réponse à temps"
        assert temper.awake.wait(20)
        temper.sleep = 0
        monkeypatch.setattr(smtp, "WHOLE", CRAWL)
        try_again(app)
        assert outbox.run(app).counts == {"sent": 1}
    first, second = temper.letters
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize("said", [b"220 " + b"x" * 4000, b"220-" + b"a\r\n220-" * 900])
def test_a_server_that_crawls_is_left_in_time(on, brief, said):
    with raw_server(said, every=0.1) as address:
        sign_up(app := on(mail=address))
        started = time.monotonic()
        done = outbox.run(app)
    assert "pas de réponse à temps" in done.trouble and time.monotonic() - started < CRAWL


def test_a_server_that_crawls_while_it_becomes_secret_is_left_in_time(on, brief):
    with raw_server(b"\x16\x03\x03\x40\x00" + b"\0" * 4000, every=0.1) as address:
        sign_up(app := on(mail=address.replace("smtp:", "smtps:")))
        started = time.monotonic()
        assert outbox.run(app).trouble and time.monotonic() - started < CRAWL


def test_the_real_limits_are_those_that_were_promised():
    assert (smtp.CONNECT, smtp.WHOLE) == (5, 30)


@pytest.mark.parametrize(("days", "counts"), [(5, {"sent": 1}), (-1, {"waiting": 1})])
def test_a_certificate_is_checked_and_an_expired_one_refused(on, tmp_path, monkeypatch, days, counts):
    trusted, tls = certificate(tmp_path, days)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(tls=tls) as (temper, address):
        sign_up(app := on(mail=address, MAIL_TLS="required"))
        done = outbox.run(app)
    assert done.counts == counts and len(temper.letters) == counts.get("sent", 0)
    assert ("certificat refusé" in done.trouble) is (days < 0)


def test_nothing_leaves_in_clear_when_secrecy_is_required(on):
    with mail_server() as (temper, address):
        sign_up(app := on(mail=address, MAIL_TLS="required"))
        assert outbox.run(app).counts == {"waiting": 1}
    assert temper.letters == []


@pytest.mark.parametrize(
    "mail",
    ["", "mail.example.org", "smtp://", "smtp://host:port", "file:", "http://a.example", "smtp://u:p@a.example:25"],
)
def test_an_address_of_mail_that_could_not_work_stops_the_service(on, mail):
    with pytest.raises(BadSetting, match="FORMSERVICE_MAIL"):
        on(mail=mail, MAIL_TLS="never")
    with pytest.raises(BadSetting, match="MAIL_TLS"):
        on(MAIL_TLS="maybe")


def test_a_rehearsal_writes_files_whatever_is_set(on, tmp_path):
    with mail_server() as (temper, address):
        sign_up(app := on(mail=address, CLOCK="2026-12-01T10:00"))
        assert outbox.run(app).counts == {"sent": 1}
    assert temper.accepted == [] and len(list((tmp_path / "var/mail").glob("*.eml"))) == 1


def test_who_we_are_is_told_to_a_server_that_asks(on):
    with mail_server(password="pa@ss") as (temper, address):
        wrong, right = (address.replace("//", f"//town:{word}@") for word in ("no", "pa%40ss"))
        sign_up(app := on(mail=wrong))
        assert "réponse 535" in outbox.run(app).trouble
        try_again(app)
        assert outbox.run(on(mail=right)).counts == {"sent": 1}


def test_the_address_letters_come_from_is_the_town_s_or_the_one_that_was_set(on):
    with mail_server() as (temper, address):
        for sender in ("", "inscriptions@example.org"):
            sign_up(app := on(mail=address, MAIL_FROM=sender))
            outbox.run(app)
    senders = [letter["From"].addresses[0].addr_spec for letter in temper.letters]
    assert senders == ["mairie@example.org", "inscriptions@example.org"]
    with pytest.raises(BadSetting, match="MAIL_FROM"):
        on(MAIL_FROM="a@example.org, b@example.org")
