"""The way of who answers on the web: what goes wrong, and what was never on the page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from formservice import doubt
from formservice.storage import Unwritable
from tests.consultations.reader import URL, Reader
from tests.consultations.town import CLOSES, OPENS, a_consultation
from tests.site.ecoindex import count_elements

SECOND = timedelta(seconds=1)


@pytest.fixture
def reader(asked):
    return Reader(asked.app).begin(asked)


def test_the_whole_way_ends_with_thanks_and_what_comes_next(asked, reader):
    reader.answer_all()
    for words in ("Jamais", "4 (de 1 à 5)", "12", "Un dossier.", "Les Prés", "Rien n’est enregistré"):
        assert reader.page.says(words), words
    reader.confirm()
    assert reader.page.h1 == "Merci, votre réponse est enregistrée"
    assert reader.page.says("publiés le lundi 15 mars 2027, avec ce que la ville en fait")
    assert len(asked.answers()) == 1


def test_progress_is_said_in_words_and_pages_that_are_not_asked_are_not_counted(asked, reader):
    asked.publish(questions=[
        {"id": "banc", "kind": "one", "text": "Un banc ?", "options": ["Oui", "Non"]},
        {"id": "ou", "kind": "short", "text": "Où ?", "show_if": {"question": "banc", "among": ["Oui"]}},
    ])  # fmt: skip
    reader.begin(asked)
    assert reader.page.says("Page 1 sur 3")
    assert reader.fill(q_banc="1").page.says("Page 2 sur 3")
    reader.begin(asked).fill(q_banc="2")
    assert reader.page.says("Page 2 sur 2, la dernière")


def test_back_and_forth_every_answer_is_kept(reader):
    reader.fill(q_usage="1").fill(q_quand=["1"], q_ordre=["2", "", "1"], q_note="4", q_jour="1er juin 2027")
    reader.fill(action="back", q_idee="En chemin.")
    assert reader.page.field("q_jour") == "1er juin 2027"
    assert reader.page.tree.xpath("//input[@name='q_ordre']/@value") == ["2", "", "1"]
    reader.fill(action="back")
    assert reader.page.field("q_usage") == "1"
    reader.fill().fill()
    assert reader.page.field("q_idee").strip() == "En chemin."


def test_answers_to_questions_that_were_not_shown_are_not_kept(asked, reader):
    reader.fill(q_usage="3", q_idee="glissée", q_quand=["1"], name="Anne").fill(q_quand=["1"], q_note="2")
    reader.fill().fill().confirm()
    [kept] = asked.answers()
    assert kept["said"] == {"usage": "3", "note": "2"}
    assert kept["answers"] == {}


@pytest.mark.parametrize("wrong", ["9", "0", "-1", "<script>", "1 ", "١"])
def test_an_option_that_does_not_exist_is_told(asked, reader, wrong):
    reader.fill(status=422, q_usage=wrong)
    assert reader.page.title.startswith("Erreur")
    assert reader.page.errors() == ["Choisissez l’une des réponses proposées."]
    assert asked.answers() == []


def test_an_error_of_a_rank_is_on_its_group_and_the_boxes_that_are_wrong(reader):
    reader.fill(q_usage="3").fill(status=422, q_ordre=["1", "3", ""])
    [group] = reader.page.tree.xpath("//fieldset[@id='q_ordre']")
    assert "q_ordre-error" in group.get("aria-describedby").split()
    assert [box.get("aria-invalid") for box in group.iter("input")] == [None, "true", None]
    assert group.xpath("string(legend)") and all(box.getparent().tag == "label" for box in group.iter("input"))
    assert "#q_ordre-0" in reader.page.links()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["Ici", "Là"], "ce qui compte le plus, puis 2."),
        (["Ici", "Là", "Plus loin"], "ce qui compte le plus, puis 2, puis 3."),
        (["Ici", "Là", "Plus loin", "Ailleurs"], "puis 2, puis 3, et ainsi de suite jusqu’à 4."),
    ],
)
def test_the_help_of_a_rank_goes_as_far_as_its_options(asked, reader, options, words):
    asked.publish(questions=[{"id": "ordre", "kind": "rank", "text": "Où ?", "options": options}])
    assert reader.begin(asked).page.says(words)


def test_what_is_kept_of_an_answer_is_one_link_away(reader):
    assert "/vie-privee/answer/" in reader.page.links()


def test_ten_thousand_characters_are_told_and_kept(asked, reader):
    reader.fill(q_usage="3").fill().fill(status=422, q_idee="a" * 10_000)
    assert reader.page.says("3000 caractères au plus")
    assert reader.page.field("q_idee").strip() == "a" * 10_000
    reader.fill(status=413, q_idee="a" * 41_000)
    assert asked.answers() == []


def test_a_form_after_the_close_is_taken_while_its_check_page_was_read_in_time(asked, reader):
    asked.clock.at = CLOSES - SECOND
    late = Reader(asked.app).begin(asked).answer_all()
    asked.clock.at = CLOSES + SECOND
    assert late.confirm().page.says("Merci")
    early = reader.fill(q_usage="3", status=409)
    assert early.page.h1 == "Cette consultation est terminée"
    assert len(asked.answers()) == 1


def test_after_the_grace_it_is_over_and_the_answers_can_be_printed(asked, reader):
    asked.clock.at = CLOSES - SECOND
    reader.begin(asked).answer_all()
    asked.clock.at = CLOSES + timedelta(minutes=15) + SECOND
    reader.fill(action="confirm", status=409)
    assert reader.page.says("terminée depuis le dimanche 14 février 2027") and reader.page.says("Un dossier.")
    assert "sealed" not in reader.page.html and asked.answers() == []


def test_who_is_on_the_third_page_at_the_close_has_a_quarter_of_an_hour_to_end(asked, reader):
    asked.clock.at = CLOSES - SECOND
    reader.fill(q_usage="3").fill(q_note="4")
    asked.clock.at = CLOSES + timedelta(minutes=15) - SECOND
    reader.fill(action="back").fill().fill(q_idee="Un dossier.").fill(quartier="1").confirm()
    assert [one["said"]["idee"] for one in asked.answers()] == ["Un dossier."]


@pytest.mark.parametrize("action", ["next", "back"])
def test_after_that_quarter_of_an_hour_no_page_leads_on_and_the_answers_can_be_printed(asked, reader, action):
    asked.clock.at = CLOSES - SECOND
    reader.fill(q_usage="3").fill(q_note="4", q_combien="12")
    asked.clock.at = CLOSES + timedelta(minutes=15) + SECOND
    reader.fill(status=409, action=action, q_idee="Un dossier.")
    assert reader.page.h1 == "Cette consultation est terminée"
    assert reader.page.says("terminée depuis le dimanche 14 février 2027")
    assert reader.page.says("Un dossier.") and "sealed" not in reader.page.html and asked.answers() == []


def test_before_it_opens_the_page_says_when_and_takes_nothing(asked, reader):
    asked.clock.at = OPENS - SECOND
    page = reader.get(URL)
    assert page.says("Bientôt : le lundi 11 janvier 2027 à 8 h") and not page.tree.xpath("//main//form")
    page = reader.post(URL, {"version": asked.page.version, "q_usage": "1", "action": "next"}, 409)
    assert page.h1 == "Cette consultation ouvre bientôt" and page.says("ouvre le lundi 11 janvier 2027 à 8 h.")


def test_once_over_the_page_thanks_and_says_what_was_done(asked, reader):
    asked.clock.at = CLOSES
    page = reader.get(URL)
    assert page.says("C’est terminé depuis le dimanche 14 février 2027")
    assert page.says("seront publiés le lundi 15 mars 2027")
    asked.publish(done=["Dix bancs sont posés."])
    assert reader.get(URL).says("Ce que nous avons fait de vos réponses")


def test_an_altered_page_is_refused(asked, reader):
    sealed = reader.answer_all().page.field("sealed")
    for wrong in (sealed[:-2], sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:], ""):
        assert reader.post(URL, {"sealed": wrong, "action": "confirm"}, 400).says("Rien n’a été enregistré")
    assert asked.answers() == []


def test_the_page_of_another_form_is_refused(asked, reader):
    token = reader.answer_all().page.field("sealed")
    other = replace(a_consultation(code="BB27"), slug="autre", url="/consultations/autre/")
    asked.online(other)
    assert reader.post(other.url, {"sealed": token, "action": "confirm"}, 400).says("Rien n’a été enregistré")
    assert asked.answers() == []


def test_a_double_click_and_two_tabs_of_one_page_make_one_answer(asked, reader):
    middle = reader.fill(q_usage="3").page
    first = reader.fill().fill().fill().page
    again = [reader.send(first, 303, "confirm").location for _ in range(2)]
    assert again[0] == again[1] and not reader.get(again[0]).says("premières réponses")
    other = reader.send(reader.send(reader.send(middle, q_note="1")), quartier="2")
    told = reader.follow(reader.send(other, 303, "confirm"))
    assert told.says("Vos premières réponses sont gardées") and told.says("retirez d’abord votre réponse")
    assert [kept["said"] for kept in asked.answers()] == [{"usage": "3"}]


def test_two_people_on_one_computer_each_answer(asked, reader):
    reader.answer_all().confirm()
    reader.begin(asked).answer_all().confirm()
    assert len({one["reference"] for one in asked.answers()}) == 2


def test_after_terminer_the_link_shows_nothing_without_the_number(asked, reader):
    reader.answer_all()
    where = reader.fill(action="confirm", status=303).page.location
    done = reader.press(reader.get(where), "finish")
    assert done.says("La page est fermée") and done.headers["Clear-Site-Data"] == '"cache"'
    [kept] = asked.answers()
    assert kept["reference"] not in reader.get(where, 410).html


def test_a_post_from_another_site_keeps_what_was_typed_and_stores_nothing(asked, reader):
    reader.fill(q_usage="3").fill(status=403, q_combien="12", headers={"Origin": "https://ailleurs.example.org"})
    assert reader.page.says("12") and asked.answers() == []
    again = reader.press(reader.page, "modify")
    assert reader.send(again).field("q_combien") == "12"


def test_a_flood_is_stopped_with_the_answers_and_the_telephone(asked, reader, monkeypatch):
    reader.fill(q_usage="3").fill(q_combien="12", q_nom="Parc d’Essai").fill().fill()
    monkeypatch.setattr(doubt, "FLOOD", 0)
    reader.fill(action="confirm", status=429)
    assert reader.page.says("Parc d’Essai") and "tel:" in reader.page.html and reader.page.headers["Retry-After"]


def test_a_class_of_eight_at_one_address_is_held_back_by_nothing(asked):
    readers = [Reader(asked.app).begin(asked) for _ in range(8)]
    for one in readers:
        one.answer_all().confirm()
    assert [one["state"] for one in asked.answers()] == ["counted"] * 8


def test_a_store_that_is_down_stops_nobody_before_the_end_and_the_answers_stay(asked, reader, monkeypatch):
    def fail(*anything, **more):
        raise Unwritable("disque plein")

    with monkeypatch.context() as broken:
        for verb in ("transaction", "read"):
            broken.setattr(asked.app.store, verb, fail)
        reader.fill(q_usage="3").fill(q_nom="Parc d’Essai").fill()
        reader.fill(status=503)
    assert reader.page.says("Parc d’Essai") and asked.answers() == []
    again = reader.press(reader.page, "modify")
    reader.page = reader.send(reader.send(reader.send(reader.send(again))))
    reader.confirm()
    assert asked.answers()[0]["said"]["nom"] == "Parc d’Essai"


def test_an_answer_is_taken_back_by_its_own_link_until_the_close(asked, reader):
    reader.answer_all().confirm()
    # Agents have no screen for it: nobody is told to call.
    assert reader.page.says("vous pouvez retirer votre réponse sur cette page.")
    asks = reader.press(reader.page, "Retirer ma réponse")
    assert asks.says("ce que vous avez écrit sera effacé")
    assert reader.press(asks, "cancel").h1 == "Cette réponse est retirée"
    [kept] = asked.answers()
    assert (kept["state"], kept["said"], kept["quartier"]) == ("removed", {}, "")
    later = Reader(asked.app).begin(asked).answer_all().confirm()
    asked.clock.at = CLOSES
    assert not later.get(later.page.url).says("Retirer ma réponse")


def test_twenty_options_are_all_seen_and_every_page_stays_light(asked, reader):
    some = [f"Endroit n° {n}" for n in range(1, 21)]
    asked.publish(
        quartiers=some,
        questions=[
            {"id": f"q{n}", "kind": kind, "text": "Où ?", "options": some[:8] if kind == "rank" else some,
             "required": "true"}
            for n, kind in enumerate(("one", "several", "rank", "one", "rank", "rank"))
        ],
    )  # fmt: skip
    reader.begin(asked)
    while not reader.page.says("Vérifiez vos réponses"):
        wrong = reader.send(reader.page) if reader.fields == {"quartier", "inform"} else reader.send(reader.page, 422)
        assert max(count_elements(one.html) for one in (reader.page, wrong)) <= 180
        ranked = {"q_q2", "q_q4", "q_q5"}
        given = {name: ["1", *[""] * 7] if name in ranked else ["1"] for name in reader.fields if name.startswith("q_")}
        reader.fill(**given)
    assert reader.confirm().page.says("Merci")


def test_a_form_sent_two_days_ago_shows_no_confirmation(asked):
    """On a computer that others use: the date of an answer says nothing of when it came."""
    reader = Reader(asked.app).begin(asked).answer_all()
    last = reader.page
    reader.confirm()
    asked.clock.at += timedelta(days=2)
    assert "RC-" not in reader.send(last, 410, "confirm").html
    assert len(asked.answers()) == 1


def test_nor_does_it_on_the_day_after_the_close(asked):
    reader = Reader(asked.app).begin(asked).answer_all()
    last = reader.page
    reader.confirm()
    asked.clock.at = CLOSES + timedelta(hours=5)
    assert "RC-" not in reader.send(last, 410, "confirm").html


def test_nor_once_the_questionnaire_has_changed(asked):
    reader = Reader(asked.app).begin(asked).answer_all()
    last = reader.page
    reader.confirm()
    asked.publish(questions=[{"id": "pluie", "kind": "short", "text": "Et s’il pleut ?"}])
    Reader(asked.app).begin(asked).fill(q_pluie="Rien")
    asked.clock.at += timedelta(days=15)
    assert "RC-" not in reader.send(last, 410, "confirm").html
