"""The desk says what waits today; what is to be checked is seen, never deleted."""

from datetime import timedelta

import pytest

from formservice.office import agents
from tests.builders import NOW, a_catalogue, a_release, a_session, an_activity
from tests.office.conftest import PASSWORD, records, states


@pytest.fixture
def doubles(desk, workshop, store):
    """Two people whose names are nearly the same."""
    for number, name in enumerate(("Anna Exemple", "Ana Exemple")):
        desk.register(workshop, number, name=name)
    return [one["id"] for one in records(store)]


def test_a_quiet_day_is_said_so(desk):
    assert desk.get("/agents/").says("Rien ne presse pour le moment")


def test_what_is_urgent_and_what_waits_come_before_what_one_can_do(desk, app, clock, tmp_path, doubles, workshop):
    agents.add(app.store, "vera", PASSWORD, list(agents.ROLES), "Véra")
    desk.log_in("vera")
    today = an_activity(code="AQ", slug="arnaques", sessions=(a_session("AQ-1", NOW),))
    a_release(tmp_path / "release", a_catalogue(today))
    page = desk.get("/agents/")

    order = ("SM-1 a disparu du site", "Aujourd’hui", "1 inscription à vérifier, agenda", "Rien ne presse au centre de")
    assert [*order, "Saisir une inscription"] == sorted([*order, "Saisir une inscription"], key=page.text.index)
    assert page.tree.xpath("//main/*[3]/@role") == ["alert"]


def test_the_desk_leads_to_the_demand(desk):
    assert "/agents/agenda/demande/" in desk.get("/agents/").tree.xpath("//ul[@class='ways']//a/@href")


def test_calls_and_offers_are_told_in_sentences(desk, offered):
    page = desk.get("/agents/")

    assert page.says("1 personne à appeler, la plus pressée avant mercredi 2 décembre à")
    assert page.says("1 place proposée attend une réponse") and "/agents/appels/" in page.links()


def test_a_call_for_today_says_the_hour_only(desk, clock, offered):
    clock.at = NOW + timedelta(hours=23)

    assert desk.get("/agents/").says("la plus pressée avant 9 h 30")


def test_the_lists_by_theme_say_how_many_wait(desk, store):
    with store.transaction("theme/photos") as changed:
        for state in ("waiting", "offered", "done"):
            changed.add("theme/photos", "wishes", state=state, answers={"name": "X"})

    assert desk.get("/agents/").says("2 personnes attendent le prochain atelier « Les photos »")


def test_near_doubles_are_seen_and_nothing_is_deleted(desk, store, doubles):
    assert desk.get("/agents/").says("1 inscription à vérifier")
    page = desk.get("/agents/a-verifier/")
    assert page.says("Ana Exemple") and page.says(f"Un nom presque pareil : {records(store)[0]['reference']}")

    assert desk.press(page, "Vu").says("Aucune inscription à vérifier")
    assert states(store) == ["confirmed", "confirmed"]
    assert records(store)[1]["checked"] == [f"un nom presque pareil : {records(store)[0]['reference']}"]
    line = store.journal("session/SM-1")[-1]
    assert (line["verb"], line["agent"], line["record"]) == ("checked", "lucie", doubles[1])


def test_the_number_of_the_other_registration_is_whole_and_leads_to_it(desk, store, doubles):
    other = records(store)[0]
    for address in ("/agents/a-verifier/", "/agents/agenda/SM-1/"):
        (cell,) = desk.get(address).tree.xpath("//td[contains(., 'presque pareil')]")
        links = {link.text: link.get("href") for link in cell.iter("a")}
        assert links[other["reference"]] == f"/agents/agenda/SM-1/{doubles[0]}/", address


def test_the_words_of_a_doubt_are_never_read_as_html(desk, store, doubles):
    with store.transaction("session/SM-1") as changed:
        changed.update("session/SM-1", "signups", doubles[1], doubt=["<b>AT-7KM4-3QXP</b> puis AT-BCDF-GHJK"])
    for address in ("/agents/a-verifier/", "/agents/agenda/SM-1/"):
        page = desk.get(address)
        assert page.says("<b>AT-7KM4-3QXP</b> puis AT-BCDF-GHJK") and not page.tree.xpath("//td//b")
        assert page.tree.xpath("//td//span[@class='code']/text()") == ["AT-7KM4-3QXP", "AT-BCDF-GHJK"]


def test_seen_twice_leaves_one_line(desk, store, doubles):
    for _ in range(2):
        desk.send(f"/agents/a-verifier/session/SM-1/{doubles[1]}", {}, 303)

    assert [line["verb"] for line in store.journal("session/SM-1")].count("checked") == 1


@pytest.mark.parametrize("address", ["session/SM-1/nobody", "person/3f/x", "session/..%2f/x", "office/agents/x"])
def test_what_is_not_a_registration_is_not_found(desk, doubles, address):
    desk.send(f"/agents/a-verifier/{address}", {}, 404)


def test_an_address_that_somebody_made_up_leaves_no_folder(desk, doubles, tmp_path):
    desk.send("/agents/a-verifier/day/PN-2026-12-03/x", {}, 404)
    desk.send("/agents/appels/day/PN-2026-12-03/x", {"outcome": "told"}, 409)

    assert not (tmp_path / "data/partitions/day").exists()


@pytest.mark.parametrize("address", [
    "a-verifier/session/SM-1/%00", "a-verifier/session/SM-1%00/x", "appels/session/SM-1/%00", "saisie/%00",
    "themes/photos/%00/retirer", "agenda/SM-1/%00/annuler", "agenda/SM-1%00/telecharger", "compteur/%00",
])  # fmt: skip
def test_an_address_that_no_store_could_keep_is_not_found_and_alarms_nobody(desk, address, caplog):
    token = desk.token()
    desk.post(f"/agents/{address}", {"token": token, "outcome": "told", "format": "csv"}, 404)

    assert caplog.records == []
