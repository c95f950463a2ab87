"""The desk, and the agenda's lists with their downloads."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, abort, request

from formservice.export import FORMATS, disposition, file_name, write
from formservice.office import borrowed, consultations, editions, lists, meetings, survey, voting_next
from formservice.office.guard import agent, bp, draw
from formservice.office.meetings import Meeting
from formservice.office.people import found
from formservice.security import audience
from formservice.service import Service, service
from formservice.storage import Unwritable


@dataclass(frozen=True)
class Section:
    """A part of the office, and what waits in it."""

    name: str
    where: str
    """« dans l’agenda »."""
    lines: list[tuple[str, str]]
    """(address or "", sentence)."""


@bp.get("/")
@audience("agents")
def desk() -> Response:
    """Alarms, today, what waits, what one can do. Nothing of the agenda for who has not its role."""
    app, seen, today = service(), None, None
    if agent().may(("agenda",)):
        seen, day = survey.look(app), app.clock.today()
        today = [one for one in meetings.coming(app) if day in one.days and not one.cancelled]
    found = sections(app, seen)
    return draw(
        "desk.html", today=today, vanished=sorted(seen.vanished.items()) if seen else [],
        waiting=[one for one in found if one.lines], quiet=[one for one in found if not one.lines],
    )  # fmt: skip


def sections(app: Service, seen: survey.Survey | None) -> list[Section]:
    """The sections of this agent; `seen` of the agenda."""
    parts: list[tuple[str, str, str, Callable[[], list[tuple[str, str]]]]] = [
        ("agenda", "agenda", "dans l’agenda", lambda: survey.what_waits(app, seen) if seen else []),
        ("resources", "centre de ressources", "au centre de ressources", lambda: borrowed.what_waits(app)),
        ("participation", "budgets participatifs", "dans les budgets participatifs", lambda: editions.what_waits(app)),
        ("participation", "consultations", "dans les consultations", lambda: consultations.what_waits(app)),
        ("vote", "votes", "dans les votes", lambda: voting_next.what_waits(app)),
    ]
    return [Section(name, where, look()) for role, name, where, look in parts if agent().may((role,))]


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
