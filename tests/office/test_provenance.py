"""Every post of the office comes from a page of ours, with the token of its own session, or is refused."""

import pytest

from formservice.office import agents
from tests.pages import OURS

FOREIGN = [
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://other.localhost", "Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Referer": "http://localhost/agents/"},
]

DOORS = ("/agents/connexion", "/agents/connexion/code", "/agents/connexion/second-facteur")
"""The first carries no token; the others are for who is half-way in, with a token of their own."""


@pytest.fixture
def posts(app, desk, store, workshop):
    """The address of every post of the office."""
    desk.type_in(workshop, session="SM-1")
    record = store.read("session/SM-1").find("session/SM-1", "signups")[0]["id"]
    known = {"unit": "SM-1", "record": record, "code": "SM", "day": "2026-12-03"}
    known |= {"partition": "session/SM-1", "call": "nobody", "slug": "photos"}
    known |= {"identifier": "MLB-1", "month": "2026-12", "shard": "0", "number": 1, "question": "nom"}
    known |= {"line": 1, "turn": "premiere"}
    agents.change(app.store, "lucie", roles=["agenda", "resources", "participation", "vote"])
    desk.log_in()
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods and rule.rule.startswith("/agents/")]
    return [rule.build({name: known[name] for name in rule.arguments}, append_unknown=False)[1] for rule in rules]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_post_from_elsewhere_is_refused_even_with_the_token(desk, posts, headers):
    token = desk.token()
    for address in posts:
        assert desk.post(address, {"token": token}, 403, headers=headers).h1 == "Cet envoi n’est pas accepté"


@pytest.mark.parametrize("token", ["", "0" * 64, "é", None])
def test_a_post_without_the_token_is_refused(desk, posts, token):
    for address in posts:
        if address not in DOORS:
            desk.post(address, {} if token is None else {"token": token}, 403)


def test_the_token_of_another_session_is_refused(desk, stranger, posts):
    stranger.log_in()
    for address in posts:
        if address not in DOORS:
            desk.post(address, {"token": stranger.token()}, 403)
    assert desk.get("/agents/").h1 == "Bonjour, Lucie"


def test_the_token_in_the_address_does_not_count(desk):
    assert desk.flask.post(f"/agents/deconnexion?token={desk.token()}", headers=OURS).status_code == 403
