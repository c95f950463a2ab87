"""What search engines read of a date: JSON, offsets, states; and nothing that leaves its element."""

import json
from datetime import date, datetime, timedelta

import pytest

from formservice.agenda.announced import amount, is_free
from formservice.agenda.calendar import moment
from formservice.agenda.structured import MOST, structured
from formservice.catalogue import Change, Closure
from tests.builders import NOW, a_catalogue, a_place, a_session, an_activity, an_opening
from tests.markup import parse

HOSTILE = ("</script><script>alert(1)</script>", "<!-- <script>", 'a" \\ \u2028 & <b>', "👵🏽 L’été ; 50 %", "]]>")


def told(*sessions, now=NOW, place=None, **given):
    given |= {"sessions": sessions} if sessions else {}
    return told_of(an_activity(**given), now, place)


def told_of(activity, now=NOW, place=None):
    html = structured(activity, a_catalogue(activity, places=(place or a_place(),)), now)
    found = parse(f"<!doctype html><head>{html}<title>x</title></head><body><p>x").xpath("//script")
    assert len(found) == (1 if html else 0) and not any(one.get("src") for one in found)
    return json.loads(found[0].text)["@graph"] if found else []


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_of_any_signs_stays_within_its_element(title):
    [event] = told(title=title, summary=title, price=title, place=a_place(title=title, address=title))
    assert [event["name"], event["location"]["name"], event["location"]["address"]["streetAddress"]] == [title] * 3


@pytest.mark.parametrize(("day", "offset"), [
    (datetime(2026, 12, 3, 10), "+01:00"), (datetime(2027, 3, 28, 1), "+01:00"), (datetime(2027, 3, 28, 3), "+02:00"),
    (datetime(2027, 7, 1), "+02:00"), (datetime(2027, 10, 31, 4), "+01:00"),
])  # fmt: skip
def test_a_start_has_the_offset_of_its_own_day(day, offset):
    [event] = told(a_session(start=day, hours=1))
    assert event["startDate"] == f"{day.isoformat()}{offset}"
    assert event["eventStatus"] == "https://schema.org/EventScheduled" and "previousStartDate" not in event


def test_in_the_hour_that_clocks_skip_search_engines_and_calendars_say_the_same():
    skipped = datetime(2027, 3, 28, 2, 30)
    [event] = told(a_session(start=skipped))
    assert event["startDate"] == moment(skipped, "Europe/Paris").isoformat() == "2027-03-28T03:30:00+02:00"


def test_a_session_moved_twice_says_the_starts_it_had():
    said, left = (date(2026, 10, 1), date(2026, 11, 28)), (datetime(2026, 10, 20, 14), datetime(2026, 12, 2, 14))
    [event] = told(a_session(changes=tuple(map(Change, said, left))))
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == ["2026-10-20T14:00:00+02:00", "2026-12-02T14:00:00+01:00"]


def test_a_session_called_off_keeps_its_start():
    off = a_session(cancelled="Grève", changes=(Change(date(2026, 11, 30), NOW + timedelta(days=2)),))
    [event] = told(off)
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["startDate"] == "2026-12-03T10:00:00+01:00" and "previousStartDate" not in event


def test_one_that_was_called_off_then_kept_takes_place():
    [event] = told(a_session(changes=(Change(date(2026, 11, 30), NOW + timedelta(days=2)),)))
    assert event["eventStatus"] == "https://schema.org/EventScheduled"


def test_what_is_over_is_not_told_and_a_long_list_is_cut():
    sessions = [a_session(f"SM-{n}", NOW + timedelta(days=n)) for n in range(-3, 40)]
    starts = [event["startDate"][:10] for event in told(*sessions)]
    assert starts == [str(NOW.date() + timedelta(days=n)) for n in range(MOST)]
    assert told(now=NOW + timedelta(days=9)) == [] and MOST < 40


@pytest.mark.parametrize(("price", "free", "sum"), [
    ("Gratuit", True, ""), ("Gratuit, goûter offert", True, ""), ("Gratuit, impressions comprises.", True, ""),
    ("Gratuit sur inscription", True, ""), ("0 €", True, "0.00"), ("Prix libre", None, ""),
    ("4 € sur place, gratuit pour les moins de 18 ans", False, "4.00"), ("5\xa0€ l’après-midi", False, "5.00"),
    ("Gratuit pour les enfants, 3,50 € pour les adultes", False, "3.50"),
    ("2,5 €", False, "2.50"), ("12,5 euros", False, "12.50"), ("1 200 €", False, "1200.00"),
    ("1\u202f200\xa0€", False, "1200.00"), ("1\xa0200,50 €", False, "1200.50"), ("1.200 € l’année", False, "1200.00"),
    ("10 € les huit séances, à régler sur place", False, "10.00"),
])  # fmt: skip
def test_a_price_says_whether_one_pays_or_does_not_say(price, free, sum):
    assert (is_free(price), amount(price)) == (free, sum)
    [event] = told(price=price)
    assert event.get("isAccessibleForFree") is free and ("offers" in event) == (free is not None)
    assert "availability" not in json.dumps(event), "the page stays, the places go"


@pytest.mark.parametrize("price", [
    "Gratuit pour les moins de 12 ans, payant sinon", "Gratuit, payant pour les autres", "Gratuit jusqu’à 18 ans",
    "Gratuit, goûter non compris", "Gratuit, cinq euros le goûter", "0 € pour les enfants",
    "10 € ou 6 euros", "de 5 à 10 €", "5/10 €", "10 € la séance, 5 € de matériel", "2€50", "1,200 €", "12345 678 €",
])  # fmt: skip
def test_a_price_that_is_not_the_same_for_all_or_not_sure_claims_nothing(price):
    [event] = told(price=price)
    assert is_free(price) is None and not {"isAccessibleForFree", "offers"} & event.keys()


@pytest.mark.parametrize(("audience", "age"), [
    ("60 ans et plus, à l’aise avec la souris", "60-"), ("Jeunes à partir de 12 ans", "12-"), ("Tout public", None),
    ("Gratuit pour les moins de 18 ans", None),
])  # fmt: skip
def test_who_it_is_for_and_how_many_may_come_are_told(audience, age):
    first, second = told(a_session(capacity=3), a_session("SM-2", NOW + timedelta(days=9)), audience=audience)
    assert first["audience"]["audienceType"] == audience and first.get("typicalAgeRange") == age
    assert (first["maximumAttendeeCapacity"], second["maximumAttendeeCapacity"]) == (3, 8)
    assert "maximumAttendeeCapacity" not in told(booking="none")[0]


def test_a_weekly_opening_tells_its_next_day_its_hours_and_when_it_stays_shut():
    opening = an_opening(shut=(Closure(date(2026, 12, 20), date(2027, 1, 4), "vacances"),))
    [event] = told_of(opening)
    assert event["startDate"] == "2026-12-01T14:00:00+01:00" and event["endDate"][11:16] == "17:00"
    [week] = event["eventSchedule"]
    assert week["byDay"] == ["https://schema.org/Tuesday", "https://schema.org/Thursday"]
    assert (week["startTime"], week["scheduleTimezone"]) == ("14:00:00", "Europe/Paris")
    assert week["exceptDate"] == ["2026-12-22", "2026-12-24", "2026-12-29", "2026-12-31"]
    assert told_of(opening, datetime(2027, 7, 1)) == [], "its season is over"


def test_what_is_free_is_offered_for_nothing():
    offer = told(price="Gratuit")[0]["offers"]
    assert (offer["@type"], offer["price"], offer["priceCurrency"]) == ("Offer", "0", "EUR")


def test_an_offer_has_its_price_and_its_words():
    offer = told(price="4 € sur place")[0]["offers"]
    assert (offer["@type"], offer["price"], offer["description"]) == ("Offer", "4.00", "4 € sur place")


def test_an_address_as_on_an_envelope_is_told_in_parts():
    [event] = told(place=a_place(address="12 rue de l’Exemple, 59000 Bourg-lès-Garance", geo="50.44800, 3.42800"))
    assert event["location"]["geo"]["latitude"] == 50.448
    address = event["location"]["address"]
    assert (address["postalCode"], address["addressLocality"]) == ("59000", "Bourg-lès-Garance")
