"""No address that a visitor gives is ever gone to."""

from urllib.parse import quote, urlsplit

from tests.builders import answers
from tests.pages import OURS

EVIL = [
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https:/evil.example", "https:evil.example",
    "https://localhost@evil.example", "https://evil.example%2f@localhost", "//evil。example", "/%09/evil.example",
    "javascript:alert(1)", "http://localhost.evil.example", "///evil.example/%2e%2e",
]  # fmt: skip
NAMES = ("next", "url", "redirect", "return", "retour", "suite")


PATHS = [*EVIL, "//evil.example/agenda/smartphone", "/agenda//evil.example", "//agenda//places"]


def test_an_address_given_with_a_form_is_ignored(make_client, activity):
    client = make_client()
    for where in EVIL:
        given = dict.fromkeys(NAMES, where)
        query = "?" + "&".join(f"{name}={quote(where)}" for name in NAMES)
        check = client.post(activity.url + query, answers(activity) | given, 200)
        sent = {"sealed": check.field("sealed"), "action": "confirm", **given}
        done = client.post(activity.url + query, sent, 303)
        assert done.location.startswith("/suivi/session/"), where
        assert "evil" not in client.get("/agents/" + query, 303).location, where
    assert "evil" not in client.get(done.location + query).html


def test_an_address_that_looks_like_a_host_leads_nowhere_else(make_client):
    client = make_client()
    for path in PATHS:
        for method in ("GET", "POST"):
            raw = {"PATH_INFO": path.encode().decode("latin-1")}
            response = client.flask.open("/", method=method, headers=OURS, environ_overrides=raw)
            location = response.headers.get("Location", "")
            assert urlsplit(location).netloc in ("", "localhost") and not location.startswith(("//", "/\\")), path
            assert response.status_code in ((301, 303, 308) if location else (400, 404, 405)), path
