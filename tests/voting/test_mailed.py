"""The link by e-mail: who has the address votes, once, and nobody learns who voted."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from formservice.mail import outbox
from formservice.mail.letters import TABLE as LETTERS
from formservice.voting import mailed
from tests.pages import plain
from tests.voting.town import CLOSES, URL
from tests.voting.voter import Voter

SAID = {"name": None, "address": None, "area": None, "email": "anne@example.org"}


@pytest.fixture
def polls(polls):
    return polls.open(identity="e-mail")


def letters(polls):
    """The letters that wait."""
    return [one for _, one in polls.app.store.search("voteletter/", LETTERS)]


def asks(polls, **said):
    """Somebody asks for a link; the page that answers."""
    return Voter(polls.app).begin(**(SAID | said)).page


def link(polls, **said):
    """Where the letter of somebody who asks leads."""
    asks(polls, **said)
    return letters(polls)[-1]["data"]["told"]["url"]


def follows(polls, where, area="nord"):
    """Somebody follows a link, and says where they live."""
    voter = Voter(polls.app)
    voter.page = voter.get(where)
    return voter.press_on("area", area=area)


def votes(polls, where):
    """Somebody follows a link and votes."""
    return follows(polls, where).choose(3).cast()


def test_a_link_opens_the_ballot_and_the_vote_counts_at_the_last_button(polls):
    where = link(polls)
    assert where.startswith(URL) and "anne" not in where and polls.receipts() == []
    voter = follows(polls, where)
    assert voter.page.h1 == "Votre bulletin : Nord"
    assert voter.choose(3).cast().page.h1 == "Votre vote est compté"
    assert [dict(one.choices) for one in polls.ballots()] == [{3: 1}]


def test_opening_a_link_writes_nothing(polls):
    where, before = link(polls), polls.stored()
    for _ in range(3):
        follows(polls, where)
    assert polls.stored() == before


def test_the_quartier_is_asked_after_the_link_and_is_never_beside_who_votes(polls):
    assert "area" not in asks(polls).html and not Voter(polls.app).get(URL).tree.xpath("//input[@name='area']")
    asks(polls, area="nord", email="badr@example.org")
    where = letters(polls)[-1]["data"]["told"]["url"]
    beside = [one for _, one in polls.app.store.search("votelink/", mailed.TABLE)] + letters(polls)
    assert len(beside) == 4 and "nord" not in str(beside) and "Nord" not in str(beside)
    assert Voter(polls.app).get(where).h1 == "Votre quartier"


@pytest.mark.parametrize("area", [[], "ailleurs", "", ["nord", "sud"]])
def test_a_quartier_that_does_not_exist_is_told_on_its_page(polls, area):
    voter = Voter(polls.app)
    voter.page = voter.get(link(polls))
    status = 200 if area == ["nord", "sud"] else 422
    voter.press_on("area", status, area=area)
    assert voter.page.title.startswith("Erreur : Votre quartier") is (status == 422)


def test_who_followed_a_link_may_change_quartier_and_leaves_the_choices_behind(polls):
    voter = follows(polls, link(polls)).choose(3).press_on("identity")
    assert voter.page.h1 == "Votre quartier" and voter.page.field("area") == "nord"
    voter.press_on("area", area="sud")
    assert voter.page.h1 == "Votre bulletin : Le Sud" and voter.page.says("0 projet sur")
    voter.choose(7).cast()
    assert [one.area for one in polls.ballots()] == ["sud"]


@pytest.mark.parametrize("action", ["cast", "check", "total", "modify", "identity", "_identify", ""])
def test_no_other_button_goes_round_the_page_of_the_quartier(polls, action):
    voter = Voter(polls.app)
    voter.page = voter.get(link(polls))
    assert voter.press_on(action, 200, area="nord", project="3").page.h1 == "Votre quartier"
    assert polls.ballots() == []


def test_a_link_is_good_for_one_vote_and_two_links_of_one_address_too(polls):
    one, two = link(polls), link(polls, email="ANNE+vote@example.org")
    votes(polls, one)
    for where in (one, two):
        told = Voter(polls.app).get(where, 409)
        assert told.h1 == "Un vote est déjà enregistré" and told.says("avec cette adresse e-mail")
    assert len(polls.ballots()) == 1


def test_the_page_is_the_same_whether_or_not_the_address_voted_and_the_letter_says_it(polls):
    first = asks(polls)
    votes(polls, letters(polls)[-1]["data"]["told"]["url"])
    again = asks(polls)
    assert again.html == first.html
    assert [bool(one["data"]["told"]["url"]) for one in letters(polls)].count(False) == 1


def test_a_link_ends_after_two_days_and_with_the_vote(polls):
    where = link(polls)
    polls.clock.at += timedelta(hours=47)
    Voter(polls.app).get(where)
    polls.clock.at += timedelta(hours=3)
    page = Voter(polls.app).get(where, 410)
    assert page.h1 == "Ce lien ne sert plus" and URL in page.links()
    polls.clock.at = CLOSES - timedelta(hours=1)
    late = link(polls)
    polls.clock.at = CLOSES
    assert Voter(polls.app).get(late, 409).h1 == "On ne vote pas en ce moment"


@pytest.mark.parametrize("token", ["x", "00" + "A" * 32, "é" * 20, "a" * 3000, "%3Cscript%3E"])
def test_a_link_that_is_not_ours_opens_nothing(polls, token):
    page = Voter(polls.app).get(f"{URL}{token}/", 410)
    assert "bancs" not in page.text


def test_an_address_is_sent_a_few_links_and_no_more(polls):
    pages = {asks(polls).html for _ in range(6)}
    assert len(pages) == 1 and len(letters(polls)) == mailed.MOST
    asks(polls, email="badr@example.org")
    assert len(letters(polls)) == mailed.MOST + 1
    polls.clock.at += timedelta(hours=50)
    asks(polls)
    assert len(letters(polls)) == mailed.MOST + 2


def test_the_store_knows_neither_the_link_nor_after_sending_the_address(polls):
    where = link(polls)
    token = where.removeprefix(URL).strip("/")
    beside = [str(one) for _, one in polls.app.store.search("votelink/", mailed.TABLE)]
    assert beside and not any(token in one or "anne" in one or "1950-03-12" in one for one in beside)
    with polls.app.app_context():
        assert outbox.run(polls.app).counts["sent"] == 1
    assert letters(polls) == [] and "anne@" not in polls.stored() and token not in polls.stored()
    [sent] = (polls.folder / "mail").glob("*.eml")
    assert token in sent.read_text().replace("=\n", "")


def test_the_letter_says_until_when_and_that_it_serves_once(polls):
    asks(polls)
    with polls.app.app_context():
        outbox.run(polls.app)
    [sent] = (polls.folder / "mail").glob("*.eml")
    words = plain(message_from_bytes(sent.read_bytes(), policy=policy.default).get_content())
    assert "jusqu’au mardi 13 avril à 9 h" in words and "Ce lien sert une seule fois" in words


def test_a_letter_whose_link_is_over_is_not_sent(polls):
    asks(polls)
    polls.clock.at += timedelta(hours=50)
    with polls.app.app_context():
        outbox.run(polls.app)
    assert letters(polls) == [] and not list((polls.folder / "mail").glob("*.eml"))


def test_without_the_link_an_address_opens_no_ballot(polls):
    """A page sealed on the way, sent back with another button, proves no address."""
    foreign = Voter(polls.app).begin(403, headers={"Origin": "https://ailleurs.example.org"}, **SAID).page
    for action in ("modify", "check", "cast", "total", "_identify", ""):
        page = Voter(polls.app).post(URL, {"sealed": foreign.field("sealed"), "action": action, "project": "3"})
        assert page.h1 == "Voter"
    assert polls.ballots() == []


def test_a_link_of_another_edition_opens_nothing_here(polls):
    token = link(polls).removeprefix(URL)
    other = polls.page.edition.__class__(**{
        **vars(polls.page.edition), "slug": "autre", "code": "AU27", "url": "/participation/autre/",
    })  # fmt: skip
    polls.online(polls.page.edition, other)
    assert Voter(polls.app).get(f"/participation/autre/voter/{token}", 409).h1 == "Le vote va ouvrir"


def test_old_links_are_swept_away(polls):
    asks(polls)
    polls.clock.at += timedelta(hours=50)
    with polls.app.app_context():
        assert mailed.forget(polls.app) == 1
    assert not list(polls.app.store.search("votelink/", mailed.TABLE))
