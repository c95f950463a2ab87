"""The filing form: one page for the site and the service, light, open in time, and clear when it is not."""

import re
from datetime import datetime

import pytest

from tests.pages import Client
from tests.participation.site import SLUG, with_a_budget
from tests.site.ecoindex import count_elements
from tests.site.test_budget import FIRST_VIEW, fetched, first_view

NOW = datetime(2027, 1, 20, 12)
URL = f"/participation/{SLUG}/proposer/"


@pytest.fixture(scope="module", params=[-10, 5, -40], ids=["open", "not yet open", "closed"])
def town(request, tmp_path_factory):
    """The site of a commune, at three moments of its budget."""
    return with_a_budget(tmp_path_factory.mktemp("budget"), 7, NOW, request.param)


def test_the_service_shows_the_form_that_the_site_published(town, app_on):
    page = Client(app_on(town.folder, NOW)).get(URL)
    is_open = bool(page.tree.xpath("//form[@enctype]"))
    assert (URL in town.pages) is is_open
    assert not is_open or page.body == town.file(URL).read_bytes()


def test_the_form_costs_no_more_than_any_page(town, app_on):
    html = Client(app_on(town.folder, NOW)).get(URL).html
    assert first_view(town, html) <= FIRST_VIEW
    assert count_elements(html) <= 180
    assert len(fetched(html)) == 1


def test_the_form_says_when_it_opens_and_when_it_closes(town, app_on):
    page = Client(app_on(town.folder, NOW)).get(URL)
    assert re.search(
        "ouvert jusqu’au samedi 13 février 2027 à minuit|ouvre le lundi 25 janvier 2027 à 8 h"
        "|terminé depuis le jeudi 14 janvier 2027 à minuit", page.text
    )  # fmt: skip
    assert f"/participation/{SLUG}/" in page.links()


def test_a_form_sent_out_of_time_says_the_rule_and_its_version(town, app_on):
    client = Client(app_on(town.folder, NOW))
    is_open = bool(client.get(URL).tree.xpath("//form[@enctype]"))
    answer = client.post(URL, {"title": "Un banc"}, 422 if is_open else 409)
    assert answer.says("règlement, version 2") is not is_open


def test_a_form_with_every_mistake_costs_no_more_than_any_page(town, app_on):
    """What is read before one writes has been read: what is to be mended takes its room."""
    answer = Client(app_on(town.folder, NOW)).flask.post(URL, data={"title": "Un banc"})
    assert answer.status_code in (409, 422) and count_elements(answer.text) <= 180
