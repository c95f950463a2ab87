"""Batches in the office, after the close: opened, settled between the two who read them, sealed."""

from typing import Any

from flask import Response, abort, request
from wtforms import SelectField, StringField, TextAreaField

from formservice.catalogue.french import typeset
from formservice.forms import AtMost, BaseForm, Required, choices, clean, clean_lines
from formservice.office.entry import key_of
from formservice.office.guard import agent, bp, draw, go
from formservice.office.printing import printed
from formservice.office.voting_known import Known, known_of
from formservice.office.voting_lines import Box, areas_of, read_box, said
from formservice.office.voting_sheets import VOTES, WholeField, between
from formservice.paper.vote_sheets import batch_slip
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import service
from formservice.storage import Record
from formservice.voting import batches, elections, reading, sealing, settling
from formservice.voting.batches import FIRST, SECOND, Place
from formservice.voting.numbers import NotDone

MIXED = typeset("Mêlés : le quartier se choisit à chaque bulletin")
STATES = {
    batches.TYPING: "Première saisie à faire", batches.TYPED: "Seconde saisie à faire, par un autre agent",
    batches.READ: typeset("Saisi deux fois : à rapprocher, puis à sceller"), batches.SEALED: "Scellé, dans l’urne",
}  # fmt: skip
READY, UNSEALED = typeset("Saisi deux fois, d’accord : à sceller"), "Dépouillé, avec toute l’urne"


class BatchForm(BaseForm):
    """Where the envelopes come from; how many signed, how many envelopes were counted."""

    place = StringField(
        "D’où viennent ces enveloppes ?", [Required("Dites de quelle urne, ou de quel lieu."), AtMost(80)],
        filters=[clean], description=typeset("Par exemple : urne de la mairie, tournée du mardi."),
    )  # fmt: skip
    area = SelectField("Quartier de ces bulletins", validate_choice=False)
    signatures = WholeField("Signatures comptées", [between(0, 9_999)], render_kw={"inputmode": "numeric", "size": "6"})
    envelopes = WholeField(
        "Enveloppes comptées", [between(1, reading.MOST)], render_kw={"inputmode": "numeric", "size": "6"},
        description=typeset(f"{reading.MOST} au plus : faites plusieurs lots."),
    )  # fmt: skip


class SealForm(BaseForm):
    """Why the numbers of a batch differ."""

    words = TextAreaField(
        "Ce qui a été constaté", [AtMost(400)], filters=[clean_lines], render_kw={"rows": "3"},
        description=typeset("Cette phrase figure au procès-verbal, qui est affiché. N’y mettez ni nom, ni choix."),
    )  # fmt: skip


@bp.route("/votes/<code>/lots/", methods=["GET", "POST"])
@audience("vote")
def vote_batches(code: str) -> Response:
    """The batches of a vote; one is opened here."""
    known, app = known_of(code), service()
    form, key = BatchForm(request.form or None), key_of(request.form.get("key", ""))
    form.area.choices = choices({"": MIXED} | areas_of(known))
    status, mistake = 200, ""
    if request.method == "POST":
        status = 200 if form.validate() else 422
        if status == 200 and form.area.data not in ("", *areas_of(known)):
            abort(400)
        if status == 200:
            place = Place(form.place.data, form.area.data, form.signatures.data, form.envelopes.data)
            try:
                number = batches.make(app.store, known.code, place, agent().login, key)
                return go("office.vote_batch", code=known.code, number=number)
            except Refused as refusal:
                status, mistake = 409, str(refusal)
    found = [(one, state_of(known, one)) for one in batches.every(app.store, known.code)]
    return draw("vote_batches.html", status, known=known, form=form, key=key, found=found, mistake=mistake)


def state_of(known: Known, batch: Record) -> str:
    """Where a batch stands, in words."""
    if batch["state"] == batches.SEALED and known.state == elections.COUNTED:
        return UNSEALED
    return READY if is_ready(known, batch) else STATES[batch["state"]]


def is_ready(known: Known, batch: Record) -> bool:
    """Whether both readers stand for every ballot: only the sealing is left."""
    if batch["state"] != batches.READ or known.election is None:
        return False
    return not settling.left(batch, known.election) and not settling.unagreed(batch)


@bp.route("/votes/<code>/lots/<int:number>/", methods=["GET", "POST"])
@audience("vote")
def vote_batch(code: str, number: int) -> Response:
    """One batch: what is to be done of it now."""
    known = known_of(code)
    batch = batch_of(known, number)
    if request.method == "GET":
        return shown(known, batch)
    act = ACTS.get(request.form.get("action", "")) or abort(400)
    try:
        act(known, batch)
    except Refused as refusal:
        return shown(known, batch_of(known, number), 409, str(refusal))
    return go("office.vote_batch", code=known.code, number=number)


def seen() -> int:
    """The version of the batch on the screen that was sent; 0, which is none, for anything else."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def settle(known: Known, batch: Record) -> None:
    """Say what one ballot is: as one reading has it, or as it is typed now."""
    text, store, election = request.form.get("place", ""), service().store, known.election
    if not (text.isascii() and text.isdecimal() and len(text) < 4) or election is None:
        abort(400)
    n, how = int(text), request.form.get("how", "")
    if how in (FIRST, SECOND):
        line = settling.at(batch, how, n)
    elif how == "other":
        box = read_box(known, batch, request.form, 0)
        if box.mistake:
            raise NotDone(box.mistake)
        line = box.line
    else:
        raise NotDone("Choisissez ce qui est écrit sur le bulletin.")
    if how == "other" and line is not None and line.blank:
        raise NotDone("Écrivez les numéros du bulletin, ou dites pourquoi il ne compte pas.")
    settling.settle(store, known.code, batch["number"], election, n, line, agent().login, seen())


def agree(known: Known, batch: Record) -> None:
    """Stand for what the other has settled."""
    settling.agree(service().store, known.code, batch["number"], agent().login, seen())


def reopen(known: Known, batch: Record) -> None:
    """Look at it again."""
    settling.reopen(service().store, known.code, batch["number"], agent().login, seen())


def restart(known: Known, batch: Record) -> None:
    """Begin one reading anew."""
    turn = request.form.get("turn", "")
    if turn not in batches.TURNS:
        abort(400)
    if request.form.get("sure") != "yes":
        raise NotDone("Rien n’est effacé. Pour recommencer une saisie, cochez d’abord « Oui, effacer ».")
    batches.restart(service().store, known.code, batch["number"], turn, agent().login, seen())


def seal(known: Known, batch: Record) -> None:
    """Into the box, for good."""
    form = SealForm(request.form)
    if not form.validate():
        raise NotDone("Cette phrase est trop longue : gardez-en 400 caractères au plus.")
    sealing.seal(service().store, known.code, batch["number"], form.words.data, agent().login, seen())


ACTS = {"settle": settle, "agree": agree, "reopen": reopen, "restart": restart, "seal": seal}


def shown(known: Known, batch: Record, status: int = 200, mistake: str = "") -> Response:
    """The page of a batch: of choices, only those that two readings do not share, once both are done."""
    read = batch["state"] == batches.READ and known.election is not None
    left = settling.left(batch, known.election) if read and known.election else []
    unagreed = settling.unagreed(batch) if read else []
    ready = is_ready(known, batch)
    ballots = len(settling.final(batch)) if ready else batch["ballots"]
    given: dict[str, Any] = {"first": None, "second": None, "box": Box()}
    if left:
        given = {
            "first": said(known, settling.at(batch, FIRST, left[0])),
            "second": said(known, settling.at(batch, SECOND, left[0])), "box": read_box(known, batch, request.form, 0),
        }  # fmt: skip
    settled = [
        (n + 1, said(known, reading.Line(*one["line"]) if one["line"] else None), one["by"])
        for n, one in ((n, batch["settled"][str(n)]) for n in unagreed)
    ]  # fmt: skip
    return draw(
        "vote_batch.html", status, known=known, batch=batch, state=state_of(known, batch), read=read, left=left,
        settled=settled, mine=settling.to_agree(batch, agent().login) if read else [], ready=ready,
        others=[one for one in settling.pair(batch) if one not in {by for _, _, by in settled}] or settling.pair(batch),
        balance=batches.balance_of(batch, ballots), areas=areas_of(known), reasons=reading.INVALID,
        form=SealForm(request.form or None), mistake=mistake, pair=settling.pair(batch),
        how=request.form.get("how", ""), **given,
    )  # fmt: skip


@bp.get("/votes/<code>/lots/<int:number>/bordereau")
@audience("vote")
def vote_batch_slip(code: str, number: int) -> Response:
    """The slip that goes with the papers of a batch, as a PDF: numbers and who signs, never a choice."""
    known = known_of(code)
    batch, site = batch_of(known, number), service().releases.current().catalogue.site
    return printed("batch", batch_slip(site, known.page.edition, batch, service().clock.today()), back=VOTES)


def batch_of(known: Known, number: int) -> Record:
    """The batch of an address, or 404."""
    try:
        store = service().store
        return batches.read(store.read(batches.partition_of(known.code, number)), known.code, number)
    except KeyError:
        abort(404)
