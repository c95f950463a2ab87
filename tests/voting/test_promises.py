"""What the pages of a vote promise, and what is left of it in the store and in the log."""

import logging
import re
from base64 import b64encode
from dataclasses import replace

import pytest

from formservice import tick
from formservice.catalogue import typed
from tests.voting.test_stopped import down
from tests.voting.town import URL

RARE = 7043
"""The number of a project that nothing else looks like."""


def test_after_terminer_the_receipt_asks_for_its_number(polls, voter):
    polls.open()
    where = voter.begin().choose(3).press_on("cast", 303).page.location
    done = voter.press(voter.get(where), "finish")
    assert done.headers["Clear-Site-Data"] == '"cache"'
    assert polls.receipts()[0]["reference"] not in voter.get(where, 410).html


def test_nothing_says_who_nor_what_nor_when(polls, voter, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    put_to_the_vote(polls, RARE)
    voter.begin(422, birth="hier").begin().press_on("check", 422, project=[RARE, "99"])
    voter.choose(RARE).cast()
    with polls.app.app_context():
        tick.run(polls.app)
    kept = "\n".join((polls.stored("elections"), caplog.text, *capfd.readouterr()))
    assert [dict(one.choices) for one in polls.ballots()] == [{RARE: 1}] and "VO-" in kept
    assert spelled(kept) == [] and not [word for word in ("Anne", "1950-03-12", "rue des Prés") if word in kept]
    for partition in polls.app.store.partitions():
        assert not [line for line in polls.app.store.journal(partition) if line["verb"] in ("submit", "mail")]


def test_a_store_in_trouble_logs_no_choice(polls, voter, caplog, capfd, monkeypatch):
    caplog.set_level(logging.DEBUG)
    put_to_the_vote(polls, RARE)
    voter.begin().choose(RARE)
    with down(polls, monkeypatch, "transaction"):
        voter.press_on("cast", 503)
    said = "\n".join((caplog.text, *capfd.readouterr()))
    assert "disque plein" in said and spelled(said) == [] and "Anne" not in said


@pytest.mark.parametrize("text", ["7043:1", "{7043: 1}", "[3, 7043]", "n° 7043.", "/canal/7043/", "Un kiosque"])
def test_this_reader_would_see_a_choice(text):
    assert spelled(f"x {text} y")
    assert all(spelled(f"x{b64encode(b'z' * n + text.encode()).decode()}y") for n in range(3)) or "7043" not in text


def put_to_the_vote(polls, number):
    """The vote is open, and one project of the north has a number and a title that nothing else looks like."""
    polls.open()
    with polls.app.store.transaction("vote/BC27") as records:
        [one] = records.find("vote/BC27", "elections")
        first = replace(polls.page.slates[0].candidates[0], number=number, title="Un kiosque", url=f"/canal/{number}/")
        others = one["candidates"][1:]
        records.update("vote/BC27", "elections", one["id"], candidates=[typed.dump(first), *others])


def spelled(text):
    """Each spelling of the rare project that is in a text: its number alone, within base64 at any place, its title."""
    within = [
        b64encode(b"\0" * n + str(RARE).encode()).decode()[(8 * n + 5) // 6 : (8 * n + 32) // 6] for n in range(3)
    ]
    return re.findall(rf"(?<!\w){RARE}(?!\w)|kiosque|{'|'.join(within)}", text)


@pytest.mark.parametrize("identity", ["declaree", "e-mail", "code", "libre"])
def test_the_pages_promise_what_the_edition_does_with_what_it_asks(polls, voter, identity):
    polls.open(identity=identity)
    known = {"declaree": "Votre nom et", "e-mail": "Votre adresse e-mail et", "code": "Votre code et"}.get(identity)
    page = voter.get(URL)
    assert page.says("Chacun vote une seule fois") is page.says("empreinte") is bool(known)
    assert page.says(known or "Nous ne demandons pas qui vous êtes")
    assert page.says("Votre nom") is (identity == "declaree") and "/vie-privee/vote/" in page.links()


def test_no_page_promises_more_secret_than_there_is(polls, voter):
    polls.open(identity="libre")
    check = voter.begin(name=None, address=None).choose(3).page
    pages = check, voter.cast().page
    for page in pages:
        assert page.says("la mairie ne peut pas") and "/vie-privee/vote/" in page.links()
        assert not page.says("personne ne peut") and not page.says("votre nom")
