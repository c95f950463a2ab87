"""What each page may cost who opens it: bytes, requests, elements. Over every page built."""

import gzip
import re

from formservice.security import HEADERS
from tests.markup import parse
from tests.site.ecoindex import count_elements, score

FIRST_VIEW = 14_000
"""Bytes that come in the first flight of a connection."""
HEAD = 150 + sum(len(f"{name}: {value}\r\n") for name, value in HEADERS.items())
"""Bytes before an answer's body: our headers, and the usual ones."""
FETCHED = "//link[contains('stylesheet icon preload manifest', @rel)]/@href | //*[self::img or self::source]/@src"
"""What a browser fetches with the page."""
LISTED, LARGE = 30_000, 120_000
"""Bytes of a picture in a list or on a telephone, and of one that is looked at on a wide screen."""


def fetched(html: str) -> list[str]:
    """The addresses a page makes a browser fetch before its words are read: pictures come after."""
    return [url for url in map(str, parse(html).xpath(FETCHED)) if not url.startswith(("data:", "/images/"))]


def pictures(html: str) -> list[str]:
    """The largest file that each picture of a page may cost who reads AVIF."""
    sets = map(str, parse(html).xpath("//source[@type='image/avif']/@srcset"))
    return [one.split(", ")[-1].split(" ")[0] for one in sets]


def first_view(site, html: str) -> int:
    """The bytes of a page and of all that it fetches, compressed, with headers."""
    bodies = [html.encode(), *(site.file(url).read_bytes() for url in fetched(html))]
    return sum(HEAD + len(gzip.compress(body, 9, mtime=0)) for body in bodies)


def over(site, measure, most: float) -> dict[str, float]:
    """The pages that cost more than `most`."""
    costs = {url: measure(html) for url, html in site.pages.items()}
    return {url: round(cost, 1) for url, cost in costs.items() if cost > most}


def test_a_first_view_comes_in_one_flight(built):
    assert over(built, lambda html: first_view(built, html), FIRST_VIEW) == {}


def test_a_page_is_two_requests_at_most(built):
    assert over(built, lambda html: 1 + len(fetched(html)), 2) == {}


def test_a_page_has_few_elements(built):
    assert over(built, count_elements, 180) == {}


def test_every_page_has_an_ecoindex_of_ninety(built):
    def lost(html: str) -> float:
        seen = pictures(html)
        size = first_view(built, html) + sum(HEAD + built.file(url).stat().st_size for url in seen)
        return 100 - score(count_elements(html), 1 + len(fetched(html)) + len(seen), size)

    assert over(built, lost, 10) == {}


def test_every_picture_is_light_for_its_width(built):
    for path in (built.folder / "site").glob("images/*"):
        width = int(re.search(r"-(\d+)\.[0-9a-f]{8}\.", path.name)[1])
        assert path.stat().st_size <= (LISTED if width <= 640 else LARGE), path.name


def test_pictures_come_after_the_words_and_keep_their_place(built):
    for url, html in built.pages.items():
        for n, image in enumerate(parse(html).xpath("//img")):
            assert {"alt", "width", "height"} <= set(image.attrib), url
            assert image.xpath("boolean(preceding::h1)"), url
            assert n == 0 or image.get("loading") == "lazy", url


def test_nothing_is_fetched_from_elsewhere(built):
    for url, html in built.pages.items():
        assert all(re.match(r"/(?!/)", address) for address in fetched(html)), url


def test_the_style_sheet_fetches_nothing_and_lends_no_font(built):
    for sheet in (built.folder / "site" / "assets").glob("*.css"):
        assert re.findall(r"@import|@font-face|url\((?!data:)|https?:", sheet.read_text()) == []


def test_there_is_no_script_anywhere(built):
    assert list((built.folder / "site").rglob("*.js")) == []
    for html in built.pages.values():
        assert not re.search(r"<script(?! type=\"application/ld\+json\">)|javascript:|\son[a-z]+=", html)
