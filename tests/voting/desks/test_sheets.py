"""Sheets signed without a network: printed, typed line by line, each envelope opened if its line is taken."""

import re
from datetime import timedelta
from threading import Thread

import pytest

from formservice.voting import sheets
from tests.pages import OURS
from tests.paper.town import words_of
from tests.participation.town import OVER
from tests.voting.desks.town import ANNE, BOARD, mark

SHEETS = f"{BOARD}feuilles/"
ONE = f"{SHEETS}1/"
WHO = {name: said for name, said in ANNE.items() if name != "address"}
NAMES = ("Anne", "Badr", "Chloé", "Denis", "Emma", "Farid", "Gilles", "Hoa", "Inès", "Jean")


@pytest.fixture
def sheet(town, desk):
    """A blank sheet, for the round of Tuesday."""
    made(desk)
    return desk


def made(desk, status=200, count="1", key="a-key-of-the-sheets-1", place="Tournée du mardi"):
    return desk.send(SHEETS, {"place": place, "count": count, "key": key}, status)


def line(desk, n, status=303, action="type", name="Anne Exemple", key="", **given):
    sent = WHO | {"line": n, "refused": n, "action": action, "name": name, "key": key or f"a-key-of-the-line-{n}-0"}
    return desk.send(ONE, sent | given, status)


def states(town, number=1):
    found = sheets.read(town.store.read(f"sheet/BP27/{number}"), "BP27", number)
    return {int(n): one["state"] for n, one in found["lines"].items()}


def test_sheets_are_numbered_by_the_service_and_a_double_click_makes_no_more(town, desk):
    assert made(desk, count="3").says("Les feuilles 1 à 3 sont prêtes")
    assert made(desk, count="3").says("Les feuilles 1 à 3 sont prêtes")
    assert made(desk, key="a-key-of-the-sheets-2").says("La feuille 4 est prête")
    assert [one["number"] for one in sheets.every(town.store, "BP27")] == [1, 2, 3, 4]
    assert town.noted() == ["sheet_made", "sheet_made"]


def test_a_sheet_without_a_place_is_not_made(town, desk):
    assert made(desk, 422, place=" ").errors() and not sheets.every(town.store, "BP27")


@pytest.mark.parametrize("count", ["0", "41", "é", "", "x", "²", "٣", "1_0", "-1", "1.5", "9" * 5_000, "\n"])
def test_what_is_no_number_of_sheets_is_told_in_french_and_kept_on_the_screen(town, desk, count):
    page = made(desk, 422, count=count)
    assert page.errors() == ["Écrivez un nombre entier, de 1 à 40."] and not sheets.every(town.store, "BP27")
    assert page.field("count").strip() == count.strip()


def test_a_blank_sheet_has_numbered_lines_and_the_sentence_on_honour(town, desk):
    made(desk, count="2")
    paper = desk.get(f"{SHEETS}imprimer/1-2")
    assert paper.headers["Content-Type"] == "application/pdf"
    read = words_of(paper.body)
    assert all(f"{number}-{n}" in read for number in (1, 2) for n in range(1, sheets.LINES + 1))
    assert "on ouvre seulement l’enveloppe extérieure d’une ligne acceptée" in read and "ouvre rien" not in read
    assert "Je certifie" in read or "je certifie" in read
    assert all(word in read for word in ("Nom et prénom", "Quartier", "Adresse", "Signature", "Tournée du mardi"))
    desk.get(f"{SHEETS}imprimer/7-9", 404)


def test_sheets_are_printed_before_the_box_is_open_and_typed_after(make):
    town = make()
    desk = town.sit()
    made(desk)
    assert desk.get(f"{SHEETS}imprimer/1-1").body.startswith(b"%PDF")
    assert desk.get(ONE).says("Les feuilles se saisissent pendant le vote")
    assert line(desk, 1, 409, action="rest").says("n’a pas encore été ouverte") and not states(town)


def test_each_line_goes_on_the_roll_or_is_refused_with_its_reason(town, sheet):
    line(sheet, 1)
    line(sheet, 2, 409, name="Trop Jeune", birth="12/03/2020")
    line(sheet, 2, name="Trop Jeune", birth="12/03/2020", action="aside")
    line(sheet, 3, action="empty")
    line(sheet, 4, action="refuse", reason="unsigned")
    assert states(town) == {1: "accepted", 2: "refused", 3: "empty", 4: "refused"}
    page = sheet.get(ONE)
    assert page.says("3 lignes signées, 1 acceptée, 2 refusées") and page.says("Règlement, âge")
    assert town.on_roll() == {"paper": 1} and town.receipts() == 1


def test_a_line_is_asked_in_the_order_of_the_paper(sheet):
    names = "//main//form[1]//*[@name][not(@type='hidden')]/@name"
    asked = list(dict.fromkeys(sheet.get(ONE).tree.xpath(names)))
    assert asked[:5] == ["line", "name", "birth", "area", "eligible"]


def test_who_types_a_line_is_told_which_envelope_to_open(sheet):
    line(sheet, 1)
    page = sheet.get(f"{ONE}?ligne=1")
    assert page.says("Ligne 1-1 : acceptée. Ouvrez la grande enveloppe, elle seule. La petite, fermée, va dans l’urne.")
    assert page.says("Tournée du mardi. À saisir : 1 ligne signée, 1 acceptée.")
    assert page.tree.xpath("//p[@class='lead']/bdi/text()") == ["Tournée du mardi."]


def test_who_voted_before_is_shown_and_set_aside_unopened_and_the_first_vote_stands(town, sheet):
    mark(sheet)
    page = line(sheet, 1, 409)
    assert page.says("Un vote est déjà enregistré : au guichet, le mercredi 5 mai 2027.")
    assert page.says("Mettre l’enveloppe de côté") and states(town) == {}
    line(sheet, 1, action="aside")
    assert states(town) == {1: "aside"} and sheet.get(ONE).says("Au guichet, le mercredi 5 mai 2027")
    assert town.on_roll() == {"counter": 1} and town.receipts() == 1


def test_a_line_mended_after_a_conflict_is_accepted(town, sheet):
    mark(sheet)
    line(sheet, 1, 409)
    line(sheet, 1, name="Anne Exempel")
    assert states(town) == {1: "accepted"}


def test_a_voter_on_two_lines_is_accepted_once(town, sheet):
    line(sheet, 1)
    assert line(sheet, 2, 409).says("sur papier, le mercredi 5 mai 2027")


def test_a_sheet_is_finished_when_each_line_is_said_and_the_journal_has_its_counts(town, sheet):
    for n, name in enumerate(NAMES[:3], 1):
        line(sheet, n, name=f"{name} Exemple")
    assert sheets.pending(town.store, "BP27") == [1]
    assert line(sheet, 0, 409, action="rest", count="6").says("7 lignes ne sont pas saisies")
    assert sheets.pending(town.store, "BP27") == [1]
    line(sheet, 0, action="rest", count="7")
    assert sheets.pending(town.store, "BP27") == [] and sheet.get(ONE).says("Finie : 3 lignes signées")
    note = town.store.journal("vote/BP27")[-1]
    assert (note["verb"], note["agent"], note["accepted"], note["empty"]) == ("sheet_done", "lucie", 3, 7)
    again = line(sheet, 1, 409, name="Emma Exemple", key="a-key-of-another-1")
    assert again.says("La ligne 1 est déjà saisie, par lucie")


def test_no_name_stays_on_a_sheet(town, sheet):
    line(sheet, 1)
    kept = str(sheets.every(town.store, "BP27")) + str(town.store.journal("vote/BP27"))
    assert "Exemple" not in kept and "1950-03-12" not in kept and "nord" not in kept


def test_the_second_of_two_agents_on_a_line_is_told(town, sheet):
    line(sheet, 4)
    page = line(town.sit("karim"), 4, 409, name="Badr Exemple", key="a-key-of-another-1")
    assert page.says("La ligne 4 est déjà saisie, par lucie : acceptée") and town.on_roll() == {"paper": 1}
    assert page.field("name") == "Badr Exemple"


def test_two_agents_at_one_moment_on_one_line_put_one_voter_on_the_roll(town, sheet):
    desks, seen = [sheet, town.sit("karim")], []
    sent = [WHO | {"line": 4, "action": "type", "name": f"{name} Exemple", "key": f"a-key-of-the-line-{name}",
                   "token": desk.token()} for name, desk in zip(NAMES, desks, strict=False)]  # fmt: skip
    tries = [
        Thread(target=lambda n=n: seen.append(desks[n].flask.post(ONE, data=sent[n], headers=OURS).status_code))
        for n in range(2)
    ]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert sorted(seen) == [303, 409] and states(town) == {4: "accepted"}
    assert town.on_roll() == {"paper": 1} and town.receipts() == 1


def test_the_same_press_twice_types_a_line_once(town, sheet):
    line(sheet, 4)
    line(sheet, 4)
    assert states(town) == {4: "accepted"} and town.on_roll() == {"paper": 1} and town.receipts() == 1


def test_typing_stops_some_days_after_the_vote_to_the_second(town, sheet):
    town.at(OVER + town.edition.paper - timedelta(seconds=1))
    line(sheet, 1)
    town.at(OVER + town.edition.paper)
    assert not sheet.get(ONE).field("name") and line(sheet, 2, 409, action="rest").says("Le vote est terminé")
    assert line(sheet, 2, 409, name="Badr Exemple").says("Le vote est terminé") and states(town) == {1: "accepted"}


def test_a_closed_box_takes_no_line(town, sheet):
    town.close()
    assert line(sheet, 1, 409).says("est fermée") and line(sheet, 1, 409, action="empty").says("est fermée")
    assert states(town) == {} and not town.on_roll()


def test_a_line_accepted_by_mistake_is_taken_back_and_typed_again(town, sheet):
    line(sheet, 1)
    undo = {"name": ANNE["name"], "birth": ANNE["birth"], "why": "twice"}
    assert sheet.send(f"{ONE}1/annuler", undo | {"name": "Badr Exemple"}, 409).says("n’est pas sur la liste")
    sheet.send(f"{ONE}1/annuler", undo, 303)
    assert states(town) == {} and not town.on_roll() and town.noted() == ["sheet_made", "mark_undone"]
    line(sheet, 1, name="Badr Exemple", key="a-key-of-another-1")
    assert states(town) == {1: "accepted"}


def test_the_number_of_a_line_is_taken_back_on_its_sheet_alone(town, sheet):
    line(sheet, 3)
    number = next(one["reference"] for _, one in town.store.search("receipt/BP27/", "receipts"))
    sent = {"name": ANNE["name"], "birth": ANNE["birth"], "reference": number, "why": "twice"}
    assert sheet.send(f"{BOARD}annuler", sent, 409).says("Ce numéro est celui de la ligne 1-3. Rien n’est annulé.")
    assert states(town) == {3: "accepted"} and town.on_roll() == {"paper": 1} and town.receipts() == 1


@pytest.mark.parametrize(
    "how", [{"action": "empty"}, {"action": "refuse", "reason": "unreadable"}, {"action": "aside"}]
)
def test_a_line_that_spent_no_right_is_taken_back_while_the_box_is_open(town, sheet, how):
    mark(sheet)
    line(sheet, 1, **how)
    assert sheet.get(ONE).says("Reprendre la ligne 1")
    line(sheet, 1, action="free")
    assert states(town) == {} and town.noted()[-1] == "line_freed" and sheets.pending(town.store, "BP27") == [1]
    line(sheet, 1, name="Badr Exemple", key="a-key-of-another-1")
    assert line(sheet, 1, 409, action="free").says("ni vide, ni refusée") and town.on_roll().total() == 2


def test_a_line_is_not_taken_back_once_the_box_is_closed(town, sheet):
    line(sheet, 1, action="empty")
    town.close()
    assert not sheet.get(ONE).says("Reprendre") and line(sheet, 1, 409, action="free").says("est fermée")
    assert states(town) == {1: "empty"}


@pytest.mark.parametrize("n", ["0", "11", "-1", "é", "", "1" * 30])
def test_a_line_that_is_not_on_the_sheet_is_refused(town, sheet, n):
    for action in ("type", "empty", "refuse"):
        assert line(sheet, n, 409, action=action, reason="unsigned").says("10 lignes, de 1 à 10")
    assert states(town) == {} and not town.on_roll()


def test_hostile_sheets_are_pages_without_traceback(town, sheet):
    sheet.get(f"{SHEETS}99/", 404)
    sheet.get(f"{SHEETS}imprimer/1-99999", 404)
    for sent in ({"action": "burn"}, {"action": "refuse", "line": "1", "reason": "sa tête"}):
        assert sheet.flask.post(ONE, data=sent | {"token": sheet.token()}, headers=OURS).status_code == 400
    assert re.search("NOBODY|VO-", sheet.get(ONE).text) is None
