"""The fast screen of a batch: ten ballots at most, a line each; the second reader never sees the first reading."""

from typing import Any

from flask import Response, abort, request

from formservice.office.guard import agent, bp, draw, go
from formservice.office.voting_batches import batch_of, seen, shown
from formservice.office.voting_known import Known, known_of
from formservice.office.voting_lines import Box, areas_of, read_box, said
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import service
from formservice.storage import Record
from formservice.voting import batches, reading
from formservice.voting.batches import FIRST, SECOND

TURNS = {"premiere": FIRST, "seconde": SECOND}
WORDS = {"premiere": "Première saisie", "seconde": "Seconde saisie"}


@bp.route("/votes/<code>/lots/<int:number>/<any(premiere, seconde):turn>", methods=["GET", "POST"])
@audience("vote")
def vote_reading(code: str, number: int, turn: str) -> Response:
    """Type ballots from one place of the pile on."""
    known = known_of(code)
    batch, start = batch_of(known, number), place()
    try:
        batches.closed(known.election)
        batches.check_turn(batch, TURNS[turn], agent().login)
    except Refused as refusal:
        return shown(known, batch, 409, str(refusal))
    there = batches.lines_of(batch, TURNS[turn])
    if start > len(there):
        start = len(there)
    if request.method == "GET":
        boxes = [Box(n + 1, line) for n, line in enumerate(there[start : start + batches.SCREEN])]
        return screen(known, batch, turn, start, boxes)
    return store(known, batch, turn, start)


def store(known: Known, batch: Record, turn: str, start: int) -> Response:
    """Keep the screen, and go on; or say that the pile is done."""
    boxes = [read_box(known, batch, request.form, n) for n in range(batches.SCREEN)]
    typed = max((box.number for box in boxes if not box.line.blank), default=0)
    boxes = [box if not box.line.blank else hole(box) for box in boxes[:typed]]
    if any(box.mistake for box in boxes):
        return screen(known, batch, turn, start, boxes, 422)
    app, by, which = service(), agent().login, TURNS[turn]
    try:
        batches.keep(app.store, known.code, batch["number"], which, start, [box.line for box in boxes], by, seen())
        if request.form.get("action") == "finish":
            batches.finish(app.store, known.code, batch["number"], which, by)
            return go("office.vote_batch", code=known.code, number=batch["number"])
    except Refused as refusal:
        return screen(known, batch_of(known, batch["number"]), turn, start, boxes, 409, str(refusal))
    return go("office.vote_reading", code=known.code, number=batch["number"], turn=turn, a=start + len(boxes))


def hole(box: Box) -> Box:
    """A place left empty between two ballots."""
    return Box(box.number, box.line, "Rien n’est saisi à cette place. Un bulletin blanc se choisit dans la liste.")


def screen(
    known: Known, batch: Record, turn: str, start: int, boxes: list[Box], status: int = 200, mistake: str = ""
) -> Response:
    """A line for each envelope that is left, ten at most, and the ballots before them as they read."""
    there = batches.lines_of(batch, TURNS[turn])
    last = min(batches.SCREEN, reading.MOST - start, max(1, batch["envelopes"] - start))
    boxes = [*boxes, *(Box(n + 1) for n in range(len(boxes), last))]
    before: list[Any] = [(n + 1, said(known, line)) for n, line in enumerate(there[:start])][-batches.SCREEN :]
    return draw(
        "vote_reading.html", status, known=known, batch=batch, turn=turn, words=WORDS[turn], start=start, boxes=boxes,
        total=len(there), before=before, back=max(0, start - batches.SCREEN), areas=areas_of(known), mistake=mistake,
        reasons=reading.INVALID, points=known.page.edition.ballot.kind == "points",
        area=next((one.line.area for one in reversed(boxes) if one.line.area), there[-1].area if there else ""),
    )  # fmt: skip


def place() -> int:
    """From which ballot of the pile, from 0."""
    text = request.args.get("a", "0")
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        abort(404)
    return int(text)
