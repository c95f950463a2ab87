"""Closed days: what the calendars say, what an editor is told."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from formservice.agenda import slots
from formservice.catalogue import Closure, typed
from plugins import closures
from plugins.content import read_all
from tests.builders import a_catalogue, a_place, a_session, a_site, an_activity, an_opening
from tests.plugins.settings import checked
from tests.plugins.test_content import ACTIVITY, PLACE, SITE

IN_ZONE_B = replace(SITE, school_zone="B")
OPENING = """---
title: La permanence
kind: permanence
code: PN
place: salle
capacity: 1
weekly:
  - {days: [mardi, jeudi], hours: 14:00-17:00, since: 2026-09-01, until: 2027-06-30}
closed: [jours-feries, vacances-scolaires, 2026-12-17]
slot: 30 min
horizon: 8 weeks
---
"""


THURSDAYS = "{days: [jeudi], hours: 16:30-18:00, since: 2027-01-01, until: 2027-02-01}"
WEEKLY = "weekly:\n  - {days: [mardi, jeudi], hours: 14:00-17:00, since: 2026-09-01, until: 2027-06-30}\n"


def read(tmp_path, text, site=IN_ZONE_B):
    for name, body in {"lieux/salle": PLACE, "agenda/permanence": text}.items():
        path = tmp_path / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return read_all(tmp_path / "content", site)


def mistakes(tmp_path, text):
    return [str(one) for one in read(tmp_path, text).mistakes]


def warnings(tmp_path, text):
    content = read(tmp_path, text)
    assert content.mistakes == []
    return [str(one) for one in content.warnings]


def test_the_days_of_a_permanence_close_for_the_reasons_that_are_told(tmp_path):
    (opening,) = read(tmp_path, OPENING).things["agenda"]

    assert slots.why_shut(opening, date(2026, 12, 3)) is None
    assert slots.why_shut(opening, date(2026, 12, 17)) == "pas d’accueil ce jour-là"
    assert slots.why_shut(opening, date(2026, 12, 22)) == "vacances de Noël"
    assert slots.why_shut(opening, date(2027, 2, 23)) == "vacances d’hiver"
    assert slots.why_shut(opening, date(2026, 11, 11)) == "jour férié (Armistice)"


@pytest.mark.parametrize(("zone", "monday"), [("A", "2027-02-15"), ("B", "2027-02-22"), ("C", "2027-02-08")])
def test_each_zone_has_its_own_winter_holidays(zone, monday):
    opening = closures.resolve(an_opening(closed=("vacances-scolaires",)), None, zone)
    first = next(one for one in opening.shut if one.why == "vacances d’hiver")
    assert first.since + timedelta(days=2) == date.fromisoformat(monday)


def test_a_permanence_closes_with_its_place_even_when_its_file_does_not_say_so():
    place = a_place(closures=(Closure(date(2026, 12, 3), date(2026, 12, 3), "Travaux"),))
    assert slots.why_shut(closures.resolve(an_opening(), place, None), date(2026, 12, 3)) == "Travaux"


def test_closed_days_go_to_the_service_as_they_were_resolved():
    opening = closures.resolve(an_opening(closed=("jours-feries", "vacances-scolaires")), a_place(), "B")
    assert typed.read(type(opening), typed.dump(opening), editor=False) == opening


def test_a_session_on_a_public_holiday_is_refused_with_its_line(tmp_path):
    holiday = ACTIVITY.replace("2026-12-03", "2026-12-25").replace("theme: photos\n", "")
    (told,) = mistakes(tmp_path, holiday)
    assert told.startswith("content/agenda/permanence.md:9 : Le 25/12/2026 est un jour férié (Noël)")
    assert "maintained: true" in told


@pytest.mark.parametrize("given", [{"maintained": True}, {"cancelled": "Fermé"}, {"start": datetime(2026, 12, 24, 9)}])
def test_a_session_that_is_maintained_cancelled_or_the_day_before_stands(given):
    christmas = {"start": datetime(2026, 12, 25, 14)} | given
    catalogue = a_catalogue(an_activity(sessions=(a_session(**christmas),)))
    assert list(closures.refused(catalogue)) == []


def test_school_holidays_of_no_zone_are_a_mistake():
    catalogue = a_catalogue(an_opening(closed=("vacances-scolaires",)), site=a_site(school_zone=None))
    (told,) = closures.refused(catalogue)
    assert "school_zone" in told.text


def test_openings_past_the_known_school_holidays_are_built_with_a_warning(tmp_path, capsys, monkeypatch):
    late = OPENING.replace("until: 2027-06-30", "until: 2031-06-30")
    (told,) = warnings(tmp_path, late)
    assert told.startswith("content/agenda/permanence.md:8 : Les vacances scolaires ne sont connues que jusqu’au ")
    assert "30/06/2031" in told and "Ramenez" in told

    assert checked(tmp_path, IN_ZONE_B, monkeypatch) == 0
    assert f"Attention : {told}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("slot: 30 min", "slot: 50 min", 8, "il reste 30\xa0minutes sans rendez-vous"),
        ("closed: [jours-feries, ", "closed: [", 7, "Ajoutez jours-feries"),
    ],
)
def test_hours_left_unused_and_openings_on_holidays_are_said(tmp_path, before, after, line, said):
    text = OPENING.replace(before, after).replace("[mardi, jeudi]", "[lundi, mardi, jeudi]")
    (told,) = warnings(tmp_path, text)
    assert told.startswith(f"content/agenda/permanence.md:{line} : ") and said in told


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("capacity: 1\n", "", "nombre de places"),
        ("horizon: 8 weeks\n", "", "horizon"),
        ("horizon: 8 weeks", "horizon: 80 weeks", "un an"),
        ("slot: 30 min", "slot: 4 h", "plus courte qu’un rendez-vous"),
        ("slot: 30 min", "slot: 5 min", "36 rendez-vous par jour"),
        ("capacity: 1\n", "capacity: 60\n", "plus de 200 personnes"),
        ("closed:", f"  - {THURSDAYS}\nclosed:", "se chevauchent"),
        ("closed:", "booking: session\nclosed:", "sans « booking »"),
        (WEEKLY, "sessions:\n  - {id: PN-1, start: 2026-12-03 14:00, end: 2026-12-03 17:00}\n", "Ajoutez « weekly »"),
    ],
)  # fmt: skip
def test_an_opening_that_cannot_be_is_refused_with_what_to_write(tmp_path, before, after, said):
    assert any(said in told for told in mistakes(tmp_path, OPENING.replace(before, after)))


def test_two_openings_on_other_days_or_in_other_seasons_may_share_their_hours(tmp_path):
    more = "  - {days: [jeudi], hours: 14:00-18:00, since: 2027-07-01, until: 2027-07-30}\nclosed:"
    assert mistakes(tmp_path, OPENING.replace("closed:", more)) == []


def test_a_closure_is_told_soon_or_later_and_never_twice_nor_once_it_is_over():
    today = date(2026, 12, 1)
    days = [today + timedelta(days=n) for n in (31, 30, -1, 0)]
    place = a_place(closures=tuple(Closure(day, day, "Travaux") for day in days))
    assert [one.since for one in place.closed_soon(today)] == [today, today + timedelta(days=30)]
    assert [one.since for one in place.closed_later(today)] == [today + timedelta(days=31)]
