"""The research questions: those that wait, one page each, taking in hand, answering, closing."""

import re
from typing import Any

from flask import Response, abort, request

from formservice import telling
from formservice.forms import clean_lines
from formservice.office import borrowed, calling
from formservice.office.guard import agent, bp, draw, go
from formservice.office.lending import version
from formservice.refusal import Refused
from formservice.resources import following, questions
from formservice.resources.forms import LONGEST
from formservice.resources.questions import TABLE, Question
from formservice.security import audience
from formservice.service import service

ADDRESS = re.compile(r"[0-9]{4}-[0-9]{2}/[0-9a-f]")
EMPTY = "Écrivez la réponse : la personne la lira telle quelle."
TOO_LONG = f"La réponse est trop longue : gardez-en {LONGEST} caractères au plus."
NO_REASON = "Dites pourquoi : la personne lira cette raison."


@bp.get("/ressources/questions/")
@audience("resources")
def questions_list() -> Response:
    """Those that wait, by the day their answer is due."""
    return draw("questions.html", lines=borrowed.asked(service()))


@bp.get("/ressources/questions/<month>/<shard>/<record>")
@audience("resources")
def question_page(month: str, shard: str, record: str) -> Response:
    """One question, and where to write its answer."""
    return shown(partition_of(month, shard), record, again=request.args.get("deja") == "1")


@bp.post("/ressources/questions/<month>/<shard>/<record>")
@audience("resources")
def question_act(month: str, shard: str, record: str) -> Response:
    """A button of that page."""
    partition, verb = partition_of(month, shard), request.form.get("action", "")
    question, written = found(partition, record), clean_lines(request.form.get("answer"))
    if verb in calling.OUTCOMES:
        calling.made(service(), partition, TABLE, record, verb, agent().login)
        return go("office.question_page", month=month, shard=shard, record=record)
    if verb not in ("take", "answer", "close"):
        abort(400)
    reason = request.form.get("reason", "")
    mistake = wrong(verb, written, reason)
    if mistake:
        return shown(partition, record, 422, mistake, written)
    more = {"answer": {"answer": written}, "close": {"reason": reason}}.get(verb, {})
    try:
        how: dict[str, Any] = {"channel": "office", "agent": agent().login, "version": version()}
        questions.act(service(), partition, question, verb, **how | more)
    except Refused as refusal:
        return shown(partition, record, 409, f"{refusal} Rien n’a été changé.", written)
    return go("office.question_page", month=month, shard=shard, record=record)


def wrong(verb: str, written: str, reason: str) -> str:
    """What is missing; nothing when all is there."""
    if verb == "answer":
        return EMPTY if not written else TOO_LONG if len(written) > LONGEST else ""
    return NO_REASON if verb == "close" and reason not in following.CLOSED else ""


def partition_of(month: str, shard: str) -> str:
    """The partition of an address, or 404."""
    return f"{questions.PREFIX}/{month}/{shard}" if ADDRESS.fullmatch(f"{month}/{shard}") else abort(404)


def found(partition: str, record: str) -> Question:
    """The question of an address, or 404."""
    return service().store.read(partition).get(partition, TABLE, record) or abort(404)


def shown(
    partition: str, record: str, status: int = 200, notice: str = "", written: str = "", again: bool = False
) -> Response:
    """The page of one question, with what was just refused; `written`: the answer under way."""
    app, question = service(), found(partition, record)
    call = next(iter(app.store.read(partition).find(partition, telling.CALLS, signup=record)), None)
    given: dict[str, Any] = following.of_question(app, question)
    return draw(
        "question.html", status, line=borrowed.question_line(partition, question, call), record=question, call=call,
        reasons=following.CLOSED, notice=notice, written=written, again=again, **given,
    )  # fmt: skip
