"""What every page of both communes must be."""

import re
from collections import Counter

from tests.markup import faults, parse

NO_WAY_UP = ("/", "/404.html")


def test_every_page_is_well_made(built):
    wrong = {url: found for url, html in built.pages.items() if (found := faults(html))}
    assert wrong == {}


def test_every_page_has_its_own_title_and_its_description(built):
    trees = {url: parse(html) for url, html in built.pages.items()}
    titles = Counter(tree.findtext(".//title") for tree in trees.values())
    assert [title for title, count in titles.items() if count > 1] == []
    assert [url for url, tree in trees.items() if not tree.xpath("string(//meta[@name='description']/@content)")] == []


def test_every_page_names_the_town_and_its_telephone(built):
    for url, html in built.pages.items():
        tree = parse(html)
        assert tree.findtext(".//title").endswith(built.catalogue.site.name), url
        assert tree.xpath("//footer//a[starts-with(@href, 'tel:')]"), url


def test_the_header_is_the_same_on_every_page(built):
    headers = {re.sub(r' aria-current="\w+"', "", header(html)) for html in built.pages.values()}
    assert len(headers) == 1


def header(html: str) -> str:
    return html[html.index("<header") : html.index("</header>")]


def test_at_most_one_line_of_the_menu_is_marked(built):
    for url, html in built.pages.items():
        assert header(html).count("aria-current") <= 1, url
    assert 'aria-current="page"' in header(built.pages["/agenda/"])


def test_every_page_but_the_first_has_a_way_up(built):
    for url, html in built.pages.items():
        crumbs = parse(html).xpath("//nav[@class='crumbs']//a/@href")
        assert (crumbs[:1] == ["/"]) != (url in NO_WAY_UP), url
        assert all(url.startswith(crumb) or crumb in ("/", "/lieux/", "/participation/") for crumb in crumbs), url


def test_what_one_may_answer_now_comes_before_what_is_over(built):
    order = ["Votre avis, en ce moment", "Bientôt", "Les éditions", "Consultations terminées"]
    headings = [heading.text for heading in parse(built.pages["/participation/"]).xpath("//main//h2")]
    shown = [heading for heading in headings if heading in order]
    assert shown[0] == order[0] and shown == sorted(shown, key=order.index)


def test_no_news_says_that_something_will_open_once_it_is_open(town_site):
    opened = [one.url for one in town_site.catalogue.consultations if one.is_open(town_site.now)]
    news = [html for url, html in town_site.pages.items() if re.fullmatch(r"/actualites/.+/", url)]
    told = [html for html in news if any(f'href="{url}"' in html for url in opened)]
    assert told and not [html for html in told if re.search(r"Bientôt|ouvre le|D’ici là", html)]


def test_internet_is_written_in_one_manner(built):
    capital = re.compile(r"\b(?:[Ss]ur|[Pp]ar|[Ss]ans|[Aa]vec|[dl]’)\s?Internet\b")
    assert {url for url, html in built.pages.items() if capital.search(html)} == set()


def test_what_the_tiles_say_ends_like_a_sentence(built):
    tiles = {url: parse(html).xpath("//ul[@class='ways']/li") for url, html in built.pages.items()}
    open_ended = {url for url, found in tiles.items() for one in found if one.text_content().strip()[-1] not in ".!?…"}
    assert any(tiles.values()) and open_ended == set()


def test_a_title_that_looks_like_code_stays_words(site):
    titles = {activity.title for activity in site.catalogue.activities}
    shown = {parse(site.pages[activity.url]).findtext(".//h1") for activity in site.catalogue.activities}
    assert shown == titles


def test_what_nobody_checked_says_so(built):
    known = built.catalogue
    marked = [thing for thing in (*known.places, *known.activities, *known.editions) if thing.demonstration]
    assert marked
    for thing in marked:
        assert "onnées de démonstration" in built.pages[thing.url], thing.url


def test_a_form_can_be_filled_by_a_browser(built):
    known = {"name", "tel", "email", "organization", "address-line1", "off"}
    ours = ".//form[not(@role='search')]"
    for url, html in built.pages.items():
        tree = parse(html)
        assert set(tree.xpath("//input/@autocomplete")) <= known, url
        assert len(tree.xpath("//header/form[@role='search' and @action='/recherche/' and not(@method)]")) == 1, url
        for form in tree.xpath(ours):
            assert form.get("action") == url and form.get("method") == "post", url
            assert "novalidate" in form.attrib and not form.xpath(".//*[@required]"), url
