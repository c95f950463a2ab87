"""Every template fits a small screen and a doubled text, is easy to hit, and shows where the keyboard is."""

import json

import pytest

from plugins import agenda
from tests import ballots
from tests.browser.steps import NARROW, WIDE, Visitor, settings
from tests.records import a_page_of_each_template
from tests.running import QUIET, browser_path

SIZES = {"wide": WIDE, "narrow": NARROW}
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    return [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > width + 1)
        .map(one => one.outerHTML.slice(0, 120))
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
        "button, .button, .menu a, .bottom li a, .call, .crumbs a, fieldset label, input:not([type=hidden])"
    )].filter(one => !one.closest("fieldset label") || one.matches("label"))
    .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 24))
    .map(([html, box]) => `${box.height} ${html}`)"""
SMALL_TEXT = """() => [...document.querySelectorAll("body *")]
    .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(one => [parseFloat(getComputedStyle(one).fontSize), one.outerHTML.slice(0, 120)])
    .filter(([size]) => size < 18).map(([size, html]) => `${size} ${html}`)"""
IN_EMS = """lists => [...document.querySelectorAll(lists)]
    .map(one => one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize))"""
NO_OUTLINE = """() => {
    const one = document.activeElement, style = getComputedStyle(one)
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    return one === document.body || seen ? "" : one.outerHTML.slice(0, 120)
}"""


def pages(site, commune) -> list[str]:
    """A page of each template."""
    roles = ("companions", "cycle", "weekly", "computers", "open_door", "drop_in", "moved", "one")
    starts = ("/agenda/semaine/", "/agenda/theme/", "/agenda/lieu/", "/lieux/", "/actualites/")
    found = [f"/agenda/{commune.roles[role]}/" for role in roles]
    found += [next(url for url in site.pages if url.startswith(start) and url != start) for start in starts]
    lists = ["/agenda/", "/agenda/theme/", "/actualites/", "/lieux/", "/plan/", "/vie-privee/", "/agenda/places/"]
    day = agenda.days(site.catalogue.activities, site.now)[0].url
    lists += [f"/agenda/places/{commune.roles[role]}/" for role in ("cycle", "computers")]
    lists += [day, f"/agenda/places{day.removeprefix('/agenda')}"]
    others = [*a_page_of_each_template(site), *ballots.a_page_of_each_template(site), "/vie-privee/registration/"]
    asked = [f"/consultations/{slug}/" for slug in commune.consultations[:3]]
    return ["/", *lists, *asked, *found, *others, "/404.html", "/agents/connexion"]


Found = dict[tuple[str, str], dict[str, list[str]]]


def every(visitor, commune, *asked: tuple[str, str]) -> Found:
    """What each script finds wrong in a window, page by page; a page is opened once."""
    wrong: Found = {one: {} for one in asked}
    for url in pages(visitor.live.site, commune):
        visitor.open(url)
        for size, script in asked:
            visitor.page.set_viewport_size(SIZES[size])
            if found := visitor.page.evaluate(script):
                wrong[size, script][url] = found
    return wrong


@pytest.fixture(scope="module")
def wrong(browser, live, commune):
    """What is wrong in the pages of the site."""
    visitor = Visitor(browser, live, viewport=NARROW)
    asked = ("narrow", TOO_WIDE), ("narrow", SMALL_TEXT), ("narrow", SMALL_TARGETS), ("wide", SMALL_TARGETS)
    yield every(visitor, commune, *asked)
    visitor.context.close()


def test_nothing_is_wider_than_a_small_screen(wrong):
    assert wrong["narrow", TOO_WIDE] == {}


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_what_is_pressed_is_large(wrong, size):
    assert wrong[size, SMALL_TARGETS] == {}


def test_no_text_is_small(wrong):
    assert wrong["narrow", SMALL_TEXT] == {}


def test_the_keyboard_is_always_seen(visitor, activity):
    for url in ("/", activity("companions").url):
        visitor.open(url)
        for _ in range(45):
            visitor.page.keyboard.press("Tab")
            assert visitor.page.evaluate(NO_OUTLINE) == "", url


class Reader(Visitor):
    """A visitor in a window opened with a profile."""

    def __init__(self, context, live):
        self.enter(context, live)


@pytest.fixture(scope="module")
def doubled(browser, tmp_path_factory, live):
    """A visitor whose browser writes twice as large everywhere."""
    profile = tmp_path_factory.mktemp("profile")
    (profile / "Default").mkdir()
    fonts = {"default_font_size": 32, "default_fixed_font_size": 26}
    (profile / "Default" / "Preferences").write_text(json.dumps({"webkit": {"webprefs": fonts}}))
    launch = browser.browser_type.launch_persistent_context
    context = launch(profile, executable_path=browser_path(), args=QUIET, **settings(live, viewport=NARROW))
    yield Reader(context, live)
    context.close()


def test_sentences_in_rows_are_no_longer_than_those_of_a_page(visitor):
    for url in ("/participation/", "/vie-privee/", "/recherche/?q=atelier", "/"):
        visitor.open(url)
        assert visitor.page.evaluate(IN_EMS, "main .links.rows"), url
        assert max(visitor.page.evaluate(IN_EMS, "main .links.rows")) <= 42, url


def test_a_doubled_text_still_fits(doubled, commune):
    doubled.open("/")
    size = doubled.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= 36
    assert every(doubled, commune, ("narrow", TOO_WIDE)) == {("narrow", TOO_WIDE): {}}


def test_a_box_of_any_size_still_fits(doubled, activity):
    doubled.open(activity("companions").url)
    boxes = doubled.page.locator("main input[type=text]")
    for size in ("", 4, 7, 8, 16, 20):
        assert boxes.evaluate_all("(found, size) => found.map(one => one.setAttribute('size', size)).length", size)
        assert doubled.page.evaluate(TOO_WIDE) == [], size


def test_a_town_of_one_long_word_still_fits(doubled):
    doubled.open("/")
    doubled.page.evaluate("document.querySelector('.brand').lastChild.data = 'Grandbourgsurrivière-les-Eaux'")
    assert doubled.page.evaluate(TOO_WIDE) == []


def test_on_paper_the_buttons_and_the_menu_are_gone(visitor, activity):
    visitor.fill_in(activity("cycle"), "Nina Exemple")
    visitor.page.emulate_media(media="print")
    assert not visitor.page.is_visible("nav.menu")
    assert not any(button.is_visible() for button in visitor.page.query_selector_all("button"))
    assert visitor.page.is_visible("text=Nina Exemple")


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}])
def test_words_are_seen_however_one_looks(visit, look, commune):
    visitor = visit(**look)
    visitor.open("/")
    script = """() => { const style = getComputedStyle(document.body); return [style.color, style.backgroundColor] }"""
    ink, ground = visitor.page.evaluate(script)
    assert ink != ground
    assert visitor.page.evaluate("key => matchMedia(key).matches", condition(look))


def condition(look: dict[str, str]) -> str:
    """The media condition of a way of looking."""
    ((name, value),) = look.items()
    names = {"color_scheme": "prefers-color-scheme", "forced_colors": "forced-colors", "contrast": "prefers-contrast"}
    return f"({names[name]}: {value})"
