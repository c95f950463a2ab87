"""From the desk on, every link leads somewhere: with nobody in the store, and once people came."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest

from formservice.office import agents
from tests.builders import NOW, a_catalogue, a_release, a_session, a_site, an_activity, an_opening
from tests.office.conftest import PASSWORD

TODAY = "/agents/agenda/PN-2026-12-01/"
WORKSHOP = an_activity(sessions=(a_session("SM-1", NOW + timedelta(minutes=20)), a_session("SM-2")), capacity=1)


@pytest.fixture
def app(app_on, tmp_path):
    """A town where a permanence and a workshop are on today, before an agent of every role."""
    opening = an_opening(hours=("10:00-12:00",), horizon=timedelta(weeks=1))
    cycle = an_activity(code="OR", slug="ordinateur", booking="cycle", sessions=(a_session("OR-1", NOW),))
    coffee = an_activity(code="CN", slug="cafe", title="Le café numérique", booking="none", capacity=0)
    off = an_activity(code="VE", slug="veille", sessions=(a_session("VE-1", NOW, cancelled="Salle fermée"),))
    known = a_catalogue(WORKSHOP, opening, cycle, coffee, off, site=a_site())
    app = app_on(a_release(tmp_path / "release", known), NOW + timedelta(minutes=5))
    agents.add(app.store, "lucie", PASSWORD, list(agents.ROLES), "Lucie")
    return app


def leads(page):
    """The pages of the office that a page leads to."""
    written = page.tree.xpath("//a/@href") if page.is_html else []
    found = (urljoin(page.url, link).partition("#")[0] for link in written)
    return {link for link in found if link.startswith("/agents/")}


def walk(desk):
    """Follow every link of the office from the desk on; the addresses seen. A dead one is an AssertionError."""
    seen, ahead = set(), {"/agents/"}
    while ahead:
        url = ahead.pop()
        seen.add(url)
        ahead |= leads(desk.get(url)) - seen
    return seen


def test_every_link_leads_somewhere_when_nobody_registered(desk):
    assert {f"{TODAY}presences/2026-12-01", "/agents/agenda/SM-1/presences/2026-12-01"} <= walk(desk)


def test_every_link_leads_somewhere_once_people_came(desk):
    for number, name in enumerate(("Anna Exemple", "Ana Exemple", "Badr Exemple")):
        desk.register(WORKSHOP, number, name=name)

    assert {"/agents/a-verifier/", "/agents/agenda/SM-1/presences/2026-12-01"} <= walk(desk)


def test_each_month_of_the_agenda_is_reached_at_once(desk, clock, tmp_path):
    dates = tuple(a_session(f"SM-{n}", NOW + timedelta(days=30 * n)) for n in range(4))
    a_release(tmp_path / "release", a_catalogue(an_activity(sessions=dates)))
    for at, address in ((NOW, "/agents/agenda/"), (NOW + timedelta(days=200), "/agents/agenda/passees/")):
        clock.at = at
        page = desk.get(address)
        months = page.tree.xpath("//nav[@aria-label='Mois']/a/@href")
        assert len(months) == 3 and months == [f"#{id}" for id in page.tree.xpath("//h2/@id")]


def test_an_opening_without_appointments_still_counts_who_comes(desk):
    page = desk.get(f"{TODAY}presences/2026-12-01")

    assert page.says("Personne n’est attendu ce jour-là") and "/agents/compteur/PN" in page.links()
