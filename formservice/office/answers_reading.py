"""Reading free answers: 25 a page, a theme, a copy to redact, whether it is published. Enter leads to the next."""

from typing import Any

from flask import Response, abort, request, url_for

from formservice import paging
from formservice.catalogue import Consultation
from formservice.catalogue.consultations import Question
from formservice.catalogue.french import typeset
from formservice.consultations import gathering, reading, stored
from formservice.consultations.reading import Overtaken, Wrong
from formservice.office.consultations import known_of
from formservice.office.guard import agent, bp, draw
from formservice.office.lending import version
from formservice.office.quarantine import SHARD
from formservice.security import audience
from formservice.service import see_other, service

A_PAGE, FARTHEST = 25, 10**6


@bp.get("/consultations/<code>/lecture/<question>")
@audience("participation")
def answers_reading(code: str, question: str) -> Response:
    """A page of the answers to one question."""
    known, asked = asked_of(code, question)
    return shown(known, asked, page_of(), after=request.args.get("apres", ""))


@bp.post("/consultations/<code>/lecture/<question>/<shard>/<record>")
@audience("participation")
def answers_read(code: str, question: str, shard: str, record: str) -> Response:
    """Keep what was made of one answer, and lead to the next one."""
    known, asked = asked_of(code, question)
    if not SHARD.fullmatch(shard) or not reading.may_read(known, service().clock.wall()):
        abort(404)
    place = (f"{stored.PREFIX}/{known.code}/{shard}", record)
    given = (request.form.get("theme", ""), request.form.get("text", ""), request.form.get("publish") == "yes")
    try:
        made = reading.typed(*given)
        reading.read(service(), place, asked.id, made, agent().login, version())
    except KeyError:
        abort(404)
    except Wrong as refusal:
        return shown(known, asked, page_of(), 422, typed={record: (given, str(refusal), None)})
    except Overtaken as refusal:
        return shown(known, asked, page_of(), 409, typed={record: (given, str(refusal), refusal.now)})
    here = url_for("office.answers_reading", code=known.code, question=asked.id, page=page_of(), apres=record)
    return see_other(f"{here}#ici")


def asked_of(code: str, id: str) -> tuple[Consultation, Question]:
    """The consultation and the question of an address, or 404."""
    known = known_of(code)
    found = (one for one in reading.free_questions(service(), known) if one.id == id)
    return known, next(found, None) or abort(404)


def page_of() -> int:
    """The number of the page, from 1."""
    return paging.asked(request.values.get("page", ""), FARTHEST)


def shown(
    known: Consultation, asked: Question, page: int, status: int = 200, after: str = "",
    typed: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    """The page; `typed`: (what was typed, why it was not kept, what somebody else wrote) of one answer."""
    app = service()
    if not reading.may_read(known, app.clock.wall()):
        return draw("answers_closed.html", 409, known=known)
    found = reading.answers(app, known.code, asked.id)
    pages = paging.pages(len(found), A_PAGE)
    page = min(page, pages)
    here = found[(page - 1) * A_PAGE : page * A_PAGE]
    ids = [one["id"] for _, one in here]
    following = ids.index(after) + 1 if after in ids else None
    return draw(
        "answers_reading.html", status, known=known, question=asked, page=page, pages=pages,
        lines=[line(partition, one, asked.id, (typed or {}).get(one["id"])) for partition, one in here],
        next=next(iter(typed or {}), ids[following] if following is not None and following < len(ids) else ""),
        ended=following == len(ids), themes=reading.themes(found, asked.id), total=len(found),
        read=sum(reading.is_read(one, asked.id) for _, one in found), mistaken=bool(typed),
        over=app.clock.wall() >= gathering.over(known),
    )  # fmt: skip


def line(partition: str, one: dict[str, Any], id: str, typed: Any) -> dict[str, Any]:
    """One answer: its words, what was made of them, or what was just typed."""
    kept = one["read"].get(id)
    given: tuple[tuple[str, str, bool], str, dict[str, Any] | None] = typed or (
        (kept["theme"], kept["text"], kept["publish"]) if kept else ("", one["said"][id], False), "", None,
    )  # fmt: skip
    (theme, text, publish), wrong, now = given
    return {
        "shard": partition.rpartition("/")[2], "id": one["id"], "said": one["said"][id], "theme": theme, "text": text,
        "publish": publish, "by": (kept or {}).get("by", ""), "n": reading.version(one, id),
        "wrong": typeset(wrong), "now": now,
    }  # fmt: skip
