"""The first page of a vote: one for the site and the service, light, linked from where one looks, open in time."""

import re
from datetime import datetime
from subprocess import run

import pytest

from plugins.participation.checks import two_keys, unvoted
from tests import markup
from tests.built import ROOT
from tests.pages import Client, plain
from tests.participation.town import an_edition
from tests.site.ecoindex import count_elements
from tests.site.test_budget import FIRST_VIEW, fetched, first_view
from tests.voting.site import SLUG, with_a_vote
from tests.voting.town import EDITION

NOW = datetime(2027, 4, 12, 12)
URL = f"/participation/{SLUG}/voter/"


@pytest.fixture(scope="module", params=[-2, 5, -20], ids=["open", "not yet open", "over"])
def town(request, tmp_path_factory):
    """The site of a commune, at three moments of its vote."""
    return with_a_vote(tmp_path_factory.mktemp("vote"), 7, NOW, request.param)


def test_the_service_shows_the_page_that_the_site_published(town, app_on):
    page = Client(app_on(town.folder, NOW)).get(URL)
    is_open = bool(page.tree.xpath("//main//form"))
    assert (URL in town.pages) is is_open
    assert not is_open or page.body == town.file(URL).read_bytes()


def test_one_is_led_to_the_vote_while_it_is_open_and_not_otherwise(town):
    pages = ["/participation/", f"/participation/{SLUG}/", f"/participation/{SLUG}/nord/", f"/participation/{SLUG}/3/"]
    linked = {f'href="{URL}"' in town.pages[page] for page in pages}
    assert linked == {URL in town.pages}


def test_the_page_costs_no_more_than_any_page(town, app_on):
    html = Client(app_on(town.folder, NOW)).get(URL).html
    assert first_view(town, html) <= FIRST_VIEW
    assert count_elements(html) <= 180
    assert len(fetched(html)) == 1


def test_the_page_says_who_until_when_where_and_how_to_be_helped(town, app_on):
    page = Client(app_on(town.folder, NOW)).get(URL)
    assert re.search(
        "dès 11 ans, jusqu’au jeudi 22 avril 2027 à 18 h|Le vote ouvre le samedi 17 avril 2027 à 8 h"
        "|terminé depuis le dimanche 4 avril 2027 à 18 h", page.text
    )  # fmt: skip
    told = ("à la médiathèque", "on ne vote pas par téléphone", "Choisissez jusqu’à 3 projets")
    assert all(page.says(words) for words in told) is (URL in town.pages)


def test_the_page_of_the_edition_follows_the_vote(town):
    url, edition = f"/participation/{SLUG}/", town.catalogue.edition(SLUG)
    told, begun = page_of(town, url), edition.phase("vote").since <= NOW
    assert not any(words in told for words in ("peut proposer", "Un agent écrit votre idée", "Toutes les idées"))
    assert ("On ne vote pas par téléphone" in told) is (URL in town.pages) is ("à la médiathèque" in told)
    assert (edition.turnout_url in town.pages[url]) is begun


def test_the_page_on_personal_data_tells_what_the_secret_does_not_cover(town):
    told, other = (page_of(town, f"/vie-privee/{name}/") for name in ("vote", "registration"))
    assert all(words in told for words in ("Ce que le secret ne couvre pas", "HTTPS", "ne se change pas"))
    assert "les faire effacer" in other and "les faire effacer" not in told and "secret" not in other


def page_of(town, url):
    """The words of a page of the site."""
    return plain(markup.parse(town.file(url).read_text()).text_content())


def test_an_area_without_a_project_is_told_to_the_editor_while_the_vote_is_open():
    [(file, mistake), (_, other)] = unvoted([EDITION, an_edition()], [], datetime(2027, 4, 10, 8))
    assert file == "participation/canal" and "« Nord » n’a aucun projet au vote" in mistake.text
    assert mistake.at == ("areas", 0) and other.at == ("areas", 1)
    assert list(unvoted([EDITION], [], datetime(2027, 4, 26))) == []


def test_an_address_and_a_name_that_are_two_votes_are_told_to_the_editor_until_the_close():
    mailed = an_edition(identity="e-mail")
    [(file, mistake)] = two_keys([mailed, EDITION], datetime(2027, 4, 10, 8))
    assert file == "participation/budget-2027" and mistake.at == ("identity",)
    assert "voter deux fois" in mistake.text and "identity: declaree" in mistake.text and "une lettre" in mistake.text
    assert not list(two_keys([mailed], mailed.phase("vote").until))


def test_the_check_of_the_content_warns_and_does_not_stop(town, monkeypatch):
    for path in (town.root / "content/projets").glob("canal-[79].md"):
        path.unlink()
    done = run(
        [ROOT / ".venv/bin/python", "-m", "plugins.check", "content"], cwd=town.root, capture_output=True, text=True,
        env={"PYTHONPATH": f"{ROOT}", "CLOCK": NOW.isoformat(), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    told = [line for line in done.stdout.splitlines() if "Le Sud" in line and "budget-du-canal" in line]
    assert len(told) == (1 if URL in town.pages else 0) and done.returncode == 0
