"""The study on the screen: each act once, between two agents, and nothing that was typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from formservice.participation import rules, staging
from formservice.participation.ideas import TABLE
from tests.pages import OURS
from tests.participation.screens import ACCEPT, BASE, REASON, REFUSE, opened, press
from tests.participation.town import STUDY, VOTE

WORD = {
    "word-title": "Un banc",
    "word-summary": "Pour s’asseoir.",
    "word-what": "Deux bancs.",
    "word-why": "Se reposer.",
}


def typed(page, name):
    """What a box of the page holds."""
    box = page.tree.xpath("//*[@name=$name]", name=name)[0]
    return (box.get("value") or box.text_content()).strip()


def test_a_question_its_answer_by_telephone_then_the_decision(office, desk):
    press(desk, 1, "ask", **{"ask-text": "De quel côté de la rue ?"})
    page = desk.follow(press(desk, 1, "reply", **{"reply-text": "Du côté de l’école.", "reply-channel": "telephone"}))
    assert page.says("C’est noté.") and page.says("L’auteur a répondu par téléphone, noté par Lucie Exemple")
    assert desk.get(BASE).says("L’auteur a répondu")
    press(desk, 1, "accept", **ACCEPT)

    idea = office.idea(1)
    assert (idea["state"], idea["cost"], idea["service"]) == (rules.ACCEPTED, 1800, "Voirie")
    assert [(one["verb"], one["channel"]) for one in idea["steps"][1:]] == [
        ("ask", "office"), ("reply", "telephone"), ("accept", "office"),
    ]  # fmt: skip
    assert office.letters("Personne A") == ["idea_noted", "idea_accepted"]


def test_a_refusal_is_contested_on_paper_and_another_agent_looks_again(office, desk, sit):
    press(desk, 1, "refuse", **REFUSE)
    press(desk, 1, "contest", **{"contest-text": "Il est à la ville.", "contest-channel": "paper"})
    page = opened(desk, 1)
    assert page.says("un autre agent doit la relire") and page.says("Il est à la ville.")
    assert not page.tree.xpath("//button[@value='accept']")
    assert press(desk, 1, "accept", 409, **ACCEPT).says("un autre agent doit la relire")

    press(sit("karim"), 1, "accept", **ACCEPT)

    assert [verb for verb, _, _ in office.journal(1)] == ["submit", "refuse", "contest", "accept"]


def test_ideas_are_joined_from_the_near_ones_then_parted(office, desk):
    page = opened(desk, 2)
    assert page.says("Idées proches, dans le même quartier") and page.says("1. Un banc") and not page.says("3. Un jeu")
    desk.press(page, "Réunir à la n° 1")
    assert opened(desk, 1).says("Une autre idée lui est réunie : n° 2") and opened(desk, 2).says("Réunie à l’idée n° 1")
    assert office.idea(2)["idea"]["title"] == "Des bancs" and not opened(desk, 2).says("Idées proches")

    press(desk, 2, "part")

    assert office.idea(2)["state"] == rules.RECEIVED and office.idea(1)["joined"] == []
    assert opened(desk, 1).says("Lucie Exemple a séparé l’idée n° 2 de celle-ci")


def test_an_idea_is_withdrawn_for_its_author(office, desk):
    press(desk, 1, "withdraw", **{"withdraw-channel": "telephone"})
    page = opened(desk, 1)

    assert page.says("L’auteur a retiré son idée par téléphone, noté par Lucie Exemple")
    assert page.says("Il n’y a plus rien à faire") and office.letters("Personne A") == ["idea_noted", "idea_withdrawn"]


def test_the_words_to_publish_begin_with_the_author_s_and_leave_them_as_they_are(office, desk):
    page = opened(desk, 1)
    assert [typed(page, f"word-{one}") for one in ("title", "summary", "what")] == ["Un banc", "Idée 0.", "Idée 0."]
    page = desk.follow(press(desk, 1, "word", **WORD | {"word-title": "Deux bancs", "word-where": "Rue des Prés"}))

    assert page.says("Ce que le site publiera") and page.says("1. Deux bancs") and page.says("Ce que propose l’auteur")
    assert office.idea(1)["public"] == {
        "where": "Rue des Prés", "signature": "", "title": "Deux bancs",
        "summary": "Pour s’asseoir.", "what": "Deux bancs.",
        "why": "Se reposer.",
    }  # fmt: skip
    assert (office.idea(1)["idea"]["title"], office.idea(1)["state"]) == ("Un banc", rules.RECEIVED)


def test_all_the_versions_of_the_author_are_read(office, desk):
    office.at(STUDY - timedelta(days=1))
    office.act("complete", 1, agent=None, idea={"what": "Deux bancs, et un arbre."})
    desk.log_in()
    page = opened(desk, 1)

    assert page.says("Deux bancs, et un arbre.") and page.says("Première version") and page.says("Idée 0.")


def test_the_second_of_two_agents_reads_what_the_first_did_and_loses_nothing(office, desk, sit):
    karim = sit("karim")
    seen = opened(karim, 1)
    press(desk, 1, "accept", **ACCEPT)
    page = press(karim, 1, "refuse", 409, seen=seen, **REFUSE)

    assert page.says("Entre-temps, Lucie Exemple a retenu cette idée : 1 800 €, service Voirie, le 3 mars à 14 h.")
    assert page.says("Rien n’a été changé.") and typed(page, "refuse-reason") == REASON
    assert page.tree.xpath("//details[@open]//button[@value='refuse']") and office.idea(1)["state"] == rules.ACCEPTED
    press(karim, 1, "refuse", seen=page, **REFUSE)
    assert office.idea(1)["state"] == rules.REFUSED


def test_what_was_typed_is_shown_when_the_act_is_not_possible_any_more(office, desk, sit):
    seen = opened(karim := sit("karim"), 2)
    press(desk, 2, "merge", **{"merge-number": "1"})
    page = press(karim, 2, "refuse", 409, seen=seen, **REFUSE)

    assert page.says("Entre-temps, Lucie Exemple a réuni cette idée à l’idée n° 1, le 3 mars à 14 h.")
    assert page.says("Vous aviez écrit") and page.says(REASON)
    assert press(karim, 2, "refuse", 409, **REFUSE).says("Cette idée est maintenant : « Réunie à une autre ».")


def test_two_agents_who_ask_at_once_are_not_one_who_clicks_twice(office, desk, sit):
    seen = opened(karim := sit("karim"), 1)
    press(desk, 1, "ask", seen=seen, **{"ask-text": "De quel côté ?"})
    page = press(karim, 1, "ask", 409, seen=seen, **{"ask-text": "À quelle hauteur ?"})
    assert page.says("Lucie Exemple a posé une question, le 3 mars à 14 h : « De quel côté ? »")
    assert page.says("À quelle hauteur ?")

    assert press(desk, 1, "ask", seen=seen, **{"ask-text": "De quel côté ?"}).location == f"{BASE}2?fait=1"
    assert [one["verb"] for one in office.idea(1)["steps"]] == ["submit", "ask"]


def test_of_all_who_decide_at_the_same_second_one_is_believed(office, desk, sit):
    seats = [(desk, "accept", ACCEPT), (sit("karim"), "refuse", REFUSE)] * 3
    seen, tokens = opened(desk, 1).field("version"), {id(one): one.token() for one, _, _ in seats[:2]}

    def decide(seat):
        who, verb, given = seat
        sent = {"action": verb, "version": seen, "token": tokens[id(who)]} | given
        window = who.app.test_client(use_cookies=False)
        return window.post(f"{BASE}1", data=sent, headers=OURS | {"Cookie": f"agent={who.cookie()}"})

    with ThreadPoolExecutor(6) as pool:
        told = [answer.status_code for answer in pool.map(decide, seats)]

    assert sorted(told) == [303] * 3 + [409] * 3
    assert len(office.idea(1)["steps"]) == 2 and len(office.journal(1)) == 2


@pytest.mark.parametrize(("moment", "words"), [
    (STUDY - timedelta(days=1), "L’étude des idées commence le lundi 22\u00a0février 2027"),
    (VOTE, "Le vote est ouvert depuis"),
])  # fmt: skip
def test_out_of_the_study_the_page_says_when_one_may_decide(office, desk, moment, words):
    office.at(moment)
    desk.log_in()
    page = opened(desk, 1)

    assert page.says(words) and page.tree.xpath("//button[@value='ask']")
    assert not page.tree.xpath("//button[@value='accept' or @value='refuse' or @value='merge']")
    assert press(desk, 1, "accept", 409, **ACCEPT).says(words)
    assert office.idea(1)["state"] == rules.RECEIVED


BAD = [
    ("accept", {"accept-cost": "12,5"}, "sans virgule"),
    ("accept", {"accept-cost": "-3"}, "sans virgule ni signe"),
    ("accept", {"accept-cost": "1" + "0" * 12}, "sans virgule"),
    ("accept", {"accept-cost": "0"}, "a un coût"),
    ("accept", {"accept-cost": "²"}, "sans virgule"),
    ("accept", {"accept-cost": ""}, "Indiquez le coût"),
    ("accept", {"accept-service": " "}, "Indiquez le service"),
    ("accept", {"accept-reason": "é" * 2001}, "trop longue"),
    ("refuse", {"refuse-reason": " \u200b " * 20}, "Dites pourquoi"),
    ("refuse", {"refuse-reason": "Non."}, "une phrase"),
    ("refuse", {"refuse-reason": "mot " * 25_000}, "trop longue"),
    ("ask", {"ask-text": "\n\n"}, "Écrivez votre question"),
    ("merge", {"merge-number": "99"}, "ne porte ce numéro"),
    ("merge", {"merge-number": "deux"}, "par exemple 12"),
    ("merge", {"merge-number": "9" * 400}, "par exemple 12"),
    ("withdraw", {}, "Dites comment la demande est arrivée"),
    ("withdraw", {"withdraw-channel": "pigeon"}, "réponses proposées"),
    ("word", {"word-title": "x" * 101}, "trop longue"),
]


@pytest.mark.parametrize(("verb", "given", "words"), BAD)
def test_what_cannot_be_read_changes_nothing_and_is_said(office, desk, verb, given, words):
    before = office.idea(1)
    page = press(desk, 1, verb, 422, **{"accept": ACCEPT, "refuse": REFUSE, "word": WORD}.get(verb, {}) | given)

    assert page.title.startswith("Erreur") and any(words in error for error in page.errors()), page.errors()
    assert office.idea(1) == before


@pytest.mark.parametrize(("number", "words"), [("1", "à elle-même"), ("5", "d’un autre quartier")])
def test_ideas_that_may_not_be_joined_say_why(office, desk, number, words):
    page = press(desk, 1, "merge", 409, **{"merge-number": number})
    assert page.says(words) and typed(page, "merge-number") == number and office.idea(1)["state"] == rules.RECEIVED


@pytest.mark.parametrize("given", [
    {"action": "zorglub"}, {"action": ""}, {"version": "x"}, {"version": "-1"}, {"version": ""},
    {"version": "9" * 5000}, {"action": "submit"},
])  # fmt: skip
def test_a_forged_button_changes_nothing(office, desk, given):
    before = office.idea(1)
    desk.send(f"{BASE}1", {"action": "ask", "version": "1", "ask-text": "Où ?"} | given, 400)
    assert office.idea(1) == before


def test_an_author_who_calls_before_the_study_has_the_idea_completed(office, desk):
    press(desk, 1, "word", **WORD)
    office.at(STUDY - timedelta(days=1))
    desk.log_in()
    given = {"where": "Ici", "what": "Deux bancs.", "why": "Se reposer.", "title": "Deux bancs", "channel": "telephone"}
    given = {f"complete-{name}": words for name, words in given.items()}
    page = desk.follow(press(desk, 1, "complete", **given))

    assert page.says("L’auteur a complété son idée par téléphone, noté par Lucie Exemple")
    assert page.says("L’auteur a complété son idée depuis.") and office.idea(1)["idea"]["what"] == "Deux bancs."
    office.at(STUDY)
    desk.log_in()
    assert press(desk, 1, "complete", 409, **given | {"complete-what": "Trois."}).says("L’étude a commencé")


def test_a_mended_form_does_not_hide_what_a_colleague_decided_meanwhile(office, desk, sit):
    seen = opened(karim := sit("karim"), 1)
    press(desk, 1, "accept", **ACCEPT)
    page = press(karim, 1, "accept", 422, seen=seen, **ACCEPT | {"accept-cost": "abc"})
    assert page.says("Entre-temps, Lucie Exemple a retenu cette idée") and page.field("version") == seen.field(
        "version"
    )

    press(karim, 1, "accept", 409, seen=page, **ACCEPT | {"accept-cost": "900"})

    assert office.idea(1)["cost"] == 1800


def test_a_version_of_another_time_is_told_what_was_done(office, desk):
    press(desk, 1, "accept", **ACCEPT)
    for version in ("0", "7", "999999999"):
        page = desk.send(f"{BASE}1", {"action": "refuse", "version": version} | REFUSE, 409)
        assert page.says("Entre-temps,") and office.idea(1)["state"] == rules.ACCEPTED


@pytest.mark.parametrize(
    ("alt", "why"),
    [("Un banc sous la pluie !", "répète le titre"), ("Photo d'un banc", "tout de suite"), ("Un banc", "trop court")],
)
def test_an_agent_is_told_at_once_of_words_that_the_site_refuses_of_a_photo(office, desk, alt, why):
    partition, id = office.place(1)
    with office.app.store.transaction(partition) as records:
        records.update(partition, TABLE, id, photo=office.app.store.put_blob(b"une photo"))
    said = WORD | {"word-title": "Un banc sous la pluie"}

    page = press(desk, 1, "word", 422, **said, **{"word-photo_alt": alt})
    assert page.says(why) and page.field("word-photo_alt") == alt and office.idea(1)["public"] == {}

    press(desk, 1, "word", **said, **{"word-photo_alt": "Une place vide, sans ombre"})
    assert office.idea(1)["public"]["photo_alt"] == "Une place vide, sans ombre"


def test_an_agent_takes_a_photo_away_and_the_sweep_drops_it(office, desk):
    stream = BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, "jpeg")
    partition, id = office.place(1)
    with office.app.store.transaction(partition) as records:
        photo = office.app.store.put_blob(stream.getvalue())
        records.update(partition, TABLE, id, photo=photo, public={"photo_alt": "Trois mots ici"})
    assert not opened(desk, 2).tree.xpath("//button[@value='unphoto']")

    page = desk.follow(press(desk, 1, "unphoto"))
    assert page.says("Lucie Exemple a retiré la photo") and not page.tree.xpath("//button[@value='unphoto']")
    assert (office.idea(1)["photo"], office.idea(1)["public"], office.idea(1)["state"]) == ("", {}, rules.RECEIVED)
    assert office.journal(1)[-1][0] == "unphoto"
    assert staging.sweep(office.app) == (1, []) and list(office.app.store.blobs()) == []
