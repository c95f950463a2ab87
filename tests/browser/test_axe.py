"""axe finds nothing to say, on a page of every template, however one looks at it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from plugins import agenda
from tests.browser.steps import NARROW
from tests.records import a_page_of_each_template

LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": NARROW},
    "forced colours": {"forced_colors": "active"},
}
STANDARDS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
FORCED = RULES | {name: {"enabled": False} for name in ("color-contrast", "color-contrast-enhanced")}
"""With forced colours, the colours are the reader's own."""

SEARCH = ("/recherche/", "/recherche/?q=zorglub", "/recherche/?q=atelier", "/a-z/", "/a-z/l/")


@pytest.fixture(params=LOOKS)
def looker(request, visit):
    """A visitor for each way of looking, who lists what axe says of the page before them."""
    # axe is a script: without JavaScript it never ends. Our pages have none of their own.
    visitor = visit(java_script_enabled=True, **LOOKS[request.param])
    rules = FORCED if request.param.startswith("forced") else RULES
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "rules": rules, "resultTypes": ["violations"]}

    def complaints() -> list[str]:
        found = Axe().run(visitor.page, options=options).response["violations"]
        return [f"{visitor.page.url} {one['id']}: {node['html']}" for one in found for node in one["nodes"]]

    visitor.complaints = complaints
    return visitor


def test_no_page_of_the_site_has_a_barrier(looker, commune):
    roles, site = commune.roles, looker.live.site
    activities = [
        f"/agenda/{roles[role]}/"
        for role in ("companions", "cycle", "weekly", "computers", "drop_in", "cancelled", "over")
    ]
    lists = [
        next(url for url in site.pages if url.startswith(start) and url != start)
        for start in ("/agenda/semaine/", "/agenda/theme/", "/agenda/lieu/", "/lieux/", "/actualites/")
    ]
    pages = ["/", "/agenda/", "/agenda/theme/", "/actualites/", "/lieux/", "/plan/", "/vie-privee/", "/numerique/"]
    days = [day.url for day in agenda.days(site.catalogue.activities, site.now)][::12]
    days += [f"/agenda/places{day.removeprefix('/agenda')}" for day in days[:1]]
    found = []
    centre = a_page_of_each_template(site)
    for url in [
        *pages,
        *activities,
        *lists,
        *days,
        *centre,
        *SEARCH,
        "/404.html",
        "/agenda/places/",
        "/agents/connexion",
    ]:
        looker.open(url)
        found += looker.complaints()
    assert found == []


def test_no_page_of_the_way_nor_of_the_office_has_a_barrier(looker, activity):
    workshop, found = activity("many"), []
    looker.fill_in(workshop, "", phone="12")
    found += looker.complaints()
    looker.fill_in(workshop, f"Léa Exemple {id(looker)}")
    found += looker.complaints()
    looker.confirm()
    found += looker.complaints()
    follow_up = looker.page.url
    for button in ("Terminer", "Revoir mon inscription"):
        looker.press(button)
        found += looker.complaints()
        looker.open(follow_up)
        found += looker.complaints()

    looker.log_in()
    unit = workshop.sessions[-1].id
    office = (
        "/agents/",
        "/agents/agenda/",
        f"/agents/agenda/{unit}/",
        "/agents/saisie/",
        f"/agents/saisie/{workshop.code}",
    )
    for url in office:
        looker.open(url)
        found += looker.complaints()
    assert found == []


def test_axe_is_awake(looker):
    looker.open("/agenda/")
    looker.page.evaluate(
        "document.querySelector('h1').outerHTML = '<img src=x><p style=color:#999;background:#fff>a</p>'"
    )
    assert {complaint.split()[1].rstrip(":") for complaint in looker.complaints()} >= {"image-alt"}
