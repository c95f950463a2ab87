"""The entry screen: a call becomes a registration, by the same rules as the page."""

import errno
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from formservice.office.registering import unoffered
from formservice.paper import render
from formservice.paper.slips import slip, slips
from tests.builders import NOW, a_session, a_site, answers
from tests.paper.town import plain, words_of
from tests.storage.faults import before_each


def found(store, unit="SM-1"):
    return store.read(f"session/{unit}").find(f"session/{unit}", "signups")


def test_a_key_sent_again_with_another_person_stores_that_person_too(desk, store, workshop):
    key = "k" * 22
    for name, phone in (("Anna Exemple", "06 39 98 01 02"), ("Badr Exemple", "06 39 98 01 03")):
        desk.type_in(workshop, session="SM-1", key=key, name=name, phone=phone)
    names = [one["answers"]["name"] for one in store.read("session/SM-1").find("session/SM-1", "signups")]
    assert names == ["Anna Exemple", "Badr Exemple"]


def test_a_call_becomes_a_registration(desk, store, workshop):
    page = desk.follow(desk.type_in(workshop, session="SM-1"))

    (signup,) = found(store)
    assert page.h1 == "Une place est gardée" and page.says(signup["reference"])
    assert (signup["channel"], signup["typed_by"]) == ("telephone", "lucie")
    assert signup["answers"]["consent"] == ["agreed"]


def test_of_a_pile_of_slips_how_they_came_is_chosen_once(desk, store, workshop):
    page = desk.follow(desk.type_in(workshop, session="SM-1", channel="paper"))
    [pile] = page.tree.xpath("//a[contains(., 'bulletin suivant')]/@href")
    came = desk.get(pile).tree.xpath("string(//main//form//input[@name='recu']/@value)")
    screen = desk.follow(desk.get(f"/agents/saisie/?code=sm2&recu={came}", 303))
    assert screen.tree.xpath("//input[@checked]/@value") == ["SM-2", "paper"]


@pytest.mark.parametrize("came", ["", "web", "x" * 4000, "<b>", "paper'"])
def test_nothing_else_is_chosen_by_an_address(desk, workshop, came):
    asked = urlencode({"code": "SM", "recu": came})
    assert desk.get(f"/agents/saisie/?{asked}", 303).location == "/agents/saisie/SM"
    assert desk.get(f"/agents/saisie/SM?{asked}").tree.xpath("//input[@name='channel'][@checked]") == []


def test_the_screen_follows_the_order_of_the_residents_form(desk, client, workshop):
    names = "//main//*[@name][not(@type='hidden')]/@name"
    theirs = list(dict.fromkeys(client.get(workshop.url).tree.xpath(names)))
    ours = list(dict.fromkeys(desk.get("/agents/saisie/SM").tree.xpath(names)))

    assert ours == [*theirs, "channel", "consent"]


def test_the_slip_asks_what_the_screen_asks_in_its_order(desk, workshop):
    labels = desk.get("/agents/saisie/SM").tree.xpath("//main//form/label | //main//form/fieldset/legend")
    screen = [plain(one.text_content()) for one in labels][:-2]
    printed = words_of(render("slip", slips(a_site(), [workshop], NOW.date())))

    assert [plain(one["label"]) for one in slip(a_site(), [workshop])["questions"]] == screen
    assert sorted(screen, key=printed.index) == screen


def test_a_double_click_stores_once(desk, store, workshop):
    first, second = desk.type_in(workshop), desk.type_in(workshop)

    assert first.location == second.location
    assert len(found(store, "SM-2")) == 1


def test_a_screen_gone_back_to_for_something_else_says_what_it_has_served_for(desk, store, workshop):
    desk.type_in(workshop, session="SM-1")
    page = desk.type_in(workshop, 409, session="SM-1", who="other", told="agreed", helper="Chloé Exemple")

    (signup,) = found(store)
    assert page.says(f"Cet écran a déjà servi pour {signup['reference']}")
    assert page.field("helper") == "Chloé Exemple" and page.field("key") != signup["key"]
    assert signup["answers"]["who"] == "self"


def test_who_registered_on_the_site_is_found_again(desk, client, store, workshop):
    client.register(workshop, session="SM-1")
    page = desk.follow(desk.type_in(workshop, session="SM-1"))

    assert page.says("Cette personne était déjà inscrite")
    assert len(found(store)) == 1


def test_mistakes_come_back_with_the_answers(desk, store, workshop):
    page = desk.type_in(workshop, 422, phone="12", channel=None, consent=None, name="Anna Exemple")

    assert page.title.startswith("Erreur :") and len(page.errors()) == 3
    assert page.field("name") == "Anna Exemple"
    assert page.field("key") == "a-key-of-the-screen-1"
    assert found(store, "SM-2") == []


def test_a_full_session_says_what_else_to_offer(desk, store, workshop):
    for number in range(3):
        desk.type_in(workshop, session="SM-1", phone=f"06 39 98 00 0{number}", key=f"a-key-of-the-screen-{number}")
    page = desk.type_in(workshop, 409, session="SM-1", phone="06 39 98 00 09", key="a-key-of-the-screen-9")

    assert page.says("la liste d’attente est complète") and page.says("SM-2 :")
    assert page.field("phone") == "06 39 98 00 09"
    assert [one["state"] for one in found(store)] == ["confirmed", "confirmed", "waiting"]


def test_a_full_session_leads_to_the_list_of_its_theme(desk, full, workshop):
    page = desk.register(workshop, 9, status=409)

    assert page.tree.xpath("//p[@role='alert']/a/@href") == ["#over", "/agents/themes/telephone"]
    assert page.says("Complet, liste d’attente pleine aussi.")
    assert desk.get("/agents/themes/telephone").says("Ajouter une personne")


def test_the_screen_says_what_is_left_at_each_date(desk, workshop):
    desk.type_in(workshop, session="SM-1")

    assert desk.get("/agents/saisie/SM").says("Plus qu’une place.")


def test_a_rank_is_told_to_the_person(desk, workshop):
    for number in range(3):
        page = desk.type_in(
            workshop, session="SM-1", phone=f"06 39 98 00 0{number}", key=f"a-key-of-the-screen-{number}"
        )

    assert desk.follow(page).says("vous êtes en tête de la liste d’attente")


def test_who_waits_is_not_told_to_come(desk, full, store):
    page = desk.get(f"/agents/agenda/SM-1/{full[2]}/")

    assert page.says("Ne venez pas avant notre appel.")
    assert not page.says("C’est ici") and desk.get(f"/agents/agenda/SM-1/{full[0]}/").says("C’est ici : ")


def test_what_to_say_speaks_of_both_seats_and_of_what_to_bring(desk, workshop):
    page = desk.follow(desk.type_in(workshop, session="SM-1", companions="1"))

    assert page.says("« Vos deux places sont gardées pour Premiers pas avec son smartphone, jeudi 3 décembre 2026")
    assert page.says("À apporter : Son téléphone. En cas d’empêchement")


def test_what_to_say_of_a_cycle_counts_its_dates(desk, app):
    page = desk.follow(desk.type_in(app.releases.current().catalogue.by_code("OR")))

    assert page.says("« Votre place est gardée pour Ordinateur, 2 séances, la première vendredi 4 décembre 2026")


def test_two_who_are_offered_seats_are_asked_for_both(desk, workshop, store):
    desk.register(workshop, 1, companions="1")
    desk.register(workshop, 2, companions="1")
    first, second = (one["id"] for one in found(store))
    desk.cancel(first)

    assert desk.get(f"/agents/agenda/SM-1/{second}/").says("« Deux places se sont libérées pour Premiers pas")


def test_a_session_code_opens_the_screen_with_its_date(desk):
    page = desk.follow(desk.get("/agents/saisie/?code=sm-2", 303))

    assert page.tree.xpath("//input[@name='session'][@checked]/@value") == ["SM-2"]


@pytest.mark.parametrize("typed", ["sm2", "SM 2", " sm - 2 ", "sm.2", "SM-2"])
def test_a_code_is_understood_as_people_write_it(desk, typed):
    assert desk.get(f"/agents/saisie/?code={typed}", 303).location == "/agents/saisie/SM?seance=SM-2"


@pytest.mark.parametrize("typed", ["SM-1-2-3-4-5", "S M 2", "SM2'", "12"])
def test_what_is_no_code_is_said_so(desk, typed):
    assert desk.get(f"/agents/saisie/?code={typed}", 404).says("Aucune activité n’a le code")


def test_the_screen_shows_the_code_of_a_date(desk):
    assert desk.get("/agents/saisie/").says("par exemple SM-1.")


GONE = [
    ("SM-99", "La séance SM-99 n’existe pas."),
    ("SM-1", "La séance SM-1, jeudi 3 décembre 2026, est passée. Choisissez une autre date."),
]


@pytest.mark.parametrize(("typed", "words"), GONE)
def test_a_session_that_cannot_be_chosen_says_why(desk, clock, typed, words):
    clock.at = NOW + timedelta(days=4)
    page = desk.follow(desk.get(f"/agents/saisie/?code={typed}", 303))

    assert page.says(words) and not page.tree.xpath("//input[@name='session'][@checked]")


def test_a_session_called_off_says_why():
    off = a_session("SM-3", NOW, cancelled="Animateur absent.")
    told = "La séance SM-3, mardi 1er décembre 2026, est annulée : Animateur absent. Choisissez une autre date."

    assert unoffered("SM-3", off, NOW).replace("\u00a0", " ") == told


def test_an_unknown_code_is_said_so(desk):
    page = desk.get("/agents/saisie/?code=ZZ", 404)

    assert page.says("Aucune activité n’a le code ZZ") and page.says("SM, Premiers pas")
    desk.get("/agents/saisie/ZZ", 404)


def test_a_closed_activity_offers_another(desk, clock, workshop):
    clock.at = NOW.replace(year=2027)

    assert desk.get("/agents/saisie/SM").says("toutes les dates sont passées")
    assert desk.send("/agents/saisie/SM", {"name": "Anna Exemple"}, 409).says("Rien n’a été enregistré")


def test_a_cycle_is_typed_once_for_all_its_dates(desk, app, store):
    cycle = app.releases.current().catalogue.by_code("OR")
    desk.follow(desk.type_in(cycle))

    assert len(found(store, "OR-1-cycle")) == 1


def full_disk(number, gesture):
    if gesture == "write":
        raise OSError(errno.ENOSPC, "no space left")


def test_a_full_disk_keeps_the_answers_on_the_screen(desk, store, workshop):
    token = desk.token()
    data = answers(workshop, session="SM-1", channel="paper", consent="agreed", token=token, name="Anna Exemple")
    with before_each(full_disk):
        page = desk.post("/agents/saisie/SM", data, 503)

    assert page.says("Le service ne peut pas enregistrer") and page.field("name") == "Anna Exemple"
    assert found(store) == []
    assert desk.post("/agents/saisie/SM", data).status == 303
