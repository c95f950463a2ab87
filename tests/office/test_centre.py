"""The centre's agents: a board, one page a request, the counter, the questions, the files."""

from datetime import datetime

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from formservice.office import agents
from formservice.office.commands import export
from formservice.office.desks import DESKS
from formservice.resources import questions
from tests.builders import NOW, a_release
from tests.office.conftest import PASSWORD, Desk
from tests.resources.town import ANSWERS, ARCHIVE, ASKED, FILM, a_centre

BOARD, FORM = "/agents/ressources/", "/ressources/mlb-1/demande/"


@pytest.fixture
def app(app_on, tmp_path):
    """The service of a town with a resource centre, and Omar who works there."""
    app = app_on(a_release(tmp_path / "release", a_centre()), NOW)
    agents.add(app.store, "omar", PASSWORD, ["resources"], "Omar")
    agents.add(app.store, "lucie", PASSWORD, ["agenda"], "Lucie")
    return app


@pytest.fixture
def desk(app):
    """Omar at work."""
    desk = Desk(app)
    desk.log_in("omar")
    return desk


def type_in(desk, number, code="MLB-1", status=303, **given):
    known = ANSWERS | {"name": f"Personne {number}", "phone": f"06 39 98 01 0{number}", "channel": "counter"}
    known |= {"consent": "agreed", "key": f"a-key-of-the-screen-{number}"}
    return desk.send(f"/agents/saisie/{code}", {k: v for k, v in (known | given).items() if v}, status)


def loans_of(store, of="MLB-1"):
    return store.read(f"holding/{of}").find(f"holding/{of}", "loans")


def test_a_book_is_lent_at_the_counter_to_who_asked_for_nothing(desk, store):
    page = desk.follow(desk.get("/agents/saisie/?code=mlb-1", 303))
    assert page.h1 == "Demande : Une vie d’espionne"
    page = desk.press(desk.follow(type_in(desk, 1)), "lend")

    assert page.h1 == "Prêté" and page.says("À rendre le mercredi 6 janvier 2027")
    (loan,) = loans_of(store)
    assert (loan["channel"], loan["typed_by"], loan["state"]) == ("counter", "omar", "lent")


@pytest.mark.parametrize("code", ["MLB-1", "QR"])
def test_a_request_on_a_screen_that_has_served_for_another_is_not_lost(desk, code):
    first = type_in(desk, 1, code, **ASKED).location
    page = type_in(desk, 1, code, 409, **ASKED, who="other", told="agreed", helper="Chloé Exemple")
    assert page.says("Cet écran a déjà servi pour") and page.field("helper") == "Chloé Exemple"
    assert type_in(desk, 1, code, **ASKED).location == first


def test_an_agent_reads_what_to_say_and_where_the_document_stands(desk):
    page = desk.follow(type_in(desk, 1))
    assert page.says("À dire à la personne") and page.says("Votre demande est notée : Une vie d’espionne.")
    assert desk.get(BOARD).says("Cote : 920 EXE")

    assert desk.press(page, "set_aside").says("À dire par téléphone")


@pytest.mark.parametrize(("hour", "offered"), [(15, True), (18, False), (23, False)])
def test_today_is_a_day_to_read_until_the_house_closes(desk, clock, hour, offered):
    clock.at = NOW.replace(day=2, hour=hour)
    days = desk.get("/agents/saisie/MLB-2").tree.xpath("//select/option/@value")
    said = type_in(desk, 1, "MLB-2", 303 if offered else 422, way="consult", day="2026-12-02")

    assert ("2026-12-02" in days) == offered and bool(said.location) == offered


def test_the_day_of_a_consultation_is_a_date_in_the_file(app, desk, tmp_path):
    type_in(desk, 1, "MLB-2", way="consult", day="2026-12-03")
    path = tmp_path / "prets.xlsx"
    with app.app_context():
        CliRunner().invoke(export, ["prets", "--output", str(path)])
    book = load_workbook(path)
    sheet = book["Prêts et consultations"]
    column = next(cell.column for cell in sheet[1] if str(cell.value).startswith("Quel jour"))

    assert sheet.cell(2, column).value == datetime(2026, 12, 3)


@pytest.mark.parametrize("typed", ["mlb 1", "MLB-1", "mlb1", "MLB-001"])
def test_a_document_is_found_however_its_code_is_written(desk, typed):
    assert desk.send(f"{BOARD}chercher", {"code": typed}, 303).location == "/agents/saisie/MLB-1"
    desk.press(desk.follow(type_in(desk, 1)), "lend")
    type_in(desk, 2)
    page = desk.send(f"{BOARD}chercher", {"code": typed}, 200)

    assert page.h1 == "Qui a ou attend MLB-1" and page.text.index("Personne 1") < page.text.index("Personne 2")
    assert "/agents/saisie/MLB-1" in page.links()


@pytest.mark.parametrize("typed", ["reference", "amina", "0639980101"])
def test_a_request_is_found_by_its_number_a_name_or_a_telephone(desk, store, typed):
    type_in(desk, 1, name="Amina Exemple")
    type_in(desk, 2)
    looked = loans_of(store)[0]["reference"].lower() if typed == "reference" else typed
    page = desk.send(f"{BOARD}chercher", {"code": looked}, 200)

    assert page.says("Amina Exemple") and not page.says("Personne 2")


def test_a_question_is_found_too_and_nothing_is_said_so(desk):
    type_in(desk, 1, "QR", **ASKED)
    assert desk.send(f"{BOARD}chercher", {"code": "personne"}, 200).says("Une lettre")
    assert desk.send(f"{BOARD}chercher", {"code": "qr"}, 303).location == "/agents/saisie/QR"
    assert desk.send(f"{BOARD}chercher", {"code": "MLB-3"}, 404).says("ne se demande pas")
    assert desk.send(f"{BOARD}chercher", {}, 422).says("Écrivez un code")


def test_the_example_of_the_board_can_be_borrowed(desk):
    assert desk.get(BOARD).says("par exemple MLB-1, ou QR")


def test_the_screen_follows_the_order_of_the_readers_form(desk):
    names = "//main//*[@name][not(@type='hidden')]/@name"
    for code, url in (("MLB-1", FORM), ("QR", "/ressources/question/")):
        theirs = list(dict.fromkeys(desk.get(url).tree.xpath(names)))
        ours = list(dict.fromkeys(desk.get(f"/agents/saisie/{code}").tree.xpath(names)))
        assert ours == [*theirs, "channel", "consent"]


def test_the_board_gives_the_identifier_of_a_document_one_may_ask_for(app_on, tmp_path):
    app = app_on(a_release(tmp_path / "release", a_centre(holdings=(FILM, ARCHIVE))), NOW)
    agents.add(app.store, "omar", PASSWORD, ["resources"], "Omar")
    desk = Desk(app)
    desk.log_in("omar")

    assert desk.get(BOARD).says("par exemple MLB-2")


def test_an_unknown_identifier_is_said_so(desk):
    assert desk.get("/agents/saisie/?code=MLB-99", 404).says("Aucun document à consulter ou à emprunter n’a le code")


def test_the_board_shows_what_presses_first(desk, clock):
    for number in (1, 2):
        page = desk.follow(type_in(desk, number))
        if number == 1:
            desk.press(page, "lend")
    page = desk.get(BOARD)
    assert page.says("Prêtés : 1") and page.says("Liste d’attente : 1") and page.says("En attente, rang 1") is False
    clock.at = NOW.replace(year=2027, month=2)

    assert desk.get(BOARD).says("En retard : 1") and desk.get("/agents/").says("1 document en retard")


def test_what_comes_back_is_set_aside_for_the_next_who_is_to_be_called(desk, store):
    desk.press(desk.follow(type_in(desk, 1)), "lend")
    waiting = desk.follow(type_in(desk, 2))
    assert waiting.says("En attente, rang 1") and "lend" not in waiting.tree.xpath("//button/@value")
    one = loans_of(store)[0]
    desk.press(desk.get(f"/agents/ressources/demandes/MLB-1/{one['id']}"), "give_back")

    page = desk.get(waiting.url)
    assert page.h1 == "Mis de côté" and page.says("À dire par téléphone")
    assert desk.press(page, "told").says("À dire par téléphone") is False
    assert desk.get(BOARD).says("Mis de côté, à retirer : 1")


def test_who_takes_a_copy_back_reads_for_whom_to_keep_it(desk, store):
    desk.press(desk.follow(type_in(desk, 1)), "lend")
    waiting = desk.follow(type_in(desk, 2))
    one, two = loans_of(store)
    page = desk.press(desk.get(f"/agents/ressources/demandes/MLB-1/{one['id']}"), "give_back")

    assert page.says(f"Laissez-le de côté pour Personne 2, {two['reference']}, et appelez le 06 39 98 01 02.")
    assert desk.get(waiting.url).says(f"Son exemplaire est celui de la demande {one['reference']}")
    desk.press(desk.press(desk.get(waiting.url), "told"), "lend")
    assert desk.get(page.url).says("Laissez-le de côté") is False


@pytest.mark.parametrize("verb", ["cancel", "refuse"])
def test_a_copy_that_is_given_up_is_kept_for_the_next_and_the_page_says_so(desk, store, verb):
    first = desk.press(desk.follow(type_in(desk, 1)), "set_aside")
    type_in(desk, 2, reach="email", email="anna@example.org", phone="")
    page = desk.press(first, verb, reason="fragile")

    assert page.says("Laissez-le de côté pour Personne 2") and page.says("Un e-mail le lui dit.")


def test_of_two_agents_the_second_is_told_and_a_second_click_does_nothing(desk, store):
    page = desk.follow(type_in(desk, 1))
    version = page.field("version")
    for status, verb in ((303, "set_aside"), (303, "set_aside"), (409, "cancel")):
        said = desk.send(page.url, {"action": verb, "version": version}, status)

    assert said.says("vient de changer cette demande") and loans_of(store)[0]["state"] == "ready"


def test_a_refusal_needs_a_reason_that_the_person_reads(desk, store):
    page = desk.follow(type_in(desk, 1))
    sent = {"action": "refuse", "version": page.field("version")}
    assert desk.send(page.url, sent | {"reason": "<b>non</b>"}, 422).says("Dites pourquoi")
    desk.send(page.url, sent | {"reason": "fragile"}, 303)

    assert loans_of(store)[0]["state"] == "refused" and desk.get(page.url).says("trop fragile")


@pytest.mark.parametrize(
    "sent", [{"action": "lapse"}, {"action": "state", "state": "returned"}, {"action": "lend", "version": "x"}, {}]
)
def test_a_forged_change_of_state_changes_nothing(desk, store, sent):
    page = desk.follow(type_in(desk, 1))
    desk.send(page.url, {"version": page.field("version")} | sent, 400)

    assert loans_of(store)[0]["state"] == "requested"


@pytest.mark.parametrize("code", ["MLB-99", "MLB-3", "MLB", "../x"])
def test_what_is_not_held_or_only_on_line_is_not_lent(desk, code):
    desk.get(f"/agents/saisie/{code}", 404)


@pytest.mark.parametrize(
    "url",
    [
        "demandes/MLB-1/nobody",
        "demandes/MLB-1./x",
        "questions/2026-12/z/x",
        "questions/٢٠٢٦-12/f/x",
        "questions/2026-12/0/nobody",
    ],
)
def test_what_does_not_exist_is_not_found(desk, url):
    desk.get(BOARD + url, 404)


def test_a_question_is_typed_taken_and_answered(desk, store):
    page = desk.follow(type_in(desk, 1, "QR", **ASKED))
    assert page.says("Réponse attendue le mercredi 16 décembre 2026")
    page = desk.press(page, "take")
    assert page.says("Prise en charge, par omar") and desk.get(f"{BOARD}questions/").says("Une lettre")
    assert desk.press(page, "answer", status=422).says("Écrivez la réponse")
    page = desk.press(page, "answer", answer="Louise.\n\nCote 4.")

    assert page.says("Louise.") and page.says("Donner la réponse écrite")
    (record,) = [one for _, one in store.search("question/", "questions")]
    assert (record["state"], record["answer"]) == ("answered", "Louise.\n\nCote 4.")


def test_a_question_that_is_taken_back_is_said_so_on_its_page_and_in_the_file(desk, store):
    page = desk.follow(type_in(desk, 1, "QR", **ASKED))
    ((partition, record),) = store.search("question/", "questions")
    questions.act(desk.app, partition, record, "cancel")

    assert desk.get(page.url).says("Retirée")
    file = desk.send(f"{BOARD}telecharger", {"kind": "question", "format": "csv"}, 200)
    assert "Retirée" in file.html and "Annulé" not in file.html


def test_a_question_is_closed_with_a_reason(desk):
    page = desk.follow(type_in(desk, 1, "QR", **ASKED))
    assert desk.press(page, "close", status=422).says("Dites pourquoi")

    assert desk.press(page, "close", reason="nothing").says("Nous avons cherché")


@pytest.mark.parametrize("kind", ["loan", "question"])
@pytest.mark.parametrize("file", ["xlsx", "ods", "csv"])
def test_the_files_hold_all_and_are_noted(desk, store, kind, file):
    type_in(desk, 1)
    type_in(desk, 2, "QR", **ASKED)
    page = desk.send(f"{BOARD}telecharger", {"kind": kind, "format": file}, 200)

    assert len(page.body) > 200 and "attachment" in page.headers["Content-Disposition"]
    if file == "csv":
        assert ("Une vie d’espionne" in page.html) == (kind == "loan") and "Personne" in page.html
    partition = next(iter(store.partitions("holding/" if kind == "loan" else "question/")))
    assert store.journal(partition)[-1]["verb"] == "download"


@pytest.mark.parametrize("sent", [{"kind": "registration"}, {"kind": "loan", "format": "exe"}, {}])
def test_no_other_file_is_given(desk, sent):
    desk.send(f"{BOARD}telecharger", {"format": "csv"} | sent, 400)


@pytest.mark.parametrize(("what", "said"), [("prets", "1\xa0demande"), ("questions", "1\xa0question")])
def test_the_command_writes_the_same_files(app, desk, tmp_path, what, said):
    type_in(desk, 1)
    type_in(desk, 2, "QR", **ASKED)
    path = tmp_path / "fichier.ods"
    with app.app_context():
        result = CliRunner().invoke(export, [what, "--output", str(path)])

    assert result.output == f"{path}\xa0: {said}.\n" and path.stat().st_size > 500


def test_the_agenda_agents_see_nothing_of_the_centre(app):
    lucie = Desk(app)
    lucie.log_in("lucie")
    for url in (BOARD, f"{BOARD}questions/", f"{BOARD}telecharger", "/agents/saisie/MLB-1", "/agents/saisie/QR"):
        lucie.get(url, 404)


@pytest.mark.parametrize("kind", ["loan", "question"])
def test_a_page_that_takes_no_answer_is_a_page_with_a_way_out(desk, kind):
    with desk.app.test_request_context("/agents/saisie/"):
        drawn = DESKS[kind].closed(None, 409)
    assert drawn.status_code == 409
    assert "Rien n’a été enregistré." in (text := drawn.get_data(as_text=True))
    assert "/agents/saisie/" in text
