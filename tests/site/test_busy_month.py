"""Sixty sessions in a month: light pages that tell each of them, and calendars that read the same."""

import warnings
from datetime import timedelta

import icalendar
import pytest
import recurring_ical_events
import vobject

from tests.built import build
from tests.busy import crowd
from tests.commune import a_now, generate
from tests.conftest import SEED
from tests.markup import faults, parse
from tests.pages import plain
from tests.site.ecoindex import count_elements, score
from tests.site.test_budget import FIRST_VIEW, first_view

WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """A generated commune in such a month, and the Monday of its fullest week."""
    folder = tmp_path_factory.mktemp("busy")
    made = generate(folder / "commune", SEED, a_now(SEED), notices=0, collection=False, budgets=False, consultations=0)
    monday = crowd(made)
    return build(made.folder, folder / "release", made.now), monday


def test_no_page_is_heavy_for_all_that(busy):
    site, _ = busy
    heavy = {}
    for url, html in site.pages.items():
        size, elements = first_view(site, html), count_elements(html)
        if size > FIRST_VIEW or elements > 180 or score(elements, 2, size) < 90:
            heavy[url] = (size, elements)
    assert heavy == {} and len(site.pages) > 100


def test_each_session_of_the_fullest_week_is_told_once_with_what_became_of_it(busy):
    site, monday = busy
    pages = [html for url, html in site.pages.items() if url.startswith(f"/agenda/semaine/{monday}/")]
    told = [one for html in pages for one in parse(html).xpath("//ul[@class='leaves']//a/..")]
    sessions = [
        one for a in site.catalogue.activities for one in a.sessions if monday <= one.start.date() < monday + WEEK
    ]
    assert len(pages) > 1 and len(told) == len(sessions) >= 40
    words = [plain(one.text_content()) for one in told]
    assert sum("Annulé." in one for one in words) == sum(bool(one.cancelled) for one in sessions) > 0
    assert sum("Nouvelle date" in one for one in words) > 0


def test_the_pages_of_a_week_lead_to_each_other_and_are_well_made(busy):
    site, monday = busy
    parts = {url: html for url, html in site.pages.items() if url.startswith(f"/agenda/semaine/{monday}/")}
    for url, html in parts.items():
        nav = parse(html).xpath("//nav[@aria-label='Jours de la semaine']//a")
        assert {one.get("href") for one in nav} == set(parts) and faults(html) == []
        assert [one.get("href") for one in nav if one.get("aria-current")] == [url]


def test_calendars_of_that_month_are_read_by_others_without_a_warning(busy):
    site, monday = busy
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for path in (site.folder / "site").rglob("*.ics"):
            content = path.read_bytes()
            read = vobject.readOne(content.decode()).contents.get("vevent", [])
            known = icalendar.Calendar.from_ical(content)
            assert len(read) == len(known.walk("VEVENT")) and not any(one.errors for one in known.walk()), path.name
            found = recurring_ical_events.of(known).between(monday, monday + 9 * WEEK)
            assert all(one["dtstart"].dt < one["dtend"].dt for one in found)
