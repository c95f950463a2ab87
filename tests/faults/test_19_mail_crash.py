"""A sender killed after the server took the letter and before it was marked: never lost, at most once more."""

import os
import signal

import pytest

from formservice.mail import outbox, smtp
from formservice.storage import open_store
from tests.mail.letters import PARTITION, outbox_of, sign_up, try_again
from tests.mail.servers import mail_server


@pytest.fixture
def app(url, make_client):
    """A service on each store."""
    return lambda mail: make_client(url, MAIL=mail).app


def killed_before_the_mark(app, monkeypatch):
    """Run a pass in a process of its own, killed when the server has said yes."""
    url = app.settings.STORE
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert status == signal.SIGKILL
        return
    try:
        # Connections are not to be shared with the parent.
        app.store = open_store(url)
        monkeypatch.setattr(smtp, "part", lambda line: os.kill(os.getpid(), signal.SIGKILL))
        outbox.run(app)
    finally:
        os._exit(1)


def test_a_sender_killed_before_the_mark_sends_again_under_the_same_identity(app, monkeypatch):
    with mail_server() as (temper, address):
        made = app(address)
        sign_up(made)
        killed_before_the_mark(made, monkeypatch)
        assert len(temper.letters) == 1 and list(made.store.waiting_mail()) == [PARTITION]
        assert outbox_of(made)[0]["state"] == "waiting" and outbox.run(made).counts == {}
        try_again(made)
        assert outbox.run(made).counts == {"sent": 1} and outbox.run(made).counts == {}
    assert len({letter["Message-ID"] for letter in temper.letters}) == 1 and len(temper.letters) == 2
