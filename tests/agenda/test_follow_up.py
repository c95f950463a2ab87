"""What a resident sees and does from the follow-up link: an offer, another date, the list of a theme."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from formservice import links, sealed
from formservice.agenda import following, signups, wishes
from formservice.handlers import HANDLERS
from formservice.purge import purge
from tests.agenda.town import with_sessions
from tests.builders import NOW, a_session, an_activity
from tests.pages import Client

A_YEAR = timedelta(days=364)


@pytest.fixture
def workshop():
    sessions = tuple(a_session(f"SM-{n}", NOW.replace(day=n + 2, hour=14)) for n in (1, 2))
    return an_activity(capacity=1, waiting=3, theme="smartphone", sessions=sessions)


@pytest.fixture
def visitor(town, monkeypatch):
    monkeypatch.setattr(sealed, "TOO_FAST", 0)
    return Client(town.app)


def link(town, name, unit="SM-1"):
    return links.address(town.app.store, signups.partition_of(unit), town.place(name, unit))


@pytest.fixture
def offered(town, visitor):
    """Anna gives her place back: it is offered to Badr, and Chloé waits behind."""
    for name in ("Anna Un", "Badr Deux", "Chloé Trois"):
        town.sign_up(name)
    town.cancel("Anna Un")
    return visitor.get(link(town, "Badr Deux"))


def test_the_offer_says_until_when_and_is_taken_by_one_button(town, visitor, offered):
    assert offered.h1 == "Une place s’est libérée pour vous"
    assert offered.says("gardée jusqu’au mercredi 2 décembre 2026, à 9 h 30")
    taken = visitor.press(offered, "accept")
    assert taken.says("otre place est gardée")
    assert town.states()["Badr Deux"] == "confirmed"


def test_a_scanner_that_opens_the_link_takes_and_declines_nothing(town, visitor, offered):
    for query in ("", "?action=accept", "?action=cancel"):
        visitor.get(link(town, "Badr Deux") + query)
    assert town.states()["Badr Deux"] == "offered"


def test_declined_the_seat_goes_to_the_next(town, visitor, offered):
    asked = visitor.press(offered, "Non, merci")
    assert asked.h1.startswith("Voulez-vous laisser passer cette place")
    visitor.press(asked, "Oui, je la laisse")
    assert town.states()["Chloé Trois"] == "offered"


def test_kept_after_the_question_it_is_still_offered(town, visitor, offered):
    visitor.press(visitor.press(offered, "Non, merci"), "keep")
    assert town.states()["Badr Deux"] == "offered"


def test_too_late_the_page_says_so_and_the_place_in_the_list_is_kept(town, visitor, offered):
    town.clock.at += timedelta(days=1)
    late = visitor.press(offered, "accept")
    assert late.says("le délai pour répondre est passé")
    assert late.says("Vous restez sur la liste")
    assert town.states() == {"Anna Un": "cancelled", "Badr Deux": "waiting", "Chloé Trois": "offered"}


def test_an_offer_of_a_date_called_off_a_minute_ago_is_not_taken(town, visitor, offered):
    activity = town.unit("SM-1").activity
    town.publish(with_sessions(activity, a_session("SM-1", cancelled="Orage"), activity.sessions[1]))
    page = visitor.press(offered, "accept")
    assert page.h1 == "Cette date est annulée" and page.says("Orage")
    assert town.states()["Badr Deux"] == "offered"
    town.later(minutes=1)
    assert town.states()["Badr Deux"] == "called_off"


def test_an_offer_of_a_date_brought_forward_and_begun_is_too_late(town, offered):
    activity = town.unit("SM-1").activity
    town.publish(with_sessions(activity, a_session("SM-1", NOW - timedelta(minutes=30)), activity.sessions[1]))
    assert town.accept("Badr Deux") == "waiting"


def test_an_offer_of_a_date_whose_file_vanished_is_taken(town, offered):
    town.publish(an_activity(code="AU", slug="autre"))
    assert town.accept("Badr Deux") == "confirmed"


def test_an_offer_pressed_twice_leads_to_the_same_page(town, visitor, offered):
    assert visitor.press(offered, "accept").h1 == visitor.press(offered, "accept").h1


def test_another_date_is_chosen_among_those_with_a_place_and_the_old_link_follows(town, visitor):
    number = town.sign_up("Anna Un")["reference"]
    before = link(town, "Anna Un")
    choice = visitor.press(visitor.get(before), "Changer de date")
    assert choice.says("1 place libre")
    moved = visitor.press(choice, "move", session="SM-2")
    assert moved.says("endredi 4 décembre 2026") and moved.says(number)
    again = visitor.get(before, 303)
    assert visitor.follow(again).says("endredi 4 décembre 2026")


@pytest.mark.parametrize("made_by_hand", ["", "SM-1", "SM-99", "PN-261203-1400", "../SM-2"])
def test_a_date_that_was_not_offered_is_asked_again_and_nothing_changes(town, visitor, made_by_hand):
    town.sign_up("Anna Un")
    choice = visitor.press(visitor.get(link(town, "Anna Un")), "Changer de date")
    assert visitor.press(choice, "move", 422, session=made_by_hand).errors() == ["Choisissez une date."]
    assert town.states() == {"Anna Un": "confirmed"}


def test_the_last_place_taken_meanwhile_leaves_the_place_one_has(town, visitor):
    town.sign_up("Anna Un")
    choice = visitor.press(visitor.get(link(town, "Anna Un")), "Changer de date")
    town.sign_up("Badr Deux", "SM-2")
    refused = visitor.press(choice, "move", 422, session="SM-2")
    assert refused.says("Votre place actuelle est gardée")
    assert town.states() == {"Anna Un": "confirmed"}


def test_when_all_other_dates_are_full_the_page_says_so(town, visitor):
    town.sign_up("Anna Un")
    town.sign_up("Badr Deux", "SM-2")
    choice = visitor.press(visitor.get(link(town, "Anna Un")), "Changer de date")
    assert choice.says("Il n’y a pas d’autre date libre")
    assert visitor.press(choice, "keep").says("otre place est gardée")


def test_a_page_closed_on_a_shared_computer_stays_closed_after_a_change_of_date(town, visitor):
    town.sign_up("Anna Un")
    before = link(town, "Anna Un")
    visitor.press(visitor.get(before), "finish")
    town.move("Anna Un", "SM-2")
    assert visitor.follow(visitor.get(before, 410)).h1 == "Cette page est fermée"
    assert visitor.get(link(town, "Anna Un", "SM-2"), 410).h1 == "Cette page est fermée"


def test_what_the_town_called_off_says_why(town, visitor):
    town.sign_up("Anna Un")
    where = link(town, "Anna Un")
    town.publish(with_sessions(town.unit("SM-1").activity, a_session("SM-1", cancelled="Animateur absent")))
    town.later(minutes=1)
    page = visitor.get(where)
    assert page.h1 == "Cette date est annulée"
    assert page.says("Animateur absent")


def test_one_booking_too_many_is_a_page_with_ways_out(town, visitor):
    activity = replace(town.unit("SM-1").activity, limit=1, capacity=5)
    town.publish(activity)
    visitor.register(activity, session="SM-1")
    refused = visitor.fill_in(activity, 409, session="SM-2")
    assert refused.h1 == "Vous avez déjà vos réservations"
    assert refused.says("Vous avez déjà 1 réservation à venir")
    assert town.states("SM-2") == {}


def test_who_was_erased_reads_so_and_changes_nothing_even_if_the_date_comes_back(town, visitor, workshop):
    town.sign_up("Anna Un")
    page = link(town, "Anna Un")
    town.clock.at += timedelta(days=120)
    with town.app.app_context():
        CliRunner().invoke(purge, ["--clock-is-right"])
    late = [replace(one, start=one.start + A_YEAR, end=one.end + A_YEAR) for one in workshop.sessions]
    town.publish(with_sessions(workshop, *late))

    assert town.later(minutes=1)["announced"] == 0 and town.calls() == []
    assert visitor.get(page, 410).h1 == "Cette inscription a été effacée"
    for given in ({"action": "move", "session": "SM-2"}, {"action": "dates"}, {"action": "cancel"}):
        assert visitor.post(page, given, 410).h1 == "Cette inscription a été effacée"
    visitor.get(f"{page}/calendrier.ics", 404)
    assert town.states("SM-2") == {}


@pytest.mark.parametrize("address", ["session/SM-1/f%00.abc", "session/SM-1%00/fx.abc", "theme/%00/fx.abc"])
def test_a_link_with_a_letter_that_no_store_keeps_is_a_wrong_link(visitor, address, caplog):
    visitor.get(f"/suivi/{address}", 404)
    visitor.get(f"/suivi/{address}/calendrier.ics", 404)
    visitor.post(f"/suivi/{address}", {"action": "cancel"}, 404)
    assert caplog.records == []


def test_who_stops_waiting_while_the_page_is_drawn_is_shown_without_a_rank(town):
    for name in ("Anna Un", "Badr Deux"):
        town.sign_up(name)
    read, wished = town.place("Badr Deux"), town.wish("Chloé Trois")
    town.cancel("Anna Un")
    wishes.leave(town.app, "theme/photos", wished)

    assert following.shown(town.app, "session/SM-1", read)["signup"]["rank"] == 0
    assert HANDLERS["wish"].shown(town.app, "theme/photos", wished)["wish"]["rank"] == 0


WISH = {"who": "self", "name": "Anna Un", "reach": "phone", "phone": "06 39 98 01 02"}


@pytest.fixture
def noted(town, visitor):
    """Anna asks for the next workshop on photos."""
    version = town.app.releases.current().catalogue.theme("photos").version
    check = visitor.post("/agenda/theme/photos/", WISH | {"version": version}, 200)
    assert check.says("Vous serez en tête de la liste")
    return visitor.press(check, "confirm")


def test_a_wish_has_a_number_a_rank_and_a_page(town, noted):
    assert noted.h1 == "Vous êtes en tête de la liste"
    assert noted.says(town.app.store.read("theme/photos").find("theme/photos", "wishes")[0]["reference"])


def test_one_leaves_the_list_from_its_page(town, visitor, noted):
    assert visitor.press(visitor.press(noted, "ask"), "cancel").h1 == "Cette demande est terminée"
    assert town.wishes() == {"Anna Un": "cancelled"}


def test_once_called_the_page_of_the_wish_leads_to_the_seat(town, visitor, noted):
    sessions = (a_session("PH-1", NOW + timedelta(days=9)),)
    town.publish(an_activity(code="PH", slug="photos", theme="photos", sessions=sessions))
    town.later(minutes=1)
    offered = visitor.follow(visitor.get(noted.url, 303))
    assert offered.h1 == "Une place est gardée pour vous"
    assert visitor.press(offered, "accept").says("otre place est gardée")
    assert town.wishes() == {"Anna Un": "done"}


def test_a_theme_that_does_not_exist_is_not_found(visitor):
    assert "n’existe" in visitor.get("/agenda/theme/rien/", 404).text
    visitor.post("/agenda/theme/rien/", WISH, 404)


def test_a_page_opened_again_with_its_number_lets_one_act(town, visitor, offered):
    closed = visitor.press(offered, "finish")
    assert closed.h1 == "C’est terminé, merci"
    number = town.place("Badr Deux")["reference"]
    opened = visitor.press(visitor.get(offered.url, 410), "open", reference=number)
    assert opened.h1 == "Une place s’est libérée pour vous"
    assert visitor.press(opened, "accept").says("otre place est gardée")
    assert town.states()["Badr Deux"] == "confirmed"
    assert visitor.get(offered.url, 410).h1 == "Cette page est fermée"


def test_opened_again_one_changes_the_date(town, visitor):
    number = town.sign_up("Anna Un")["reference"]
    where = link(town, "Anna Un")
    visitor.press(visitor.get(where), "finish")
    opened = visitor.press(visitor.get(where, 410), "open", reference=number)
    moved = visitor.press(visitor.press(opened, "Changer de date"), "move", session="SM-2")
    assert moved.h1 == "C’est noté, la date est changée" and moved.says("endredi 4 décembre")


def test_one_changes_one_s_mind_as_often_as_one_likes_and_fills_nothing(town, visitor):
    town.sign_up("Anna Un")
    for n in range(6):
        town.move("Anna Un", *(("SM-2", "SM-1") if n % 2 == 0 else ("SM-1", "SM-2")))
    assert [len(signups.signups_of(town.app.store.read(f"session/{u}"), u)) for u in ("SM-1", "SM-2")] == [1, 1]
    assert town.states() == {"Anna Un": "confirmed"} and town.states("SM-2") == {"Anna Un": "moved"}


def test_who_was_called_off_chooses_another_date_from_the_same_page(town, visitor):
    town.sign_up("Anna Un")
    where = link(town, "Anna Un")
    activity = town.unit("SM-1").activity
    town.publish(with_sessions(activity, a_session("SM-1", cancelled="Orage"), activity.sessions[1]))
    town.later(minutes=1)
    choice = visitor.press(visitor.get(where), "Choisir une autre date")
    assert visitor.press(choice, "move", session="SM-2").says("endredi 4 décembre")
    assert town.states("SM-2") == {"Anna Un": "confirmed"}


def test_who_signs_up_again_gets_a_calendar_file_that_overrides_the_cancellation(town, visitor):
    town.sign_up("Anna Un")
    town.cancel("Anna Un")
    town.sign_up("Badr Deux", "SM-2")
    town.sign_up("Anna Un")
    files = [visitor.get(f"{link(town, *whose)}/calendrier.ics").body for whose in (["Anna Un"], ["Badr Deux", "SM-2"])]
    assert b"SEQUENCE:2" in files[0] and b"SEQUENCE:0" in files[1]
