"""Coming in: who may, for how long, and what ends it. Sessions live in the store, so they can be ended."""

import time

import pytest
from argon2 import PasswordHasher, extract_parameters

from formservice.office import agents, sessions
from tests.office.conftest import PASSWORD

WRONG = "L’identifiant ou le mot de passe n’est pas le bon"


def age(store, **seconds):
    """Make every session as old as this."""
    for partition in list(store.partitions("agent-session/")):
        with store.transaction(partition) as records:
            for session in records.find(partition, "sessions"):
                past = {name: time.time() - value for name, value in seconds.items()}
                records.update(partition, "sessions", session["id"], **past)


def is_in(desk):
    return desk.flask.get("/agents/").status_code == 200


def test_an_agent_comes_in_whatever_the_case_of_the_login(stranger):
    assert stranger.log_in(" LUCIE ").location == "/agents/"
    assert stranger.get("/agents/").h1 == "Bonjour, Lucie"


@pytest.mark.parametrize(("login", "password"), [("lucie", "bova-tiku-remo"), ("nobody", PASSWORD), ("é" * 50, "x")])
def test_a_refusal_never_says_what_was_wrong(stranger, login, password):
    page = stranger.log_in(login, password, 422)

    assert page.errors() == [f"{WRONG}. Vérifiez les deux, puis recommencez."]
    assert page.field("login") == login and not page.field("password")


def test_a_closed_account_is_refused_like_a_wrong_password(stranger, store):
    agents.change(store, "lucie", disabled=True)

    assert WRONG in stranger.log_in(status=422).errors()[0]


@pytest.fixture
def strong(store, monkeypatch):
    """Lucie's password is kept as the town keeps them: those of the other tests cost nothing to try."""
    monkeypatch.setattr(agents, "HASHER", PasswordHasher.from_parameters(extract_parameters(agents.DECOY)))
    agents.change(store, "lucie", password=PASSWORD)


def test_who_guesses_passwords_pays_for_each_as_owasp_asks(store, strong):
    (lucie,) = store.read(agents.PARTITION).find(agents.PARTITION, agents.TABLE, login="lucie")
    assert lucie["hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_an_unknown_login_takes_as_long_as_a_known_one(store, strong):
    def cost(login):
        spent = []
        for _ in range(5):
            start = time.process_time()
            agents.verify(store, login, "not the password")
            spent.append(time.process_time() - start)
        return min(spent)

    assert cost("nobody") > cost("lucie") / 2


def test_a_cookie_known_before_the_login_opens_nothing(stranger):
    stranger.flask.set_cookie("agent", "chosen-by-somebody-else")
    stranger.log_in()
    assert stranger.cookie() != "chosen-by-somebody-else"

    stranger.flask.set_cookie("agent", "chosen-by-somebody-else")
    assert not is_in(stranger)


def test_a_second_login_ends_the_first_session(desk, stranger):
    first = desk.cookie()
    desk.log_in()
    stranger.flask.set_cookie("agent", first)

    assert is_in(desk) and not is_in(stranger)


def test_a_session_is_not_played_again_after_the_logout(desk):
    cookie = desk.cookie()
    assert desk.send("/agents/deconnexion").headers["Clear-Site-Data"] == '"cache"'

    desk.flask.set_cookie("agent", cookie)
    assert not is_in(desk)


@pytest.mark.parametrize(
    "change", [{"password": "une tout autre phrase"}, {"roles": ["contact"]}, {"disabled": True}], ids=str
)
def test_a_changed_agent_has_to_come_in_again(desk, store, change):
    agents.change(store, "lucie", **change)

    assert not is_in(desk)


def test_an_idle_session_ends_after_half_an_hour(desk, store):
    age(store, seen=29 * 60)
    assert is_in(desk)
    age(store, seen=31 * 60)
    assert not is_in(desk)
    assert desk.get("/agents/connexion").says("Votre session est terminée")


def test_a_session_in_use_ends_after_ten_hours_all_the_same(desk, store):
    age(store, made=10 * 3600 - 60)
    assert is_in(desk)
    age(store, made=10 * 3600 + 60)
    assert not is_in(desk)


def test_the_store_never_holds_what_the_cookie_holds(desk, tmp_path):
    held = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())

    assert desk.cookie().encode() not in held and PASSWORD.encode() not in held


def test_the_cookie_is_for_our_host_only_under_https(app_on, app, stranger):
    plain = stranger.log_in().headers["Set-Cookie"]
    assert "HttpOnly" in plain and "SameSite=Strict" in plain and "Path=/" in plain and "Domain" not in plain
    secure = app_on(app.settings.RELEASE, BASE_URL="https://localhost").test_client()
    ours = {"Origin": "https://localhost", "Sec-Fetch-Site": "same-origin"}
    data = {"login": "lucie", "password": PASSWORD}
    answer = secure.post("/agents/connexion", data=data, headers=ours, base_url="https://localhost")

    assert answer.headers["Set-Cookie"].startswith("__Host-agent=") and "Secure" in answer.headers["Set-Cookie"]


def test_no_address_given_to_the_door_is_followed(stranger):
    page = stranger.post("/agents/connexion?next=//evil.example", {"login": "lucie", "password": PASSWORD}, 303)

    assert page.location == "/agents/"


def test_sessions_that_are_over_leave_the_store(store):
    found = agents.find(store, "lucie")
    partitions = {sessions.place(sessions.start(store, found))[0]}
    age(store, seen=sessions.IDLE + 1)
    while sessions.place(sessions.start(store, found))[0] not in partitions:
        pass
    (partition,) = partitions

    assert len(store.read(partition).find(partition, "sessions")) == 1
