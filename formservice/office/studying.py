"""The study: the page of one idea, and each act that an agent does of it."""

from typing import Any

from flask import Response, abort, request, url_for

from formservice import telling
from formservice.catalogue.french import typeset
from formservice.office import agents, calling, idea_acts, idea_story, idea_told, idea_view
from formservice.office.entry import UNWRITABLE
from formservice.office.guard import agent, bp, draw
from formservice.office.idea_acts import Act
from formservice.office.idea_lines import STATES
from formservice.office.idea_view import Here, here, shown
from formservice.office.lending import version
from formservice.participation import merging, study
from formservice.participation.ideas import TABLE
from formservice.participation.rules import NotNow, TooLate
from formservice.participation.study import Overtaken
from formservice.security import audience
from formservice.service import see_other, service
from formservice.storage import StoreError

OUTCOMES = (telling.TOLD, telling.POSTED, telling.NO_ANSWER)
NOTHING = "Rien n’a été changé."
NO_SUCH = "Aucune idée de cette édition ne porte ce numéro."
OTHER_NEWS = f"Entre-temps, il y a autre chose à dire à l’auteur : relisez avant d’appeler. {NOTHING}"


@bp.get("/participation/<code>/<int:number>")
@audience("participation")
def idea_page(code: str, number: int) -> Response:
    """One idea."""
    return shown(here(code, number))


@bp.post("/participation/<code>/<int:number>")
@audience("participation")
def idea_act(code: str, number: int) -> Response:
    """A button of that page."""
    at, verb = here(code, number), request.form.get("action", "")
    if verb in OUTCOMES:
        return told(at, code, verb)
    if verb not in idea_acts.FORMS:
        abort(400)
    seen, form = version(), idea_acts.form_for(verb, at.found.idea, request.form)
    if not form.validate():
        return shown(at, 422, tried=form, verb=verb, seen=seen)
    try:
        act(at, verb, seen, form)
    except KeyError:
        form["number"].errors = [NO_SUCH]
        return shown(at, 422, tried=form, verb=verb, seen=seen)
    except (Overtaken, TooLate, NotNow) as refusal:
        again = here(code, number)
        return shown(again, 409, f"{why(refusal)} {NOTHING}", form, verb)
    except StoreError as error:
        service().logger.error("%s", error)
        return shown(at, 503, UNWRITABLE, form, verb)
    return after(at, code, verb)


def act(at: Here, verb: str, seen: int, form: Act) -> None:
    """Do it. Overtaken, TooLate, NotNow, StoreError; KeyError for a number that no idea has."""
    app, place, given = service(), (at.found.partition, at.found.idea["id"]), form.given()
    who: dict[str, Any] = {"agent": agent().login, "version": seen}
    if verb == "merge":
        merging.merge(app, place, int(given["number"]), **who)
    elif verb == "part":
        merging.part(app, place, **who)
    else:
        study.act(app, place, verb, **{"channel": "office"} | who | given)


def why(refusal: Exception) -> str:
    """What stands in the way, in words."""
    if isinstance(refusal, Overtaken):
        return idea_story.overtaken(refusal.steps, agents.names(service().store))
    if isinstance(refusal, TooLate):
        return f"Ce n’est plus possible. Cette idée est maintenant : « {STATES[refusal.state]} »."
    return typeset(str(refusal))


def told(at: Here, code: str, outcome: str) -> Response:
    """What came of a call, or of a letter."""
    place = at.found.partition, TABLE, at.found.idea["id"]
    if not calling.made(service(), *place, outcome, agent().login, request.form.get("call", "")):
        return shown(here(code, at.number), 409, OTHER_NEWS)
    return after(at, code, outcome)


def after(at: Here, code: str, verb: str) -> Response:
    """To the next idea of the list, or back to its line; what is still to be done of this one stays open."""
    said = {"fait": at.number} | ({"dit": verb} if verb in OUTCOMES else {})
    number, going_on = at.number, at.filter.to_say and verb in (telling.TOLD, telling.POSTED)
    if verb not in idea_acts.ENDING and not going_on:
        return see_other(url_for("office.idea_page", code=code, number=number) + at.filter.query(**said))
    following = at.place.after
    if following is None:
        return see_other(url_for("office.ideas_board", code=code) + at.filter.query(ici=number) + f"#idee-{number}")
    return see_other(url_for("office.idea_page", code=code, number=following) + at.filter.query(**said))


@bp.get("/participation/<code>/<int:number>/lettre")
@audience("participation")
def idea_letter(code: str, number: int) -> Response:
    """The letter to its author, to print."""
    at = here(code, number)
    if at.found.call is None or not idea_view.idea_lines.by_post(at.found.idea):
        abort(404)
    letter = idea_told.letter(service(), at.found.idea, at.found.call)
    return draw(
        "idea_letter.html", letter=letter, record=at.found.idea, call=at.found.call, code=code, query=at.filter.query()
    )
