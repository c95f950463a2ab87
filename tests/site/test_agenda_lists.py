"""Lists of activities, by theme and by level, say when each of them comes next."""

import re
from datetime import datetime

from formservice.theme import day_words, hour, listed
from plugins.agenda import TITLES
from tests.markup import parse


def lists(built) -> list[list[tuple[str, str]]]:
    """The activities of each theme and of each level, and what is said of each."""
    pages = [parse(html) for url, html in built.pages.items() if re.fullmatch(r"/agenda/(theme|niveau)/.+", url)]
    return [
        [(li.xpath("string(a/@href)"), li.text_content()) for li in page.xpath("//main/ul[@class='links dated']/li")]
        for page in pages
    ]


def lines(built) -> list[tuple[str, str]]:
    """All of them."""
    return [line for found in lists(built) for line in found]


def coming(activity, now) -> list[datetime]:
    """The dates of an activity that are not over, nor called off."""
    return sorted(one.start for one in activity.sessions if one.end > now and not one.cancelled)


def test_an_activity_is_told_with_its_next_date(built):
    activities, told = {one.url: one for one in built.catalogue.activities}, 0
    for url, words in lines(built):
        if dates := coming(activities[url], built.now):
            told += 1
            assert f"Prochaine date\u00a0: {day_words(dates[0], False)}, {hour(dates[0])}." in words, url
    assert told


def test_the_soonest_comes_first(built):
    activities, compared = {one.url: one for one in built.catalogue.activities}, 0
    for found in lists(built):
        dates = [coming(activities[url], built.now) for url, _ in found if not activities[url].weekly]
        first = [max(some[0], built.now) for some in dates if some]
        compared += len(first) > 1
        assert first == sorted(first)
    assert compared


def test_an_opening_of_each_week_is_told_with_its_days(built):
    activities = {one.url: one for one in built.catalogue.activities if one.weekly}
    for url, words in lines(built):
        weekly = activities[url].weekly if url in activities else ()
        assert all(
            listed(one.days).capitalize() in words for one in weekly if one.since <= built.now.date() <= one.until
        )


def test_the_page_of_a_level_is_headed_by_what_it_is_for(built):
    headed = {
        url: parse(html).findtext(".//h1") for url, html in built.pages.items() if url.startswith("/agenda/niveau/")
    }
    levels = {url.split("/")[3]: title for url, title in headed.items() if url != "/agenda/niveau/"}
    assert levels and levels.items() <= TITLES.items()
