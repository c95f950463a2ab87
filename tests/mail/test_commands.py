"""`formservice send-mail` and what is erased after a month, as an operator sees them."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from formservice.cli import main
from formservice.mail import keeping, outbox
from tests.mail.letters import PARTITION, outbox_of, sign_up
from tests.mail.servers import free_port, mail_server


def said(app, *words):
    with app.app_context():
        return CliRunner().invoke(main, words)


def test_it_says_what_left_and_what_waits(on):
    with mail_server() as (_, address):
        sign_up(app := on(mail=address))
        sign_up(app, "reminder", not_before="2026-12-02T10:00:00")
        result = said(app, "send-mail")
    assert result.exit_code == 0
    assert result.output == "1\u00a0courriel envoyé, 1 en attente, 0\u00a0appel à faire à la place.\n"


def test_a_server_that_cannot_be_reached_is_a_failure(on):
    sign_up(app := on(mail=f"smtp://127.0.0.1:{free_port()}"))
    result = said(app, "send-mail")
    assert result.exit_code == 1 and "Le courrier ne part pas. 127.0.0.1" in result.output


def test_a_rehearsal_says_that_nothing_leaves(on):
    result = said(on(mail="smtp://mail.example.org", CLOCK="2026-12-01T10:00"), "send-mail")
    assert result.exit_code == 0 and "Répétition" in result.output and "/var/mail" in result.output


@pytest.fixture
def store(on, store_url):
    """A service with one letter that has left."""
    sign_up(app := on(store_url))
    outbox.run(app)
    return app


def test_a_letter_is_forgotten_after_a_month_but_not_that_it_left(store, clock):
    clock.at += timedelta(days=30)
    assert keeping.old(store) == []
    clock.at += timedelta(minutes=1)
    assert "erreur" not in said(store, "purge").output and keeping.old(store) == []
    [letter] = outbox_of(store)
    assert (letter["to"], letter["data"]) == ("", {})
    assert (letter["state"], letter["template"], bool(letter["ended"])) == ("sent", "confirmed", True)
    assert "dominique" not in str(store.store.journal(PARTITION))


def test_a_dry_run_erases_no_letter(store, clock):
    clock.at += timedelta(days=31)
    assert "Courriels de plus d’un mois à effacer : 1." in said(store, "purge", "--dry-run").output
    assert outbox_of(store)[0]["to"]
