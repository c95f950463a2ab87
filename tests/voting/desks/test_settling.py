"""Two readings that differ: settled one by one by one agent, agreed by the other."""

from tests.voting.desks.pile import ONE, act, read_twice


def test_differences_are_settled_one_by_one_by_one_and_confirmed_by_the_other(closed, desk, karim):
    read_twice(closed, desk, karim, ["3 8", "12", "5"], ["3 5", "12", "blank"])
    page = desk.get(ONE)
    assert page.says("2 différences : bulletin 1") and page.says("3 Projet 3 et 8 Projet 8 (première saisie)")
    act(desk, "settle", place="0", how="first")
    assert act(closed.sit("zoe"), "settle", 409, place="2", how="first").says("se tranchent entre lucie et karim")
    act(karim, "settle", **{"place": "2", "how": "other", "text-0": "5 8"})
    assert act(desk, "seal", 409).says("confirmez-les à deux")
    act(desk, "agree")
    assert act(desk, "seal", 409).says("confirmez-les à deux") and desk.get(ONE).says(
        "confirme, avec son propre compte"
    )
    act(karim, "agree")
    act(desk, "seal")
    assert closed.opened() == [("nord", {3: 1, 8: 1}, ""), ("nord", {5: 1, 8: 1}, ""), ("nord", {12: 1}, "")]


def test_a_settlement_may_be_looked_at_again(closed, desk, karim):
    read_twice(closed, desk, karim, ["3"], ["5"], signatures="1", envelopes="1")
    act(desk, "settle", place="0", how="first")
    act(karim, "reopen")
    assert karim.get(ONE).says("1 différence : bulletin 1")
    act(karim, "settle", place="0", how="second")
    act(desk, "agree")
    act(desk, "seal")
    assert closed.opened() == [("nord", {5: 1}, "")]


def test_nobody_confirms_what_was_settled_anew_since_their_page_was_opened(closed, desk, karim):
    read_twice(closed, desk, karim, ["3"], ["8"], signatures="1", envelopes="1")
    act(karim, "settle", place="0", how="first")
    old = desk.get(ONE).field("version")
    act(karim, "reopen")
    act(karim, "settle", **{"place": "0", "how": "other", "text-0": "12"})
    for action in ("agree", "reopen", "restart"):
        assert act(desk, action, 409, version=old, turn="second", sure="yes").says("a changé depuis")
    assert act(desk, "agree", 409, version=old).says("12 Projet 12 (tranché par karim)")
    act(desk, "agree")
    assert act(desk, "seal", 409, version=old).says("a changé depuis") and closed.opened() == []
    act(desk, "seal")
    assert closed.opened() == [("nord", {12: 1}, "")]


def test_a_ballot_that_one_reader_did_not_see_is_a_difference(closed, desk, karim):
    read_twice(closed, desk, karim, ["3", "5"], ["3"], signatures="1", envelopes="1")
    assert desk.get(ONE).says("Pas de bulletin à cette place (seconde saisie)")
    act(desk, "settle", place="1", how="second")
    act(karim, "agree")
    act(desk, "seal")
    assert closed.opened() == [("nord", {3: 1}, "")]


def test_what_is_refused_leads_to_its_field_and_keeps_the_answer(closed, desk, karim):
    read_twice(closed, desk, karim, ["3"], ["5"], signatures="1", envelopes="1")
    page = act(desk, "settle", 409, **{"place": "0", "how": "other", "text-0": ""})
    assert page.tree.xpath("//*[@role='alert']//a/@href") == ["#text-0"]
    assert page.tree.xpath("//input[@name='how'][@checked]/@value") == ["other"]
