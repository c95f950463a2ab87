"""The desk, and the agenda's lists with their downloads."""

import io
from typing import Any

from flask import Response, abort, request

from formservice.export import FORMATS, disposition, file_name, write
from formservice.office import borrowed, lists, meetings, survey
from formservice.office.guard import agent, bp, draw
from formservice.office.meetings import Meeting
from formservice.office.people import found
from formservice.security import audience
from formservice.service import Service, service
from formservice.storage import Unwritable


@bp.get("/")
@audience("agents")
def desk() -> Response:
    """What waits, today's sessions, what one can do. Nothing of the agenda for who has not its role."""
    app = service()
    centre = borrowed.what_waits(app) if agent().may(("resources",)) else []
    if not agent().may(("agenda",)):
        return draw("desk.html", centre=centre)
    coming = meetings.coming(app)
    today = [one for one in coming if app.clock.today() in one.days and not one.cancelled]
    return draw("desk.html", today=today, seen=what_waits(app), centre=centre)


def what_waits(app: Service) -> dict[str, Any]:
    """What waits today, in sentences; empty where nothing does."""
    seen = survey.look(app)
    return {
        "calls": survey.calls_words(seen, app.clock.wall()) if seen.calls else "",
        "offers": survey.offers_words(seen) if seen.offered else "",
        "vanished": sorted(seen.vanished.items()), "doubts": len(seen.doubts), "themes": survey.themes(app),
    }  # fmt: skip


@bp.get("/agenda/")
@audience("agenda")
def agenda() -> Response:
    """The sessions to come."""
    return draw("agenda.html", meetings=meetings.coming(service()), past=False)


@bp.get("/agenda/passees/")
@audience("agenda")
def agenda_past() -> Response:
    """The sessions that are over."""
    return draw("agenda.html", meetings=meetings.past(service()), past=True)


@bp.post("/agenda/<unit>/telecharger")
@audience("agenda")
def download(unit: str) -> Response:
    """The list of a session as a file. A post, since it leaves a line in the journal."""
    meeting, kind = found(unit), FORMATS.get(request.form.get("format", ""))
    if kind is None:
        abort(400)
    content = written(service(), meeting, kind.name, agent().login)
    name = file_name(f"inscriptions {meeting.id}", kind.name, service().clock.today())
    return Response(content, content_type=kind.mimetype, headers={"Content-Disposition": disposition(name)})


def written(app: Service, meeting: Meeting, kind: str, by: str) -> bytes:
    """The bytes of the list, as it stood when its line went into the journal."""
    stream = io.BytesIO()
    try:
        with app.store.transaction(meeting.partition) as records:
            meeting = meeting.read_again(records)
            manifest = write(kind, lists.table([meeting], by, app.clock.wall()), stream)
            records.note(meeting.partition, "download", agent=by, channel="office", format=kind, rows=manifest.rows)
    except Unwritable as error:
        # On a full disk the list of this afternoon matters more than its line; the log has it.
        app.logger.error("Liste de %s prise par %s sans être notée au journal. %s", meeting.id, by, error)
        stream = io.BytesIO()
        write(kind, lists.table([meeting], by, app.clock.wall()), stream)
    return stream.getvalue()
