"""One vote each: whatever is pressed again, in whatever window, by whatever code."""

from dataclasses import replace
from datetime import timedelta

import pytest

from formservice.catalogue.participation import Articles
from formservice.participation import codes, issuing, roll
from formservice.participation.issuing import By
from formservice.participation.written_codes import new_code
from formservice.voting.handling import right_of
from tests.voting.town import CLOSES, CODE, URL
from tests.voting.voter import Voter

SECOND = timedelta(seconds=1)


def test_a_used_check_page_leads_to_its_receipt_and_counts_once(polls, voter):
    polls.open()
    polls.clock.at = CLOSES - SECOND
    last = voter.begin().choose(3).page
    first, again = (voter.send(last, "cast", 303).location for _ in range(2))
    assert again == f"{first}?encore" and len(polls.ballots()) == len(polls.receipts()) == 1
    polls.clock.at = CLOSES + SECOND
    assert voter.send(last, "cast", 303).location == again


def test_choices_changed_after_the_vote_change_nothing(polls, voter):
    polls.open()
    last = voter.begin().choose(3).page
    voter.send(last, "cast", 303)
    changed = voter.send(last, "check", 303, project=["8"])
    assert voter.follow(changed).h1 == "Votre vote est compté"
    assert [dict(one.choices) for one in polls.ballots()] == [{3: 1}]


def test_of_two_check_pages_of_one_form_the_second_is_told_that_it_does_not_count(polls, voter):
    polls.open()
    ballot = voter.begin().page
    one, two = (voter.send(ballot, "check", 200, project=[number]) for number in ("3", "8"))
    receipt = voter.follow(voter.send(one, "cast", 303))
    assert receipt.h1 == "Votre vote est compté" and not receipt.says("d’autres choix")
    told = [voter.follow(voter.send(page, "cast", 303)) for page in (two, one)]
    assert all(page.says("si vous aviez fait d’autres choix, ils n’ont pas été comptés") for page in told)
    # Who holds a page learns by sending it only that somebody voted: not whether with these choices.
    assert told[0].html == told[1].html
    assert [dict(one.choices) for one in polls.ballots()] == [{3: 1}]


def test_after_the_vote_no_page_sent_again_shows_who_voted_nor_what(polls, voter):
    polls.open()
    ballot = voter.begin().page
    last = voter.choose(3).page
    where = voter.send(last, "cast", 303).location
    for page in (ballot, last):
        for action in ("total", "modify", "identity", "area", "check", "cast", ""):
            assert voter.send(page, action, 303, project=["3"]).location == f"{where}?encore"


def test_the_same_person_votes_once_in_whatever_area_and_reads_no_more(polls, voter):
    polls.open()
    voter.begin().choose(3).cast()
    Voter(polls.app).begin(area="sud", name="EXEMPLE  anne").choose(7).press_on("cast", 409)
    late = Voter(polls.app).begin().choose(8).press_on("cast", 409)
    assert late.page.says("Il a été reçu à ce nom") and "avril" not in late.page.text
    assert late.page.text.count("déjà enregistré") == 1
    assert len(polls.ballots()) == 1


def test_before_the_last_button_nobody_learns_whether_a_name_has_voted(polls):
    polls.open()
    Voter(polls.app).begin().choose(3).cast()
    voted, other = Voter(polls.app), Voter(polls.app)
    for one, name in ((voted, "Anne Exemple"), (other, "Badr Exemple")):
        one.pages = [one.begin(name=name).page, one.press_on("total").page, one.choose(3).page]
        one.pages += [one.press_on("modify").page, one.choose(8, 12).page]
    assert [(page.status, page.h1) for page in voted.pages] == [(page.status, page.h1) for page in other.pages]
    assert not any(page.says("déjà") for page in voted.pages)


def test_of_two_tabs_of_one_person_the_second_is_told_and_the_first_counts(polls):
    polls.open()
    one, two = (Voter(polls.app).begin() for _ in range(2))
    one.choose(3)
    two.choose(8)
    one.cast()
    assert two.press_on("cast", 409).page.says("Un vote est déjà enregistré")
    assert [dict(ballot.choices) for ballot in polls.ballots()] == [{3: 1}]


@pytest.mark.parametrize("identity", ["e-mail", "code", "libre"])
def test_nobody_votes_again_because_the_site_asks_otherwise_who_they_are(polls, voter, identity):
    polls.open()
    voter.begin().choose(3).cast()
    rules = replace(polls.page.edition.rules, version="4", articles=Articles(age=9, area=9))
    polls.online(replace(polls.page.edition, identity=identity, rules=rules))
    asked = Voter(polls.app).begin(422, name=None, email="anne@example.org").page
    assert asked.h1 == "Voter" and "Indiquez votre nom et votre prénom." in asked.errors()
    assert Voter(polls.app).begin().choose(8).press_on("cast", 409).page.says("Un vote est déjà enregistré")
    assert Voter(polls.app).begin(409, birth="01/05/2020").page.says("l’article 4 du règlement")
    assert [dict(one.choices) for one in polls.ballots()] == [{3: 1}]


def test_a_printed_code_votes_once_and_a_revoked_one_never(polls):
    polls.open(identity="code")
    store, (one, two) = polls.app.store, (new_code(), new_code())
    list(issuing.keep(store, CODE, "lettres", {1: one, 2: two}))
    issuing.revoke(store, CODE, 2, By("cli", "cli"))
    said = {"name": None, "address": None}
    voter = Voter(polls.app).begin(code=one.lower(), **said).choose(3).cast()
    assert voter.page.h1 == "Votre vote est compté"
    again = Voter(polls.app).begin(409, code=one, **said).page
    assert again.h1 == "Un vote est déjà enregistré" and again.says("avec ce code") and not again.says("nom")
    assert Voter(polls.app).begin(409, code=two, **said).page.says("Ce code a été annulé")
    assert Voter(polls.app).begin(409, code=new_code(), **said).page.says("n’est pas l’un des nôtres")
    assert store.read(codes.partition_of(store, CODE, one)).find(codes.partition_of(store, CODE, one), "codes")


def test_who_tries_many_codes_is_stopped_for_a_while(polls):
    polls.open(identity="code")
    said = {"name": None, "address": None}
    for _ in range(10):
        Voter(polls.app).begin(409, code=new_code(), **said)
    stopped = Voter(polls.app).begin(429, code=new_code(), **said)
    assert stopped.page.headers["Retry-After"] and "tel:" in stopped.page.html
    for action in ("area", "_identify", "check", "modify"):
        page = stopped.post(URL, {"sealed": stopped.page.field("sealed"), "action": action, "area": "nord"})
        assert page.h1 == "Voter"


def test_a_code_is_looked_up_again_at_the_last_button(polls):
    polls.open(identity="code")
    code = new_code()
    list(issuing.keep(polls.app.store, CODE, "lettres", {1: code}))
    voter = Voter(polls.app).begin(code=code, name=None, address=None).choose(3)
    issuing.revoke(polls.app.store, CODE, 1, By("cli", "cli"))
    assert voter.press_on("cast", 409).page.says("Ce code a été annulé")
    assert polls.ballots() == [] and roll.totals(polls.app.store, right_of(polls.page)) == {}


def test_where_nobody_is_compared_each_form_is_one_vote(polls):
    polls.open(identity="libre")
    said = {"name": None, "address": None}
    for _ in range(2):
        Voter(polls.app).begin(**said).choose(3).cast()
    assert len(polls.ballots()) == 2 and not list(polls.app.store.search("roll/", roll.TABLE))
