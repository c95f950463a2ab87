"""Who means harm, or has a broken browser: a clear page, the right status, nothing in the box."""

import secrets

import pytest

from formservice import doubt
from tests.voting.town import CODE, URL
from tests.voting.voter import WRITTEN, Voter


@pytest.fixture(autouse=True)
def opened(polls):
    """The vote is open; whatever is tried, nothing is in the box nor on the roll."""
    polls.open()
    yield
    assert polls.ballots() == [] and polls.receipts() == []
    assert not list(polls.app.store.search(f"roll/{CODE}", "rights"))


@pytest.mark.parametrize(
    "name",
    ["—", "...", "<script>alert(1)</script>", "a" * 10_000, "\u200b", "'; DROP TABLE", "名" * 80],
)
def test_strange_names_are_taken_or_told(voter, name):
    voter.begin(voter_status(name), name=name)
    assert "<script>alert" not in voter.page.html


def voter_status(name):
    """A name with something to compare opens the ballot."""
    told = name in ("—", "...", "\u200b") or len(name) > 80
    return 422 if told else 200


@pytest.mark.parametrize("area", ["ailleurs", "", "nord ", "../sud", "1", "<b>"])
def test_an_area_that_does_not_exist_is_told(voter, area):
    assert voter.begin(422, area=area).page.title.startswith("Erreur")


@pytest.mark.parametrize("number", ["7", "99", "0", "-3", "3 ", "٣", "3.0", "<script>", "9" * 500])
def test_a_project_of_another_area_or_of_none_is_refused(voter, number):
    voter.begin().press_on("check", 422, project=["3", number])
    assert voter.page.errors() == [
        "Un de ces projets n’est pas sur le bulletin de ce quartier. Choisissez parmi ceux de la page."
    ]
    assert voter.page.tree.xpath("//input[@checked]/@value") == ["3"]


@pytest.mark.parametrize("points", ["1e3", "½", "٣", "-1", "3;4", "9" * 12, "0x10", "1.5"])
def test_points_that_are_no_number_are_told_at_their_box(polls, voter, points):
    with polls.app.store.transaction("vote/BC27") as records:
        [one] = records.find("vote/BC27", "elections")
        records.update("vote/BC27", "elections", one["id"], edition=one["edition"] | {"ballot": {"kind": "points"}})
    voter.begin().press_on("check", 422, **{"points-3": points})
    assert voter.page.title.startswith("Erreur")


def test_an_altered_page_is_refused(voter):
    sealed = voter.begin().choose(3).page.field("sealed")
    swapped = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    for wrong in (sealed[:-2], swapped, "", "é", "." * 5000, secrets.token_urlsafe(300)):
        page = voter.post(URL, {"sealed": wrong, "action": "cast"}, 400)
        assert page.says("Aucun vote n’a été compté")


def test_the_page_of_another_edition_is_refused(polls, voter):
    sealed = voter.begin().choose(3).page.field("sealed")
    edition = polls.page.edition
    other = edition.__class__(**{**vars(edition), "slug": "autre", "code": "AU27", "url": "/participation/autre/"})
    polls.online(edition, other)
    page = voter.post("/participation/autre/voter/", {"sealed": sealed, "action": "cast"}, 400)
    assert page.says("Aucun vote n’a été compté")


def test_the_last_button_pressed_from_the_ballot_shows_what_to_check_first(voter):
    voter.begin().press_on("total", project=["3"])
    for chosen in ([], ["3"]):
        assert voter.press_on("cast", 200, project=chosen).page.h1 == "Votre bulletin : Nord"


def test_the_last_button_of_a_first_page_votes_for_nobody(voter):
    page = voter.post(URL, WRITTEN | {"action": "cast", "project": "3", "choices": "3:1", "seed": "x"})
    assert page.h1 == "Votre bulletin : Nord" and not page.tree.xpath("//input[@checked]")


def test_what_a_link_stands_for_cannot_be_typed(polls):
    said = {"mark": "0" * 64, "of_age": "yes", "link": "00abc", "sealed_ballot": "x", "part": "box/BC27/00"}
    young = Voter(polls.app).begin(409, birth="01/05/2020", **said)
    assert young.page.says("C’est l’article 4 du règlement")


def test_a_post_from_another_site_keeps_what_was_filled_in_and_votes_for_nobody(voter):
    foreign = {"Origin": "https://ailleurs.example.org"}
    voter.begin(403, headers=foreign)
    assert voter.press(voter.page, "modify").field("name") == "Anne Exemple"
    voter.begin().choose(3).press_on("cast", 403, headers=foreign)
    assert "bancs" not in voter.page.text
    assert voter.press(voter.page, "modify").tree.xpath("//input[@checked]/@value") == ["3"]


def test_a_flood_is_stopped_with_what_was_filled_in(voter, monkeypatch):
    voter.begin().choose(3)
    monkeypatch.setattr(doubt, "FLOOD", 0)
    voter.press_on("cast", 429)
    assert "tel:" in voter.page.html and voter.page.headers["Retry-After"] and voter.page.field("sealed")


@pytest.mark.parametrize("action", ["", "submit", "confirm", "cast", "_identify", "<script>", "check" * 100])
def test_a_button_that_does_not_exist_shows_the_ballot_again(voter, action):
    voter.begin()
    assert voter.send(voter.page, action).h1 == "Votre bulletin : Nord"


def test_too_long_a_post_is_told(voter):
    assert voter.begin(413, address="a" * 60_000).page.says("trop long")
    assert voter.begin().press_on("check", 413, project=["3"] * 300).page.says("trop long")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_verbs_do_nothing(polls, method):
    assert getattr(polls.app.test_client(), method)(URL).status_code == 405


def test_an_edition_that_does_not_exist_or_does_not_vote_is_not_found(polls, voter):
    edition = polls.page.edition
    polls.online(edition.__class__(**{**vars(edition), "phases": edition.phases[1:]}))
    for url in (URL, f"{URL}participation/", f"{URL}abc/", "/participation/rien/voter/"):
        voter.get(url, 404)
