"""The office in a real browser: without script, at any width, for every eye."""

import pyotp
import pytest

from tests.browser import eyes
from tests.browser.steps import NARROW, Visitor
from tests.running import PASSWORD

STANDARDS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
TABLET = {"width": 720, "height": 960}
WINDOWS = {"wide": {}, "tablet": {"viewport": TABLET}, "narrow-dark": {"viewport": NARROW, "color_scheme": "dark"}}
CUT = """all => all.filter(one => {
    const range = document.createRange(); range.selectNodeContents(one);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
}).map(one => one.textContent)"""
"""The words of what does not stand on one line."""
GOOD = dict.fromkeys(WINDOWS, ([], False))


@pytest.fixture
def visit(browser, live):
    """Open a window of the office, logged in."""
    opened = []

    def make(**options):
        opened.append(Visitor(browser, live, **options))
        opened[-1].log_in()
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.context.close()


@pytest.fixture
def workshop(live, commune):
    """A workshop of six seats."""
    return live.site.catalogue.activity(commune.roles["companions"])


def complaints(visitor):
    """What axe finds on this page, and whether it is wider than the window, in each of them."""
    page, wide = visitor.page, "document.documentElement.scrollWidth > innerWidth"
    return {name: (eyes.complaints(page, STANDARDS, {}), page.evaluate(wide)) for name in eyes.ways(page, WINDOWS)}


def type_in(visitor, workshop, name, phone):
    """Type a call from the code of a session, without script; the page it ends on stays open."""
    visitor.open("/agents/saisie/")
    visitor.page.fill("#code", workshop.sessions[-1].id.lower())
    visitor.press("Continuer")
    visitor.page.check("input[name=who][value=self]")
    visitor.page.fill("input[name=name]", name)
    visitor.page.check("input[name=reach][value=phone]")
    visitor.page.fill("input[name=phone]", phone)
    visitor.page.check("input[name=channel][value=telephone]")
    visitor.page.check("input[name=consent]")
    visitor.press("Enregistrer l’inscription")


def test_a_call_is_typed_in_without_script(visit, workshop):
    visitor = visit()
    type_in(visitor, workshop, "Irène Exemple", "06 39 98 07 01")

    assert visitor.h1 == "Une place est gardée" and visitor.reference.startswith("AT-")
    visitor.open(f"/agents/agenda/{workshop.sessions[-1].id}/")
    assert "Irène Exemple" in visitor.text


def test_every_screen_is_for_every_eye(visit, workshop):
    visitor = visit(java_script_enabled=True)
    type_in(visitor, workshop, "Irène Exemple", "06 39 98 07 01")
    one = visitor.page.url
    session = f"/agents/agenda/{workshop.sessions[-1].id}/"
    pages = ("/agents/", "/agents/agenda/", "/agents/agenda/passees/", session, one, f"{one}annuler", f"{one}date")
    tools = (
        "/agents/agenda/demande/",
        "/agents/agenda/service-rendu/",
        "/agents/appels/",
        "/agents/chercher/",
        "/agents/a-verifier/",
        "/agents/compteur/",
        "/agents/themes/",
        "/agents/saisie/",
        "/agents/second-facteur",
    )
    for address in (*pages, *tools, f"/agents/saisie/{workshop.code}"):
        visitor.open(address)
        assert complaints(visitor) == GOOD, address


@pytest.mark.parametrize("width", [1280, 965, 720, 320])
def test_the_bars_of_the_demand_have_one_scale(visit, width):
    visitor = visit(viewport={"width": width, "height": 960})
    visitor.open("/agents/agenda/demande/")
    widths = "all => all.map(one => Math.round(one.getBoundingClientRect().width))"
    bars = visitor.page.locator("table.demand svg").evaluate_all(widths)

    assert len(bars) > 4 and len({*bars}) == 1 and bars[0] > 40
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == width


def test_the_menu_is_folded_on_a_telephone_and_open_on_a_wide_screen(visit):
    visitor = visit(viewport=NARROW)
    link = visitor.page.get_by_role("link", name="Les séances", exact=True)
    top = visitor.page.locator("h1").evaluate("one => one.getBoundingClientRect().top")
    assert top < NARROW["height"] / 2 and not link.is_visible()
    assert visitor.page.get_by_role("link", name="Saisir", exact=True).is_visible()
    visitor.page.click("text=Menu")
    assert link.is_visible() and visitor.page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]

    eyes.look(visitor.page)
    visitor.open("/agents/")
    assert link.is_visible() and not visitor.page.is_visible("summary")


def test_a_second_factor_is_taken_without_script_and_for_every_eye(browser, live):
    live.command("agent", "add", "vera", "--role", "vote", "--password-stdin", given=PASSWORD)
    visitor = Visitor(browser, live, java_script_enabled=True)
    visitor.give_password("vera", PASSWORD)
    seen = [complaints(visitor)]
    visitor.page.fill("input[name=first]", pyotp.TOTP(visitor.page.inner_text(".key").replace(" ", "")).now())
    visitor.press("Continuer")
    seen.append(complaints(visitor))
    code = visitor.page.locator(".recovery bdi").first.inner_text()
    visitor.open("/agents/")
    visitor.page.click("summary")
    visitor.press("Se déconnecter")
    visitor.give_password("vera", PASSWORD)
    seen.append(complaints(visitor))
    visitor.page.fill("input[name=recovery]", code)
    visitor.press("Entrer")

    assert visitor.h1 == "Mon second facteur" and [*seen, complaints(visitor)] == [GOOD] * 4
    visitor.context.close()


def test_mistakes_are_read_first(visit, workshop):
    visitor = visit(java_script_enabled=True)
    visitor.open(f"/agents/saisie/{workshop.code}")
    visitor.press("Enregistrer l’inscription")

    assert visitor.page.title().startswith("Erreur\u00a0:") and visitor.focused(".summary")
    assert complaints(visitor) == GOOD


def test_back_shows_nothing_after_the_logout(visit, workshop):
    visitor = visit()
    type_in(visitor, workshop, "Irène Exemple", "06 39 98 07 01")
    visitor.press("Se déconnecter")
    visitor.back()

    assert "Irène" not in visitor.text and "Espace des agents" in visitor.h1


def test_a_place_is_offered_and_taken_by_telephone_without_script(visit, workshop, commune, live):
    visitor = visit()
    two_seats = live.site.catalogue.activity(commune.roles["two_seats"])
    for number in range(3):
        type_in(visitor, two_seats, f"Personne {'ABC'[number]}", f"06 39 98 08 0{number}")
    session = f"/agents/agenda/{two_seats.sessions[-1].id}/"
    visitor.open(session)
    visitor.page.get_by_role("link", name="Annuler").first.click()
    visitor.page.check("input[name=channel][value=telephone]")
    visitor.press("Oui, annuler l’inscription")

    visitor.open("/agents/appels/")
    assert "Personne C" in visitor.text and "La prenez-vous" in visitor.text
    visitor.press("Accepte")
    assert visitor.h1 == "Une place est gardée"


def test_a_search_a_visit_and_a_late_sheet_need_no_script(visit, workshop, commune, live):
    visitor = visit(viewport=NARROW)
    type_in(visitor, workshop, "Zélie Exemple", "06 39 98 07 09")
    visitor.open("/agents/chercher/")
    visitor.page.fill("#person", "zelie exmple")
    visitor.press("Chercher")
    assert "Zélie Exemple" in visitor.text

    visitor.open(f"/agents/compteur/{live.site.catalogue.activity(commune.roles['drop_in']).code}")
    visitor.press("Autre question")
    assert "Aujourd’hui : 1 visite" in visitor.text
    day = workshop.sessions[-1].start.date()
    visitor.open(f"/agents/agenda/{workshop.sessions[-1].id}/presences/{day}")
    assert "C’est trop tôt" in visitor.text


@pytest.mark.parametrize("width", [680, 718])
def test_the_printed_list_keeps_every_number_whole(visit, workshop, width):
    visitor = visit(viewport={"width": width, "height": 1000})
    for number, name in enumerate(("Yann Exemple", "Yanne Exemple")):
        type_in(visitor, workshop, name, f"06 39 98 06 0{number}")
    visitor.open(f"/agents/agenda/{workshop.sessions[-1].id}/")
    visitor.page.emulate_media(media="print")

    assert visitor.page.locator("td bdi, td a:visible, thead th").evaluate_all(CUT) == []
    assert (
        visitor.page.locator("th, td").evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth)") == []
    )
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == width
    assert "Yanne Exemple" in visitor.text and not visitor.page.get_by_text("Annuler").first.is_visible()
    assert not visitor.page.is_visible(".office .menu")
