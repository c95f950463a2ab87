"""A commune without a resource centre: its site is whole all the same."""

import pytest

from tests.built import Built, build
from tests.commune import generate
from tests.pages import Client
from tests.site.test_links import dead


@pytest.fixture(scope="module")
def bare(commune, tmp_path_factory) -> Built:
    """Such a commune, built."""
    other = generate(tmp_path_factory.mktemp("bare"), commune.seed, commune.now, collection=False)
    return build(other.folder, tmp_path_factory.mktemp("releases") / "bare", other.now)


def test_it_has_its_pages_and_none_of_a_centre(bare):
    assert {"/", "/agenda/", "/plan/", "/a-z/", "/contact/"} <= set(bare.pages)
    assert [url for url in bare.pages if url.startswith("/ressources/")] == []


def test_none_of_its_links_is_dead(bare):
    assert {url: found for url, html in bare.pages.items() if (found := dead(bare, url, html))} == {}


def test_its_search_finds_its_pages_and_knows_no_form_of_a_centre(bare, app_on):
    client = Client(app_on(bare.folder, bare.now))
    activity = bare.catalogue.activities[0]

    assert activity.url in client.get("/recherche/", typography=False, query_string={"q": activity.title}).links()
    asked = client.get("/recherche/", typography=False, query_string={"q": "question de recherche"})
    assert not [link for link in asked.links() if link.startswith("/ressources/")]
    assert client.get("/ressources/question/", 404)
