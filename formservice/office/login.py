"""Coming in and going out."""

from flask import Response, g, request
from wtforms import PasswordField, StringField

from formservice import pages
from formservice.forms import BaseForm, Required, clean
from formservice.office import agents, sessions
from formservice.office.agents import Agent
from formservice.office.guard import bp, draw, go, session_id
from formservice.office.throttle import Throttle
from formservice.security import audience
from formservice.service import service
from formservice.theme import plural

WRONG = "L’identifiant ou le mot de passe n’est pas le bon. Vérifiez les deux, puis recommencez."
FORGOTTEN = "Mot de passe oublié ? Demandez-en un nouveau à la personne qui gère le site."


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
        return go("office.desk") if g.agent else draw("login.html", form=form, over=bool(session_id()))
    if not form.validate():
        return draw("login.html", 422, form=form, over=False)
    name = (form.login.data or "").lower()
    throttle = Throttle(service().store, service().settings, name, request.remote_addr)
    wait = throttle.attempt()
    if wait:
        return too_many(wait)
    found = agents.verify(service().store, name, form.password.data or "")
    if found is None:
        form.form_errors.append(WRONG)
        return draw("login.html", 422, form=form, over=False)
    throttle.succeed()
    return come_in(found)


def come_in(found: Agent) -> Response:
    """Open a new session in place of the one the browser had."""
    app = service()
    sessions.end(app.store, session_id())
    response = go("office.desk")
    sessions.give(response, sessions.start(app.store, found), app.settings.secure)
    return response


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


def too_many(wait: int) -> Response:
    """Not now, and when."""
    when = plural(wait, "seconde") if wait < 60 else plural(-(-wait // 60), "minute")
    text = [f"Il y a eu trop d’essais. Attendez {when}, puis recommencez.", FORGOTTEN]
    ways = [("Revenir à la connexion", "/agents/connexion", ""), pages.HOME]
    response = pages.notice("Trop d’essais de connexion", text, 429, ways=ways)
    response.headers["Retry-After"] = str(wait)
    return response
