"""What an agent prints to hand out: the sheet to sign of a session, the reminder card of one registration."""

from datetime import date, datetime
from typing import Any

from flask import Response, abort, request

from formservice.agenda import following, signups
from formservice.office.guard import agent, bp
from formservice.office.meetings import Meeting
from formservice.office.people import found, found_signup
from formservice.office.printing import printed, site_of
from formservice.office.signing import days_to_sign, sheet_of
from formservice.paper.attendance import attendance
from formservice.paper.reminder import Reminder, reminder
from formservice.security import audience
from formservice.service import Service, service
from formservice.storage import Unwritable


@bp.post("/agenda/<unit>/emargement")
@audience("agenda")
def sign(unit: str) -> Response:
    """The sheet to sign of one day. A post, since it leaves a line in the journal, as a list that is taken does."""
    meeting, app = found(unit), service()
    day = next((one for one in days_to_sign(meeting) if one.isoformat() == request.form.get("day")), None)
    if day is None:
        abort(400)
    meeting = noted(app, meeting, day, agent().login)
    data = attendance(site_of(app), [sheet_of(meeting, day)], app.clock.today())
    back = (f"/agents/agenda/{meeting.id}/", "Revenir à la liste de la séance")
    return printed("emargement", data, back, f"{day}_presence-{meeting.id}.pdf")


def noted(app: Service, meeting: Meeting, day: date, by: str) -> Meeting:
    """The meeting as it stood when its line went into the journal."""
    try:
        with app.store.transaction(meeting.partition) as records:
            meeting = meeting.read_again(records)
            rows = len(sheet_of(meeting, day).expected)
            records.note(meeting.partition, "download", agent=by, channel="office", format="pdf", rows=rows)
    except Unwritable as error:
        # As for the list: on a full disk the sheet of this afternoon matters more than its line.
        app.logger.error("Feuille de %s prise par %s sans être notée au journal. %s", meeting.id, by, error)
    return meeting


@bp.get("/agenda/<unit>/<record>/rappel.pdf")
@audience("agenda")
def remind(unit: str, record: str) -> Response:
    """The card of one person who holds a seat, for the post or to be handed out."""
    app, signup = service(), found_signup(found(unit), record)
    if not following.may_remind(app, signup):
        abort(404)
    data = reminder(site_of(app), card(app, signup))
    back = (f"/agents/agenda/{unit}/{record}/", "Revenir à l’inscription")
    return printed("rappel", data, back, f"rappel-{signup['reference']}.pdf")


def card(app: Service, signup: dict[str, Any]) -> Reminder:
    """What the card says, as it stands now; of a cycle, the dates that are left."""
    told, moments = following.as_it_stands(app, signup), datetime.fromisoformat
    dates = [(moments(one["start"]), moments(one["end"])) for one in told["sessions"]]
    left = [one for one in dates if one[1] > app.clock.wall()] or dates[-1:]
    unit = signups.known_unit(app, told["unit"])
    return Reminder(
        told["title"], signup["reference"], signup["answers"]["name"], signup["party"], left,
        told["place"], told["address"], (unit.activity.bring or "") if unit else "",
        demonstration=bool(unit and unit.activity.demonstration),
    )  # fmt: skip
