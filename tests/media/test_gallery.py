"""An exhibition and a recording, as the town publishes them."""

import pytest

from tests.browser.eyes import LOOKS, barriers
from tests.browser.steps import NARROW, WIDE, Visitor
from tests.browser.test_layout import TOO_WIDE
from tests.built import build
from tests.markup import faults, parse
from tests.media.drawing import reopened

EXHIBITION, TESTIMONY = "/ressources/mlb-990/", "/ressources/mlb-991/"
SHIFTS = """() => new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
        .observe({type: "layout-shift", buffered: true})
    setTimeout(() => done(0), 800)
})"""
STYLED = "[...document.querySelectorAll('link[rel=stylesheet]')].every(one => one.sheet)"
HEIGHTS = "[...document.querySelectorAll('figure')].map(one => one.getBoundingClientRect().top)"


@pytest.fixture
def visit(browser, shown):
    """Open a window on the gallery."""
    opened = []

    def make(**options):
        opened.append(Visitor(browser, shown, **options))
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.context.close()


def test_no_original_nor_what_a_camera_wrote_is_published(gallery):
    published = sorted((gallery.folder / "site/images").iterdir())
    assert not {"debout.jpg", "grain.png"} & {path.name for path in published}
    for path in published:
        assert b"Appareil" not in path.read_bytes()
        assert not reopened(path).getexif()


def test_a_project_shows_its_pictures_as_an_exhibition_does(gallery):
    page = parse(gallery.pages["/participation/budget-participatif-2021/90/"])
    assert page.xpath("//main//figure//img/@alt") == ["Un portail de brique ouvert sur un jardin."]
    assert all(gallery.file(url).is_file() for url in page.xpath("//main//img/@src"))
    assert faults(gallery.pages["/participation/budget-participatif-2021/90/"]) == []


def test_every_file_that_a_picture_names_is_there(gallery):
    page = parse(gallery.pages[EXHIBITION])
    named = [one.split(" ")[0] for text in page.xpath("//source/@srcset") for one in text.split(", ")]
    assert len(named) == (3 + 2 + 2) * 2
    assert all(gallery.file(url).is_file() for url in [*named, *page.xpath("//img/@src")])


def test_a_photo_held_upright_is_shown_upright(gallery):
    first = parse(gallery.pages[EXHIBITION]).xpath("//img")[0]
    assert (first.get("width"), first.get("height")) == ("570", "760")


def test_an_exhibition_says_when_where_and_whose(gallery):
    page = gallery.pages[EXHIBITION]
    assert "Du 18\u00a0novembre 2026 au 20\u00a0novembre 2026, Salle d’essai." in page
    assert "Cette exposition est terminée." in page
    assert page.count("<small>Ville-d’Essai</small>") == 3


def test_a_recording_waits_and_is_written_too(gallery):
    html = gallery.pages[TESTIMONY]
    assert faults(html) == []
    page = parse(html)
    (link,) = page.xpath("//a[@download]")
    assert link.text_content() == "Télécharger le son (WAV, 8\u00a0ko)"
    assert page.xpath("//audio/@preload") == ["none"]
    assert page.xpath("//a[@href='#transcription']") and page.xpath("//audio/following::h2[@id='transcription']")


def test_a_second_build_is_the_same_to_the_byte(gallery, tmp_path):
    again = build(gallery.root, tmp_path / "again", gallery.now)
    for folder in ("images", "sons", "ressources"):
        first, second = gallery.folder / "site" / folder, again.folder / "site" / folder
        files = {path.relative_to(first): path.read_bytes() for path in first.rglob("*.*")}
        assert files == {path.relative_to(second): path.read_bytes() for path in second.rglob("*.*")}


@pytest.mark.parametrize(("name", "type"), [("images/*.avif", "image/avif"), ("sons/*.wav", "audio/wav")])
def test_pictures_and_sounds_are_sent_as_what_they_are(browser, visit, gallery, name, type):
    path = next((gallery.folder / "site").glob(name))
    answer = visit().context.request.get(f"/{path.relative_to(gallery.folder / 'site')}")
    assert answer.headers["content-type"] == type
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_nothing_moves_when_the_pictures_come(visit, size):
    visitor = visit(viewport=size, java_script_enabled=True)
    waiting = []
    visitor.page.route("**/images/**", lambda route: waiting.append(route))
    visitor.page.goto(EXHIBITION, wait_until="domcontentloaded")
    # A busy machine may read the page long before its style.
    visitor.page.wait_for_function(STYLED)
    visitor.page.wait_for_timeout(200)
    before = visitor.page.evaluate(HEIGHTS)
    for route in waiting:
        route.continue_()
    visitor.page.wait_for_load_state("load")

    assert waiting
    # A size rounded to whole pixels may be less than one off.
    assert visitor.page.evaluate(HEIGHTS) == pytest.approx(before, abs=1)
    assert visitor.page.evaluate(SHIFTS) == 0


def test_without_its_pictures_the_page_is_whole(visit):
    visitor = visit(viewport=NARROW)
    visitor.page.route("**/images/**", lambda route: route.abort())
    visitor.open(EXHIBITION)

    tree = visitor.page.locator("main").aria_snapshot()
    for words in ("Un portail de brique ouvert sur un jardin.", "Ville-d’Essai", "se lit sans les images"):
        assert words in tree


@pytest.mark.parametrize("url", [EXHIBITION, TESTIMONY])
def test_neither_page_has_a_barrier(visit, url):
    visitor = visit(viewport=NARROW, java_script_enabled=True)
    visitor.open(url)
    assert barriers(visitor.page, viewport=NARROW) == dict.fromkeys(LOOKS, [])
    assert visitor.page.evaluate(TOO_WIDE) == []


def test_a_telephone_is_sent_small_pictures_and_no_sound(visit):
    visitor, fetched = visit(viewport=NARROW, device_scale_factor=2), []
    visitor.page.on("response", lambda answer: fetched.append(int(answer.headers["content-length"])))
    visitor.open(EXHIBITION)
    assert 3 <= len(fetched) <= 2 + 3
    assert max(fetched[2:]) <= 30_000

    fetched.clear()
    visitor.open(TESTIMONY)
    assert len(fetched) <= 2
