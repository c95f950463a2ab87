"""A vote in a real browser with JavaScript off, on real processes: two kinds of ballot, a small screen, Enter."""

from datetime import datetime

import pytest

from formservice.storage import open_store
from formservice.voting import box, elections, turnout
from tests.browser.eyes import complaints
from tests.browser.steps import NARROW, READING
from tests.browser.test_layout import SMALL_TARGETS, TOO_WIDE
from tests.built import ROOT
from tests.running import serving
from tests.voting.site import CODE, SLUG, with_a_vote

NOW = datetime(2027, 4, 12, 12)
URL = f"/participation/{SLUG}/voter/"
KEY = box.new_key()
STYLE = (ROOT / "theme/static/style.css").read_text()
BALLOTS = {"approbation": "{kind: approbation, most: 2}", "points": "{kind: points, points: 10, most: 3}"}


@pytest.fixture(scope="module", params=list(BALLOTS))
def live(request, tmp_path_factory):
    """The site of a commune whose vote is open, after its ceremony."""
    folder = tmp_path_factory.mktemp("vote")
    (folder / "var").mkdir()
    with serving(with_a_vote(folder, 7, NOW, ballot=BALLOTS[request.param]), folder / "var") as server:
        store, catalogue = open_store(f"tinydb:{folder / 'var/data'}", rehearsal=True), server.site.catalogue
        with store.transaction(elections.partition_of(CODE)) as records:
            edition = catalogue.edition_by_code(CODE)
            elections.begin(records, catalogue, edition, box.public_of(KEY), ("anne", "badr"))
        yield server


def by_points(visitor):
    """Whether one gives points."""
    return visitor.live.site.catalogue.edition_by_code(CODE).ballot.kind == "points"


def total_of(visitor):
    """The button that counts so far: points make a total, crosses do not."""
    return "Calculer le total" if by_points(visitor) else "Compter mes choix"


def say_who(visitor, name):
    """Fill the first page in."""
    visitor.open(URL)
    visitor.page.check("[name=area][value=nord]")
    for field, words in {"name": name, "birth": "12/03/1950", "address": "3 rue des Prés, Exemple"}.items():
        visitor.page.fill(f"[name={field}]", words)
    visitor.page.check("[name=eligible]")
    visitor.press("Continuer")


def choose(visitor, number, points="6"):
    """Give a project one's voice."""
    if by_points(visitor):
        visitor.page.fill(f"[name=points-{number}]", points)
    else:
        visitor.page.check(f"[name=project][value='{number}']")


def test_the_whole_way_without_javascript_then_terminer(visitor):
    say_who(visitor, "Anna Exemple")
    assert visitor.h1 == "Votre bulletin : Nord"
    with visitor.context.expect_page() as beside:
        visitor.page.locator(".slate a").first.click()
    assert SLUG in beside.value.url
    beside.value.close()
    for number in (3, 5, 8):
        choose(visitor, number)
    visitor.press(total_of(visitor))
    assert "3 projets" in visitor.text and visitor.focused("p[role=status]")
    visitor.press("Continuer")
    assert visitor.page.title().startswith("Erreur") and visitor.focused(".summary")
    for number in (5, 8):
        one = visitor.page.locator(f"#p{number}")
        one.fill("") if by_points(visitor) else one.uncheck()
    visitor.press("Continuer")
    assert visitor.h1 == "Vérifiez votre vote" and "bancs" in visitor.text
    visitor.page.wait_for_timeout(READING)
    visitor.press("Voter")
    assert visitor.h1 == "Votre vote est compté" and "bancs" not in visitor.text
    assert visitor.context.cookies() == []
    number = visitor.reference
    visitor.press("Terminer")
    visitor.back()
    assert number not in visitor.page.content()


def test_every_page_is_accessible_and_fits_a_telephone(visit):
    visitor = visit(viewport=NARROW, java_script_enabled=True)
    say_who(visitor, "Badr Exemple")
    look(visitor)
    visitor.press("Continuer")
    look(visitor)
    choose(visitor, 3)
    for button in (total_of(visitor), "Continuer"):
        visitor.press(button)
        look(visitor)
    visitor.page.wait_for_timeout(READING)
    visitor.press("Voter")
    look(visitor)
    with store_of(visitor).transaction("vote/BC27") as records:
        rows = [["2027-04-10", "2027-04-11", ["41", "<5", "5-8"], 53]]
        for one in records.find("vote/BC27", turnout.TABLE):
            records.remove("vote/BC27", turnout.TABLE, one["id"])
        records.add("vote/BC27", turnout.TABLE, at=NOW.isoformat(), rows=rows, today=10)
    visitor.open(f"{URL}participation/")
    assert "63 personnes" in visitor.text
    box_of = visitor.page.locator("th", has_text="En tout").bounding_box()
    assert box_of["x"] + box_of["width"] <= NARROW["width"]
    look(visitor)


@pytest.mark.parametrize(("width", "said"), [(1280, False), (320, True)])
def test_the_board_of_agents_names_the_channel_of_a_number_once(visit, width, said):
    page = visit(viewport={"width": width, "height": 800}).page
    cell = "<td>3 <small>par internet</small></td>"
    page.set_content(f'<style>{STYLE}</style><body class="office"><table class="even counts"><tr>{cell}</tr></table>')
    assert page.is_visible("small") is said


def store_of(visitor):
    """The store that the service writes in."""
    return open_store(f"tinydb:{visitor.live.settings.var / 'data'}", rehearsal=True)


def look(visitor):
    """Nothing is wider than the screen, too small to touch, or out of reach of those who do not see."""
    page = visitor.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(TOO_WIDE) == [] and page.evaluate(SMALL_TARGETS) == [], scheme
        assert complaints(page) == [], scheme


def test_enter_in_a_box_shows_the_total_and_casts_nothing(visitor):
    say_who(visitor, "Chloé Exemple")
    choose(visitor, 3)
    with visitor.page.expect_navigation():
        visitor.page.locator("#p3").press("Enter")
    assert visitor.h1 == "Votre bulletin : Nord" and "1 projet" in visitor.text
