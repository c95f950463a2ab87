"""The people of a session: who comes, who waits, who was called, who cancels by telephone."""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request

from formservice.agenda import leaving, rules, signups
from formservice.agenda.forms import NEEDS
from formservice.export import FORMATS
from formservice.forms import BaseForm
from formservice.office import meetings
from formservice.office.forms import ChannelForm
from formservice.office.guard import agent, bp, draw, go
from formservice.office.meetings import Meeting
from formservice.security import audience
from formservice.service import service
from formservice.submit import CHANNELS

ERASED = "Nom effacé"
ORDER = {rules.CONFIRMED: 0, rules.WAITING: 1, rules.CANCELLED: 2}


@dataclass(frozen=True)
class Person:
    """One sign-up as an agent reads it."""

    id: str
    name: str
    state: str
    rank: int
    reach: tuple[str, ...]
    """How to reach them, the preferred way first."""
    helper: str
    companions: int
    needs: tuple[str, ...]
    reference: str
    origin: str
    """« par téléphone, saisi par lucie »."""
    to_tell: bool
    told_when: str
    """The date they know, when it is not the session's any more."""
    doubt: tuple[str, ...]
    """Why an agent should look at it."""


def found(unit: str) -> Meeting:
    """The meeting of an address, or 404."""
    return meetings.find(service(), unit) or abort(404)


def found_signup(meeting: Meeting, record: str) -> dict[str, Any]:
    """The sign-up of an address, or 404."""
    return next((signup for signup in meeting.signups if signup["id"] == record), None) or abort(404)


def people(meeting: Meeting) -> list[Person]:
    """Confirmed, then waiting by rank, then cancelled."""
    shown = sorted(meeting.signups, key=lambda signup: (ORDER[signup["state"]], signup["seq"]))
    return [person(meeting, signup) for signup in shown]


def person(meeting: Meeting, signup: dict[str, Any]) -> Person:
    """A record in words. What was erased is empty."""
    answers, told = signup["answers"], signup["told"]
    waiting = signup["state"] == rules.WAITING
    ways = [(answers.get("reach") != way, answers.get(way)) for way in ("phone", "email", "contact")]
    ways[2] = (answers.get("reach") != "other", answers.get("contact"))
    typed = f", saisi par {signup['typed_by']}" if signup["typed_by"] else ""
    return Person(
        id=signup["id"], name=answers.get("name") or ERASED, state=signup["state"],
        rank=rules.rank_of(signup, meeting.signups) if waiting else 0,
        reach=tuple(way for _, way in sorted(ways, key=lambda way: way[0]) if way),
        helper=answers.get("helper") or "", companions=signup["party"] - 1,
        needs=tuple(NEEDS.get(need, need) for need in answers.get("needs") or ()),
        reference=signup["reference"], origin=CHANNELS.get(signup["channel"], signup["channel"]) + typed,
        to_tell=meetings.is_to_tell(signup),
        told_when="" if told["start"] == meeting.start.isoformat() else told["when"],
        doubt=tuple(signup.get("doubt") or ()),
    )  # fmt: skip


@bp.get("/agenda/<unit>/")
@audience("agenda")
def session(unit: str) -> Response:
    """The list of a session, or of a day slot by slot."""
    meeting = found(unit)
    if meeting.slots:
        slots = [(slot, people(slot)) for slot in meeting.slots]
        return draw("day.html", meeting=meeting, slots=slots, formats=FORMATS.values())
    return draw("people.html", meeting=meeting, people=people(meeting), formats=FORMATS.values())


@bp.get("/agenda/<unit>/<record>/")
@audience("agenda")
def one(unit: str, record: str) -> Response:
    """One registration: what to tell the person, the number to read out."""
    meeting = found(unit)
    signup = found_signup(meeting, record)
    again = request.args.get("deja") == "1"
    return draw("entry_done.html", meeting=meeting, told=signup["told"], person=person(meeting, signup), again=again)


@bp.route("/agenda/<unit>/<record>/annuler", methods=["GET", "POST"])
@audience("agenda")
def cancel(unit: str, record: str) -> Response:
    """Cancel for someone, once asked and confirmed."""
    meeting = found(unit)
    signup = found_signup(meeting, record)
    form: BaseForm = ChannelForm(request.form)
    over = meeting.end < service().clock.wall()
    if request.method == "GET" or over or not form.validate():
        status = 200 if request.method == "GET" else 409 if over else 422
        shown = {"meeting": meeting, "person": person(meeting, signup), "form": form, "over": over}
        return draw("confirm_cancel.html", status, **shown)
    leaving.cancel(service(), meeting.partition, signup, channel=form.data["channel"], agent=agent().login)
    return go("office.session", unit=unit)


@bp.post("/agenda/<unit>/<record>/prevenu")
@audience("agenda")
def told(unit: str, record: str) -> Response:
    """The person now knows that a place is theirs."""
    meeting = found(unit)
    found_signup(meeting, record)
    with service().store.transaction(meeting.partition) as records:
        signup = records.get(meeting.partition, signups.TABLE, record)
        if signup and signup.get("to_tell"):
            records.update(meeting.partition, signups.TABLE, record, to_tell="")
            records.note(meeting.partition, "told", agent=agent().login, record=record, after=signup["state"])
    return go("office.session", unit=unit)
