"""The resident's path: form, check page, confirmation, follow-up; and all that may go wrong on it."""

import re
from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from formservice import create_app, doubt, links, sealed
from formservice.agenda import leaving, signups
from formservice.clock import FrozenClock
from formservice.identity import HOLDS, person_partition
from formservice.service import Service
from formservice.storage import Unwritable
from tests.builders import NOW, a_catalogue, a_release, a_session, an_activity, answers
from tests.pages import Client, form_of

THREE = (a_session("SM-1"), a_session("SM-2", NOW + timedelta(days=9)), a_session("SM-3", NOW + timedelta(days=16)))
FOREIGN = {"Origin": "https://ailleurs.example.org", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def activity():
    return an_activity(capacity=2, companions=1, waiting=2, sessions=THREE)


@pytest.fixture
def client(tmp_path, monkeypatch, activity):
    monkeypatch.setattr(Service, "clock", FrozenClock(NOW))
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    release = a_release(tmp_path / "release", a_catalogue(activity))
    settings = {"SECRET_KEY": "k" * 32, "STORE": f"tinydb:{tmp_path / 'data'}", "BASE_URL": "http://localhost"}
    return Client(create_app(RELEASE=str(release), **settings))


def stored(client, unit="SM-3"):
    return signups.signups_of(client.app.store.read(f"session/{unit}"), unit)


def wait(client, **time):
    client.app.clock.at += timedelta(**time)


def republish(client, tmp_path, *activities):
    a_release(tmp_path / "release", a_catalogue(*activities))


# The way


def test_a_visitor_fills_in_checks_and_is_given_a_reference(client, activity):
    check = client.fill_in(activity, 200, name="Anna Exemple")
    assert check.h1 == "Vérifiez vos réponses"
    assert check.says("Une place vous attend") and check.says("Anna Exemple")
    assert stored(client) == []

    done = client.press(check, "confirm")
    (signup,) = stored(client)
    assert done.says(signup["reference"]) and signup["state"] == "confirmed"


def test_mistakes_come_back_with_the_answers_and_links_to_the_fields(client, activity):
    page = client.fill_in(activity, 422, name="", phone="12")
    assert page.title.startswith("Erreur : ")
    assert len(page.errors()) == 2
    assert page.field("phone") == "12"
    assert {"#name", "#phone"} <= set(page.links())


def test_modifying_leads_back_to_the_form_with_the_answers(client, activity):
    page = client.press(client.fill_in(activity, 200, name="Anna Exemple"), "modify")
    assert page.h1 == activity.title
    assert page.field("name") == "Anna Exemple" and page.field("session") == "SM-3"


def test_the_third_for_two_places_is_told_the_rank_before_confirming(client, activity):
    for name in ("Anna", "Badr"):
        client.register(activity, name=name)
    check = client.fill_in(activity, 200, name="Chloé")
    assert check.says("en tête de la liste d’attente")
    assert client.press(check, "confirm").says("liste d’attente")


def test_cancelling_offers_the_seat_to_who_waited(client, activity):
    first = client.register(activity, name="Anna")
    for name in ("Badr", "Chloé"):
        client.register(activity, name=name)
    page = client.press(client.press(first, "ask"), "cancel")
    assert page.says("annulée")
    assert [one["state"] for one in stored(client)] == ["cancelled", "confirmed", "offered"]
    # Chloé has no e-mail: an agent calls her, and the seat is nobody else's until she answers.
    (call,) = client.app.store.read("session/SM-3").find("session/SM-3", "calls")
    assert (call["signup"], call["why"]) == (stored(client)[2]["id"], "offer")
    assert client.fill_in(activity, 200, name="Dina").says("en tête de la liste d’attente")


def test_a_cancelled_registration_can_be_made_again(client, activity):
    client.press(client.press(client.register(activity), "ask"), "cancel")
    assert client.register(activity).says("place est gardée")
    assert [one["state"] for one in stored(client)] == ["cancelled", "confirmed"]


# Once and only once


def test_a_double_click_gives_the_same_reference(client, activity):
    token = client.fill_in(activity, 200).field("sealed")
    both = [client.post(activity.url, {"sealed": token, "action": "confirm"}, 303).location for _ in range(2)]
    assert both[0] == both[1]
    assert len(stored(client)) == 1


def test_a_second_tab_gives_the_same_reference_and_nothing_else_of_the_person(client, activity):
    client.register(activity, name="Anna Exemple")
    again = client.register(activity, name="exemple ANNA", phone="0639980102")
    (signup,) = stored(client)
    assert again.says(signup["reference"])
    assert not again.tree.xpath("//main//button") and not again.says("06 39")


def test_two_people_may_share_a_telephone(client, activity):
    client.register(activity, name="Anna Exemple")
    client.register(activity, name="Badr Exemple")
    assert [one["state"] for one in stored(client)] == ["confirmed", "confirmed"]


def test_a_used_check_page_leads_to_its_confirmation_for_a_day(client, activity):
    token = client.fill_in(activity, 200).field("sealed")
    sent = {"sealed": token, "action": "confirm"}
    where = client.post(activity.url, sent, 303).location
    wait(client, hours=24)
    assert client.post(activity.url, sent, 303).location == where
    wait(client, minutes=1)
    client.post(activity.url, sent, 410)
    assert len(stored(client)) == 1


def test_who_is_in_is_never_told_that_it_is_full_or_closed(client, activity):
    token = client.fill_in(activity, 200).field("sealed")
    sent = {"sealed": token, "action": "confirm"}
    where = client.post(activity.url, sent, 303).location
    for name in ("Badr", "Chloé", "Denis"):
        client.register(activity, name=name)
    assert client.post(activity.url, sent, 303).location == where
    wait(client, days=17)
    assert client.post(activity.url, answers(activity), 303).location.startswith("/suivi/session/SM-3/s")


def test_a_check_page_sent_too_fast_is_shown_again_with_the_same_key(client, activity, monkeypatch):
    monkeypatch.setattr(sealed, "TOO_FAST", 60)
    token = client.fill_in(activity, 200).field("sealed")
    again = client.post(activity.url, {"sealed": token, "action": "confirm"}, 200)
    assert again.says("Prenez le temps de relire") and stored(client) == []
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    client.press(again, "confirm")
    client.post(activity.url, {"sealed": token, "action": "confirm"}, 303)
    assert len(stored(client)) == 1


# Full, closed, changed: pages with ways out


def test_a_full_session_says_so_with_ways_on_and_keeps_the_answers(client, activity):
    for name in ("Anna", "Badr", "Chloé", "Denis"):
        client.register(activity, name=name)
    page = client.fill_in(activity, 409, name="Emma Exemple")
    assert page.says("complète") and page.says("Emma Exemple") and not page.title.startswith("Erreur")
    assert activity.url in page.links() and "/agenda/places/" in page.links()
    assert client.press(page, "modify").field("name") == "Emma Exemple"


def test_the_last_seat_taken_while_filling_in_is_told_on_the_last_page(client, activity):
    check = client.fill_in(activity, 200, name="Emma")
    for name in ("Anna", "Badr", "Chloé", "Denis"):
        client.register(activity, name=name)
    assert client.press(check, "confirm", 409).says("Emma")
    assert len(stored(client)) == 4


@pytest.mark.parametrize(("minutes", "status"), [(15, 303), (16, 410)])
def test_a_check_page_made_before_the_start_is_taken_for_a_quarter_of_an_hour(client, activity, minutes, status):
    client.app.clock.at = THREE[2].start - timedelta(minutes=1)
    token = client.fill_in(activity, 200).field("sealed")
    client.app.clock.at = THREE[2].start + timedelta(minutes=minutes)
    client.post(activity.url, {"sealed": token, "action": "confirm"}, status)


def test_when_every_date_is_past_the_page_shows_ways_on(client, activity):
    wait(client, days=30)
    assert client.fill_in(activity, 410).says("closes")


def test_a_page_changed_meanwhile_is_checked_again(client, activity, tmp_path):
    check = client.fill_in(activity, 200)
    moved = (*THREE[:2], a_session("SM-3", NOW + timedelta(days=20)))
    republish(client, tmp_path, an_activity(capacity=2, companions=1, sessions=moved, version="99999999"))
    again = client.post(activity.url, {"sealed": check.field("sealed"), "action": "confirm"}, 200)
    assert again.says("a changé") and again.says("21 décembre")
    assert client.press(again, "confirm").says("place est gardée")


def test_a_date_taken_away_meanwhile_is_said_gone(client, activity, tmp_path):
    check = client.fill_in(activity, 200)
    republish(client, tmp_path, an_activity(sessions=THREE[:2], version="99999999"))
    assert client.post(activity.url, {"sealed": check.field("sealed"), "action": "confirm"}, 410).says("n’est plus")
    assert stored(client) == []


def test_a_session_called_off_shows_its_reason_to_those_booked(client, activity, tmp_path):
    done = client.register(activity)
    off = (*THREE[:2], a_session("SM-3", THREE[2].start, cancelled="Animateur absent"))
    republish(client, tmp_path, an_activity(sessions=off, version="99999999"))
    assert client.get(done.url).says("annulé")


def test_a_date_called_off_is_a_page_with_its_reason_and_the_answers(client, activity, tmp_path):
    token = client.fill_in(activity, 200).field("sealed")
    off = (*THREE[:2], a_session("SM-3", THREE[2].start, cancelled="Animateur absent"))
    changed = an_activity(capacity=2, companions=1, sessions=off, version="99999999")
    republish(client, tmp_path, changed)
    for sent in (answers(activity, name="Anna Exemple"), {"sealed": token, "action": "confirm"}):
        page = client.post(activity.url, sent, 410)
        assert page.says("Animateur absent") and page.says("Exemple")
    assert stored(client) == []


def test_a_used_check_page_leads_to_its_confirmation_even_when_the_date_is_gone(client, activity, tmp_path):
    token = client.fill_in(activity, 200).field("sealed")
    sent = {"sealed": token, "action": "confirm"}
    where = client.post(activity.url, sent, 303).location
    republish(client, tmp_path, an_activity(sessions=THREE[:2], version="99999999"))
    assert client.post(activity.url, sent, 303).location == where


def test_a_past_date_sent_from_an_old_page_is_told_closed(client, activity):
    client.app.clock.at = THREE[0].start + timedelta(minutes=1)
    assert client.fill_in(activity, 410, session="SM-1", name="Anna Exemple").says("Anna Exemple")


# What is hostile or mistaken


@pytest.mark.parametrize("origin", ["http://[evil", "http://]", "https://a]b"])
def test_an_origin_that_is_no_address_is_foreign(client, activity, origin):
    assert client.post(activity.url, answers(activity), 403, headers={"Origin": origin}).says("Dominique")


def test_a_multipart_body_in_another_encoding_is_not_stored_with_holes(client, activity):
    body = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nRen\xe9e\r\n--b--\r\n'
    client.post(activity.url, body, 400, content_type="multipart/form-data; boundary=b")


@pytest.mark.parametrize("name", ["\u200d", "\u3164", "\u2800\u00ad", "\u061c "])
def test_a_name_that_nobody_can_see_is_no_name(client, activity, name):
    client.fill_in(activity, 422, name=name)


def test_a_need_asked_a_hundred_times_is_refused(client, activity):
    client.post(activity.url, MultiDict([*answers(activity).items(), *[("needs", "loop")] * 100]), 422)


def test_a_bug_never_writes_a_link_in_the_log(client, activity, caplog, monkeypatch):
    done = client.register(activity)
    monkeypatch.setattr(client.app, "testing", False)
    client.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(links, "proves", lambda *anything: 1 / 0)
    assert client.get(done.url, 500).says("Ce n’est pas de votre faute")
    assert "follow_up.show" in caplog.text and done.url not in caplog.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"name=\xe9t\xe9", 400),
        (b"name=%E9", 400),
        (b"name=a%00b", 400),
        (b"&".join(b"f%d=1" % n for n in range(10_000)), 413),
        (b"name=" + b"x" * 300_000, 413),
        (b"name=" + b"x" * 50_000, 413),
    ],
)
def test_a_body_that_is_no_form_of_ours_is_a_page_in_french(client, activity, body, status):
    page = client.post(activity.url, body, status, content_type="application/x-www-form-urlencoded")
    assert page.says("Rien n’a été enregistré") and stored(client) == []


def test_a_body_of_another_kind_is_refused(client, activity):
    client.post(activity.url, "{}", 415, content_type="application/json")
    client.post(activity.url, b"--nope", 400, content_type="multipart/form-data; boundary=other")
    client.post(activity.url, b"name=Anna", 415, content_type="text/plain")


def test_an_altered_check_page_is_refused_with_the_way_back(client, activity):
    token = client.fill_in(activity, 200).field("sealed")
    for bad in (token[:20] + "-" + token[20:], token[5:], "", "a" * 5000, "é"):
        page = client.post(activity.url, {"sealed": bad, "action": "confirm"}, 400)
        assert activity.url in page.links()
    assert stored(client) == []


def test_a_check_page_of_another_activity_is_refused(client, activity, tmp_path):
    other = an_activity(slug="autre", code="AU", sessions=(a_session("AU-1"),))
    republish(client, tmp_path, activity, other)
    token = client.fill_in(activity, 200).field("sealed")
    client.post(other.url, {"sealed": token, "action": "confirm"}, 400)


def test_a_post_from_another_site_keeps_the_answers_and_stores_nothing(client, activity):
    page = client.post(activity.url, answers(activity, name="Anna Exemple"), 403, headers=FOREIGN)
    assert page.says("Anna Exemple") and stored(client) == []
    assert client.press(page, "modify").field("name") == "Anna Exemple"


def test_a_check_page_confirmed_from_another_site_stores_nothing(client, activity):
    token = client.fill_in(activity, 200).field("sealed")
    client.post(activity.url, {"sealed": token, "action": "confirm"}, 403, headers=FOREIGN)
    assert stored(client) == []


def test_a_browser_that_tells_nothing_of_itself_is_served(client, activity):
    for headers in ({}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}):
        client.post(activity.url, answers(activity), 200, headers=headers)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{7*7}}", "=1+1", "Zoé 🧑‍🦽 ⵣ", "O’Brien & Fils"])
def test_any_name_is_kept_and_shown_as_it_is(client, activity, name):
    page = client.register(activity, name=name)
    assert page.says(name)
    assert stored(client)[0]["answers"]["name"] == name


def test_an_unknown_activity_session_or_link_is_not_found(client, activity):
    client.post("/agenda/nulle-part/", answers(activity), 404)
    client.fill_in(activity, 422, session="SM-99")
    links = ("/suivi/session/SM-1/fabc.def", "/suivi//session/SM-1/fabc.def", "/suivi/x/y", "/suivi/session/../../f1.2")
    for url in ("/agenda/nulle-part/", *links, "/x"):
        assert client.get(url, 404).links()


def test_many_sends_are_taken_and_marked_and_only_a_flood_is_stopped(client, activity, monkeypatch):
    monkeypatch.setattr(doubt, "window", lambda: 1)
    monkeypatch.setattr(doubt, "MANY", 2)
    monkeypatch.setattr(doubt, "FLOOD", 4)
    client.register(activity, name="Anna")
    client.register(activity, name="Badr")
    assert [bool(one["doubt"]) for one in stored(client)] == [False, True]
    monkeypatch.setattr(doubt, "FLOOD", 5)
    token = client.fill_in(activity, 200, name="Chloé").field("sealed")
    page = client.post(activity.url, {"sealed": token, "action": "confirm"}, 429)
    assert page.says("Chloé") and "tel:" in page.html and page.headers["Retry-After"]


# A store that fails


def test_a_disk_that_fails_gives_the_answers_back_and_the_telephone(client, activity, monkeypatch):
    check = client.fill_in(activity, 200, name="Anna Exemple")

    def fail(*partitions):
        raise Unwritable("disque plein")

    with monkeypatch.context() as broken:
        broken.setattr(client.app.store, "transaction", fail)
        page = client.press(check, "confirm", 503)
    assert page.says("Anna Exemple") and "tel:" in page.html and page.headers["Retry-After"]
    assert stored(client) == []
    again = client.post(activity.url, form_of(client.press(page, "modify")), 200)
    assert client.press(again, "confirm").says("place est gardée")


def test_a_disk_full_from_the_first_day_gives_the_answers_back_too(client, activity, monkeypatch):
    def fail(*anything):
        raise Unwritable("disque plein")

    for verb in ("transaction", "ensure_setting"):
        monkeypatch.setattr(client.app.store, verb, fail)
    assert client.fill_in(activity, 503, name="Anna Exemple").says("Anna Exemple")


def test_a_settings_file_that_is_damaged_is_a_page_in_french_and_a_red_light(client, activity, tmp_path):
    client.register(activity)
    for file in (tmp_path / "data" / "settings").glob("*.json"):
        file.write_bytes(b"")
    assert "tel:" in client.fill_in(activity, 503).html
    assert client.get("/healthz", 503).body


def test_one_damaged_session_leaves_the_others_in_the_list_of_places(client, activity, tmp_path):
    client.register(activity)
    for file in (tmp_path / "data/partitions/session/SM-3").glob("records*.json"):
        file.write_bytes(b"")
    page = client.get("/agenda/places/")
    assert page.says("Appelez-nous pour cette date") and page.says("Il reste 2 places")


def test_a_page_that_cannot_be_finished_says_to_close_the_window(client, activity, monkeypatch):
    done = client.register(activity)

    def fail(*partitions):
        raise Unwritable("disque plein")

    monkeypatch.setattr(client.app.store, "transaction", fail)
    page = client.press(done, "finish", 503)
    assert page.headers["Clear-Site-Data"] and page.says("fermez la fenêtre")


def test_a_host_that_is_not_ours_is_not_answered(client):
    page = client.get("/agenda/places/", 400, base_url="http://ailleurs.example.org")
    assert page.says("recommencez")


# Following up


def test_a_link_shows_and_only_a_post_cancels(client, activity):
    done = client.register(activity)
    for _ in range(2):
        client.get(done.url)
    assert stored(client)[0]["state"] == "confirmed"
    client.post(done.url, {"action": "cancel"}, 403, headers=FOREIGN)
    assert stored(client)[0]["state"] == "confirmed"


def test_the_dates_can_be_kept_in_a_calendar(client, activity):
    done = client.register(activity, name="Anna Exemple")
    (where,) = [link for link in done.links() if link.endswith(".ics")]
    file = client.get(where)
    assert file.headers["Content-Type"].startswith("text/calendar") and b"SUMMARY:Premiers pas" in file.body
    assert b"Anna" not in file.body and b"suivi" not in file.body
    client.press(done, "finish")
    client.get(where, 404)


def test_a_link_of_one_person_opens_nothing_of_another(client, activity):
    first, second = (client.register(activity, name=name) for name in ("Anna", "Badr"))
    mixed = second.url.split(".")[0] + "." + first.url.split(".")[1]
    client.get(mixed, 404)
    client.get(first.url.replace("SM-3", "SM-2"), 404)


def test_raising_the_version_of_a_record_revokes_its_link(client, activity):
    done = client.register(activity)
    with client.app.store.transaction("session/SM-3") as records:
        records.update("session/SM-3", "signups", stored(client)[0]["id"], token_version=2)
    client.get(done.url, 404)


def test_an_old_signing_key_still_opens_links(client, activity):
    done = client.register(activity)
    store = client.app.store
    store.set_setting("link_keys", ["ab" * 32, *links.keys(store)])
    assert client.get(done.url).says("Dominique Exemple")


def test_once_finished_the_page_asks_for_the_reference(client, activity):
    done = client.register(activity, name="Anna Exemple")
    over = client.press(done, "finish")
    assert over.headers["Clear-Site-Data"] == '"cache"'
    assert not client.get(done.url, 410).says("Anna Exemple")
    assert not client.post(done.url, {"action": "open", "reference": "AT-XXXX-XXXX"}, 422).says("Anna")
    reference = stored(client)[0]["reference"].lower().replace("-", " ")
    assert client.post(done.url, {"action": "open", "reference": reference}).says("Anna Exemple")


def test_after_the_start_the_page_says_to_call(client, activity):
    done = client.register(activity)
    client.app.clock.at = THREE[2].start
    assert not client.get(done.url).tree.xpath("//button[@value='ask']")
    client.post(done.url, {"action": "cancel"}, 200)
    assert stored(client)[0]["state"] == "confirmed"


def test_a_link_works_after_the_file_of_the_activity_is_gone(client, activity, tmp_path):
    done = client.register(activity)
    republish(client, tmp_path, an_activity(slug="autre", code="AU", sessions=(a_session("AU-1"),)))
    assert client.get(done.url).says(activity.title)
    assert client.press(client.press(client.get(done.url), "ask"), "cancel").says("annulée")


def test_a_link_that_only_says_already_opens_and_changes_nothing(client, activity):
    done = client.register(activity, name="Anna Exemple")
    again = client.register(activity, name="Anna Exemple").url
    client.get(re.sub(r"/s(\w+\.)", r"/f\1", again), 404)
    client.post(again, {"action": "cancel"}, 403)
    client.get(again + "/calendrier.ics", 404)
    assert stored(client)[0]["state"] == "confirmed" and client.get(done.url)


def test_a_finished_page_cancels_nothing_without_the_reference(client, activity):
    done = client.register(activity)
    client.press(done, "finish")
    client.post(done.url, {"action": "cancel"}, 410)
    assert stored(client)[0]["state"] == "confirmed"
    client.post(done.url, {"action": "cancel", "reference": stored(client)[0]["reference"]}, 200)
    assert stored(client)[0]["state"] == "cancelled"


def test_cancelling_is_asked_first_and_can_be_thought_over(client, activity):
    asked = client.press(client.register(activity), "ask")
    assert asked.says("Voulez-vous") and stored(client)[0]["state"] == "confirmed"
    assert client.press(asked, "keep").says("gardée")


def test_cancelling_twice_gives_one_seat_back_and_frees_the_person(client, activity):
    done = client.register(activity)
    signup = stored(client)[0]
    with client.app.app_context():
        for _ in range(2):
            leaving.cancel(client.app, "session/SM-3", signup)
    person = person_partition(signup["person"])
    assert client.app.store.read(person).find(person, HOLDS) == []
    assert [line["verb"] for line in client.app.store.journal("session/SM-3")] == ["submit", "cancel"]
    assert client.get(done.url).says("annulée")


def test_after_the_start_nobody_takes_the_seat_left_free(client, activity):
    for name in ("Anna", "Badr", "Chloé"):
        client.register(activity, name=name)
    client.app.clock.at = THREE[2].start
    with client.app.app_context():
        leaving.cancel(client.app, "session/SM-3", stored(client)[0])
    assert [one["state"] for one in stored(client)] == ["cancelled", "confirmed", "waiting"]


def test_a_session_that_moved_shows_its_new_date_and_the_old_one(client, activity, tmp_path):
    done = client.register(activity)
    moved = (*THREE[:2], a_session("SM-3", NOW + timedelta(days=21)))
    republish(client, tmp_path, an_activity(capacity=2, companions=1, sessions=moved, version="99999999"))
    page = client.get(done.url)
    assert page.says("22 décembre") and page.says("17 décembre") and page.says("la date change")
    assert b"20261222T" in client.get(done.url + "/calendrier.ics").body
    client.app.clock.at = THREE[2].end + timedelta(hours=1)
    assert client.get(done.url).tree.xpath("//button[@value='ask']")


def test_a_form_from_an_older_page_is_shown_to_be_read_again(client, activity):
    assert client.fill_in(activity, 200, version="00000000").says("a changé")


def test_answers_that_no_longer_fit_come_back_with_their_mistake(client, activity, tmp_path):
    check = client.fill_in(activity, 200, companions="1")
    republish(client, tmp_path, an_activity(capacity=2, sessions=THREE, version="99999999", slug=activity.slug))
    assert client.press(check, "confirm").says("a changé")


def test_the_places_left_are_told_live_and_in_words(client, activity):
    assert client.get("/agenda/places/").says("Il reste 2 places")
    client.register(activity)
    assert client.get("/agenda/places/").says("Plus qu’une place")
    client.register(activity, name="Badr")
    assert client.get("/agenda/places/").says("Complet, liste d’attente ouverte")
