"""What browsers may keep: a file that carries its hash for ever, a page never without asking."""

import importlib


def test_the_style_sheet_is_kept_for_ever_and_a_page_is_asked_for_again(site, tmp_path, monkeypatch):
    for name, value in {
        "SECRET_KEY": "a secret for the tests only",
        "STORE": f"tinydb:{tmp_path / 'data'}",
        "RELEASE": str(site.folder),
    }.items():
        monkeypatch.setenv(f"FORMSERVICE_{name}", value)
    app = importlib.import_module("formservice.wsgi").app
    told = {}

    def ask(url):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": url, "wsgi.url_scheme": "http"}
        app(environ, lambda status, headers: told.update({url: dict(headers)["Cache-Control"]})).close()

    style = next(asset.url for asset in site.catalogue.site.assets if asset.name == "style.css")
    for url in ("/", style):
        ask(url)
    assert told["/"] == "no-cache" and "immutable" in told[style]
