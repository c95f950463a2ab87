"""« À vérifier »: sign-ups that somebody should look at. Doubt is a person's to judge: nothing is deleted."""

from flask import Response, abort, request

from formservice.agenda import current, signups
from formservice.office import doubting, survey
from formservice.office.guard import agent, bp, draw, go
from formservice.office.person import ERASED, addresses, doubts, reach
from formservice.security import audience
from formservice.service import service
from formservice.storage import BadName

MOST = 100


@bp.get("/a-verifier/")
@audience("agenda")
def to_check() -> Response:
    """The sign-ups to look at, with why."""
    found = survey.look(service()).doubts
    shown = found[:MOST]
    beside = {where: service().store.read(where).find(where, signups.TABLE) for where, _ in shown}
    lines = [
        {
            "partition": partition, "id": one["id"], "name": one["answers"].get("name") or ERASED,
            "reach": reach(one["answers"]), "reference": one["reference"], "told": one["told"],
            "doubt": doubting.said(doubts(one), addresses(one, beside[partition])),
        }
        for partition, one in shown
    ]  # fmt: skip
    return draw("to_check.html", lines=lines, more=len(found) - len(lines), done=request.args.get("fait") == "1")


@bp.post("/a-verifier/<path:partition>/<record>")
@audience("agenda")
def checked(partition: str, record: str) -> Response:
    """An agent looked at it and found nothing to do. What was doubted is kept."""
    if not partition.startswith(current.PREFIXES):
        abort(404)
    try:
        known = service().store.read(partition).get(partition, signups.TABLE, record)
    except BadName:
        abort(404)
    # A transaction makes room for its partition: none for an address that somebody made up.
    if known is None:
        abort(404)
    with service().store.transaction(partition) as records:
        found = records.get(partition, signups.TABLE, record) or abort(404)
        if found.get("doubt"):
            seen = [*found.get("checked", []), *found["doubt"]]
            records.update(partition, signups.TABLE, record, doubt=[], checked=seen)
            records.note(partition, "checked", agent=agent().login, channel="office", record=record)
    return go("office.to_check", fait="1")
