"""The list of the places left: by month, what opens each week and groups apart, each date with its code."""

from datetime import date, datetime, timedelta

import pytest

from formservice import create_app
from formservice.agenda import listing, slots, units
from formservice.clock import FrozenClock
from formservice.service import Service
from tests.builders import NOW, a_catalogue, a_release, a_session, an_activity, an_opening
from tests.pages import Client, plain

JANUARY = datetime(2027, 1, 11, 9, 30)
CYCLE = tuple(a_session(f"OR-{n + 1}", JANUARY + n * timedelta(days=7)) for n in range(4))
WORKSHOP = an_activity(sessions=(a_session("SM-12"), a_session("SM-13", JANUARY)))
COURSE = an_activity(title="L’ordinateur", code="OR", slug="ordinateur", booking="cycle", sessions=CYCLE)
OPENING = an_opening()
VISIT = an_opening(title="Visite de groupe", code="VG", slug="visite", group=30)


def line(activity, n=0):
    return listing.of_unit(units.units_of(activity)[n], ("free", "Il reste 8 places"))


def day_line(activity, day=date(2026, 12, 3)):
    found = slots.on_day(activity, day)
    return listing.of_day(found, units.units_of(found)[0].start, ("few", "2 rendez-vous libres"))


def cycle(*sessions):
    return plain(line(an_activity(code="OR", booking="cycle", sessions=sessions)).when)


def test_dates_are_under_their_month_in_order_whatever_the_activity():
    told = listing.parts([line(COURSE), line(WORKSHOP, 1), line(WORKSHOP)])

    assert [plain(part.title) for part in told] == ["Décembre 2026", "Janvier 2027"]
    assert [[one.code for one in part.lines] for part in told] == [["SM-12"], ["OR-1", "SM-13"]]


def test_what_opens_each_week_comes_after_the_dates_and_groups_last():
    told = listing.parts([day_line(VISIT), day_line(OPENING), day_line(OPENING, date(2027, 1, 5)), line(WORKSHOP, 1)])

    assert [plain(part.title) for part in told] == ["Janvier 2027", "Chaque semaine", "Pour les groupes"]
    assert [[one.title for one, _ in part.openings] for part in told[1:]] == [
        ["La permanence numérique"], ["Visite de groupe"],
    ]  # fmt: skip
    assert [len(lines) for _, lines in told[1].openings] == [2]


def test_a_visit_of_groups_on_a_date_is_with_the_groups_too():
    assert [part.title for part in listing.parts([line(an_activity(group=30))])] == ["Pour les groupes"]


def test_a_cycle_is_its_number_of_dates_and_the_first():
    assert cycle(*CYCLE) == "4 séances, à partir du lundi 11 janvier, de 9 h 30 à 11 h 30"


def test_a_cycle_whose_hours_differ_says_when_it_begins():
    assert cycle(CYCLE[0], a_session("OR-2", JANUARY + timedelta(days=7, hours=4))) == (
        "2 séances, à partir du lundi 11 janvier à 9 h 30"
    )


def test_a_cycle_counts_and_begins_with_what_takes_place():
    off = a_session("OR-1", JANUARY, cancelled="Animateur absent")

    assert cycle(off, *CYCLE[1:]).startswith("3 séances, à partir du lundi 18 janvier")
    assert cycle(off, CYCLE[1]) == "Lundi 18 janvier, de 9 h 30 à 11 h 30"
    assert line(an_activity(code="OR", booking="cycle", sessions=(off, *CYCLE[1:]))).code == "OR-2"


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setattr(Service, "clock", FrozenClock(NOW))
    release = a_release(tmp_path / "release", a_catalogue(WORKSHOP, COURSE, OPENING, VISIT))
    settings = {"SECRET_KEY": "k" * 32, "STORE": f"tinydb:{tmp_path / 'data'}", "BASE_URL": "http://localhost"}
    return Client(create_app(RELEASE=str(release), **settings)).get("/agenda/places/")


def test_each_line_of_the_page_has_its_code_to_say_on_the_telephone(page):
    assert page.says(
        "Jeudi 3 décembre, de 10 h à 12 h Premiers pas avec son smartphone La Maison des aînés. Code SM-12."
    )
    assert page.says("4 séances, à partir du lundi 11 janvier, de 9 h 30 à 11 h 30 L’ordinateur")
    assert page.says("Code OR-1.") and not page.says("Code OR-2.")
    assert page.says("La permanence numérique La Maison des aînés. Sur rendez-vous. Code PN.")


def test_the_page_leads_to_each_of_its_parts(page):
    titles = ["Décembre 2026", "Janvier 2027", "Chaque semaine", "Pour les groupes"]
    headings = [plain(words) for words in map(str, page.tree.xpath("//main//h2/text()"))]

    assert headings == titles
    assert [f"#{id}" for id in page.tree.xpath("//main//h2/@id")] == [
        link for link in page.tree.xpath("//main//a/@href") if link.startswith("#")
    ]
