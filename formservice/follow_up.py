"""Following up: what was stored, cancelling it, and closing the page on a shared computer.

GET shows, POST changes. The record keeps what the person was told, so the link works after the
file of its page is gone. Once « Terminer » was pressed, the link asks for the reference: who
comes next at a public computer sees nothing by going back. The kind says what is shown.
"""

import hmac
from typing import Any

from flask import Blueprint, Response, abort, request

from formservice import doubt, links, pages
from formservice.handlers import Handler, handler_of, kind_of
from formservice.kinds import KINDS
from formservice.security import audience, provenance
from formservice.service import Service, page, see_other, service
from formservice.storage import BadName, StoreError

bp = Blueprint("follow_up", __name__)
CLEAR = {"Clear-Site-Data": '"cache"'}
NOT_FINISHED = [
    "Le service ne peut pas fermer cette page pour le moment.",
    "Sur un ordinateur partagé, fermez la fenêtre du navigateur : c’est elle qui garde la page en mémoire.",
]
WRONG = "Ce numéro n’est pas le bon. Vérifiez-le, ou appelez-nous."
FINISHED = [
    "La page est fermée. La personne suivante ne verra pas vos réponses.",
    "Sur un ordinateur partagé, fermez aussi la fenêtre du navigateur.",
]
GONE = (
    "Nous n’avons plus rien de ce que vous aviez écrit : on nous l’a demandé, ou nous l’avions gardé assez longtemps."
)
AGAIN = {"inscription": "Pour vous inscrire de nouveau, choisissez une date dans l’agenda, ou appelez-nous."}
AGAIN_ELSE = "Pour recommencer, remplissez de nouveau le formulaire, ou appelez-nous."

WRITTEN = {
    "title": "Titre", "where": "Où", "what": "Quoi", "why": "Pourquoi", "estimate": "Coût",
    "signature": "Nom à afficher",
}  # fmt: skip
"""What the boxes of these pages are called, when what was typed is given back."""


def find(partition: str, token: str) -> tuple[Handler, str, dict[str, Any]]:
    """(kind, mode, record) of a link, or 404: the same answer for every wrong link."""
    app = service()
    try:
        handler = handler_of(partition)
        mode, record_id = links.record_id(token)
        record = app.store.read(partition).get(partition, handler.table, record_id)
    except (KeyError, ValueError, BadName):
        abort(404)
    if record is None or not links.proves(app.store, partition, record, token):
        abort(404)
    return handler, mode, record


@bp.get("/suivi/<path:partition>/<token>")
@audience("public")
def show(partition: str, token: str) -> Response:
    """What was stored and where it stands."""
    handler, mode, record = find(partition, token)
    if mode == links.SEEN:
        return pages.notice("C’est déjà enregistré", handler.already(record))
    if not record["person"]:
        return erased(partition)
    if record["finished"]:
        return locked(partition)
    return forwarded(handler, record) or drawn(handler, partition, record)


@bp.get("/suivi/<path:partition>/<token>/calendrier.ics")
@audience("public")
def calendar_file(partition: str, token: str) -> Response:
    """The dates, for the person's own calendar."""
    handler, mode, record = find(partition, token)
    if mode != links.FOLLOW or record["finished"] or not handler.may_cancel(service(), record):
        abort(404)
    made = handler.calendar(service(), record)
    response = Response(made, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response.headers["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return response


@bp.post("/suivi/<path:partition>/<token>")
@audience("public")
def change(partition: str, token: str) -> Response:
    """Cancel, close the page, or open it again with the reference; whatever was typed is never lost."""
    if doubt.count(service(), request) > doubt.FLOOD:
        return pages.of_code(429)
    if provenance(request) == "foreign":
        abort(403)
    try:
        return do(partition, token)
    except StoreError as error:
        service().logger.error("%s", error)
        typed = [(name, said) for name, said in request.form.items() if name not in ("action", "reference") and said]
        lines = [(WRITTEN.get(name, "Ce que vous avez écrit"), said) for name, said in typed]
        return pages.unwritten(lines, list(request.form.items()))


def do(partition: str, token: str) -> Response:
    """What a button says. Raises StoreError: nothing was done."""
    handler, mode, record = find(partition, token)
    if mode != links.FOLLOW:
        abort(403)
    if not record["person"]:
        return erased(partition)
    action = request.form.get("action")
    if action == "finish":
        return finish(handler, partition, record)
    known = hmac.compare_digest(_bare(request.form.get("reference", "")), _bare(record["reference"]))
    if record["finished"] and not known:
        return locked(partition, WRONG if action == "open" else "")
    led = forwarded(handler, record)
    if led:
        return after(handler, partition, record, led)
    if action == "ask" and handler.may_cancel(service(), record):
        return page(handler.cancelling, **frame(record), **handler.shown(service(), partition, record))
    if action == "cancel" and handler.may_cancel(service(), record):
        handler.cancel(service(), partition, record)
        return after(handler, partition, record, see_other(request.path))
    acted = handler.act(service(), partition, record, str(action))
    return after(handler, partition, record, acted) if acted else drawn(handler, partition, record)


def after(handler: Handler, partition: str, record: dict[str, Any], answer: Response) -> Response:
    """Where an act leads. A closed page that was opened with its number is drawn at once: a GET finds it closed."""
    if answer.status_code != 303 or not record["finished"]:
        return answer
    app = service()
    now = app.store.read(partition).get(partition, handler.table, record["id"]) or record
    partition, now = handler.forward(app, now) or (partition, now)
    return drawn(handler_of(partition), partition, now)


def forwarded(handler: Handler, record: dict[str, Any]) -> Response | None:
    """To the record that took the place of this one, if one did."""
    try:
        found = handler.forward(service(), record)
    except KeyError:
        abort(404)
    return see_other(links.address(service().store, *found)) if found else None


def finish(handler: Handler, partition: str, record: dict[str, Any]) -> Response:
    """Close the page: from now on the link asks for the reference."""
    try:
        with service().store.transaction(partition) as records:
            records.update(partition, handler.table, record["id"], finished=True)
        response = pages.notice("C’est terminé, merci", FINISHED)
    except StoreError as error:
        service().logger.error("%s", error)
        response = pages.notice("Fermez la fenêtre du navigateur", NOT_FINISHED, 503, error=True)
    response.headers.update(CLEAR)
    return response


def erased(partition: str) -> Response:
    """The record is only counted any more."""
    thing = KINDS[kind_of(partition)].thing
    return pages.notice(f"Cette {thing} a été effacée", [GONE, AGAIN.get(thing, AGAIN_ELSE)], 410)


def locked(partition: str, mistake: str = "") -> Response:
    """Ask for the reference; nothing of the record is shown."""
    return page("locked.html", 422 if mistake else 410, kind=KINDS[kind_of(partition)], mistake=mistake)


def drawn(handler: Handler, partition: str, record: dict[str, Any], status: int = 200, /, **given: Any) -> Response:
    """The follow-up page of a record; `given` is what an act adds to it."""
    app = service()
    where = links.address(app.store, partition, record)
    shown = frame(record) | {"post_url": where} | handler.shown(app, partition, record) | given
    return page(handler.template, status, follow_url=where, **shown)


def frame(record: dict[str, Any]) -> dict[str, Any]:
    """Where the forms of a follow-up page are sent, and the number they carry once it was closed and opened again."""
    return {"post_url": request.path, "opened": record["reference"] if record["finished"] else ""}


def _bare(text: str) -> bytes:
    return "".join(letter for letter in text.upper() if letter.isalnum()).encode()


def init_app(app: Service) -> None:
    """Plug in the routes."""
    app.register_blueprint(bp)
