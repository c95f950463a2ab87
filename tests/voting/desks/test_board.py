"""The board of a vote: where it stands, the one thing to do now, how many came; never a choice."""

from datetime import timedelta

import pytest

from formservice.office import agents
from formservice.voting import elections
from tests.builders import a_catalogue, a_release
from tests.participation.town import OVER, VOTE
from tests.voting.desks.town import BOARD, DURING, SCREEN, mark


def test_before_the_ceremony_the_board_says_that_the_box_is_not_open(make):
    town = make()
    town.at(VOTE - timedelta(days=3))
    desk = town.sit()
    assert desk.get("/agents/votes/").says("On vote à partir du lundi 3 mai 2027")
    board = desk.get(BOARD)
    assert board.says("L’urne n’est pas ouverte.") and f"{BOARD}feuilles/" in board.links()
    areas = board.tree.xpath(
        "//h2[.='Bulletins à imprimer']/following-sibling::ul/li[normalize-space(a)=normalize-space()]/a/@href"
    )
    assert areas == [town.edition.area_url(area) for area in town.edition.areas], "one line each, nothing between"


@pytest.mark.parametrize(
    ("now", "state", "says", "leads"),
    [
        (DURING, "open", "Une personne vient voter au guichet", "/agents/saisie/BP27-VOTE"),
        (OVER, "open", "Tout est saisi : deux agents ferment l’urne", None),
        (OVER + timedelta(days=1), "closed", "Ouvrez les enveloppes, cent au plus", f"{BOARD}lots/"),
        (OVER + timedelta(days=9), "counted", "Regardez le décompte, puis publiez-le", f"{BOARD}decompte/"),
    ],
)
def test_the_board_says_the_one_thing_to_do_now(town, desk, now, state, says, leads):
    town.at(now)
    with town.store.transaction("vote/BP27") as records:
        elections.move(records, "BP27", state)
    page = desk.get(BOARD)
    assert page.says(says)
    assert page.tree.xpath("//*[@class='panel']//a/@href") == ([leads] if leads else [])


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("open", ["annuler", "consulter", "feuilles/"]),
        ("closed", ["consulter", "feuilles/", "lots/"]),
        ("counted", ["consulter", "feuilles/", "lots/", "decompte/", "et-si/"]),
    ],
)
def test_the_board_offers_what_can_be_done_in_this_state(town, desk, state, offered):
    if state != "open":
        town.close(state)
    links, every = desk.get(BOARD).links(), ("annuler", "consulter", "feuilles/", "lots/", "decompte/", "et-si/")
    assert [one for one in every if f"{BOARD}{one}" in links] == offered
    assert ("/agents/saisie/BP27-VOTE" in links) == (state == "open")


@pytest.mark.parametrize("state", ["closed", "counted"])
def test_once_the_box_is_closed_no_form_of_the_roll_is_filled_in_vain(town, desk, state):
    desk.send(f"{BOARD}feuilles/", {"place": "Résidence", "count": "1", "key": "a-key-of-the-sheets-1"}, 200)
    town.close(state)
    for address in (SCREEN, f"{BOARD}annuler", f"{BOARD}feuilles/1/1/annuler"):
        page = desk.get(address)
        assert page.h1 == "On n’émarge pas maintenant" and page.says("L’urne de ce vote est fermée")
        assert not page.tree.xpath("//main//form[.//input[@name='key' or @name='name']]")
    assert not desk.get(f"{BOARD}feuilles/").says("Faire ces feuilles")


def test_sheets_that_are_not_typed_are_said_until_their_last_day(town, desk):
    desk.send(f"{BOARD}feuilles/", {"place": "Résidence", "count": "2", "key": "a-key-of-the-sheets-1"}, 200)
    town.at(OVER)
    assert desk.get(BOARD).says("2 feuilles restent. C’est possible jusqu’au")
    town.at(OVER + town.edition.paper)
    assert desk.get(BOARD).says("Le délai de saisie est passé")


def test_turnout_is_told_by_channel_and_day(town, desk):
    mark(desk)
    town.at(town.clock.at + timedelta(days=1))
    mark(desk, name="Badr Exemple")
    mark(desk, name="Chloé Exemple", channel="paper")
    board = desk.get(BOARD)
    assert board.says("3 personnes ont voté, d’après la liste d’émargement")
    rows = [[int(cell.text_content().split()[0]) for cell in row.xpath("td")] for row in board.tree.xpath("//tbody/tr")]
    assert rows == [[0, 1, 0], [0, 1, 1], [0, 2, 1]]


def test_where_the_rules_compare_nobody_turnout_comes_from_the_receipts(make):
    town = make(identity="libre")
    town.open()
    desk = town.sit()
    for n in range(2):
        sent = {"area": "nord", "birth": "12/03/1950", "eligible": "yes", "channel": "counter"}
        desk.send("/agents/saisie/BP27-VOTE", sent | {"key": f"a-key-of-the-screen-{n}"}, 200)
    assert desk.get(BOARD).says("2 personnes ont voté") and not town.on_roll()
    assert desk.send(f"{BOARD}consulter", {"x": "y"}, 409).says("ne compare personne")


def test_a_vote_outlives_the_file_of_its_edition(town, desk, tmp_path):
    town.close()
    a_release(tmp_path / "release", a_catalogue())
    assert desk.get("/agents/votes/").says("Urne fermée") and desk.get(BOARD).says("Budget participatif 2027")


def test_what_an_agent_of_the_vote_may_do_is_on_their_desk_and_in_the_menu(town, desk):
    home = desk.get("/agents/")
    assert home.says("Budget participatif 2027 : on vote jusqu’au") and BOARD in home.links()
    assert "/agents/votes/" in desk.get("/agents/").html
    choose = desk.get("/agents/saisie/")
    assert choose.h1 == "Émarger" and "/agents/saisie/BP27-VOTE" in choose.links()
    assert desk.get("/agents/saisie/?code=bp27-vote", 303).location == "/agents/saisie/BP27-VOTE"


@pytest.mark.parametrize("url", ["tinydb"], indirect=True)
def test_looking_at_a_vote_writes_nothing(town, desk, tmp_path):
    desk.send(f"{BOARD}feuilles/", {"place": "Résidence", "count": "1", "key": "a-key-of-the-sheets-1"}, 200)
    mark(desk)
    held = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}
    pages = (
        "",
        "consulter",
        "annuler",
        "feuilles/",
        "feuilles/1/",
        "feuilles/1/1/annuler",
        "feuilles/imprimer/1-1",
        "lots/",
    )
    for address in ("/agents/votes/", "/agents/saisie/BP27-VOTE", *(f"{BOARD}{page}" for page in pages)):
        desk.get(address)
    assert held == {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}


def test_a_vote_that_does_not_exist_is_not_there(town, desk):
    for address in ("/agents/votes/XX99/", "/agents/saisie/XX99-VOTE", "/agents/votes/BP27-VOTE/", "/agents/votes/é/"):
        desk.get(address, 404)
    agents.change(town.store, "zoe", roles=["admin"])
    town.sit("zoe").get(BOARD, 404)
