"""A small town with its office: two workshops, a café, agents who know their password."""

import re
from datetime import timedelta
from typing import Any

import pytest

from formservice.catalogue import Theme
from formservice.office import agents, second, sessions
from formservice.service import Service
from formservice.storage import Store
from tests.builders import NOW, a_catalogue, a_release, a_session, a_site, an_activity
from tests.builders import answers as good_answers
from tests.office.telephone import PASSWORD, Phone
from tests.pages import Client, Page


class Desk(Client):
    """An agent's browser."""

    def log_in(self, login: str = "lucie", password: str = PASSWORD, status: int = 303, **options: Any) -> Page:
        """Come in by the door."""
        data = {"login": login, "password": password}
        page = self.post("/agents/connexion", data, status, **options)
        return self.prove(login) if page.location == "/agents/connexion/code" else page

    def prove(self, login: str) -> Page:
        """Give a recovery code of a new list: one of the application would serve once in 30 seconds."""
        return self.give_code(recovery=second.renew(self.app.store, login.strip().lower(), "cli")[0])

    def give_code(self, status: int = 303, **given: str) -> Page:
        """Send the page of the code."""
        return self.post("/agents/connexion/code", {"token": self.half_way_token()} | given, status)

    def half_way_token(self) -> str:
        """What the forms carry between the password and the code."""
        return sessions.token(self.cookie())

    def token(self) -> str:
        """What the forms of this session carry."""
        return re.search(r'name="token" value="(\w+)"', self.get("/agents/").html)[1]

    def send(self, url: str, data: dict[str, Any] | None = None, status: int | None = None, **options: Any) -> Page:
        """Send a form of the office."""
        return self.post(url, {"token": self.token()} | (data or {}), status, **options)

    def cookie(self) -> str:
        """The id of the session."""
        return self.flask.get_cookie("agent").value

    def type_in(self, activity: Any, status: int | None = None, **given: Any) -> Page:
        """Type a registration on the entry screen, with good answers but for those given."""
        data = {"channel": "telephone", "consent": "agreed", "key": "a-key-of-the-screen-1"} | given
        known = good_answers(activity, **data)
        return self.send(
            f"/agents/saisie/{activity.code}{f'?jour={activity.day}' if activity.day else ''}",
            known.to_dict(flat=False),
            status,
        )

    def register(self, workshop: Any, number: int, **given: Any) -> Page:
        """Type in someone for the first date: number tells one person from another."""
        known = {"session": "SM-1", "phone": f"06 39 98 00 0{number}", "key": f"a-key-of-the-screen-{number}"}
        return self.type_in(workshop, **known | given)

    def cancel(self, record: str, unit: str = "SM-1") -> Page:
        """Someone calls to cancel."""
        return self.send(f"/agents/agenda/{unit}/{record}/annuler", {"channel": "telephone"}, 303)


def records(store: Store, unit: str = "SM-1", table: str = "signups") -> list[dict[str, Any]]:
    """What is stored of a session, in order of arrival."""
    return store.read(f"session/{unit}").find(f"session/{unit}", table)


def states(store: Store, unit: str = "SM-1") -> list[str]:
    """Where everybody stands, in order of arrival."""
    return [one["state"] for one in records(store, unit)]


@pytest.fixture
def full(desk, workshop, store):
    """Two who come, one who waits: the ids, in order of arrival."""
    for number, name in enumerate(("Anna Exemple", "Badr Exemple", "Chloé Exemple")):
        desk.register(workshop, number, name=name)
    return [signup["id"] for signup in records(store)]


@pytest.fixture
def offered(desk, full, store):
    """Anna gave her place back: it is offered to Chloé, who has no e-mail. The id of the call to make."""
    desk.cancel(full[0])
    return records(store, table="calls")[0]["id"]


@pytest.fixture
def workshop():
    """A workshop with two dates of two seats; one companion, one place to wait."""
    later = a_session("SM-2", NOW + timedelta(days=9))
    sessions = (a_session("SM-1"), later)
    return an_activity(sessions=sessions, capacity=2, waiting=1, companions=1, theme="telephone", bring="Son téléphone")


@pytest.fixture
def app(app_on, tmp_path, workshop) -> Service:
    """The service of this small town."""
    cycle = an_activity(code="OR", slug="ordinateur", title="Ordinateur", booking="cycle", sessions=(
        a_session("OR-1", NOW + timedelta(days=3)), a_session("OR-2", NOW + timedelta(days=10)),
    ))  # fmt: skip
    coffee = an_activity(code="CN", slug="cafe", title="Le café numérique", booking="none", capacity=0)
    site = a_site(themes=(Theme("telephone", "Le téléphone"), Theme("photos", "Les photos")))
    app = app_on(a_release(tmp_path / "release", a_catalogue(workshop, cycle, coffee, site=site)), NOW)
    agents.add(app.store, "lucie", PASSWORD, ["agenda"], "Lucie")
    agents.add(app.store, "omar", PASSWORD, ["resources"], "Omar")
    return app


@pytest.fixture
def store(app) -> Store:
    """Its store."""
    return app.store


@pytest.fixture
def client(app) -> Client:
    """A resident."""
    return Client(app)


@pytest.fixture
def desk(app) -> Desk:
    """Lucie, of the agenda, at work."""
    desk = Desk(app)
    desk.log_in()
    return desk


@pytest.fixture
def stranger(app) -> Desk:
    """A browser that nobody logged in with."""
    return Desk(app)


@pytest.fixture
def vera(app: Service) -> Desk:
    """Véra, of the votes, at the door, without a second factor."""
    agents.add(app.store, "vera", PASSWORD, ["vote"], "Véra")
    return Desk(app)


@pytest.fixture
def phone(app: Service, vera: Desk) -> Phone:
    """Her telephone, enrolled with a code of the step before: that of now has not served."""
    new = second.candidate(app.store, "vera", "a-session")
    second.enrol(app.store, "vera", new, Phone(new.secret).shows(-1))
    return Phone(new.secret)
