"""Seating somebody who waits, beyond the seats there are: on purpose only, with a reason."""

from flask import Response, request

from formservice.agenda import offers, rules
from formservice.office.guard import agent, bp, go
from formservice.office.overbook import OverForm
from formservice.office.people import found, found_signup, show
from formservice.security import audience
from formservice.service import service

NO_REASON = "Dites pourquoi vous ajoutez cette personne : rien n’a été changé."


@bp.post("/agenda/<unit>/<record>/place")
@audience("agenda")
def seat(unit: str, record: str) -> Response:
    """One more than there are seats."""
    meeting = found(unit)
    signup, reason = found_signup(meeting, record), OverForm(request.form).reason()
    if not reason or meeting.cancelled or meeting.end < service().clock.wall():
        return show(meeting, record, 422, NO_REASON)
    if signup["state"] == rules.WAITING:
        offers.seat_anyway(service(), meeting.partition, signup, reason, agent().login)
    return go("office.one", unit=unit, record=record)
