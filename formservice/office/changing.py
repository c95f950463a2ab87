"""With the person on the line: taking or declining the seat that is offered, changing the date."""

from typing import Any

from flask import Response, abort, request

from formservice import telling
from formservice.agenda import answering, calls, following, leaving, offers, rules, signups
from formservice.agenda.calls import Overtaken
from formservice.agenda.signups import TABLE, SignUp
from formservice.forms import BaseForm
from formservice.office.forms import ChannelForm
from formservice.office.guard import agent, bp, draw, go
from formservice.office.meetings import Meeting
from formservice.office.people import found, found_signup, show
from formservice.office.person import person
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import Service, service

NO_DATE = "Choisissez une date."
LATE = "Trop tard : le temps pour répondre est passé, la place a été proposée à la personne suivante."
AGAIN = (
    "Le temps pour répondre était passé. Personne d’autre n’attend : la place est proposée de nouveau, répondez encore."
)


@bp.post("/agenda/<unit>/<record>/reponse")
@audience("agenda")
def answer(unit: str, record: str) -> Response:
    """The person takes the seat, or leaves it."""
    meeting = found(unit)
    signup, outcome = found_signup(meeting, record), request.form.get("outcome", "")
    if outcome not in (telling.ACCEPTED, telling.REFUSED):
        abort(400)
    try:
        after = answered(service(), meeting.partition, signup, outcome, agent().login)
    except (Overtaken, rules.CalledOff) as refusal:
        return show(found(unit), record, 409, str(refusal))
    if outcome == telling.ACCEPTED and after["state"] != rules.CONFIRMED:
        return show(found(unit), record, 409, too_late(service(), meeting.partition, record))
    return go("office.one", unit=unit, record=record)


def too_late(app: Service, partition: str, record: str) -> str:
    """What is said to who answers after the end of an offer: the seat may have come back to them."""
    now = app.store.read(partition).get(partition, TABLE, record)
    return AGAIN if now and now["state"] == rules.OFFERED else LATE


def answered(app: Service, partition: str, signup: SignUp, outcome: str, by: str) -> SignUp:
    """Take or decline an offer for somebody.

    Raises Overtaken when it was answered meanwhile, CalledOff when there is nothing to take; nothing changed then.
    """
    with app.store.transaction(*signups.partitions_of(partition, signup)) as records:
        current = records.get(partition, TABLE, signup["id"])
        if current is None or current["state"] != rules.OFFERED:
            raise Overtaken("Cette place n’est plus proposée : quelqu’un a déjà répondu, ou le temps est passé.")
        if outcome == telling.ACCEPTED:
            return offers.take(app, records, partition, current, calls.PHONE, by)
        return leaving.give_back(app, records, partition, current, calls.PHONE, by)


@bp.route("/agenda/<unit>/<record>/date", methods=["GET", "POST"])
@audience("agenda")
def change_date(unit: str, record: str) -> Response:
    """Choose another date of the activity, and change for it."""
    meeting = found(unit)
    signup = found_signup(meeting, record)
    form: BaseForm = ChannelForm(request.form)
    if request.method == "GET":
        return dates(meeting, signup, form)
    chosen = next((one for one in answering.others(service(), signup) if one.id == request.form.get("session")), None)
    if not form.validate() or chosen is None:
        return dates(meeting, signup, form, 422, "" if chosen else NO_DATE)
    try:
        how = {"channel": form.data["channel"], "agent": agent().login}
        _, moved = leaving.move(service(), meeting.partition, signup, chosen, **how)
    except Refused as refusal:
        return dates(found(unit), signup, form, 409, str(refusal))
    return go("office.one", unit=moved["told"]["unit"], record=moved["id"])


def dates(meeting: Meeting, signup: SignUp, form: BaseForm, status: int = 200, mistake: str = "") -> Response:
    """The dates with a place left."""
    may = following.state_of(service(), signup) in rules.LIVING | {rules.CALLED_OFF}
    options = answering.options(service(), signup) if may else []
    shown: dict[str, Any] = {"meeting": meeting, "person": person(meeting, signup), "told": signup["told"]}
    chosen = request.form.get("session", "")
    return draw("move.html", status, options=options, chosen=chosen, form=form, mistake=mistake, **shown)
