"""« Appels à faire »: whom to call, what to say, what came of it."""

from dataclasses import dataclass

from flask import Response, abort, request, url_for

from formservice import telling
from formservice.agenda import calls, current, rules
from formservice.agenda.calls import Call, Overtaken
from formservice.office import saying
from formservice.office.changing import too_late
from formservice.office.guard import agent, bp, draw, go
from formservice.office.person import ERASED, call_words
from formservice.security import audience
from formservice.service import service
from formservice.storage import BadName

MOST = 60
"""Calls shown at once."""
DONE = {
    telling.REFUSED: "C’est noté : la place est proposée à la personne suivante.",
    telling.TOLD: "C’est noté : la personne est prévenue.",
    telling.NO_ANSWER: "C’est noté. L’appel reste sur la liste, pour réessayer plus tard.",
}
OUTCOMES = calls.OUTCOMES | {telling.TOLD: "Prévenue", telling.ACCEPTED: "Accepte", telling.REFUSED: "Refuse"}


@dataclass(frozen=True)
class Line:
    """One call to make, in words."""

    address: str
    """Where its outcome is sent."""
    record: str
    """The page of the registration."""
    name: str
    reference: str
    phone: str
    contact: str
    """Who is to be told instead, with a number."""
    email: str
    helper: str
    why: str
    say: str
    outcomes: tuple[tuple[str, str], ...]
    tries: tuple[str, ...]


def line(call: Call) -> Line:
    """A call in words."""
    signup, answers = call.signup, call.signup["answers"]
    where = {"partition": call.partition, "call": call.call["id"]}
    return Line(
        url_for("office.call_made", **where), url_for("office.one", unit=signup["told"]["unit"], record=signup["id"]),
        answers.get("name") or ERASED, signup["reference"], answers.get("phone") or "", answers.get("contact") or "",
        answers.get("email") or "", answers.get("helper") or "",
        saying.why(call.call, signup), saying.say(call.call, signup),
        tuple((value, OUTCOMES[value]) for value in call.outcomes), tuple(map(call_words, call.call["tries"])),
    )  # fmt: skip


@bp.get("/appels/")
@audience("agenda")
def calls_to_make() -> Response:
    """The calls to make, the most urgent first."""
    return shown(DONE.get(request.args.get("fait", ""), ""))


def shown(notice: str = "", status: int = 200) -> Response:
    """The list, with what was just done or refused."""
    found = calls.to_make(service())
    lines = [line(one) for one in found[:MOST]]
    return draw("calls.html", status, lines=lines, more=len(found) - len(lines), notice=notice)


@bp.post("/appels/<path:partition>/<call>")
@audience("agenda")
def call_made(partition: str, call: str) -> Response:
    """What came of a call. Of two agents who call the same person, the second is told."""
    outcome = request.form.get("outcome", "")
    if not partition.startswith(current.PREFIXES):
        abort(404)
    if outcome not in calls.OUTCOMES:
        abort(400)
    try:
        after = calls.made(service(), partition, call, outcome, agent().login)
    except BadName:
        abort(404)
    except (Overtaken, rules.CalledOff) as refusal:
        return shown(f"{refusal} Rien n’a été changé par votre réponse.", 409)
    if outcome != telling.ACCEPTED:
        return go("office.calls_to_make", fait=outcome)
    if after["state"] != rules.CONFIRMED:
        return shown(too_late(service(), partition, after["id"]), 409)
    return go("office.one", unit=after["told"]["unit"], record=after["id"])
