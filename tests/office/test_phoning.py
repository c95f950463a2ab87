"""« Appels à faire »: whom to call, what to say, and what follows from the answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from formservice import catalogue
from formservice.agenda import calls, changes, due
from formservice.office import saying
from formservice.theme import tel
from tests.builders import NOW, a_catalogue, a_session, an_activity
from tests.office.conftest import records, states
from tests.pages import plain


def press(desk, call, outcome, status=None):
    return desk.send(f"/agents/appels/session/SM-1/{call}", {"outcome": outcome}, status)


def republish(app, **given):
    sessions = (a_session("SM-1", **given), a_session("SM-2", NOW + timedelta(days=9)))
    activity = an_activity(sessions=sessions, capacity=2, waiting=1, companions=1)
    (app.releases.link / "catalogue.json").write_text(catalogue.dump(a_catalogue(activity)), encoding="utf-8")


def test_a_free_place_is_a_call_with_the_words_to_say(desk, offered):
    page = desk.get("/agents/appels/")

    assert page.says("Chloé Exemple") and page.says("06 39 98 00 02") and "tel:+33639980002" in page.links()
    assert page.says("Une place s’est libérée : Premiers pas avec son smartphone, jeudi 3 décembre 2026")
    assert page.says("Répondre avant : mercredi 2 décembre 2026, à")
    assert page.says("« Bonjour, c’est la mairie.") and page.says("La prenez-vous ? »")


def test_who_accepts_on_the_telephone_has_the_seat(desk, store, offered):
    page = desk.follow(press(desk, offered, "accepted", 303))

    assert page.h1 == "Une place est gardée" and states(store) == ["cancelled", "confirmed", "confirmed"]
    assert desk.get("/agents/appels/").says("Aucun appel à faire")
    assert page.says("lucie : accepte la place")


def test_who_refuses_leaves_it_to_the_next(desk, store, workshop, offered):
    desk.register(workshop, 4, name="Dina Exemple")
    page = desk.follow(press(desk, offered, "refused", 303))

    assert states(store) == ["cancelled", "confirmed", "cancelled", "offered"]
    assert page.says("proposée à la personne suivante") and page.says("Dina Exemple") and not page.says("Chloé")


def test_a_call_without_answer_stays_with_its_try(desk, store, offered):
    page = desk.follow(press(desk, offered, "no_answer", 303))

    assert page.says("Chloé Exemple") and page.says("Mardi 1er décembre 2026 à 10 h, lucie : pas de réponse")
    assert states(store) == ["cancelled", "confirmed", "offered"]


def test_the_second_of_two_agents_is_told_and_changes_nothing(desk, store, offered):
    press(desk, offered, "accepted", 303)
    page = press(desk, offered, "refused", 409)

    assert page.says("Cet appel a déjà été fait") and page.says("Rien n’a été changé")
    assert states(store) == ["cancelled", "confirmed", "confirmed"]


def test_two_agents_at_the_same_second_are_not_both_believed(app, store, offered):
    def answer(outcome):
        with app.app_context():
            try:
                return calls.made(app, "session/SM-1", offered, outcome, outcome)["state"]
            except calls.Overtaken:
                return "overtaken"

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(answer, ["accepted", "refused"] * 4))

    assert told.count("overtaken") == 7 and states(store)[2] in told
    assert [one["outcome"] for one in records(store)[2]["calls"]] in (["accepted"], ["refused"])


@pytest.mark.parametrize(("letter", "state", "words"), [
    ("confirmed", "confirmed", "Votre place est gardée"), ("offer", "confirmed", "Votre place est gardée"),
    ("confirmed", "called_off", "la séance est annulée"), ("confirmed", "moved", "à une autre date"),
    ("waiting", "waiting", "Vous êtes sur la liste d’attente"), ("reminder", "cancelled", "est annulée"),
    ("lapsed", "lapsed", "Vous n’avez pas répondu à temps"), ("theme_noted", "confirmed", "C’est noté"),
])  # fmt: skip
def test_what_is_said_is_true_now_whatever_the_lost_letter_said(letter, state, words):
    told = {"title": "Tablette", "when": "jeudi 3 décembre 2026, de 14 h à 16 h", "place": "La Maison"}
    signup = {"state": state, "told": told, "answers": {"name": "Anna"}, "party": 1}
    said = saying.say({"why": "mail", "letter": letter, "until": ""}, signup)

    assert plain(words) in plain(said) and said.startswith("«") and said.endswith("»")


@pytest.mark.parametrize(("party", "state", "letter", "words"), [
    (2, "confirmed", "confirmed", "Vos deux places sont gardées : Tablette"),
    (3, "confirmed", "confirmed", "Vos 3 places sont gardées : Tablette"),
    (2, "confirmed", "moved", "La Maison. Vos deux places sont gardées."),
    (2, "lapsed", "offer", "les deux places pour Tablette, jeudi 3 décembre 2026, de 14 h à 16 h sont allées"),
    (2, "offered", "offer", "Deux places se sont libérées : Tablette"),
    (2, "offered", "offer", "Elles sont gardées jusqu’au mercredi 2 décembre 2026, à 12 h. Les prenez-vous ?"),
    (2, "offered", "theme_offer", "Deux places sont gardées jusqu’au"),
    (1, "offered", "theme_offer", "Une place est gardée jusqu’au"),
    (1, "offered", "offer", "Elle est gardée jusqu’au mercredi 2 décembre 2026, à 12 h. La prenez-vous ?"),
])  # fmt: skip
def test_a_party_hears_of_all_its_seats(party, state, letter, words):
    told = {"title": "Tablette", "when": "jeudi 3 décembre 2026, de 14 h à 16 h", "place": "La Maison"}
    signup = {"state": state, "told": told, "answers": {"name": "Anna"}, "party": party}
    said = saying.say({"why": letter, "until": "2026-12-02T12:00"}, signup)

    assert plain(words) in plain(said)


def test_the_agent_reads_how_many_seats_are_free_for_a_party(desk, store, offered):
    with store.transaction("session/SM-1") as changed:
        waiting = changed.find("session/SM-1", "signups", state="offered")[0]
        changed.update("session/SM-1", "signups", waiting["id"], party=2)

    page = desk.get("/agents/appels/")
    assert page.says("Deux places se sont libérées : Premiers pas avec son smartphone")
    assert page.says("Les prenez-vous ? »") and not page.says("La prenez-vous")


def test_a_number_abroad_is_dialled_abroad():
    assert (tel("00 32 47 01"), tel("06 39 98 00 01")) == ("tel:+324701", "tel:+33639980001")


def test_an_answer_that_comes_too_late_takes_no_seat(desk, store, workshop, clock, offered):
    desk.register(workshop, 4, name="Dina Exemple")
    clock.at = NOW + timedelta(days=1, hours=20)
    page = press(desk, offered, "accepted", 409)

    assert page.says("Trop tard") and states(store)[2:] == ["waiting", "offered"]


def test_the_most_urgent_call_comes_first(desk, app, store, offered, workshop):
    with store.transaction("session/SM-1") as changed:
        told = changed.find("session/SM-1", "signups")[1]["id"]
        changed.add("session/SM-1", "calls", signup=told, why="mail", letter="reminder", until="", tries=[])
    names = [name.text_content() for name in desk.get("/agents/appels/").tree.xpath("//ol//h2")]

    assert names == ["Chloé Exemple", "Badr Exemple"]
    assert desk.get("/agents/appels/").says("L’e-mail n’est pas arrivé (le rappel)")


def test_a_session_that_moves_is_told_with_both_dates(desk, app, store, full):
    republish(app, start=NOW + timedelta(days=4))
    with app.app_context():
        due.run(app)
    page = desk.get("/agents/appels/")

    assert page.says("La séance du jeudi 3 décembre 2026, de 10 h à 12 h est déplacée.")
    assert page.says("C’est maintenant Premiers pas avec son smartphone, samedi 5 décembre 2026")
    call = records(store, table="calls")[0]["id"]
    desk.follow(press(desk, call, "told", 303))
    assert call not in [one["id"] for one in records(store, table="calls")]


def test_a_cancelled_session_is_told_with_its_reason(desk, app, store, full):
    republish(app, cancelled="Animateur absent")
    with app.app_context():
        due.run(app)
    page = desk.get("/agents/appels/")

    assert page.says("La séance est annulée : Premiers pas") and page.says("Raison : Animateur absent.")
    assert [button.get("value") for button in page.tree.xpath("//ol/li[1]//button")] == ["told", "no_answer"]


def test_a_seat_of_a_session_called_off_meanwhile_is_not_given_on_the_telephone(desk, app, store, full, offered):
    republish(app, cancelled="Animateur absent")

    page = press(desk, offered, "accepted", 409)
    assert page.says("Cette séance est annulée : Animateur absent. Rien n’a été changé par votre réponse.")
    page = desk.send(f"/agents/agenda/SM-1/{full[2]}/reponse", {"outcome": "accepted"}, 409)
    assert page.says("Cette séance est annulée : Animateur absent.") and "Accepte la place" not in page.text
    assert states(store)[2] == "offered" and records(store, table="calls")[0]["tries"] == []


def test_who_has_a_helper_is_reached_through_them(desk, workshop, store, full):
    given = {"reach": "other", "contact": "Mme Voisine, 03 53 01 02 03", "phone": ""}
    with store.transaction("session/SM-1") as changed:
        answers = changed.get("session/SM-1", "signups", full[2])["answers"] | given
        changed.update("session/SM-1", "signups", full[2], answers=answers)
    desk.cancel(full[0])

    assert desk.get("/agents/appels/").says("Personne à prévenir : Mme Voisine, 03 53 01 02 03")


@pytest.mark.parametrize(("address", "outcome", "status"), [
    ("session/SM-1/nobody", "told", 409), ("session/..%2f/x", "told", 404), ("person/3f/x", "told", 404),
    ("session/SM-1/{call}", "", 400), ("session/SM-1/{call}", "told", 409),
])  # fmt: skip
def test_a_wrong_answer_changes_nothing(desk, store, offered, address, outcome, status):
    before = records(store), records(store, table="calls")
    desk.send(f"/agents/appels/{address.format(call=offered)}", {"outcome": outcome}, status)

    assert (records(store), records(store, table="calls")) == before


def test_a_vanished_session_is_no_call_but_an_alarm(desk, app, full):
    text = catalogue.dump(a_catalogue(an_activity(code="ZZ", slug="autre")))
    (app.releases.link / "catalogue.json").write_text(text, encoding="utf-8")
    with app.app_context():
        assert all(changes.is_vanished(app, one) for one in records(app.store))
    page = desk.get("/agents/")

    assert page.says("La séance SM-1 a disparu du site : 3 personnes y sont inscrites.")
    assert page.says("Rien ne presse pour le moment")
