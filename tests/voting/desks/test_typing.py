"""A batch is typed by one agent, read again by another who does not see the first reading."""

import pytest

from formservice.voting import batches
from tests.voting.desks.pile import ONE, act, fill, new, read_twice, version


def test_the_second_reading_is_by_another_who_does_not_see_the_first(closed, desk, karim):
    new(desk)
    fill(closed, desk, "premiere", "8 5", "12", "5")
    assert desk.get(f"{ONE}seconde", 409).says("La seconde est pour un autre agent")
    assert fill(closed, desk, "seconde", "3 8", "12", "5", status=409).says("pour un autre agent")
    for page in (karim.get(ONE), karim.get(f"{ONE}seconde")):
        assert not page.says("Projet 8") and "8 5" not in page.html and not page.says("Bulletins 3")
    assert karim.get(f"{ONE}premiere", 409).says("est finie, ou n’a pas commencé")


@pytest.mark.parametrize("line", ["3 8 x", "3 3", "trois", "3:2", "-", "9" * 300, "3 8; drop table"])
def test_a_line_that_is_no_ballot_is_said_and_nothing_is_kept(closed, desk, line):
    new(desk)
    page = desk.send(f"{ONE}premiere?a=0", {"action": "keep", "text-0": line, "version": str(version(closed))}, 422)
    assert len(page.errors()) == 1 and page.errors()[0].startswith("Bulletin 1 :")
    assert batches.every(closed.store, "BP27")[0]["first"]["lines"] == []


def test_points_are_typed_after_their_project(make):
    town = make(ballot={"kind": "points", "most": "3", "points": "10"})
    town.open()
    town.close()
    desk, karim = town.sit(), town.sit("karim")
    read_twice(town, desk, karim, ["3:5 8:2", "3:9 8:9"], ["3:5, 8:2", "3:9 8:9"], signatures="2", envelopes="2")
    act(desk, "seal")
    assert town.opened() == [("nord", {}, "too_many"), ("nord", {3: 5, 8: 2}, "")]
    assert town.sit("zoe").get(ONE).says("Scellé, dans l’urne")


def test_mixed_quartiers_are_chosen_ballot_by_ballot(closed, desk, karim):
    new(desk, area="", signatures="3", envelopes="3")
    where = {"area-0": "sud", "area-1": "nord", "area-2": ""}
    assert fill(closed, desk, "premiere", "7", "3", "5", status=422, **where).says("Choisissez le quartier")
    fill(closed, desk, "premiere", "7", "3", "foreign", **where)
    fill(closed, karim, "seconde", "7", "3", "foreign", **where)
    act(desk, "seal")
    assert closed.opened() == [("", {}, "foreign"), ("nord", {3: 1}, ""), ("sud", {7: 1}, "")]


def test_the_screen_has_a_line_for_each_envelope_that_is_left(closed, desk):
    new(desk, signatures="12", envelopes="12")
    rows = "//*[@class='ballot']"
    assert len(desk.get(f"{ONE}premiere?a=0").tree.xpath(rows)) == batches.SCREEN
    fill(closed, desk, "premiere", *["3"] * 10, action="keep")
    assert len(desk.get(f"{ONE}premiere?a=10").tree.xpath(rows)) == 2
    fill(closed, desk, "premiere", "5", "8", action="keep", start=10)
    # An envelope may hold two: one line is always left.
    assert len(desk.get(f"{ONE}premiere?a=12").tree.xpath(rows)) == 1


def test_the_quartier_is_asked_first_and_none_is_chosen_for_the_agent(closed, desk):
    new(desk, area="", signatures="1", envelopes="1")
    page = desk.get(f"{ONE}premiere?a=0")
    assert page.tree.xpath("//*[@autofocus]/@id") == ["area-0"] and page.says("S’il ne compte pas, pourquoi ?")
    assert page.tree.xpath("//select[@id='area-0']/option[1]/text()") == ["Choisissez"]
    assert page.tree.xpath("//select[@id='area-0']/option[@selected]") == []
    fill(closed, desk, "premiere", "foreign", action="keep", **{"area-0": "-"})
    page = desk.get(f"{ONE}premiere?a=0")
    assert page.tree.xpath("//select[@id='area-0']/option[@selected]/@value") == ["-"]
    assert batches.every(closed.store, "BP27")[0]["first"]["lines"] == [["", "", "foreign"]]


def test_two_agents_on_one_batch_the_second_is_told(closed, desk, karim):
    new(desk)
    fill(closed, desk, "premiere", "3", action="keep")
    assert karim.get(f"{ONE}premiere", 409).says("lucie est en train de saisir ce lot")
    assert fill(closed, karim, "premiere", "5", status=409).says("lucie est en train de saisir ce lot")


def test_two_windows_of_one_agent_do_not_write_over_each_other(closed, desk):
    new(desk)
    old = version(closed)
    fill(closed, desk, "premiere", "3", "5", action="keep")
    page = fill(closed, desk, "premiere", "8", "12", action="keep", status=409, version=str(old))
    assert page.says("Ce lot a changé depuis") and page.field("text-0") == "8"
    fill(closed, desk, "premiere", "3", "5", action="keep", version=str(old))
    assert batches.every(closed.store, "BP27")[0]["first"]["lines"] == [["nord", "3", ""], ["nord", "5", ""]]


def test_a_long_pile_is_typed_ten_by_ten_and_mended_on_the_way_back(closed, desk):
    new(desk, signatures="12", envelopes="12")
    assert fill(closed, desk, "premiere", *["3"] * 10, action="keep").location == f"{ONE}premiere?a=10"
    fill(closed, desk, "premiere", "5", "8", action="keep", start=10)
    assert desk.get(f"{ONE}premiere?a=10").says("12 bulletins saisis pour 12 enveloppes")
    fill(closed, desk, "premiere", *["3"] * 9, "12", action="keep")
    assert fill(closed, desk, "premiere", *["3"] * 9, action="keep", status=409).says("Il manque un bulletin")
    fill(closed, desk, "premiere", "5", start=10)
    found = [text for _, text, _ in batches.every(closed.store, "BP27")[0]["first"]["lines"]]
    assert found == [*["3"] * 9, "12", "5"]


def test_a_hole_in_the_pile_is_not_taken_for_a_blank_ballot(closed, desk):
    new(desk)
    sent = {"action": "keep", "text-0": "3", "text-2": "5", "version": str(version(closed))}
    assert desk.send(f"{ONE}premiere?a=0", sent, 422).errors()[0].startswith("Bulletin 2 : Rien n’est saisi")


def test_a_reading_may_be_begun_anew(closed, desk, karim):
    read_twice(closed, desk, karim, ["3"], ["5"], signatures="1", envelopes="1")
    act(desk, "restart", turn="second", sure="yes")
    fill(closed, closed.sit("zoe"), "seconde", "3")
    assert desk.get(ONE).says("les trois nombres sont les mêmes")
    act(desk, "restart", turn="first", sure="yes")
    assert batches.every(closed.store, "BP27")[0]["state"] == "typing"


def test_a_reading_is_erased_by_who_reads_the_batch_and_says_so(closed, desk, karim):
    read_twice(closed, desk, karim, ["3"], ["5"], signatures="1", envelopes="1")
    before = version(closed)
    assert act(closed.sit("zoe"), "restart", 409, turn="first", sure="yes").says("revient à lucie et karim")
    assert act(desk, "restart", 409, turn="first").says("cochez d’abord")
    for turn in ("", "third"):
        act(desk, "restart", 400, turn=turn, sure="yes")
    assert version(closed) == before


def test_an_alert_is_heard_before_the_first_ballot(closed, desk):
    new(desk)
    assert desk.get(f"{ONE}premiere?a=0").tree.xpath("//*[@autofocus]/@id") == ["text-0"]
    fill(closed, desk, "premiere", "3", action="keep")
    page = fill(closed, desk, "premiere", "5", action="keep", status=409, version="1")
    assert page.says("Ce lot a changé") and page.tree.xpath("//*[@autofocus]") == []
