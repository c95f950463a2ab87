"""The list of the places left: by month, what opens each week and groups apart, each date with its code."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from formservice import create_app
from formservice.agenda import listing, slots, units
from formservice.catalogue import Activity
from formservice.clock import FrozenClock
from formservice.service import Service
from tests.builders import NOW, a_catalogue, a_release, a_session, an_activity, an_opening
from tests.pages import Client, plain
from tests.site.ecoindex import count_elements, score

JANUARY = datetime(2027, 1, 11, 9, 30)
CYCLE = tuple(a_session(f"OR-{n + 1}", JANUARY + n * timedelta(days=7)) for n in range(4))
WORKSHOP = an_activity(sessions=(a_session("SM-12"), a_session("SM-13", JANUARY)))
COURSE = an_activity(title="L’ordinateur", code="OR", slug="ordinateur", booking="cycle", sessions=CYCLE)
OPENING = an_opening()
VISIT = an_opening(title="Visite de groupe", code="VG", slug="visite", group=30)


def line(activity, n=0):
    return listing.of_unit(units.units_of(activity)[n], lambda: ("free", "Il reste 8 places"))


def day_line(activity, day=date(2026, 12, 3)):
    found = slots.on_day(activity, day)
    return listing.of_day(found, units.units_of(found)[0].start, lambda: ("few", "2 rendez-vous libres"))


def cycle(*sessions):
    return plain(line(an_activity(code="OR", booking="cycle", sessions=sessions)).when)


def test_dates_are_under_their_month_in_order_whatever_the_activity():
    told = listing.parts([line(COURSE), line(WORKSHOP, 1), line(WORKSHOP)])

    assert [plain(part.title) for part in told] == ["Décembre 2026", "Janvier 2027"]
    assert [[one.code for one in part.lines] for part in told] == [["SM-12"], ["OR-1", "SM-13"]]


def test_what_opens_each_week_comes_after_the_dates_and_groups_last():
    told = listing.parts([day_line(VISIT), day_line(OPENING), day_line(OPENING, date(2027, 1, 5)), line(WORKSHOP, 1)])

    assert [plain(part.title) for part in told] == ["Janvier 2027", "Chaque semaine", "Pour les groupes"]
    assert [[one.activity.title for one in part.openings] for part in told[1:]] == [
        ["La permanence numérique"], ["Visite de groupe"],
    ]  # fmt: skip
    assert [len(one.lines) for one in told[1].openings] == [2]


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


def shown(lines, asked=""):
    return listing.page(listing.parts(lines), asked)


def many(number, day=datetime(2026, 12, 1, 9)):
    """Sessions of one workshop, a day after another."""
    sessions = tuple(a_session(f"SM-{n + 1}", day + n * timedelta(days=1)) for n in range(number))
    found = an_activity(sessions=sessions)
    return [line(found, n) for n in range(number)]


def weeks(activity, number, late=timedelta()):
    """Days of a weekly opening."""
    first = day_line(activity)
    return [replace(first, start=first.start + late + n * timedelta(days=7)) for n in range(number)]


def all_pages(lines):
    """Every page of a list."""
    return [shown(lines, str(n + 1)).parts for n in range(shown(lines).last)]


def test_a_long_list_is_cut_into_pages_that_lose_no_line_and_keep_the_order():
    late = an_opening(title="Le salon", code="SN", slug="salon")
    lines = [*many(70), *weeks(OPENING, 30), *weeks(late, 30, timedelta(days=5)), day_line(VISIT)]
    pages = all_pages(lines)
    told = [one for parts in pages for part in parts for one in part.every]

    assert told == [one for part in listing.parts(lines) for one in part.every] and len(told) == 131
    assert [one.code for one in told if one.activity.slot] == ["PN"] * 30 + ["SN"] * 30 + ["VG"]
    assert len(pages) == 4


def test_an_activity_that_goes_on_on_the_next_page_says_so():
    late = an_opening(title="Le salon", code="SN", slug="salon")
    pages = all_pages([*weeks(OPENING, 60), *weeks(late, 10, timedelta(days=5))])

    assert [[(one.activity.code, one.goes_on) for part in parts for one in part.openings] for parts in pages] == [
        [("PN", False)], [("PN", True), ("SN", False)],
    ]  # fmt: skip


def test_the_store_is_asked_for_the_lines_of_one_page_alone():
    asked = []
    lines = [replace(one, left=lambda one=one: asked.append(one.code) or ("free", "Libre")) for one in many(70)]
    found = shown(lines, "2")

    assert asked == [] and {one.words for part in found.parts for one in part.every} == {"Libre"}
    assert asked == [one.code for part in found.parts for one in part.every] and 0 < len(asked) < 40


def test_a_part_that_goes_on_says_so_and_the_contents_lead_to_where_it_begins():
    twice = [replace(one, code="ZZ-1") for one in many(10)]
    lines = [*many(31), *twice, line(WORKSHOP, 1), day_line(OPENING)]
    first, second = shown(lines), shown(lines, "2")

    assert [plain(part.title) for part in first.parts] == ["Décembre 2026"]
    assert [plain(part.title) for part in second.parts] == [
        "Décembre 2026 (suite)", "Janvier 2027", "Chaque semaine",
    ]  # fmt: skip
    assert [url for _, url in first.contents] == ["#mois-2026-12", "?page=2#mois-2027-01", "?page=2#chaque-semaine"]
    assert [url for _, url in second.contents] == ["?page=1#mois-2026-12", "#mois-2027-01", "#chaque-semaine"]


def test_an_empty_list_is_a_page_and_one_beyond_the_last_is_the_last():
    assert (shown([]).parts, shown([]).last) == ([], 1)
    assert shown(many(70), "999").number == shown(many(70)).last == 3


def a_client(tmp_path, monkeypatch, *activities) -> Client:
    monkeypatch.setattr(Service, "clock", FrozenClock(NOW))
    release = a_release(tmp_path / "release", a_catalogue(*activities))
    settings = {"SECRET_KEY": "k" * 32, "STORE": f"tinydb:{tmp_path / 'data'}", "BASE_URL": "http://localhost"}
    return Client(create_app(RELEASE=str(release), **settings))


@pytest.fixture
def client(tmp_path, monkeypatch) -> Client:
    return a_client(tmp_path, monkeypatch, WORKSHOP, COURSE, OPENING, VISIT)


@pytest.fixture
def page(client):
    return client.get("/agenda/places/")


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


def test_one_activity_has_its_own_list_with_its_codes_or_its_days(client):
    workshop = client.get("/agenda/places/smartphone/")
    opening = client.get("/agenda/places/permanence/")

    assert workshop.says("Jeudi 3 décembre, de 10 h à 12 h. Code SM-12. Il reste 8 places")
    assert WORKSHOP.url in workshop.links() and not workshop.says("L’ordinateur")
    assert opening.says("Jeudi 3 décembre De 14 h à 17 h. 6 rendez-vous libres") and opening.says("Code PN")
    assert "/agenda/permanence/2026-12-03/" in opening.links()
    assert client.get("/agenda/places/zorglub/", 404).says("Cette page n’existe pas")


def a_busy_town() -> list[Activity]:
    """Eight workshops of twelve dates, and six weekly openings."""
    found = []
    for n, letter in enumerate("ABCDEFGH"):
        days = [JANUARY + timedelta(days=7 * k + n) for k in range(12)]
        sessions = tuple(a_session(f"S{letter}-{k + 1}", day) for k, day in enumerate(days))
        found.append(an_activity(title=f"Atelier {n}", code=f"S{letter}", slug=f"atelier-{n}", sessions=sessions))
    openings = [
        an_opening(title=f"Permanence {n}", code=f"P{one}", slug=f"permanence-{n}") for n, one in enumerate("ABCDEF")
    ]
    return [*found, *openings]


def test_an_activity_to_which_one_comes_freely_says_so(tmp_path, monkeypatch):
    free = an_opening(title="Café", code="CN", slug="cafe", slot=None, booking="none")
    page = a_client(tmp_path, monkeypatch, free).get("/agenda/places/cafe/")

    assert page.says("On vient sans s’inscrire.") and free.url in page.links()
    assert not page.says("Aucune date") and not page.says("S’inscrire à")


def test_an_activity_whose_dates_are_all_called_off_asks_nobody_to_register(tmp_path, monkeypatch):
    off = an_activity(sessions=(a_session("SM-12", cancelled="Animateur absent"),))
    page = a_client(tmp_path, monkeypatch, off).get("/agenda/places/smartphone/")

    assert page.says("Annulé") and page.says("Ouvrir la page de l’activité") and not page.says("S’inscrire à")


def test_no_page_of_the_list_is_heavy_and_each_leads_to_the_next(tmp_path, monkeypatch):
    client = a_client(tmp_path, monkeypatch, *(town := a_busy_town()))
    url, seen, number = "/agenda/places/", set(), 0
    while url:
        page, number = client.get(url), number + 1
        assert count_elements(page.html) <= 180 and score(count_elements(page.html), 2, 10_000) >= 90, url
        seen |= set(page.links())
        url = next((f"/agenda/places/{link}" for link in page.tree.xpath("//a[@rel='next']/@href")), "")
    assert number > 3
    assert {f"{one.url}2026-12-03/" if one.slot else one.url for one in town} <= seen
