"""What stops a vote on its way, and finds what was chosen again."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from formservice import sealed
from formservice.catalogue.tallies import Counted
from formservice.storage import Unwritable
from formservice.voting import elections
from tests.voting.town import CLOSES, CODE, EDITION, OPENS, URL

SECOND = timedelta(seconds=1)


@contextmanager
def down(polls, monkeypatch, verb):
    """The store cannot do this."""

    def fail(*anything, **more):
        raise Unwritable("disque plein")

    with monkeypatch.context() as broken:
        broken.setattr(polls.app.store, verb, fail)
        yield


def test_nothing_is_taken_one_second_after_the_close_whatever_was_on_the_screen(polls, voter):
    polls.open()
    polls.clock.at = CLOSES - SECOND
    voter.begin().choose(3)
    polls.clock.at = CLOSES
    last = voter.page
    for action in ("cast", "check", "total", "modify"):
        page = voter.send(last, action, 409)
        assert page.h1 == "On ne vote pas en ce moment" and "sealed" not in page.html
    assert polls.ballots() == [] and polls.receipts() == []


def test_before_the_opening_and_before_the_ceremony_nobody_votes(polls, voter):
    voter.begin(409)
    assert voter.page.h1 == "Le vote va ouvrir" and voter.press(voter.page, "modify", 409)
    polls.open()
    polls.clock.at = OPENS - SECOND
    assert voter.begin(409).page.says("Le vote ouvre le samedi 10 avril 2027")
    assert voter.get(URL).says("Le vote ouvre le samedi 10 avril 2027 à 8 h")


def test_who_comes_before_the_box_is_open_hears_it_first_and_finds_all_that_was_said(polls, voter):
    early = voter.begin(409, name="", address="3 rue des Prés").page
    assert early.says("n’a pas encore été ouverte") and early.says("Revenez un peu plus tard")
    assert not early.says("n’est pas encore ouverte") and not early.says("papier")
    polls.open()
    assert voter.press(early, "modify").field("address") == "3 rue des Prés"


def test_once_the_box_is_shut_nobody_is_told_that_it_will_open(polls, voter):
    polls.open()
    last = voter.begin().choose(3).page
    with polls.app.store.transaction(elections.partition_of(CODE)) as records:
        [one] = records.find(elections.partition_of(CODE), "elections")
        records.update(elections.partition_of(CODE), "elections", one["id"], state=elections.CLOSED)
    page = voter.send(last, "cast", 409)
    assert page.h1 == "On ne vote plus" and "sealed" not in page.html
    assert not page.says("pas encore ouverte") and not page.says("Revenez un peu plus tard")


def test_after_the_vote_its_page_says_what_comes_next(polls, voter):
    polls.open()
    polls.clock.at = CLOSES
    page = voter.get(URL)
    assert page.says("terminé depuis le dimanche 25 avril 2027 à 18 h") and f"{URL}participation/" in page.links()
    assert not page.tree.xpath("//main//form")


def test_once_results_are_published_the_page_of_the_vote_and_its_turnout_lead_to_them(polls, voter):
    polls.open()
    polls.clock.at = CLOSES
    results = f"{EDITION.url}resultats/"
    assert results not in voter.get(URL).links() + voter.get(f"{URL}participation/").links()

    polls.online(EDITION, counted=(Counted(EDITION.slug, results, CLOSES.date(), "0a1b2c3d"),))
    page = voter.get(URL)
    assert results in page.links() and page.says("Les votes ont été comptés.")
    assert results in voter.get(f"{URL}participation/").links()


def test_too_fast_is_asked_to_read_again_with_the_same_form(polls, voter, monkeypatch):
    polls.open()
    monkeypatch.setattr(sealed, "TOO_FAST", 60)
    voter.begin().choose(3).press_on("cast", 200)
    assert voter.page.says("Prenez le temps de relire") and polls.ballots() == []
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    voter.cast()
    assert len(polls.ballots()) == 1


def test_a_page_that_changed_meanwhile_is_read_again(polls, voter):
    polls.open()
    voter.begin(version="00000000").choose(3)
    assert voter.page.h1 == "Vérifiez votre vote"
    voter.begin().choose(3)
    polls.online(polls.page.edition.__class__(**{**vars(polls.page.edition), "version": "89abcdef"}))
    assert voter.press_on("cast", 200).page.says("La page du vote a changé")
    assert voter.cast().page.h1 == "Votre vote est compté"


def test_a_store_that_is_down_keeps_all_that_was_filled_in(polls, voter, monkeypatch):
    polls.open()

    voter.begin().choose(3)
    with down(polls, monkeypatch, "transaction"):
        voter.press_on("cast", 503)
    assert voter.page.h1 == "Votre vote n’est pas encore compté" and "bancs" not in voter.page.text
    back = voter.press(voter.page, "modify")
    assert back.tree.xpath("//input[@checked]/@value") == ["3"]
    voter.page = voter.send(back, "check")
    voter.cast()
    assert len(polls.ballots()) == 1


@pytest.mark.parametrize("kind", ["approbation", "points"])
def test_what_was_just_chosen_is_kept_when_the_store_fails(polls, voter, monkeypatch, kind):
    filled = {"points-3": "6"} if kind == "points" else {"project": ["3"]}
    polls.open(kind)
    voter.begin()

    with down(polls, monkeypatch, "read"):
        voter.press_on("check", 503, **filled)
    back = voter.press(voter.page, "modify")
    kept = back.tree.xpath("//input[@checked]/@value | //input[@name='points-3']/@value")
    assert kept == (["6"] if kind == "points" else ["3"])


@pytest.mark.parametrize("action", ["check", "total"])
def test_who_unticks_everything_and_is_stopped_finds_nothing_ticked(polls, voter, monkeypatch, action):
    polls.open()
    voter.begin().press_on("total", project=["3"])

    with down(polls, monkeypatch, "read"):
        voter.press_on(action, 503, project=[])
    assert voter.press(voter.page, "modify").tree.xpath("//input[@checked]") == []
