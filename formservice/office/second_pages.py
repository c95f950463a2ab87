"""The code after the password, and the page where an agent changes what gives it."""

from flask import Response, g, request

from formservice.office import agents, coming, second, sessions, totp
from formservice.office.agents import GUARDED
from formservice.office.guard import agent, bp, draw, go, newcomer, session_id
from formservice.office.login import come_in, put_in_place, throttled, too_many
from formservice.office.second import Candidate
from formservice.office.second_forms import ChangeForm, CodeForm, FirstForm
from formservice.security import audience
from formservice.service import service

WRONG = "Ce code n’est pas le bon, ou il a déjà servi. Attendez que l’application en montre un autre, puis recommencez."
FIRST = "Ce n’est pas le code de cette application. Vérifiez que l’heure de votre téléphone est juste, et recommencez."
NO_FIRST = "Écrivez le code à six chiffres que la nouvelle application montre."


@bp.route("/connexion/code", methods=["GET", "POST"])
@audience(coming.COMING)
def code() -> Response:
    """A code, after a good password."""
    store, found = service().store, newcomer()
    standing = second.standing(store, found.login)
    if not standing:
        return go("office.enrolment")
    form = CodeForm(request.form)
    form.fit_to(standing)
    if request.method == "GET" or not form.validate():
        return draw("code.html", 200 if request.method == "GET" else 422, form=form, app=standing.app)
    throttle = throttled(found.login)
    if wait := throttle.attempt():
        return too_many(wait, "office.code")
    spent = second.spend(store, found.login, form.typed)
    if not spent:
        form.form_errors.append(WRONG)
        return draw("code.html", 422, form=form, app=standing.app)
    throttle.succeed()
    # Without an application, or without its telephone: to the page where one is taken.
    return come_in(found, proved=True, to="office.desk" if spent == second.APP else "office.my_second")


@bp.route("/connexion/second-facteur", methods=["GET", "POST"])
@audience(coming.COMING)
def enrolment() -> Response:
    """The first application of an agent, at the first login that wants one."""
    store, found = service().store, newcomer()
    if second.standing(store, found.login):
        return go("office.code")
    new, form = second.candidate(store, found.login, session_id()), FirstForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            return shown(found.login, second.enrol(store, found.login, new, form.first.data or ""))
        except second.WrongFirst:
            form.first.errors = [FIRST]
        except second.WrongCode:
            return go("office.code")
    status = 200 if request.method == "GET" else 422
    return draw("enrolment.html", status, form=form, **offered(new, found.login))


@bp.route("/second-facteur", methods=["GET", "POST"])
@audience(*GUARDED)
def my_second() -> Response:
    """What the agent has, and how to change it: a code is asked for."""
    store, login = service().store, agent().login
    standing, new = second.standing(store, login), second.candidate(store, login, session_id())
    form = ChangeForm(request.form)
    form.fit_to(standing)
    mistaken = request.method == "POST"
    if mistaken and form.validate():
        done = change(form, new)
        if done:
            return done
    given = {"form": form, "standing": standing, **offered(new, login)}
    return draw("second.html", 422 if mistaken else 200, **given)


def change(form: ChangeForm, new: Candidate) -> Response | None:
    """Do what the button says; None when the form says what was wrong."""
    store, login, renews = service().store, agent().login, request.form.get("action") == "codes"
    if not renews and not form.first.data:
        form.first.errors = [NO_FIRST]
        return None
    throttle = throttled(login)
    if wait := throttle.attempt():
        return too_many(wait, "office.my_second")
    try:
        if renews:
            codes = second.renew(store, login, login, proof=form.typed)
        else:
            codes = second.enrol(store, login, new, form.first.data or "", proof=form.typed)
    except second.WrongCode:
        form.form_errors.append(WRONG)
        return None
    except second.WrongFirst:
        throttle.take_back()
        form.first.errors = [FIRST]
        return None
    throttle.succeed()
    return draw("second_codes.html", codes=codes) if renews else shown(login, codes)


def shown(login: str, codes: list[str]) -> Response:
    """The recovery codes, once, in a new session: the change ended those there were."""
    # The menu and its token are those of the session that has just ended.
    g.agent = g.coming = None
    response = draw("second_codes.html", codes=codes)
    if found := agents.find(service().store, login):
        put_in_place(response, sessions.start(service().store, found, second=True))
    return response


def offered(new: Candidate, login: str) -> dict[str, str]:
    """An application to enrol: by the camera, by a link, by hand."""
    address = totp.address(new.secret, login, service().releases.current().catalogue.site.name)
    return {"address": address, "drawn": totp.drawn(address), "secret": totp.grouped(new.secret)}
