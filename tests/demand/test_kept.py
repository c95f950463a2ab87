"""What the store keeps of the programme and of refusals, on each store: nothing is lost with a file or a person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from formservice import purge
from formservice.agenda import refusals
from formservice.agenda.rules import Full
from formservice.agenda.slots import on_day
from formservice.demand import counting, keeping, programme, reading
from formservice.demand.model import AGAIN, NEVER, REFUSED, SERVED
from formservice.erasure import Erasure, erase
from formservice.identity import person_of
from formservice.submit import enter, preview, submit
from tests.agenda.town import ANSWERS, with_sessions
from tests.builders import NOW, a_session, an_opening
from tests.demand.made import NOW as MADE
from tests.demand.made import ask, demand, offer

SEASON = date(2026, 9, 1), date(2027, 2, 1)


def noted(town):
    """What was noted: id, seats, whether it was called off."""
    return [(one.id, one.seats, one.cancelled) for one in programme.kept(town.app, *SEASON)]


def refuse(town, name, unit="SM-1", **more):
    """Somebody is told that it is full."""
    with pytest.raises(Full):
        town.sign_up(name, unit, **more)


def filled(town):
    """The eight who fill the workshop and its list."""
    for n in range(8):
        town.sign_up(f"Personne {'ABCDEFGH'[n]}", phone=f"06 39 98 00 {n:02d}")


def test_the_programme_is_noted_once_a_day_and_once_a_release(town, workshop):
    assert programme.note(town.app) == 1 and programme.note(town.app) == 0
    assert noted(town) == [("SM-1", 2, False)]
    town.publish(with_sessions(workshop, a_session("SM-1"), a_session("SM-2", NOW + timedelta(days=9), capacity=5)))
    assert programme.note(town.app) == 1
    assert noted(town) == [("SM-1", 2, False), ("SM-2", 5, False)]


def test_what_began_stays_as_it_was_when_its_file_changes_or_goes(town, workshop):
    programme.note(town.app)
    town.later(days=3)
    town.publish(replace(workshop, capacity=40))
    programme.note(town.app)
    assert noted(town) == [("SM-1", 2, False)]
    town.publish(replace(workshop, code="PH", slug="photo", sessions=(a_session("PH-1", NOW + timedelta(days=30)),)))
    programme.note(town.app)
    assert ("SM-1", 2, False) in noted(town)


def test_what_is_called_off_offers_nothing_and_what_is_taken_back_is_forgotten(town, workshop):
    programme.note(town.app)
    town.publish(with_sessions(workshop, replace(a_session("SM-1"), cancelled="Animateur absent")))
    programme.note(town.app)
    assert noted(town) == [("SM-1", 0, True)]
    town.publish(with_sessions(workshop, a_session("SM-2", NOW + timedelta(days=9))))
    programme.note(town.app)
    assert noted(town) == [("SM-2", 2, False)]


def test_a_day_of_slots_is_noted_by_half_days(town):
    town.publish(an_opening(hours=("9:00-12:00", "14:00-16:00"), theme="smartphone"))
    programme.note(town.app)
    found = programme.kept(town.app, date(2026, 12, 3), date(2026, 12, 4))
    assert [(one.id, one.seats, one.half) for one in found] == [
        ("PN-2026-12-03 matin", 6, "matin"), ("PN-2026-12-03 après-midi", 4, "après-midi")
    ]  # fmt: skip


def test_who_finds_it_full_is_noted_once_whatever_the_screen(town):
    filled(town)
    page = town.app.releases.current().catalogue.by_code("SM")
    entry = enter(town.app, page, ANSWERS | {"name": "Zoé Exemple", "session": "SM-1"}, key="k")
    with pytest.raises(Full):
        preview(town.app, entry)
    refuse(town, "Zoé Exemple")
    refuse(town, "zoe  EXEMPLE")
    assert [(one["unit"], one["party"], one["channel"]) for _, one in refusals.kept(town.app)] == [("SM-1", 1, "web")]
    kept, phone = str(refusals.kept(town.app)).casefold(), ANSWERS["phone"]
    assert not any(told in kept for told in ("zoé", "zoe", "exemple", phone, phone.replace(" ", "")))


def test_who_gets_in_after_all_was_not_refused(town):
    filled(town)
    refuse(town, "Zoé Exemple")
    town.cancel("Personne H")
    assert town.sign_up("Zoé Exemple")["state"] == "waiting"
    assert refusals.kept(town.app) == []


def test_another_hour_of_the_day_serves_as_well(town):
    town.publish(an_opening(hours=("14:00-15:00",), limit=3))
    page = on_day(town.app.releases.current().catalogue.by_code("PN"), date(2026, 12, 3))

    def book(name, hour):
        answers = ANSWERS | {"name": name, "session": f"PN-261203-{hour}"}
        return submit(town.app, enter(town.app, page, answers, key=f"{name} {hour}"))

    book("Anna Un", "1400")
    with pytest.raises(Full):
        book("Zoé Exemple", "1400")
    assert len(refusals.kept(town.app)) == 1
    book("Zoé Exemple", "1430")
    with pytest.raises(Full):
        book("Zoé Exemple", "1400")
    assert refusals.kept(town.app) == []


def test_a_flood_of_refusals_leaves_room_for_seats(town, monkeypatch):
    filled(town)
    monkeypatch.setattr(refusals, "MOST", 3)
    monkeypatch.setattr(refusals, "person_partition", lambda person: "person/aa")
    for n in range(6):
        refuse(town, f"Flot {'ABCDEF'[n]}")
    assert len(refusals.kept(town.app)) == 3


def test_a_refusal_is_forgotten_with_its_person_and_after_two_years(town, workshop):
    filled(town)
    for name in ("Zoé Exemple", "Yves Exemple"):
        refuse(town, name)
    town.publish(with_sessions(workshop, a_session("SM-1"), a_session("SM-2", NOW + timedelta(days=9))))
    held = town.sign_up("Zoé Exemple", "SM-2")
    erase(town.app.store, Erasure("session/SM-2", "signups", held["id"]), "erase", "cli", NOW.date())
    left = person_of(town.app.store, ANSWERS | {"name": "Yves Exemple"})
    assert [one["person"] for _, one in refusals.kept(town.app)] == [left]
    town.later(days=96)
    purge.let_go(town.app)
    assert [(one["person"], one["settled"]) for _, one in refusals.kept(town.app)] == [("", NEVER)]
    town.later(days=800)
    purge.let_go(town.app)
    assert refusals.kept(town.app) == []


def settled(town):
    """What is known of each who missed SM-1, by their state."""
    found = reading.between(town.app, *SEASON)
    return sorted((one.state, one.settled) for one in found.requests if one.missed and one.offer.id == "SM-1")


def test_what_was_missed_is_settled_a_month_after_before_anybody_is_erased(town, workshop):
    filled(town)
    refuse(town, "Zoé Exemple")
    dates = a_session("SM-1"), a_session("SM-2", NOW + timedelta(days=9))
    town.publish(with_sessions(workshop, *dates))
    town.sign_up("Personne C", "SM-2", phone="06 39 98 00 02")
    assert town.later(days=31)["settled"] == 0 and town.later(days=2)["settled"] == 7
    assert settled(town) == [("refused", NEVER), *[("waiting", NEVER)] * 5, ("waiting", SERVED)]
    before = counting.counted(reading.between(town.app, *SEASON), town.clock.wall()).total
    town.later(days=70)
    assert purge.carry_out(town.app, list(purge.due(town.app))) == 0
    after = reading.between(town.app, *SEASON)
    assert counting.counted(after, town.clock.wall()).total == before and before.never == 6
    waited = [one for one in after.requests if one.state == "waiting"]
    assert len(waited) == 6 and all(one.who == one.place[1] for one in waited), "each is their record, and nobody"


def test_who_missed_two_dates_is_settled_as_one(town, workshop):
    dates = a_session("SM-1"), a_session("SM-2", NOW + timedelta(days=9))
    town.publish(with_sessions(replace(workshop, waiting=0, capacity=1), *dates))
    for unit in ("SM-1", "SM-2"):
        town.sign_up(f"Assis {unit}", unit)
        refuse(town, "Zoé Exemple", unit)
    town.later(days=45)
    found = reading.between(town.app, *SEASON).requests
    assert [one.settled for one in found if one.missed] == [NEVER, AGAIN]
    assert keeping.settle(town.app) == 0


def test_a_place_changed_for_another_date_counts_once_as_it_first_came(town, workshop):
    town.publish(with_sessions(workshop, a_session("SM-1"), a_session("SM-2", NOW + timedelta(days=9))))
    town.sign_up("Anna Un")
    town.later(days=1)
    town.move("Anna Un", "SM-2")
    [one] = reading.between(town.app, *SEASON).requests
    assert (one.offer.id, one.state, one.asked, one.channel) == ("SM-2", "confirmed", NOW.date(), "web")


def test_what_nobody_noted_is_known_by_what_people_were_told(town, workshop):
    town.sign_up("Anna Un")
    town.publish(replace(workshop, code="PH", slug="photo", sessions=(a_session("PH-1", NOW + timedelta(days=30)),)))
    [one] = reading.between(town.app, *SEASON).requests
    assert (one.offer.title, one.offer.place, one.offer.seats) == (workshop.title, "La Maison des aînés", 0)


def test_who_was_served_and_gave_the_seat_back_is_settled_anew_for_the_next_date():
    gone = ask(offer(-70), REFUSED, days=75, who="anna", settled=SERVED)
    missed = ask(offer(-40), REFUSED, days=45, who="anna")
    assert keeping.due(demand(gone, missed), MADE) == [(missed, NEVER)]


def test_a_date_put_off_after_its_hour_has_begun_is_noted_as_it_will_be(town, workshop):
    programme.note(town.app)
    town.later(days=2, minutes=5)
    town.publish(with_sessions(replace(workshop, capacity=5), a_session("SM-1", NOW + timedelta(days=16))))
    programme.note(town.app)
    assert [(one.start, one.seats) for one in programme.kept(town.app, *SEASON)] == [(NOW + timedelta(days=16), 5)]


def test_who_was_refused_at_a_date_that_the_editor_takes_back_stays_counted(town, workshop):
    filled(town)
    refuse(town, "Zoé Exemple")
    town.publish(replace(workshop, code="PH", slug="photo", sessions=(a_session("PH-1", NOW + timedelta(days=30)),)))
    town.later(days=1)
    [one] = [one for one in reading.between(town.app, *SEASON).requests if one.state == REFUSED]
    assert (one.offer.title, one.offer.place, one.offer.start) == (
        workshop.title,
        "La Maison des aînés",
        NOW + timedelta(days=2),
    )
