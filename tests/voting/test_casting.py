"""The way of who votes on the web."""

from dataclasses import replace

import pytest

from formservice.catalogue import typed
from formservice.catalogue.ballots import Ballot
from tests.pages import plain
from tests.site.ecoindex import count_elements
from tests.voting.town import URL
from tests.voting.voter import Voter


def test_the_whole_way_ends_with_a_number_and_a_ballot_in_the_box(polls, voter):
    polls.open()
    assert voter.begin().page.h1 == "Votre bulletin : Nord"
    voter.choose(3, 12)
    assert voter.page.h1 == "Vérifiez votre vote" and voter.page.says("Votre vote n’est pas encore compté")
    assert polls.receipts() == [] and polls.ballots() == []
    voter.cast()
    assert voter.page.h1 == "Votre vote est compté" and voter.page.says("le vote des habitants est un avis")
    assert voter.page.says("L’urne est dépouillée ensuite") and not voter.page.says("urne est ouverte")
    [ballot], [receipt] = polls.ballots(), polls.receipts()
    assert (dict(ballot.choices), ballot.area, ballot.invalid) == ({3: 1, 12: 1}, "nord", "")
    assert receipt["reference"] in voter.page.text
    assert not any(title in voter.page.text for title in ("bancs", "nichoirs"))


@pytest.mark.parametrize(
    ("kind", "filled", "total", "choices"),
    [
        ("approbation", {"project": ["3", "8"]}, "2 projets sur 3 au plus", {3: 1, 8: 1}),
        ("budget", {"project": ["3", "5"]}, "13 000 € sur 20 000 € : il reste 7 000 €", {3: 1, 5: 1}),
        ("points", {"points-3": "6", "points-5": "4"}, "10 points sur 10, 2 projets", {3: 6, 5: 4}),
    ],
)
def test_each_kind_of_ballot_says_its_total_and_is_cast(polls, voter, kind, filled, total, choices):
    polls.open(kind)
    button = "Compter mes choix" if kind == "approbation" else "Calculer le total"
    assert voter.begin().page.says(button)
    voter.press_on("total", 200, **filled)
    assert voter.page.says(total)
    voter.press_on("check")
    assert voter.page.says(total)
    voter.cast()
    assert [dict(one.choices) for one in polls.ballots()] == [choices]


@pytest.mark.parametrize(
    ("kind", "filled", "says"),
    [
        ("approbation", {}, "Choisissez un projet au moins."),
        ("approbation", {"project": ["3", "5", "8", "12"]}, "Gardez-en 3 au plus."),
        ("budget", {"project": ["5", "8"]}, "4 000 € de trop"),
        ("points", {"points-3": "6", "points-5": "5"}, "retirez-en 1."),
        ("points", {"points-3": "six"}, "Écrivez un nombre entier de points"),
    ],
)
def test_what_the_rules_do_not_allow_comes_back_with_the_choices(polls, voter, kind, filled, says):
    polls.open(kind)
    voter.begin().press_on("check", 422, **filled)
    assert voter.page.title.startswith("Erreur : ") and says in voter.page.errors()[0]
    kept = voter.page.tree.xpath("//input[@checked]/@value | //input[starts-with(@name, 'points-')][@value!='']/@value")
    assert sorted(kept) == sorted(text for said in filled.values() for text in ([said] if type(said) is str else said))
    [target] = voter.page.tree.xpath("//*[@class='summary']//a/@href")
    assert voter.page.tree.xpath("//input[@id=$id]", id=target[1:]) and polls.ballots() == []


def test_what_is_cast_is_what_was_read_on_the_check_page(polls, voter):
    polls.open()
    voter.begin().choose(3).press_on("cast", 303, project=["8"], choices="8:1")
    assert [dict(one.choices) for one in polls.ballots()] == [{3: 1}]


def test_choices_may_be_changed_and_the_order_stays_that_of_the_voter(polls, voter):
    polls.open()
    order = voter.begin().page.tree.xpath("//input[@name='project']/@value")
    voter.choose(3).press_on("modify")
    assert voter.page.tree.xpath("//input[@name='project']/@value") == order
    assert voter.page.tree.xpath("//input[@checked]/@value") == ["3"]
    voter.choose(8, 12).cast()
    [ballot] = polls.ballots()
    assert dict(ballot.choices) == {8: 1, 12: 1}
    assert {order[place - 1] for place in ballot.positions.values()} == {"8", "12"}


def test_voters_do_not_see_the_projects_in_one_order(polls):
    polls.open()
    orders = {tuple(Voter(polls.app).begin().page.tree.xpath("//input[@name='project']/@value")) for _ in range(12)}
    assert len(orders) > 1 and {frozenset(one) for one in orders} == {frozenset({"3", "5", "8", "12"})}


def test_another_quartier_is_chosen_on_the_first_page_with_all_that_was_said(polls, voter):
    polls.open()
    voter.begin().choose(3).press_on("identity")
    assert voter.page.h1 == "Voter" and voter.page.field("name") == "Anne Exemple"
    voter.begin(area="sud")
    assert voter.page.h1 == "Votre bulletin : Le Sud" and not voter.page.says("bancs")
    voter.choose(7).cast()
    assert [one.area for one in polls.ballots()] == ["sud"]


def test_mistakes_of_the_first_page_are_told_there(polls, voter):
    polls.open()
    voter.begin(422, name="", birth="hier")
    assert voter.page.title.startswith("Erreur : ") and len(voter.page.errors()) == 2
    assert voter.page.field("address") == "3 rue des Prés, Exemple-sur-Canal"


@pytest.mark.parametrize("address", ["1 rue X", "12 bis, la Ferme", "Le Moulin, 59999 Exempleville"])
def test_the_number_and_the_street_are_enough(polls, voter, address):
    polls.open()
    assert voter.get(URL).says("Le numéro et la rue.")
    assert voter.begin(200, address=address).page.h1 == "Votre bulletin : Nord"


@pytest.mark.parametrize("address", ["rue des Prés", "12", "59999 Exempleville"])
def test_what_is_no_address_is_told_with_the_rule_itself(polls, voter, address):
    polls.open()
    [told] = voter.begin(422, address=address).page.errors()
    assert told.startswith("Écrivez le numéro et la rue") and "ajoutez le code postal" in told


def test_what_is_certified_quotes_the_rules(polls, voter):
    polls.open()
    page = voter.get(URL)
    assert page.says("Je certifie que je remplis la condition du règlement : « Toute personne qui habite ici ».")
    assert page.says("Le règlement écarte les élus du conseil municipal : je n’en fais pas partie.")


def test_who_is_too_young_reads_the_article_of_the_rules(polls, voter):
    polls.open()
    voter.begin(409, birth="01/05/2016")
    assert voter.page.says("C’est l’article 4 du règlement, version 3.")


def test_the_ballot_is_that_of_the_ceremony_whatever_the_site_says(polls, voter):
    polls.open()
    polls.online(polls.page.edition.__class__(**{**vars(polls.page.edition), "ballot": Ballot(most=1)}))
    voter.begin().choose(3, 5, 8).cast()
    assert [set(one.choices) for one in polls.ballots()] == [{3, 5, 8}]


def test_the_total_that_is_asked_for_comes_first(polls, voter):
    polls.open()
    assert voter.begin().page.tree.xpath("//*[@role='status']") == []
    [told] = voter.press_on("total", project=["3"]).page.tree.xpath("//h1/following-sibling::*[1]")
    assert (told.get("role"), "autofocus" in told.attrib) == ("status", True)
    assert plain(told.text_content()) == "1 projet sur 3 au plus"
    voter.press_on("check", 422, project=["3", "5", "8", "12"])
    assert len(voter.page.tree.xpath("//*[@autofocus]")) == 1


def test_every_page_of_a_vote_is_light(polls, voter):
    polls.open("points")
    pages = [voter.get(URL), voter.begin().page, voter.press_on("check", 422, **{"points-3": "x"}).page]
    pages += [voter.press_on("check", **{"points-3": "5"}).page, voter.cast().page, voter.get(f"{URL}participation/")]
    assert max(count_elements(page.html) for page in pages) <= 180


def test_a_ballot_of_twenty_projects_stays_light(polls, voter):
    polls.open()
    many = tuple(replace(polls.page.slates[0].candidates[0], number=n) for n in range(1, 21))
    with polls.app.store.transaction("vote/BC27") as records:
        [one] = records.find("vote/BC27", "elections")
        records.update("vote/BC27", "elections", one["id"], candidates=[typed.dump(each) for each in many])
    page = voter.begin().press_on("check", 422).page
    assert len(page.tree.xpath("//input[@name='project']")) == 20 and count_elements(page.html) <= 180
