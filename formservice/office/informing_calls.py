"""Who asked for the results of a consultation and is told by telephone."""

from flask import Response, abort, request

from formservice.consultations import informing
from formservice.consultations.stored import INFORM
from formservice.office import calling
from formservice.office.consultations import known_of
from formservice.office.guard import agent, bp, draw, go
from formservice.office.person import call_words
from formservice.office.quarantine import SHARD
from formservice.security import audience
from formservice.service import service

SAY = {
    informing.RESULTS: "Les résultats sont publiés. Proposez de les lire, ou de les envoyer sur papier.",
    informing.DONE_SAID: "La ville dit ce qu’elle a fait des réponses. Lisez-le à la personne.",
}


@bp.get("/consultations/<code>/appels")
@audience("participation")
def informing_calls(code: str) -> Response:
    """The calls to make."""
    known = known_of(code)
    lines = [
        {
            "shard": partition.rpartition("/")[2], "id": one["id"], "contact": one["contact"],
            "call": call["id"], "say": SAY[one["heard"]], "tries": [call_words(attempt) for attempt in call["tries"]],
        }
        for partition, one, call in informing.to_call(service(), known.code)
    ]  # fmt: skip
    return draw("informing_calls.html", known=known, lines=lines, done=request.args.get("fait", ""))


@bp.post("/consultations/<code>/appels/<shard>/<record>")
@audience("participation")
def informing_called(code: str, shard: str, record: str) -> Response:
    """What came of a call."""
    known, outcome = known_of(code), request.form.get("outcome", "")
    if outcome not in calling.OUTCOMES or not SHARD.fullmatch(shard):
        abort(404 if outcome in calling.OUTCOMES else 400)
    partition = f"inform/{known.code}/{shard}"
    kept, seen = True, request.form.get("call", "")
    if service().store.read(partition).get(partition, INFORM, record):
        kept = calling.made(service(), partition, INFORM, record, outcome, agent().login, seen)
    return go("office.informing_calls", code=known.code, fait="1" if kept else "0")
