"""Coming in and going out."""

from flask import Response, g, request, url_for
from wtforms import PasswordField, StringField

from formservice import pages
from formservice.forms import BaseForm, Required, clean
from formservice.office import agents, coming, second, sessions
from formservice.office.agents import Agent
from formservice.office.guard import bp, draw, go, session_id
from formservice.office.proving import waiting
from formservice.office.throttle import Throttle
from formservice.security import audience
from formservice.service import service

WRONG = "L’identifiant ou le mot de passe n’est pas le bon. Vérifiez les deux, puis recommencez."
FORGOTTEN = "Mot de passe oublié ? Demandez-en un nouveau à la personne qui gère le site."
LOST = "Téléphone perdu, et plus de code de secours ? Appelez la personne qui gère le site."


class LoginForm(BaseForm):
    """Who, and what proves it."""

    login = StringField(
        "Identifiant", [Required("Écrivez votre identifiant.")], filters=[clean],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )  # fmt: skip
    password = PasswordField(
        "Mot de passe", [Required("Écrivez votre mot de passe.")], render_kw={"autocomplete": "current-password"}
    )


@bp.route("/connexion", methods=["GET", "POST"])
@audience("public")
def login() -> Response:
    """The door."""
    form = LoginForm(request.form)
    if request.method == "GET":
        return go("office.desk") if g.agent else draw("login.html", form=form, over=over())
    if not form.validate():
        return draw("login.html", 422, form=form, over=False)
    name = (form.login.data or "").lower()
    throttle = throttled(name)
    if wait := throttle.attempt():
        return too_many(wait, "office.login")
    found = agents.verify(service().store, name, form.password.data or "")
    if found is None:
        form.form_errors.append(WRONG)
        return draw("login.html", 422, form=form, over=False)
    if found.guarded:
        # Not a success: whoever has the password would try codes without end.
        throttle.take_back()
        return half_way(found)
    throttle.succeed()
    return come_in(found)


def throttled(login: str) -> Throttle:
    """The counters of an attempt from this browser."""
    return Throttle(service().store, service().settings, login, request.remote_addr)


def come_in(found: Agent, proved: bool = False, to: str = "office.desk") -> Response:
    """Open a new session in place of what the browser had. `proved`: with a second factor."""
    return put_in_place(go(to), sessions.start(service().store, found, proved))


def half_way(found: Agent) -> Response:
    """Ask for a code, and open nothing yet."""
    second.ready(service().store)
    return put_in_place(go("office.code"), coming.start(service().store, found))


def put_in_place(response: Response, raw: str) -> Response:
    """Give the browser this id in place of the one it had, which ends."""
    app, before = service(), session_id()
    sessions.end(app.store, before)
    coming.end(app.store, before)
    sessions.give(response, raw, app.settings.secure)
    return response


def over() -> bool:
    """Whether the browser had a session that ended: not who waits for a code, and begins again."""
    return bool(session_id()) and coming.agent_of(service().store, session_id()) is None


@bp.post("/deconnexion")
@audience("agents")
def logout() -> Response:
    """Close the session for good, and what the browser kept of it."""
    app = service()
    sessions.end(app.store, session_id())
    response = go("office.login")
    sessions.take_back(response, app.settings.secure)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def too_many(wait: int, back: str) -> Response:
    """Not now, and when."""
    lost = FORGOTTEN if back == "office.login" else LOST
    text = [f"Il y a eu trop d’essais. Attendez {waiting(wait)}, puis recommencez.", lost]
    ways = [("Revenir à la page d’avant", url_for(back), ""), pages.HOME]
    response = pages.notice("Trop d’essais de connexion", text, 429, ways=ways)
    response.headers["Retry-After"] = str(wait)
    return response
