"""The centre's board and the page of one request, with what an agent may do of it. The counter lends here too."""

from typing import Any

from flask import Response, abort, request

from formservice import telling
from formservice.office import borrowed, calling, finding, passing
from formservice.office.guard import agent, bp, draw, go
from formservice.refusal import Refused
from formservice.resources import following, lending, loans, rules
from formservice.resources.loans import TABLE, Loan
from formservice.security import audience
from formservice.service import service
from formservice.storage import BadName

ACTS = {
    rules.REQUESTED: ("set_aside", "lend", "cancel"),
    rules.READY: ("lend", "cancel"),
    rules.LENT: ("give_back", "renew"),
}
"""The buttons of each state."""
BY_AGENT = ("set_aside", "lend", "give_back", "renew", "refuse", "cancel")
NO_REASON = "Dites pourquoi : la personne lira cette raison."


@bp.get("/ressources/")
@audience("resources")
def board() -> Response:
    """What presses first: overdue, to set aside, ready, lent, waiting."""
    return draw("board.html", board=borrowed.board(service()), example=finding.example(service()))


@bp.get("/ressources/demandes/<identifier>/<record>")
@audience("resources")
def request_page(identifier: str, record: str) -> Response:
    """One request: who, what, what to tell, what to do."""
    return shown(loans.partition_of(identifier), record, again=request.args.get("deja") == "1")


@bp.post("/ressources/demandes/<identifier>/<record>")
@audience("resources")
def request_act(identifier: str, record: str) -> Response:
    """A button of that page."""
    partition, verb = loans.partition_of(identifier), request.form.get("action", "")
    loan = found(partition, record)
    if verb in calling.OUTCOMES:
        calling.made(service(), partition, TABLE, record, verb, agent().login)
        return go("office.request_page", identifier=identifier, record=record)
    if verb not in BY_AGENT:
        abort(400)
    reason = request.form.get("reason", "")
    if verb == "refuse" and reason not in following.REASONS:
        return shown(partition, record, 422, NO_REASON)
    more = {"reason": reason} if verb == "refuse" else {}
    try:
        how: dict[str, Any] = {"channel": "office", "agent": agent().login, "version": version()}
        lending.act(service(), partition, loan, verb, **how | more)
    except Refused as refusal:
        return shown(partition, record, 409, f"{refusal} Rien n’a été changé.")
    return go("office.request_page", identifier=identifier, record=record)


def found(partition: str, record: str) -> Loan:
    """The request of an address, or 404."""
    try:
        return service().store.read(partition).get(partition, TABLE, record) or abort(404)
    except BadName:
        abort(404)


def version() -> int:
    """The version of the record that the page was drawn with; 400 for anything else."""
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else abort(400)


def shown(partition: str, record: str, status: int = 200, notice: str = "", again: bool = False) -> Response:
    """The page of one request, with what was just refused."""
    app, loan = service(), found(partition, record)
    view = app.store.read(partition)
    calls = view.find(partition, telling.CALLS)
    call = next((one for one in calls if one["signup"] == record), None)
    others = view.find(partition, TABLE)
    given: dict[str, Any] = following.of_loan(app, partition, loan)
    acts = [one for one in ACTS.get(loan["state"], ()) if one != "renew" or given["can_renew"]]
    planned = [one for one in others if one["id"] != record and rules.is_planned(one, app.clock.today())]
    return draw(
        "request.html", status, line=borrowed.line(app, partition, loan, others, call), record=loan, acts=acts,
        reasons=following.REASONS, notice=notice, again=again, call=call,
        passed=passing.passed_to(loan, others, calls), came=passing.came_from(loan, others),
        planned=[one["told"]["when"] for one in planned if one["state"] == rules.REQUESTED], **given,
    )  # fmt: skip
