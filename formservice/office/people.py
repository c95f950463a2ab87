"""The people of a session: who comes, who waits, who cancels by telephone."""

from typing import Any

from flask import Response, abort, request, url_for

from formservice import telling
from formservice.agenda import following, leaving, rules
from formservice.export import FORMATS
from formservice.forms import BaseForm
from formservice.office import meetings, seats, signing
from formservice.office.forms import ChannelForm
from formservice.office.guard import agent, bp, draw, go
from formservice.office.meetings import Meeting
from formservice.office.person import OVER, Person, in_order, person
from formservice.office.registering import activity_of
from formservice.security import audience
from formservice.service import service


def found(unit: str) -> Meeting:
    """The meeting of an address, or 404."""
    return meetings.find(service(), unit) or abort(404)


def found_signup(meeting: Meeting, record: str) -> dict[str, Any]:
    """The sign-up of an address, or 404."""
    return next((signup for signup in meeting.signups if signup["id"] == record), None) or abort(404)


def people(meeting: Meeting) -> list[Person]:
    """Who comes, who is asked, who waits, then those who do not come."""
    now, view = service().clock.wall(), service().store.read(meeting.partition)
    called = {call["signup"] for call in view.find(meeting.partition, telling.CALLS)}
    return [person(meeting, signup, signup["id"] in called, now) for signup in in_order(meeting.signups)]


@bp.get("/agenda/<unit>/")
@audience("agenda")
def session(unit: str) -> Response:
    """The list of a session, or of a day slot by slot."""
    meeting = found(unit)
    shown = {
        "meeting": meeting, "days": seats.opened(meeting), "formats": FORMATS.values(),
        "signed_days": signing.days_to_sign(meeting),
    }  # fmt: skip
    if meeting.slots:
        return draw("day.html", slots=[(slot, people(slot)) for slot in meeting.slots], **shown)
    return draw("people.html", people=people(meeting), **shown)


@bp.get("/agenda/<unit>/<record>/")
@audience("agenda")
def one(unit: str, record: str) -> Response:
    """One registration: what to tell the person, the number to read out."""
    return show(found(unit), record, again=request.args.get("deja") == "1")


def show(meeting: Meeting, record: str, status: int = 200, notice: str = "", again: bool = False) -> Response:
    """The page of one registration, with what was just done or refused."""
    signup = found_signup(meeting, record)
    shown = {
        "person": person(meeting, signup, now=service().clock.wall()),
        "told": signup["told"],
        "elsewhere": elsewhere(signup),
        "bring": bring(meeting),
    }
    card = following.may_remind(service(), signup)
    return draw("entry_done.html", status, meeting=meeting, notice=notice, again=again, over=OVER, card=card, **shown)


def bring(meeting: Meeting) -> str:
    """What to bring, as a sentence; "" when there is nothing, or the file is gone."""
    activity = activity_of(meeting.code)
    return f"{activity.bring.rstrip('.')}." if activity and activity.bring else ""


def elsewhere(signup: dict[str, Any]) -> str:
    """The page of the registration that this one was changed for; "" without one."""
    if signup["state"] != rules.MOVED:
        return ""
    try:
        _, now = leaving.follow(service(), *signup["moved_to"])
    except KeyError:
        return ""
    return url_for("office.one", unit=now["told"]["unit"], record=now["id"])


@bp.route("/agenda/<unit>/<record>/annuler", methods=["GET", "POST"])
@audience("agenda")
def cancel(unit: str, record: str) -> Response:
    """Cancel for someone, once asked and confirmed."""
    meeting = found(unit)
    signup = found_signup(meeting, record)
    form: BaseForm = ChannelForm(request.form)
    known = person(meeting, signup, now=service().clock.wall())
    over = known.living and not known.may_cancel
    if request.method == "GET" or over or not form.validate():
        status = 200 if request.method == "GET" else 409 if over else 422
        return draw("confirm_cancel.html", status, meeting=meeting, person=known, form=form, over=over)
    leaving.cancel(service(), meeting.partition, signup, channel=form.data["channel"], agent=agent().login)
    return go("office.session", unit=unit)
