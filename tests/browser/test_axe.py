"""axe finds nothing to say, on a page of every template, however one looks at it."""

import pytest

from plugins import agenda
from tests import ballots
from tests.browser.eyes import LOOKS, barriers, complaints, gathered, look
from tests.browser.steps import Visitor
from tests.records import a_page_of_each_template

SEARCH = ("/recherche/", "/recherche/?q=zorglub", "/recherche/?q=atelier", "/a-z/", "/a-z/l/")


@pytest.fixture(scope="module")
def looker(browser, live):
    """A visitor with JavaScript, for axe: our pages have none of their own."""
    visitor = Visitor(browser, live, java_script_enabled=True)
    yield visitor
    visitor.context.close()


def addresses(site, commune):
    """A page of each template of the site."""
    roles = commune.roles
    activities = [
        f"/agenda/{roles[role]}/"
        for role in ("companions", "cycle", "weekly", "computers", "drop_in", "cancelled", "over")
    ]
    activities += [f"/agenda/{roles[role]}/dates/" for role in ("moved", "computers")]
    activities += ["/agenda/commencer/", "/agenda/niveau/"]
    lists = [
        next(url for url in site.pages if url.startswith(start) and url != start)
        for start in ("/agenda/semaine/", "/agenda/theme/", "/agenda/lieu/", "/lieux/", "/actualites/")
    ]
    pages = ["/", "/agenda/", "/agenda/theme/", "/actualites/", "/lieux/", "/plan/", "/vie-privee/", "/numerique/"]
    days = [day.url for day in agenda.days(site.catalogue.activities, site.now)][::12]
    days += [f"/agenda/places/{roles[role]}/" for role in ("cycle", "computers")]
    days += [f"/agenda/places{day.removeprefix('/agenda')}" for day in days[:1]]
    centre = [*a_page_of_each_template(site), *ballots.a_page_of_each_template(site), "/vie-privee/registration/"]
    asked = [f"/consultations/{slug}/" for slug in commune.consultations[:3]]
    others = [*SEARCH, "/404.html", "/agenda/places/", "/agents/connexion"]
    return [*pages, *asked, *activities, *lists, *days, *centre, *others]


@pytest.fixture(scope="module")
def site_seen(looker, commune):
    """What axe says of each page of the site, by way of looking."""
    seen = []
    for url in addresses(looker.live.site, commune):
        looker.open(url)
        seen.append(barriers(looker.page))
    return seen


@pytest.fixture(scope="module")
def way_seen(looker, commune):
    """The same of the way to a registration, and of the office."""
    workshop, seen = looker.live.site.catalogue.activity(commune.roles["many"]), []
    looker.fill_in(workshop, "", phone="12")
    seen.append(barriers(looker.page))
    looker.fill_in(workshop, "Léa Exemple")
    seen.append(barriers(looker.page))
    looker.confirm()
    seen.append(barriers(looker.page))
    follow_up = looker.page.url
    for button in ("Terminer", "Revoir mon inscription"):
        looker.press(button)
        seen.append(barriers(looker.page))
        looker.open(follow_up)
        seen.append(barriers(looker.page))

    looker.log_in()
    unit = workshop.sessions[-1].id
    for url in ("", "agenda/", f"agenda/{unit}/", "saisie/", f"saisie/{workshop.code}"):
        looker.open(f"/agents/{url}")
        seen.append(barriers(looker.page))
    return seen


@pytest.mark.parametrize("name", LOOKS)
def test_no_page_of_the_site_has_a_barrier(site_seen, name):
    assert gathered(site_seen, name) == []


@pytest.mark.parametrize("name", LOOKS)
def test_no_page_of_the_way_nor_of_the_office_has_a_barrier(way_seen, name):
    assert gathered(way_seen, name) == []


@pytest.mark.parametrize("name", LOOKS)
def test_axe_is_awake(looker, name):
    looker.open("/agenda/")
    looker.page.evaluate(
        "document.querySelector('h1').outerHTML = '<img src=x><p style=color:#999;background:#fff>a</p>'"
    )
    look(looker.page, **LOOKS[name])
    assert {complaint.split()[1].rstrip(":") for complaint in complaints(looker.page)} >= {"image-alt"}


@pytest.mark.parametrize(("name", "condition"), {
    "dark": "(prefers-color-scheme: dark)", "narrow": "(width: 320px)", "forced colours": "(forced-colors: active)",
}.items())  # fmt: skip
def test_a_loaded_page_is_really_seen_otherwise(looker, name, condition):
    looker.open("/")
    for way, holds in (("light", False), (name, True), ("light", False)):
        look(looker.page, **LOOKS[way])
        assert looker.page.evaluate("key => matchMedia(key).matches", condition) is holds
