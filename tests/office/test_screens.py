"""The office in a real browser: without script, at any width, for every eye."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.steps import NARROW, WIDE, Visitor

RULES = {"runOnly": ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
WINDOWS = [
    pytest.param({"viewport": WIDE}, id="wide"),
    pytest.param({"viewport": NARROW, "color_scheme": "dark"}, id="narrow-dark"),
]


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


@pytest.mark.parametrize("options", WINDOWS)
def test_every_screen_is_for_every_eye(visit, workshop, options):
    visitor = visit(**options | {"java_script_enabled": True})
    type_in(visitor, workshop, "Irène Exemple", "06 39 98 07 01")
    one = visitor.page.url
    session = f"/agents/agenda/{workshop.sessions[-1].id}/"
    pages = ("/agents/", "/agents/agenda/", "/agents/agenda/passees/", session, one, f"{one}annuler", f"{one}date")
    tools = (
        "/agents/appels/",
        "/agents/chercher/",
        "/agents/a-verifier/",
        "/agents/compteur/",
        "/agents/themes/",
        "/agents/saisie/",
    )
    for address in (*pages, *tools, f"/agents/saisie/{workshop.code}"):
        visitor.open(address)
        seen = Axe().run(visitor.page, options=RULES).response["violations"]
        wider = visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth")

        assert (seen, wider) == ([], False), address


def test_mistakes_are_read_first(visit, workshop):
    visitor = visit(viewport=NARROW, java_script_enabled=True)
    visitor.open(f"/agents/saisie/{workshop.code}")
    visitor.press("Enregistrer l’inscription")

    assert visitor.page.title().startswith("Erreur\u00a0:") and visitor.focused(".summary")
    assert Axe().run(visitor.page, options=RULES).response["violations"] == []


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
