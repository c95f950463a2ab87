"""The entry screen: a call becomes a registration, by the same rules as the page."""

import errno

from tests.builders import NOW, answers
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


def test_the_screen_follows_the_order_of_the_residents_form(desk, client, workshop):
    names = "//main//*[@name][not(@type='hidden')]/@name"
    theirs = list(dict.fromkeys(client.get(workshop.url).tree.xpath(names)))
    ours = list(dict.fromkeys(desk.get("/agents/saisie/SM").tree.xpath(names)))

    assert ours == [*theirs, "channel", "consent"]


def test_a_double_click_stores_once(desk, store, workshop):
    first, second = desk.type_in(workshop), desk.type_in(workshop)

    assert first.location == second.location
    assert len(found(store, "SM-2")) == 1


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


def test_the_screen_says_what_is_left_at_each_date(desk, workshop):
    desk.type_in(workshop, session="SM-1")

    assert desk.get("/agents/saisie/SM").says("Plus qu’une place.")


def test_a_rank_is_told_to_the_person(desk, workshop):
    for number in range(3):
        page = desk.type_in(
            workshop, session="SM-1", phone=f"06 39 98 00 0{number}", key=f"a-key-of-the-screen-{number}"
        )

    assert desk.follow(page).says("vous êtes en tête de la liste d’attente")


def test_a_session_code_opens_the_screen_with_its_date(desk):
    page = desk.follow(desk.get("/agents/saisie/?code=sm-2", 303))

    assert page.tree.xpath("//input[@name='session'][@checked]/@value") == ["SM-2"]


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
