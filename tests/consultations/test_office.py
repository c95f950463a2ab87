"""What agents do: type a pile, judge the doubtful, read after the close, download; nothing seen before."""

import csv
import io
import itertools
import re
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
from click.testing import CliRunner

from formservice import cli
from formservice.consultations import keeping, stored
from formservice.consultations.reading import answers as answers_to_read
from formservice.office import agents, quarantine
from formservice.office.answer_files import FEW, ways_of
from tests.consultations.town import CLOSES, OPENS, SAID
from tests.office.conftest import PASSWORD, Desk

BOX = {
    "q_usage": "1",
    "q_quand": "1 3",
    "q_ordre": "2 - 1",
    "q_note": "4",
    "q_combien": "12",
    "q_jour": "1er juin 2027",
}
BOX |= {"q_nom": "Parc des Tilleuls", "q_idee": "Avec un dossier.", "quartier": "1", "channel": "paper"}
KEY = "a-key-of-the-screen-gone-back-to"
HOME = "/agents/consultations/BA27/"
TURNED = [{"id": "usage", "kind": "one", "text": "Vous asseyez-vous sur un banc ?", "options": ["Jamais", "Parfois"]}]
"""A questionnaire where number 1 stands for something else."""


@pytest.fixture
def desk(asked):
    for login in ("lucie", "nadia"):
        agents.add(asked.app.store, login, PASSWORD, ["participation"], login.capitalize())
    desk = Desk(asked.app)
    desk.log_in()
    return desk


@pytest.fixture
def nadia(asked, desk):
    other = Desk(asked.app)
    other.log_in("nadia")
    return other


@pytest.fixture
def held(asked):
    return asked.answer(doubt=("plus de 20 envois",))


def type_in(desk, status=200, url="/agents/saisie/BA27", **more):
    known = {"key": f"a-key-of-the-screen-{len(more)}-{more.get('q_nom', '')}"} | BOX | more
    return desk.send(url, known, status)


def state(asked, answer):
    return next(one for one in asked.answers() if one["id"] == answer["id"])


def version(asked, answer):
    return state(asked, answer)["version"]


def judge(asked, desk, answer, action, status=303, **more):
    where = next(
        partition for partition, one in asked.app.store.search("answer/", "answers") if one["id"] == answer["id"]
    )
    data = {"action": action, "version": version(asked, answer)} | more
    return desk.send(f"{HOME}quarantaine/{where[-2:]}/{answer['id']}", data, status)


def test_numbers_typed_from_paper_are_the_answers_of_the_site(asked, desk):
    assert desk.get("/agents/saisie/BA27").says("1. Vous asseyez-vous sur un banc ?")
    page = type_in(desk)
    [kept] = asked.answers()
    assert kept["said"] == SAID
    assert (kept["channel"], kept["typed_by"]) == ("paper", None)
    assert page.says(f"Enregistrée : {kept['reference']}")
    assert page.says("1re de la pile")
    assert page.says("Comparez au papier : Où en ajouter ? 1. Le parc, 2. L’école.")
    assert page.field("q_usage") == ""


def test_the_screen_says_what_is_typed_and_the_code_to_compare_with_the_paper(asked, desk):
    page = desk.get("/agents/saisie/BA27")
    assert page.h1.startswith("Saisir :") and page.says("Code BA27, le même que sur le papier.")


def test_what_does_not_wait_is_not_said_to_be_done(asked, desk):
    page = desk.get(HOME)
    assert page.says("Aucune réponse n’est à vérifier") and not page.says("0 réponse attend")
    asked.answer(doubt=("plus de 20 envois",))
    assert desk.get(HOME).says("Vérifier : 1 réponse attend")


@pytest.mark.parametrize(("boxes", "order"), [("2 3 1", ["3", "1", "2"]), ("-,1,2", ["2", "3"]), ("", None)])
def test_ranks_are_typed_in_the_order_of_the_boxes(asked, desk, boxes, order):
    type_in(desk, q_ordre=boxes)
    assert asked.answers()[0]["said"].get("ordre") == order


def test_a_rank_that_nothing_led_to_is_left_where_it_is_on_the_paper(asked, desk):
    asked.publish(questions=[
        {"id": "banc", "kind": "one", "text": "Un banc ?", "options": ["Oui", "Non"]},
        {"id": "ou", "kind": "rank", "text": "Où ?", "options": ["Ici", "Là", "Ailleurs"],
         "show_if": {"question": "banc", "among": ["Oui"]}},
    ])  # fmt: skip
    type_in(desk, q_banc="2", q_ou="3 3 -")
    assert asked.answers()[0]["said"] == {"banc": "2"}
    assert type_in(desk, 422, q_banc="1", q_ou="3 3 -").says("plusieurs fois")


@pytest.mark.parametrize("boxes", ["2 1", "1 2 3 4", "c a b", "231", "1 1 2", "1 - 3", "²  1 3"])
def test_boxes_that_may_be_read_two_ways_are_refused(asked, desk, boxes):
    type_in(desk, 422, q_ordre=boxes)
    assert asked.answers() == []


def test_the_pile_goes_on_and_a_double_click_counts_once(asked, desk):
    type_in(desk)
    page = type_in(desk, q_nom="Autre", pile="1")
    assert page.says("2e de la pile")
    assert type_in(desk, q_nom="Autre", pile="1").says("2e de la pile")
    assert len(asked.answers()) == 2


@pytest.mark.parametrize("other", [{"q_nom": "Autre"}, {"quartier": "2"}, {"inform": "anne@example.org"}])
def test_the_next_paper_typed_on_a_screen_that_has_served_is_not_lost(asked, desk, other):
    type_in(desk, key=KEY)
    page = type_in(desk, 409, **BOX | {"key": KEY} | other)
    assert page.says(f"Cet écran a déjà servi pour {asked.answers()[0]['reference']}")
    assert not page.says("Enregistrée") and len(asked.answers()) == 1
    type_in(desk, **{one: page.field(one) for one in (*BOX, "inform") if one != "channel"}, key=page.field("key"))
    assert len(asked.answers()) == 2


def test_two_people_of_one_mind_each_answer_by_one_screen(asked, desk):
    asked.publish(identity="declaree")
    type_in(desk, key=KEY, name="Anne Exemple", birth="12/03/1950")
    page = type_in(desk, 409, key=KEY, name="Badr Exemple", birth="13/03/1950")
    assert page.says("Cet écran a déjà servi") and page.field("name") == "Badr Exemple"
    assert type_in(desk, key=KEY, name="EXEMPLE Anne", birth="12 mars 1950").says("Enregistrée")
    type_in(desk, key=page.field("key"), name="Badr Exemple", birth="13/03/1950")
    assert len(asked.answers()) == 2


def test_a_number_that_is_not_on_the_paper_is_shown_again(asked, desk):
    page = type_in(desk, 422, q_quand="1 7", q_ordre="3 3")
    assert len(page.errors()) == 2
    assert page.field("q_quand") == "1 7"
    assert asked.answers() == []


def test_a_letter_stands_for_its_place(asked, desk):
    type_in(desk, q_quand="a c", q_ordre="2 - 1")
    assert asked.answers()[0]["said"] == SAID


def test_the_journal_counts_what_was_typed_without_saying_which(asked, desk):
    type_in(desk)
    lines = asked.app.store.journal("consultation/BA27")
    assert [(one["verb"], one["agent"], one["record"]) for one in lines] == [("typed", "lucie", None)]
    places = list(asked.app.store.partitions("answer/"))
    assert [line for name in places for line in asked.app.store.journal(name)] == []


def test_who_answered_on_line_is_told_so_to_the_agent(asked, desk):
    asked.publish(identity="declaree")
    asked.answer(name="Anne Exemple", birth="1950-03-12")
    page = type_in(desk, 409, name="EXEMPLE Anne", birth="12 mars 1950")
    assert page.says("par internet, le mardi 12 janvier 2027")
    assert page.says("passez au suivant")
    assert page.says("prévenez le service de la participation") and not page.says("appelez-nous")
    assert len(asked.answers()) == 1


def test_who_typed_is_kept_where_the_consultation_is_not_anonymous(asked, desk):
    asked.publish(identity="declaree", anonymous="false")
    type_in(desk, name="Anne Exemple", birth="12/03/1950")
    assert asked.answers()[0]["typed_by"] == "lucie"


def test_a_paper_of_the_former_questionnaire_is_typed_as_it_was_printed(asked, desk):
    type_in(desk)
    old = asked.page.version
    asked.publish(questions=[{"id": "pluie", "kind": "short", "text": "Et s’il pleut ?"}])
    type_in(desk, q_pluie="Rien", q_nom="un")
    page = type_in(desk, url=f"/agents/saisie/BA27?questionnaire={old}", q_nom="Parc")
    assert page.says("Ancien questionnaire")
    assert Counter(one["asked"] == old for one in asked.answers()) == {True: 2, False: 1}


def test_a_paper_of_the_former_questionnaire_does_not_bring_it_back(asked, desk):
    type_in(desk)
    old = asked.page.version
    asked.publish(questions=TURNED)
    type_in(desk, asked=asked.page.version)
    for days, status in ((6, 200), (2, 409)):
        asked.clock.at += timedelta(days=days)
        type_in(desk, status, url=f"/agents/saisie/BA27?questionnaire={old}", q_nom=f"Parc {days}")
    assert [one for one, _, _ in stored.versions(asked.app, "BA27")] == [old, asked.page.version]


def test_nothing_is_learnt_of_a_questionnaire_that_an_agent_opens_too_early(asked, desk):
    asked.clock.at = OPENS - timedelta(days=1)
    type_in(desk, 409)
    assert stored.versions(asked.app, "BA27") == []


def test_the_first_paper_may_be_typed_after_the_close(asked, desk):
    asked.clock.at = CLOSES + timedelta(days=1)
    type_in(desk)
    assert [one for one, _, _ in stored.versions(asked.app, "BA27")] == [asked.page.version]


def test_a_screen_that_was_open_while_the_questionnaire_changed_is_read_as_it_was_shown(asked, desk):
    type_in(desk)
    old = asked.page.version
    asked.publish(questions=TURNED)
    type_in(desk, asked=old)
    assert [one["asked"] for one in asked.answers()] == [old, old]


def test_once_its_grace_is_over_nothing_typed_for_the_former_questionnaire_is_taken_for_the_new_one(asked, desk):
    type_in(desk)
    old = asked.page.version
    asked.publish(questions=TURNED)
    type_in(desk, asked=asked.page.version)
    asked.clock.at += timedelta(days=7, seconds=1)
    for more in ({"asked": old}, {"url": f"/agents/saisie/BA27?questionnaire={old}"}):
        page = type_in(desk, 409, **more)
        assert page.says("Le questionnaire a changé") and page.field("q_usage") == ""
    assert len(asked.answers()) == 2


def test_a_doubtful_answer_is_counted_in_one_click_and_back(asked, desk, held):
    assert desk.get("/agents/").says("1 réponse à vérifier")
    assert desk.get(f"{HOME}quarantaine").says("Plus de 20 envois")
    judge(asked, desk, held, "release")
    assert state(asked, held)["state"] == stored.COUNTED
    assert desk.get("/agents/").says("Cette semaine : 1 rendue")
    judge(asked, desk, held, "undo")
    assert state(asked, held)["state"] == stored.HELD


def test_the_printed_codes_are_a_click_away_where_there_are_any(asked, desk):
    assert f"{HOME}codes" not in desk.get(HOME).links()
    asked.publish(identity="code")
    assert f"{HOME}codes" in desk.get(HOME).links()


def test_leaving_out_needs_a_reason(asked, desk, held):
    assert judge(asked, desk, held, "set_aside", 422).says("Dites pourquoi")
    judge(asked, desk, held, "set_aside", reason="machine")
    kept = state(asked, held)
    assert (kept["state"], kept["judged"]["reason"], kept["said"]) == (stored.SET_ASIDE, "machine", SAID)
    [line] = [one for name in asked.app.store.partitions("answer/") for one in asked.app.store.journal(name)]
    assert (line["verb"], line["agent"], line["reason"]) == ("set_aside", "lucie", "machine")


def test_however_many_were_judged_each_can_be_taken_up_again(asked, desk, monkeypatch):
    monkeypatch.setattr(quarantine, "MOST", 2)
    some = [asked.answer(doubt=("plus de 20 envois",)) for _ in range(6)]
    for one in some[:5]:
        judge(asked, desk, one, "release")
    page = desk.get(f"{HOME}quarantaine")
    assert page.says(some[5]["reference"]) and not page.says("quand celles-ci seront jugées")
    seen = [set(re.findall(r"RC-[\w-]+", desk.get(f"{HOME}quarantaine?page={n}").html)) for n in (1, 2, 3)]
    assert set.union(*seen) == {one["reference"] for one in some}
    assert [len(one - {some[5]["reference"]}) for one in seen] == [2, 2, 1]
    assert "?page=3" not in desk.get(f"{HOME}quarantaine?page=3").html


def test_two_agents_do_not_judge_over_each_other(asked, desk, nadia, held):
    seen = version(asked, held)
    judge(asked, nadia, held, "set_aside", reason="essai")
    page = judge(asked, desk, held, "release", 409, version=seen)
    assert page.says("Une autre personne vient de s’occuper")
    assert state(asked, held)["state"] == stored.SET_ASIDE


def test_nobody_reads_nor_downloads_before_the_close(asked, desk):
    asked.answer()
    page = desk.get(HOME)
    assert page.says("1 réponse reçue")
    assert "Tilleuls" not in page.html
    desk.get(f"{HOME}lecture/nom", 409)
    desk.send(f"{HOME}telecharger", {"format": "csv", "asked": asked.page.version}, 409)
    asked.clock.at = CLOSES + timedelta(hours=1)
    assert desk.get(f"{HOME}lecture/nom").says("Parc des Tilleuls")
    desk.send(f"{HOME}telecharger", {"format": "zip"}, 409)


def reading(asked, desk, answer, status=303, seen=0, **more):
    where = next(name for name, one in asked.app.store.search("answer/", "answers") if one["id"] == answer["id"])
    data = {"theme": "Arbres", "text": "Le parc", "publish": "yes", "version": str(seen)} | more
    return desk.send(f"{HOME}lecture/nom/{where[-2:]}/{answer['id']}", data, status)


def test_a_free_answer_is_read_and_its_words_are_kept(asked, desk):
    answer = asked.answer()
    asked.clock.at = CLOSES
    assert reading(asked, desk, answer).location.endswith("#ici")
    kept = state(asked, answer)
    assert kept["read"]["nom"] == {"theme": "Arbres", "text": "Le parc", "publish": True, "by": "lucie", "n": 1}
    assert kept["said"]["nom"] == "Parc des Tilleuls"
    assert desk.get(f"{HOME}lecture/nom").says("1 lue sur 1")


def test_what_was_chosen_under_the_same_name_before_is_not_to_be_read(asked, desk):
    asked.publish(questions=[{"id": "b", "kind": "several", "text": "Où ?", "options": ["Ici", "Là"]}])
    asked.answer({"b": ["2"]})
    asked.publish(questions=[{"id": "b", "kind": "long", "text": "Où ?"}])
    asked.answer({"b": "Au parc"})
    asked.clock.at = CLOSES
    page = desk.get(f"{HOME}lecture/b")
    assert page.says("0 lue sur 1") and page.says("Au parc")
    assert "&#39;2&#39;" not in page.html
    assert desk.get(HOME).says("0 lue sur 1")


def test_two_readers_see_each_other_and_nothing_typed_is_lost(asked, desk, nadia):
    answer = asked.answer()
    asked.clock.at = CLOSES
    reading(asked, nadia, answer)
    page = reading(asked, desk, answer, 409, theme="Ombre")
    assert page.says("Thème : « Arbres », publié, par nadia")
    assert page.field("theme") == "Ombre"
    reading(asked, desk, answer, 303, seen=1, theme="Ombre")
    assert state(asked, answer)["read"]["nom"]["theme"] == "Ombre"


def test_the_answers_to_read_are_not_in_the_order_they_came_in(asked, monkeypatch):
    monkeypatch.setattr(stored, "partition_of", lambda entry: "answer/BA27/00")
    came = [asked.answer()["id"] for _ in range(8)]
    read = [one["id"] for _, one in answers_to_read(asked.app, "BA27", "nom")]
    assert read == sorted(came) != came


def test_an_empty_text_is_not_published(asked, desk):
    answer = asked.answer()
    asked.clock.at = CLOSES
    assert reading(asked, desk, answer, 422, text=" ").says("rien à publier")


def test_the_download_says_what_was_answered_and_not_by_whom(asked, desk):
    asked.answer(inform="anne@example.org")
    asked.answer({"usage": "3"}, quartier="")
    asked.clock.at = CLOSES
    page = desk.send(f"{HOME}telecharger", {"format": "csv", "asked": asked.page.version})
    text = page.body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert sorted(one["Vous asseyez-vous sur un banc\u202f?"] for one in rows) == ["Chaque jour", "Jamais"]
    never = next(one for one in rows if one["Vous asseyez-vous sur un banc\u202f?"] == "Jamais")
    assert never["À quel moment\u202f? : Le matin"] == "question non posée"
    assert not re.search(r"anne@|RC-|lucie", text)


@pytest.mark.parametrize(
    ("came", "told"),
    [
        ({"web": 9, "paper": 5, "telephone": 3, "counter": 2}, {"par internet": 9, "sur papier": 5, FEW: 5}),
        ({"web": 9, "paper": 5, "telephone": 1}, {"par internet": 9, FEW: 6}),
        ({"web": 2}, {FEW: 2}),
    ],
)
def test_no_answer_is_alone_of_its_channel_in_a_download(came, told):
    ways = ways_of(Counter(came))
    assert Counter(ways[name] for name in Counter(came).elements()) == told


def test_of_two_channels_as_rare_the_same_is_put_with_the_others_in_whatever_order_they_came():
    came = {"counter": 3, "web": 5, "paper": 5, "telephone": 9}
    found = {tuple(sorted(ways_of(Counter(dict(some))).items())) for some in itertools.permutations(came.items())}
    assert len(found) == 1


def test_the_results_leave_once_all_is_judged_and_read(asked, desk, held):
    asked.clock.at = CLOSES + timedelta(days=8)
    page = desk.send(f"{HOME}telecharger", {"format": "zip"}, 409)
    assert page.says("1 réponse à vérifier")
    why = {"format": "zip", "reason": "Le conseil se réunit demain"}
    for named in ([], ["near"]):
        assert desk.send(f"{HOME}telecharger", why | {"despite": named}, 409).says("1 réponse à vérifier")
    assert desk.get(HOME).tree.xpath("//input[@name='despite']/@value") == ["unfinished"]
    page = desk.send(f"{HOME}telecharger", why | {"despite": ["unfinished"]})
    with zipfile.ZipFile(io.BytesIO(page.body)) as made:
        assert b"Le conseil se" in made.read("resultats/bancs.md")


def test_a_year_after_who_asked_for_the_results_is_forgotten(asked):
    asked.answer(inform="anne@example.org")
    asked.clock.at = CLOSES + timedelta(days=366)
    assert keeping.forget_contacts(asked.app) == 0
    asked.clock.at += timedelta(minutes=1)
    assert keeping.forget_contacts(asked.app) == 1
    assert keeping.forget_contacts(asked.app) == 0
    assert list(asked.app.store.search("inform/", stored.INFORM)) == []


def test_the_general_export_leads_to_the_page_of_the_consultation(asked, tmp_path):
    asked.answer()
    with asked.app.app_context():
        done = CliRunner().invoke(cli.export, ["reponses", "--output", str(tmp_path / "reponses.csv")])
    assert (done.exit_code, (tmp_path / "reponses.csv").exists()) == (1, False)
    assert "/agents/consultations/" in done.output
