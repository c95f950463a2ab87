"""What browsers may keep, and what they are told a file is."""

import importlib

import pytest

from formservice.catalogue.resources import CITATIONS


@pytest.fixture
def wsgi(site, tmp_path, monkeypatch):
    """The module that application servers import, on the generated commune."""
    for name, value in {
        "SECRET_KEY": "a secret for the tests only",
        "STORE": f"tinydb:{tmp_path / 'data'}",
        "RELEASE": str(site.folder),
    }.items():
        monkeypatch.setenv(f"FORMSERVICE_{name}", value)
    return importlib.import_module("formservice.wsgi")


def headers(app, url):
    """The headers of an answer."""
    told = {}
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": url, "wsgi.url_scheme": "http"}
    app(environ, lambda status, given: told.update(given)).close()
    return told


def test_the_style_sheet_is_kept_for_ever_and_a_page_is_asked_for_again(site, wsgi):
    style = next(asset.url for asset in site.catalogue.site.assets if asset.name == "style.css")
    assert headers(wsgi.app, "/")["Cache-Control"] == "no-cache"
    assert "immutable" in headers(wsgi.app, style)["Cache-Control"]


@pytest.mark.parametrize("ending", CITATIONS)
def test_a_file_of_citations_is_opened_by_the_programs_that_read_it(town_site, wsgi, app_on, ending):
    app = wsgi.Dispatcher(app_on(town_site.folder, town_site.now))
    told = headers(app, f"/ressources/catalogue.{ending}")
    assert told["Content-Type"] == f"{CITATIONS[ending]}; charset=utf-8"
