"""What is read as one word is not cut at the end of a line: an address, a name, « e-mail »."""

from urllib.parse import urlsplit

import pytest

from formservice.catalogue.french import JOINT
from tests.browser.steps import NARROW, WIDE

CUT = """([where, words]) => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (const word of node.parentElement.closest(where) ? words : [])
            for (let at = node.data.indexOf(word); at >= 0; at = node.data.indexOf(word, at + 1)) {
                const range = document.createRange()
                range.setStart(node, at)
                range.setEnd(node, at + word.length)
                const lines = new Set([...range.getClientRects()].map(one => Math.round(one.top)))
                if (lines.size > 1) found.push(node.data.slice(Math.max(0, at - 30), at + 30))
            }
    return found
}"""


@pytest.fixture(scope="module", params=[WIDE, NARROW], ids=["wide", "narrow"])
def cut(request, browser, town_site):
    """What is cut among these words, on a page of the town."""
    page = browser.new_page(viewport=request.param)
    page.route("**", lambda route: route.fulfill(path=town_site.file(urlsplit(route.request.url).path)))

    def look(url: str, *words: str, where: str = "body") -> list[str]:
        page.goto(f"http://localhost{url}")
        assert any(word in page.inner_text("body") for word in words), "none of these is there to be cut"
        return page.evaluate(CUT, [where, words])

    yield look
    page.close()


def test_the_name_of_the_town_is_not_cut_where_its_address_is_told(cut, town_site):
    town = town_site.catalogue.site.name
    found = ["/", "/agenda/premiers-pas-smartphone/", "/consultations/les-bancs-et-les-haltes/", "/contact/"]
    for url in [*found, *(place.url for place in town_site.catalogue.places)]:
        assert cut(url, town, where=".facts, .bottom") == [], url


def test_a_word_of_two_short_halves_is_not_cut(cut, town_site):
    words = [f"e-{JOINT}mail", f"mi-{JOINT}chemin"]
    found = [one for one in town_site.catalogue.activities if any(word in one.body for word in words)]
    assert len(found) > 20 and not [one.url for one in found if cut(one.url, *words)]


def test_what_goes_on_now_is_told_in_one_line(cut, town_site):
    area = next(url for url, html in town_site.pages.items() if 'free">En ce moment<' in html and "Quartiers" in html)
    assert cut(area, "En ce moment") == []


def test_the_address_of_a_place_is_cut_before_its_sign_alone(cut, town_site):
    for place in town_site.catalogue.places:
        if place.email:
            name, _, host = place.email.partition("@")
            assert cut(place.url, name, f"@{host}") == [], place.url
