"""A reader on the site: the form, the check page, the confirmation; and what is refused, by HTTP."""

from datetime import date, datetime, timedelta

import pytest

from formservice import tick
from formservice.catalogue import Closure, Collection
from formservice.resources import lending
from tests.builders import NOW, a_place, a_release
from tests.pages import Client
from tests.resources.town import ANSWERS, ASKED, OPEN, a_centre

BOOK, ARCHIVE, QUESTION = "/ressources/mlb-1/demande/", "/ressources/mlb-2/demande/", "/ressources/question/"


@pytest.fixture
def client(app_on, tmp_path, url):
    """A visitor of a town with a resource centre, on each store."""
    return Client(app_on(a_release(tmp_path / "release", a_centre()), NOW, STORE=url))


def sent(client, url=BOOK, status=200, **given):
    known = ANSWERS | {"name": "Dominique Exemple"} | given
    return client.post(url, {name: value for name, value in known.items() if value}, status)


def loans_of(client, of="MLB-1"):
    return client.app.store.read(f"holding/{of}").find(f"holding/{of}", "loans")


def test_a_book_is_asked_for_and_the_request_cancelled(client):
    assert client.get(BOOK).h1 == "Consulter ou emprunter"
    check = sent(client)
    assert check.h1 == "Vérifiez vos réponses" and check.says("Un exemplaire est là") and not loans_of(client)
    page = client.press(check, "confirm")

    (loan,) = loans_of(client)
    assert page.h1 == "Demande reçue" and page.says(loan["reference"])
    asked = client.press(page, "ask")
    assert asked.h1 == "Voulez-vous annuler votre demande ?" and client.press(asked, "keep").h1 == "Demande reçue"
    assert client.press(asked, "cancel").h1 == "Cette demande est annulée"
    assert client.press(client.get(page.url), "finish").h1 == "C’est terminé, merci"


def test_who_waits_is_told_the_rank_and_the_day_before_and_after(client):
    client.press(sent(client), "confirm")
    check = sent(client, name="Camille Exemple", phone="06 39 98 01 09")
    assert check.says("Vous serez en tête de la liste d’attente") and check.says("6 janvier 2027")

    assert client.press(check, "confirm").says("Vous êtes en tête de la liste d’attente")


def test_a_second_form_of_the_same_person_gives_the_number_and_no_more(client):
    client.press(sent(client), "confirm")
    page = client.press(sent(client), "confirm")

    assert page.h1 == "C’est déjà enregistré" and page.says(loans_of(client)[0]["reference"])
    assert len(loans_of(client)) == 1


def test_a_day_is_chosen_to_read_on_the_spot(client):
    page = client.get(ARCHIVE)
    days = page.tree.xpath("//select/option/@value")
    assert days[1:4] == ["2026-12-02", "2026-12-03", "2026-12-04"] and "2026-12-24" not in days
    check = sent(client, ARCHIVE, way="consult", day="2026-12-03")

    assert check.says("à consulter le jeudi 3 décembre 2026")
    page = client.press(check, "confirm")
    assert page.h1 == "Demande reçue" and page.says("Venez le jeudi 3 décembre 2026.")
    assert not page.says("Attendez de nos nouvelles")


@pytest.mark.parametrize(
    ("at", "given", "says"),
    [
        (BOOK, {"way": ""}, "Dites si vous voulez"),
        (BOOK, {"who": ""}, "Dites pour qui est cette demande"),
        (QUESTION, ASKED | {"who": ""}, "Dites pour qui est cette question"),
        (BOOK, {"way": "keep"}, "Choisissez l’une des réponses"),
        (BOOK, {"way": "consult"}, "Choisissez le jour"),
        (BOOK, {"way": "consult", "day": "2026-13-45"}, "Choisissez l’une des réponses"),
        (ARCHIVE, {"way": "loan"}, "Choisissez l’une des réponses"),
        (BOOK, {"phone": "12"}, "Ce numéro n’est pas complet"),
        (QUESTION, {}, "Écrivez votre question"),
        (QUESTION, ASKED | {"text": "a" * 4001}, "trop longue"),
        (QUESTION, ASKED | {"purpose": "war"}, "Choisissez l’une des réponses"),
    ],
)
def test_a_mistake_comes_back_with_the_answers_and_nothing_is_stored(client, at, given, says):
    page = sent(client, at, 422, **given)

    assert page.title.startswith("Erreur") and any(says in line for line in page.errors())
    assert list(client.app.store.partitions("holding/")) == list(client.app.store.partitions("question/")) == []


@pytest.mark.parametrize(("minutes", "title"), [(2, "Demande reçue"), (18, "Le centre n’est pas ouvert ce jour-là")])
def test_a_check_page_made_before_midnight_has_its_quarter_of_an_hour(client, clock, minutes, title):
    clock.at = NOW.replace(day=2, hour=23, minute=58)
    check = sent(client, ARCHIVE, way="consult", day="2026-12-03")
    clock.at += timedelta(minutes=minutes)

    assert client.press(check, "confirm", None if minutes == 2 else 409).h1 == title


def test_a_house_closed_for_half_a_year_offers_the_days_after(app_on, tmp_path, url):
    works = (a_place(hours=OPEN, closures=(Closure(date(2026, 12, 4), date(2027, 6, 30), "Travaux"),)),)
    client = Client(app_on(a_release(tmp_path / "release", a_centre(places=works)), NOW.replace(day=5), STORE=url))

    assert client.get(BOOK).says("Il rouvre le jeudi 1er juillet 2027")
    assert client.get(ARCHIVE).tree.xpath("//select/option/@value")[1:3] == ["2027-07-01", "2027-07-02"]
    client.press(sent(client), "confirm")
    assert lending.act(client.app, "holding/MLB-1", loans_of(client)[0], "lend")["due"] == "2027-07-01"


def test_an_answer_that_somebody_else_receives_is_given_to_them(client):
    given = ASKED | {"reach": "other", "phone": "", "contact": "Ma fille, 03 53 01 22 33"}
    check = sent(client, QUESTION, **given)
    assert check.text.count("Question de recherche") == 1 and not check.says("Poser une question")

    assert client.press(check, "confirm").says("Nous la donnerons à Ma fille, 03 53 01 22 33, et elle sera aussi")


@pytest.mark.parametrize("day", ["2026-12-06", "2026-12-24", "2026-11-20", "2099-01-01"])
def test_a_day_when_the_house_is_closed_is_said_with_the_answers_kept(client, day):
    page = sent(client, ARCHIVE, 409, way="consult", day=day)

    assert page.h1 == "Le centre n’est pas ouvert ce jour-là"
    assert client.press(page, "modify").field("name") == "Dominique Exemple"


def test_a_question_of_forty_thousand_and_one_characters_is_too_long(client):
    sent(client, QUESTION, 413, **ASKED | {"text": "a" * 40_001})


@pytest.mark.parametrize("of", ["mlb-99", "mlb-3", "MLB-1", "mlb-2.", "x"])
def test_what_is_not_held_has_no_form(client, of):
    client.get(f"/ressources/{of}/demande/", 404)
    client.post(f"/ressources/{of}/demande/", ANSWERS, 404)


def test_one_request_too_many_is_said_before_it_is_sent(client):
    for of in ("mlb-4", "mlb-5", "mlb-6"):
        client.press(sent(client, f"/ressources/{of}/demande/", way="loan"), "confirm")
    page = sent(client, BOOK, 409)

    assert page.h1 == "Vous avez déjà vos demandes" and loans_of(client) == []


def test_a_question_is_asked_and_taken_back(client):
    check = sent(client, QUESTION, **ASKED)
    assert check.says("La réponse viendra au plus tard le mercredi 16 décembre 2026")
    page = client.press(check, "confirm")
    assert page.h1 == "Question reçue" and page.says("Qui a écrit la lettre de 1915")

    asked = client.press(page, "ask")
    assert asked.h1 == "Voulez-vous retirer votre question ?"
    assert client.press(asked, "cancel").h1 == "Cette question est retirée"


@pytest.mark.parametrize("action", ["renew", "lend", "give_back", "accept", "set_aside"])
def test_a_reader_changes_no_state_by_hand(client, action):
    page = client.press(sent(client), "confirm")
    client.post(page.url, {"action": action}, 409 if action == "renew" else 200)

    assert loans_of(client)[0]["state"] == "requested"


def test_a_reader_renews_once(client):
    page = client.press(sent(client), "confirm")
    lending.act(client.app, "holding/MLB-1", loans_of(client)[0], "lend")
    assert client.press(client.get(page.url), "renew").says("À rendre") is False
    assert loans_of(client)[0]["due"] == "2027-01-27"
    assert "renew" not in client.get(page.url).tree.xpath("//button/@value")


@pytest.mark.parametrize("shut", ["collection", "house"])
def test_a_closed_centre_says_when_it_opens_and_takes_requests_for_after(app_on, tmp_path, url, shut):
    opens = date(2027, 3, 3) if shut == "collection" else None
    centre = a_centre(Collection("Centre", "MLB", "maison", "/maison/", opens=opens))
    at = NOW if opens else datetime(2026, 12, 24, 10)
    client = Client(app_on(a_release(tmp_path / "release", centre), at, STORE=url))
    day = "3 mars 2027" if opens else "6 janvier 2027"

    assert client.get(BOOK).says(f"Il rouvre le mercredi {day}")
    assert client.get(ARCHIVE).tree.xpath("//select/option/@value")[1] == ("2027-03-03" if opens else "2027-01-06")
    assert client.press(sent(client), "confirm").h1 == "Demande reçue"


def test_what_is_due_is_said_in_words(client):
    with client.app.app_context():
        assert tick.words(tick.run(client.app)) == "Rien à faire."
