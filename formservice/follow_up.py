"""Following up: what was booked, cancelling it, and closing the page on a shared computer.

GET shows, POST changes. The record keeps what the person was told, so the link works after the
file of the activity is gone. Once « Terminer » was pressed, the link asks for the reference:
who comes next at a public computer sees nothing by going back.
"""

import hmac
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request

from formservice import links, pages
from formservice.agenda import calendar, rules, signups
from formservice.agenda.forms import REACH, date_words
from formservice.clock import UTC
from formservice.security import audience, provenance
from formservice.service import Service, page, see_other, service
from formservice.storage import BadName

bp = Blueprint("follow_up", __name__)
FRESH = timedelta(minutes=30)
CLEAR = {"Clear-Site-Data": '"cache"'}


def find(partition: str, token: str) -> tuple[str, dict[str, Any]]:
    """(mode, sign-up) of a link, or 404: the same answer for every wrong link."""
    app = service()
    try:
        mode, record_id = links.record_id(token)
        record = app.store.read(partition).get(partition, signups.TABLE, record_id)
    except (ValueError, BadName):
        abort(404)
    if record is None or not links.proves(app.store, partition, record, token):
        abort(404)
    return mode, record


@bp.get("/suivi/<path:partition>/<token>")
@audience("public")
def show(partition: str, token: str) -> Response:
    """What was booked and where it stands."""
    mode, signup = find(partition, token)
    if mode == links.SEEN:
        return already(signup)
    if signup["finished"]:
        return locked()
    return drawn(partition, token, signup)


@bp.get("/suivi/<path:partition>/<token>/calendrier.ics")
@audience("public")
def calendar_file(partition: str, token: str) -> Response:
    """The dates, for the person's own calendar."""
    mode, signup = find(partition, token)
    if mode != links.FOLLOW or signup["finished"] or signup["state"] == rules.CANCELLED:
        abort(404)
    app, told = service(), signup["told"]
    site = app.releases.current().catalogue.site
    base, phone = app.settings.BASE_URL.rstrip("/"), told["phone"] or site.telephone
    host = urlsplit(base).hostname or "localhost"
    made = calendar.calendar(told, signup["at"], host, site.timezone, base + told["url"], phone)
    response = Response(made, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response.headers["Content-Disposition"] = f'attachment; filename="{told["unit"]}.ics"'
    return response


@bp.post("/suivi/<path:partition>/<token>")
@audience("public")
def change(partition: str, token: str) -> Response:
    """Cancel, close the page, or open it again with the reference."""
    mode, signup = find(partition, token)
    if provenance(request) == "foreign" or mode != links.FOLLOW:
        abort(403)
    action = request.form.get("action")
    if action == "finish":
        return finish(partition, signup)
    known = hmac.compare_digest(_bare(request.form.get("reference", "")), _bare(signup["reference"]))
    if signup["finished"] and not known:
        return locked("Ce numéro n’est pas le bon. Vérifiez-le, ou appelez-nous." if action == "open" else "")
    if action == "cancel" and can_cancel(signup):
        signups.cancel(service(), partition, signup)
        if not signup["finished"]:
            return see_other(request.path)
        signup = find(partition, token)[1]
    return drawn(partition, token, signup)


def finish(partition: str, signup: dict[str, Any]) -> Response:
    """Close the page: from now on the link asks for the reference."""
    with service().store.transaction(partition) as records:
        records.update(partition, signups.TABLE, signup["id"], finished=True)
    text = [
        "La page est fermée. La personne suivante ne verra pas vos réponses.",
        "Sur un ordinateur partagé, fermez aussi la fenêtre du navigateur.",
    ]
    response = pages.notice("C’est terminé, merci", text)
    response.headers.update(CLEAR)
    return response


def locked(mistake: str = "") -> Response:
    """Ask for the reference; nothing of the record is shown."""
    return page("locked.html", 422 if mistake else 410, mistake=mistake)


def already(signup: dict[str, Any]) -> Response:
    """The person is in by another form: the reference, and nothing else of theirs."""
    words = {"confirmed": "Une place est gardée.", "waiting": "Vous êtes sur la liste d’attente."}
    told = signup["told"]
    text = [
        f"{told['title']}, {told['when']}. {words.get(signup['state'], 'Cette inscription a été annulée.')}",
        f"Votre numéro : {signup['reference']}. Il n’y a rien d’autre à faire.",
        "Pour changer ou annuler, utilisez le lien de votre première inscription, ou appelez-nous.",
    ]
    return pages.notice("Vous êtes déjà inscrit", text)


def drawn(partition: str, token: str, signup: dict[str, Any]) -> Response:
    """The follow-up page."""
    app = service()
    told = signup["told"]
    age = app.clock.utc() - datetime.fromisoformat(signup["at"]).astimezone(UTC)
    shown = {
        "reference": signup["reference"], "state": state_of(signup), "title": told["title"], "when": told["when"],
        "place_title": told["place"], "place_address": told["address"], "place_phone": told["phone"],
        "reach": REACH.get(signup["answers"].get("reach", ""), "").lower(), "rank": rank_of(partition, signup),
        "name": signup["answers"].get("name", ""), "party": signup["party"],
        "dates": [date_words(*_times(one)) for one in told["sessions"]],
    }  # fmt: skip
    return page(
        "follow_up.html", signup=shown, fresh=age < FRESH, follow_url=links.address(app.store, partition, signup),
        post_url=request.path, can_cancel=can_cancel(signup), page_url=told["url"],
    )  # fmt: skip


def state_of(signup: dict[str, Any]) -> str:
    """confirmed, waiting, cancelled, called_off (by the town) or past."""
    unit = signups.known_unit(service(), signup["told"]["unit"])
    if signup["state"] == rules.CANCELLED:
        return "cancelled"
    if unit and unit.cancelled:
        return "called_off"
    return "past" if datetime.fromisoformat(signup["told"]["end"]) < service().clock.wall() else str(signup["state"])


def can_cancel(signup: dict[str, Any]) -> bool:
    """Until the start, and once."""
    begun = datetime.fromisoformat(signup["told"]["start"]) <= service().clock.wall()
    return not begun and state_of(signup) in (rules.CONFIRMED, rules.WAITING)


def rank_of(partition: str, signup: dict[str, Any]) -> int:
    """The rank on the waiting list; 0 with a seat."""
    if signup["state"] != rules.WAITING:
        return 0
    return rules.rank_of(signup, service().store.read(partition).find(partition, signups.TABLE))


def _times(session: dict[str, str]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(session["start"]), datetime.fromisoformat(session["end"])


def _bare(text: str) -> bytes:
    return "".join(letter for letter in text.upper() if letter.isalnum()).encode()


def init_app(app: Service) -> None:
    """Plug in the routes."""
    app.register_blueprint(bp)
