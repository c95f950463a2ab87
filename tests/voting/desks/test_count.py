"""The count on the screens of its agents: nothing before the box was opened, then what will be published."""

import io
import zipfile

import pytest

from formservice.voting import elections
from tests.voting.desks.counted import NORTH, unseal
from tests.voting.desks.town import BOARD

COUNT, FILES = f"{BOARD}decompte/", f"{BOARD}decompte/telecharger"


def lines(page, table=0):
    rows = page.tree.xpath("//table")[table].xpath(".//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


@pytest.mark.parametrize("state", ["", elections.OPEN, elections.CLOSED])
@pytest.mark.parametrize("page", ["decompte/", "et-si/"])
def test_nothing_is_seen_before_the_box_is_opened(make, state, page):
    town = make()
    if state:
        town.open()
    if state == elections.CLOSED:
        town.close()
    found = town.sit().get(f"{BOARD}{page}")

    assert found.h1 == "Pas encore de décompte" and found.says("une fois l’urne dépouillée, pas avant")
    assert found.says("L’urne est fermée" if state == "closed" else "On vote jusqu’au dimanche 30 mai 2027")


def test_no_file_is_made_before_the_box_is_opened(town, desk):
    assert desk.send(FILES, {}, 409).h1 == "Pas encore de décompte" and "publish" not in town.noted()


def test_each_area_has_its_projects_by_rank_with_why(town, desk):
    unseal(town, south=[(7,)] * 6)
    page = desk.get(COUNT)

    assert page.says("14 bulletins comptés") and page.says("Enveloppe de 20 000 €")
    assert [row[0] for row in lines(page)] == ["n° 8, Projet 8", "n° 3, Projet 3", "n° 5, Projet 5", "n° 12, Projet 12"]
    assert lines(page)[2][1] == "Pas choisi. Il coûte 9 000 €, et il ne restait que 1 000 €. Il lui manquait 4 voix."
    assert [row[2].split()[0] for row in lines(page)] == ["9", "6", "5", "1"]
    assert [row[1].startswith("Choisi") for row in lines(page)] == [True, True, False, True]


def test_it_is_said_that_nothing_is_public_and_how_to_publish(town, desk):
    unseal(town)
    page = desk.get(COUNT)

    assert page.says("Rien de cette page n’est public") and page.says("formservice publish BP27-VOTE")
    assert page.says("le conseil municipal décide") and page.says("Ne compte pas, bulletin blanc")


def test_of_a_few_ballots_nobody_sees_the_votes(town, desk):
    unseal(town, north=[(3, 8), (8,), (8,)])
    page = desk.get(COUNT)

    assert page.says("Moins de 5 bulletins : les voix ne sont montrées à personne")
    assert all(len(row) == 3 for row in lines(page)) and not page.says("9 voix")
    assert desk.get(f"{BOARD}et-si/").says("Moins de 5 bulletins : rien n’est comparé ici")


def test_what_does_not_agree_is_told(town, desk):
    unseal(town, signed={"web": 16})

    assert desk.get(COUNT).says("Par internet : il manque 2 bulletins.")


def test_points_are_told_beside_the_votes(make):
    town = make(ballot={"kind": "points", "points": "10"})
    town.open()
    unseal(town)

    assert town.sit().get(COUNT).says("9 voix, 18 points")


def test_the_files_leave_a_line_in_the_journal(town, desk):
    unseal(town)
    before = town.noted()
    sent = desk.send(FILES, {}, 200)
    names = zipfile.ZipFile(io.BytesIO(sent.body)).namelist()

    assert names and all(name.startswith("decomptes/") for name in names if name.endswith(".md"))
    assert town.noted()[len(before) :] == ["publish"]


def test_looking_at_the_count_writes_nothing(town, desk):
    unseal(town, NORTH, paper=2)
    before = town.noted()
    for address in (COUNT, f"{BOARD}et-si/", f"{BOARD}et-si/?seuil=7", BOARD):
        desk.get(address)

    assert town.noted() == before


def test_ballots_that_are_lost_stop_the_count(town, desk):
    unseal(town)
    with town.store.transaction("opened/BP27/00") as records:
        for one in records.find("opened/BP27/00", "opened"):
            records.update("opened/BP27/00", "opened", one["id"], ballots=one["ballots"][:3])
    for address in (COUNT, f"{BOARD}et-si/"):
        page = desk.get(address, 409)
        assert page.h1 == "Pas de décompte" and page.says("L’urne avait 15 bulletins")
