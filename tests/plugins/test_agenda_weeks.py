"""The agenda by week and by place: nothing is lost when there is much, and each thing is told once."""

from datetime import date, datetime, timedelta

from plugins import agenda, agenda_pages, agenda_weeks
from tests.builders import NOW, a_catalogue, a_place, a_session, an_activity, an_opening

MONDAY = datetime(2026, 12, 7, 9)


def week_of(*days, openings=0):
    """The week of an activity that meets on these days, counted from Monday."""
    sessions = [a_session(f"SM-{n}", MONDAY + timedelta(days=day, minutes=n)) for n, day in enumerate(days, 1)]
    activities = [an_activity(sessions=tuple(sessions))]
    activities += [an_opening(code=f"P{n}", slug=f"p{n}") for n in range(openings)]
    found = agenda_weeks.weeks(agenda.upcoming(activities, NOW), activities, NOW)
    return next(one for one in found if one.monday == MONDAY.date())


def test_a_week_that_holds_on_a_page_has_one():
    [part] = week_of(*[0, 1, 2, 3, 4] * 6).parts
    assert part.url == "/agenda/semaine/2026-12-07/" and len(part.meetings) == 30


def test_a_week_of_forty_is_cut_between_two_days_and_each_page_says_which():
    parts = week_of(*[0, 1, 2, 3, 4] * 8).parts
    assert [part.words for part in parts] == [
        "du lundi 7 au mercredi 9\xa0décembre",
        "du jeudi 10 au vendredi 11\xa0décembre",
    ]
    assert [part.url for part in parts][1] == "/agenda/semaine/2026-12-07/2/"


def test_a_day_that_no_page_could_hold_is_several_and_loses_nothing():
    week = week_of(*[1] * 70, 2)
    assert [len(part.meetings) for part in week.parts] == [30, 30, 11]
    assert [one for part in week.parts for one in part.meetings] == list(week.meetings)
    assert week.parts[0].words == "mardi 8\xa0décembre"


def test_what_opens_that_week_leaves_less_room_never_none():
    assert len(week_of(*[1] * 30, openings=10).parts) == 2
    assert len(week_of(*[1] * 30, openings=28).parts) == 3


def test_a_week_across_two_months_says_both():
    days = [date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 3)]
    assert agenda_weeks.days_words(days) == "lundi 30\xa0novembre, mercredi 2 et jeudi 3\xa0décembre"


def test_a_place_shows_its_next_dates_its_openings_and_nothing_of_elsewhere():
    there = an_activity(code="AV", slug="ailleurs", place="ailleurs")
    places = (a_place(), a_place(slug="ailleurs"), a_place(slug="vide"))
    sessions = tuple(a_session(f"SM-{n}", NOW + timedelta(days=n)) for n in range(1, 12))
    catalogue = a_catalogue(an_activity(sessions=sessions), there, an_opening(), places=places)
    drawn = {url: given for url, _, given in agenda_pages.pages(catalogue, NOW)}
    here = drawn["/agenda/lieu/maison/"]
    assert [one.session.id for one in here["meetings"]] == [f"SM-{n}" for n in range(1, 9)] and here["more"]
    assert [one.slug for one in here["openings"]] == ["permanence"] and there not in here["found"]
    assert not drawn["/agenda/lieu/ailleurs/"]["more"] and "/agenda/lieu/vide/" not in drawn
