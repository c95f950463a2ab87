"""The quarantine of a consultation: each doubtful answer with its reason, one click to count it, another to leave it
out."""

import re
from typing import Any

from flask import Response, abort, request

from formservice import paging
from formservice.catalogue import Consultation
from formservice.consultations import judging, stored
from formservice.consultations.judging import MOVES, REASONS, Found, Overtaken
from formservice.office import wording_answers
from formservice.office.consultations import known_of, week_words
from formservice.office.guard import agent, bp, draw, go
from formservice.office.lending import version
from formservice.security import audience
from formservice.service import service
from formservice.submit import CHANNELS

MOST = 50
"""Answers on a page."""
SHARD = re.compile(r"[0-9a-f]{2}")
NO_REASON = "Dites pourquoi vous écartez cette réponse : le nombre et la raison seront publiés."
DONE = {
    "release": "La réponse est comptée.",
    "set_aside": "La réponse est écartée : elle est gardée, et dite dans les résultats.",
    "undo": "La réponse attend de nouveau.",
}


@bp.get("/consultations/<code>/quarantaine")
@audience("participation")
def quarantine(code: str) -> Response:
    """What waits, then what was judged last."""
    return shown(code, notice=DONE.get(request.args.get("fait", ""), ""))


@bp.post("/consultations/<code>/quarantaine/<shard>/<record>")
@audience("participation")
def judge(code: str, shard: str, record: str) -> Response:
    """A button of one answer."""
    known, verb, reason = known_of(code), request.form.get("action", ""), request.form.get("reason", "")
    if verb not in MOVES or not SHARD.fullmatch(shard):
        abort(404 if verb in MOVES else 400)
    if verb == "set_aside" and reason not in REASONS:
        return shown(code, 422, NO_REASON)
    place = (f"{stored.PREFIX}/{known.code}/{shard}", record)
    try:
        why = reason if verb == "set_aside" else ""
        judging.judge(service(), place, verb, agent().login, version(), why)
    except KeyError:
        abort(404)
    except Overtaken as refusal:
        return shown(code, 409, f"{refusal} Rien n’a été changé.")
    return go("office.quarantine", code=known.code, fait=verb)


def shown(code: str, status: int = 200, notice: str = "") -> Response:
    """The list: the first of those that wait, and a page of those that were judged."""
    app, known = service(), known_of(code)
    found = judging.doubted(app, known.code)
    held = [one for one in found if one[1]["state"] == judging.HELD]
    judged = found[len(held) :]
    page = paging.asked(request.args.get("page", ""), paging.pages(len(judged), MOST))
    old = {asked: version for asked, _, version in stored.versions(app, known.code)}
    return draw(
        "quarantine.html", status, known=known, held=[line(known, old, one) for one in held[:MOST]],
        judged=[line(known, old, one) for one in judged[(page - 1) * MOST : page * MOST]],
        more=len(held[MOST:]), before=page - 1, after=page + 1 if judged[page * MOST :] else 0,
        reasons=REASONS, week=week_words(app, found), notice=notice,
    )  # fmt: skip


def line(known: Consultation, old: dict[str, Consultation], found: Found) -> dict[str, Any]:
    """One answer in words."""
    partition, one = found
    return {
        "shard": partition.rpartition("/")[2], "id": one["id"], "reference": one["reference"],
        "version": one["version"], "state": one["state"], "doubt": one["doubt"], "judged": one["judged"],
        "reason": REASONS.get((one["judged"] or {}).get("reason", ""), ""),
        "channel": CHANNELS.get(one["channel"], ""),
        "said": wording_answers.lines(old.get(one["asked"], known), one),
    }  # fmt: skip
