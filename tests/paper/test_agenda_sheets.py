"""Where the paper of the agenda is found on the site, and that any commune prints it."""

from datetime import date, datetime

import pytest

from formservice.paper import render
from formservice.paper.month_poster import month_poster
from formservice.paper.months import Month, months
from formservice.paper.programme import programme
from plugins import paper
from tests.builders import a_site, an_activity
from tests.paper.busy import NOW, activities, places
from tests.paper.town import plain, words_of

PROGRAMME = "/agenda/programme/2026-12"
EXPECTED = [
    f"{PROGRAMME}.pdf", f"{PROGRAMME}-grands-caracteres.pdf", f"{PROGRAMME}-affiche.pdf",
    "/agenda/bulletin.pdf", "/agenda/bulletin-grands-caracteres.pdf",
]  # fmt: skip


def things(many=3):
    """The content of a town with so many dates in December."""
    return {"agenda": activities(many), "lieux": places()}


def test_the_page_of_the_agenda_offers_each_month_in_three_sizes_then_the_slip():
    offered = paper.offered(paper.sheets(things(), a_site(), NOW))["/agenda/"]

    assert [sheet.url for sheet in offered] == EXPECTED
    assert [sheet.title for sheet in offered[:3]] == [
        "Le programme de décembre 2026", "Le programme de décembre 2026, en grands caractères",
        "L’affiche de décembre 2026",
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "said"), [(4, "d’avril 2027"), (8, "d’août 2027"), (9, "de septembre 2027")])
def test_a_month_that_begins_with_a_vowel_is_said_as_one_says_it(first, said):
    assert Month(date(2027, first, 1), NOW, (), {}).of == said


def test_the_next_night_prints_the_same_bytes_where_nothing_is_over():
    tonight, tomorrow = (
        [sheet.pdf for sheet in paper.sheets(things(), a_site(), when)] for when in (NOW, NOW.replace(day=21))
    )
    assert tonight == tomorrow


def test_once_every_date_is_over_nothing_is_printed_of_the_agenda():
    assert list(paper.sheets(things(), a_site(), datetime(2027, 1, 1))) == []
    drop_in = [an_activity(booking="none", capacity=0)]
    made = paper.sheets({"agenda": drop_in, "lieux": places()}, a_site(), drop_in[0].sessions[0].start)
    assert "/agenda/bulletin.pdf" not in [sheet.url for sheet in made]


@pytest.mark.parametrize("size", ["a4", "large", "a3"])
def test_any_commune_prints_its_months(site, commune, size):
    known = list(months(site.catalogue.activities, site.catalogue.places, commune.now))
    assert known

    for one in known:
        wall = size == "a3"
        data = (
            month_poster(site.catalogue.site, one)
            if wall
            else programme(site.catalogue.site, one, large=size == "large")
        )
        read = words_of(render("affiche" if wall else "programme", data))
        assert all(plain(activity.title) in read for activity, _ in (*one.meetings, *one.openings))
        assert all(met.id in read or (wall and activity.code in read) for activity, met in one.meetings)
