"""Who signs at a counter: marked once, given the envelope, in whatever order the buttons are pressed."""

import re
from datetime import timedelta
from threading import Thread

import pytest

from formservice.office import agents
from formservice.participation import issuing
from formservice.participation.issuing import By
from formservice.participation.written_codes import new_code
from formservice.voting import marking
from tests.pages import OURS
from tests.participation.town import OVER, VOTE
from tests.voting.desks.town import ANNE, BOARD, SCREEN, mark

WHO = {"name": ANNE["name"], "birth": ANNE["birth"]}


def reference_of(page):
    return re.search(r"VO-\w{4}-\w{4}", page.text)[0]


def undo(desk, reference, status, **given):
    return desk.send(f"{BOARD}annuler", WHO | {"reference": reference, "why": "person"} | given, status)


def test_who_signs_is_marked_and_given_the_envelope_of_their_quartier(town, desk):
    page = mark(desk)
    assert page.says("Vous pouvez remettre l’enveloppe") and page.says("Avec le bulletin du quartier : Nord.")
    assert page.says("Notez-le jusqu’à ce que l’enveloppe soit dans l’urne")
    assert town.on_roll() == {"counter": 1} and town.receipts() == 1
    assert not page.field("name") and page.field("channel") == "counter"


def test_the_same_press_twice_gives_the_same_reference(town, desk):
    assert reference_of(mark(desk)) == reference_of(mark(desk))
    assert town.on_roll() == {"counter": 1} and town.receipts() == 1


def test_a_screen_gone_back_to_for_somebody_else_marks_them_too(town, desk):
    first = mark(desk)
    second = mark(desk, name="Badr Exemple")
    assert reference_of(first) != reference_of(second) and town.on_roll() == {"counter": 2}


def test_who_has_voted_gets_no_envelope_and_the_screen_says_which_way_and_day(town, desk):
    mark(desk)
    page = mark(desk, 409, key="a-key-of-the-screen-2", area="sud", address="9 rue d’ailleurs, au Sud")
    assert page.says("Un vote est déjà enregistré : au guichet, le mercredi 5 mai 2027.")
    assert page.says("Ne remettez pas l’enveloppe.") and not page.says("Vous pouvez remettre")
    assert town.on_roll() == {"counter": 1} and town.receipts() == 1


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        ({"birth": "12/03/2020"}, 409, "Il faut avoir 11 ans pour voter."),
        ({"eligible": None}, 422, "Cochez cette case pour voter."),
        ({"area": "ailleurs"}, 422, "Choisissez l’une des réponses proposées."),
        ({"name": ""}, 422, "Indiquez votre nom"),
        ({"channel": "telephone"}, 422, "Choisissez l’une des réponses proposées."),
        ({"channel": "web"}, 422, "Choisissez l’une des réponses proposées."),
    ],
)
def test_what_the_rules_do_not_allow_marks_nobody(town, desk, given, status, says):
    page = mark(desk, status, **given)
    assert page.says(says) and not town.on_roll() and not town.receipts()


def test_nobody_is_marked_before_the_box_is_open_nor_at_the_counter_after_the_vote(town, desk):
    town.at(VOTE - timedelta(seconds=1))
    assert mark(desk, 409).says("Le vote ouvre le lundi 3 mai 2027")
    town.at(OVER)
    assert not mark(desk, 422).says("Vous pouvez remettre")
    assert mark(desk, channel="paper").says("L’enveloppe va dans l’urne")
    town.at(OVER + town.edition.paper)
    assert mark(desk, 409, channel="paper", name="Badr Exemple").says("Le vote est terminé")
    assert town.on_roll() == {"paper": 1}


def test_a_closed_box_takes_no_mark(town, desk):
    town.close()
    assert mark(desk, 409, channel="paper").says("L’urne de ce vote est fermée") and not town.on_roll()


def test_no_name_is_kept_and_no_line_says_when_somebody_came(town, desk):
    mark(desk)
    undo(desk, "VO-0000-0000", 422)
    held = [str(one) for name in town.store.partitions() for one in town.store.journal(name)]
    held += [str(one) for prefix in ("receipt/", "roll/") for one in town.store.search(prefix, "receipts")]
    # A year alone may stand in a hash by chance.
    for said in ("Exemple", "1950-03-12", "12/03/1950"):
        assert said not in "".join(held)
    assert held and town.noted() == []


def test_a_mark_made_by_mistake_is_taken_back_the_same_day(town, desk):
    reference = reference_of(mark(desk))
    assert undo(desk, reference, 200).says("L’émargement est annulé")
    assert not town.on_roll() and (town.receipts(), town.receipts("undone")) == (0, 1)
    line = town.store.journal("vote/BP27")[-1]
    assert (line["verb"], line["agent"], line["channel"], line["why"]) == ("mark_undone", "lucie", "counter", "person")
    assert mark(desk, key="a-key-of-the-screen-2").says("Vous pouvez remettre l’enveloppe")


def test_a_mark_is_not_taken_back_for_another_person_nor_another_day_nor_twice(town, desk):
    reference = reference_of(mark(desk))
    assert undo(desk, reference, 409, name="Badr Exemple").says("n’est pas sur la liste")
    assert undo(desk, reference, 422, why="parce que").says("Choisissez l’une des réponses")
    town.at(town.clock.at + timedelta(days=1))
    assert undo(desk, reference, 409).says("le jour même") and town.on_roll() == {"counter": 1}
    town.at(town.clock.at - timedelta(days=1))
    undo(desk, reference, 200)
    assert undo(desk, reference, 409).says("déjà annulé")


def test_the_number_of_one_person_takes_back_no_mark_of_another(town, desk):
    reference = reference_of(mark(desk))
    badr = reference_of(mark(desk, name="Badr Exemple"))
    assert undo(desk, reference, 409, name="Badr Exemple").says("n’est pas sur la liste avec ce numéro")
    assert town.on_roll() == {"counter": 2} and town.receipts() == 2
    undo(desk, badr, 200, name="Badr Exemple")
    assert town.on_roll() == {"counter": 1} and (town.receipts(), town.receipts("undone")) == (1, 1)


def test_the_board_says_which_agent_made_how_many_marks_on_which_day(town, desk):
    mark(desk)
    mark(desk, name="Badr Exemple", channel="paper")
    reference = reference_of(mark(town.sit("karim"), name="Chloé Exemple"))
    board = desk.get(BOARD)
    assert board.says("Mercredi 5 mai 2027, karim : 1 émargement")
    assert board.says("Mercredi 5 mai 2027, lucie : 2 émargements")
    undo(desk, reference, 200, name="Chloé Exemple")
    assert not desk.get(BOARD).says("karim")


def test_a_screen_sent_again_after_its_mark_was_taken_back_gives_no_envelope(town, desk):
    undo(desk, reference_of(mark(desk)), 200)
    page = mark(desk, 409)
    assert page.says("a été annulé. Rien n’est enregistré : ne remettez pas l’enveloppe")
    assert not page.says("Vous pouvez remettre") and not town.on_roll() and not town.receipts()
    again = mark(desk, key=page.field("key"))
    assert again.says("Vous pouvez remettre") and town.on_roll() == {"counter": 1} and town.receipts() == 1


def test_a_vote_on_line_is_never_taken_back(town, desk):
    reference = reference_of(mark(desk))
    place, receipt = marking.receipt_of(town.store, "BP27", reference)
    with town.store.transaction(place) as records:
        records.update(place, "receipts", receipt["id"], channel="web")
    assert undo(desk, reference, 409).says("Un vote par internet ne s’annule pas") and town.on_roll() == {"counter": 1}


def test_the_roll_answers_whether_somebody_has_voted_and_notes_who_asked(town, desk):
    assert desk.send(f"{BOARD}consulter", WHO, 200).says("Cette personne n’a pas voté")
    mark(desk)
    assert desk.send(f"{BOARD}consulter", WHO, 200).says("Au guichet, le mercredi 5 mai 2027.")
    lines = town.store.journal("vote/BP27")
    assert [(one["verb"], one["agent"]) for one in lines] == [("roll_consulted", "lucie")] * 2
    assert "Exemple" not in str(lines) and "counter" not in str(lines)


def test_nobody_goes_fishing_in_the_roll(town, desk, monkeypatch):
    monkeypatch.setattr(marking, "MOST", 2)
    for _ in range(2):
        desk.send(f"{BOARD}consulter", WHO, 200)
    assert desk.send(f"{BOARD}consulter", WHO, 429).says("Reprenez dans un quart d’heure")
    assert len(town.noted()) == 2
    reference = reference_of(mark(desk))
    assert undo(desk, reference, 409, name="Badr Exemple").says("Reprenez dans un quart d’heure")
    town.sit("karim").send(f"{BOARD}consulter", WHO, 200)


def test_two_counters_mark_the_same_person_once(town):
    desks, seen = [town.sit("lucie"), town.sit("karim")], []
    sent = [ANNE | {"channel": "counter", "key": f"a-key-of-the-screen-{n}", "token": desk.token()}
            for n, desk in enumerate(desks)]  # fmt: skip
    tries = [
        Thread(target=lambda n=n: seen.append(desks[n].flask.post(SCREEN, data=sent[n], headers=OURS).status_code))
        for n in range(2)
    ]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert sorted(seen) == [200, 409] and town.on_roll() == {"counter": 1} and town.receipts() == 1


def test_the_code_of_a_letter_serves_once_and_again_when_its_mark_is_taken_back(letters):
    code, desk = new_code(), letters.sit()
    issuing.reserve(letters.store, "BP27", "work", "nord", 1, By("cli", "cli"))
    list(issuing.keep(letters.store, "BP27", "nord", {1: code}))
    sent = {"area": "nord", "code": code, "birth": ANNE["birth"], "eligible": "yes", "channel": "counter"}
    reference = reference_of(desk.send(SCREEN, sent | {"key": "a-key-of-the-screen-1"}, 200))
    assert issuing.counts(letters.store, "BP27")["nord"] == {"used": 1}
    assert desk.send(SCREEN, sent | {"key": "a-key-of-the-screen-2"}, 409).says("déjà enregistré : au guichet")
    undone = {"code": code, "reference": reference, "why": "gone"}
    assert desk.send(f"{BOARD}annuler", undone, 200).says("L’émargement est annulé")
    assert issuing.counts(letters.store, "BP27")["nord"] == {"issued": 1} and not letters.on_roll()
    assert desk.send(SCREEN, sent | {"key": "a-key-of-the-screen-3"}, 200).says("Vous pouvez remettre")


def test_a_code_that_was_not_printed_marks_nobody(letters):
    sent = {"area": "nord", "code": new_code(), "birth": ANNE["birth"], "eligible": "yes", "channel": "counter"}
    assert letters.sit().send(SCREEN, sent, 409).says("Ce code n’est pas l’un des nôtres") and not letters.on_roll()


def test_the_screen_asks_what_the_residents_first_page_asks(desk):
    names = "//main//form//*[@name][not(@type='hidden')]/@name"
    found = list(dict.fromkeys(desk.get(SCREEN).tree.xpath(names)))
    assert found == ["area", "name", "birth", "address", "eligible", "channel"]


def test_the_vote_is_hidden_from_other_roles(town):
    agents.change(town.store, "zoe", roles=["agenda", "participation"])
    zoe = town.sit("zoe")
    for address in ("/agents/votes/", BOARD, SCREEN, f"{BOARD}consulter", f"{BOARD}lots/", f"{BOARD}feuilles/"):
        zoe.get(address, 404)
