"""One sheet of signatures in the office: typed line by line, conflicts shown one by one."""

from typing import Any

from flask import Response, abort, request
from wtforms import SelectField

from formservice.forms import BaseForm, choices
from formservice.kinds import form_for
from formservice.office.desks import DESKS
from formservice.office.entry import key_of
from formservice.office.forms import Together
from formservice.office.guard import agent, bp, draw, go
from formservice.office.voting_known import Known, known_of
from formservice.office.voting_roll import WhyForm, typed, who_form
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import service
from formservice.storage import Record
from formservice.voting import elections, sheets
from formservice.voting.forms import VoteForm


class LineForm(BaseForm):
    """Which line of the sheet."""

    line = SelectField("Ligne", coerce=int, validate_choice=False)


class RefuseForm(BaseForm):
    """Which line is refused, and why, without asking the roll."""

    refused = SelectField("Ligne à refuser", coerce=int, validate_choice=False)
    reason = SelectField("Pourquoi la refuser ?", choices=choices(sheets.REASONS), validate_choice=False)


@bp.route("/votes/<code>/feuilles/<int:number>/", methods=["GET", "POST"])
@audience("vote")
def vote_sheet(code: str, number: int) -> Response:
    """One sheet: its lines, and the next one to type."""
    known = known_of(code)
    sheet = sheet_of(known, number)
    if request.method == "GET":
        return shown(known, sheet)
    act = {"type": type_in, "aside": type_in, "refuse": refuse, "empty": empty, "rest": rest, "free": free}
    done = act.get(request.form.get("action", "")) or abort(400)
    try:
        return done(known, sheet)
    except Refused as refusal:
        return shown(known, sheet_of(known, number), 409, str(refusal), line_form(known, request.form))


def type_in(known: Known, sheet: Record) -> Response:
    """The voter of a line goes on the roll; a conflict is shown, to be mended or set aside."""
    form, line = line_form(known, request.form), chosen()
    if form is None:
        sheets.check_open(service(), known.page)
        abort(400)
    if not form.validate():
        return shown(known, sheet, 422, form=form)
    entry = typed(known.page, form.answers(), key_of(request.form.get("key", "")))
    try:
        sheets.type_line(service(), entry, sheet["number"], line, request.form["action"] == "aside")
    except sheets.CONFLICTS as conflict:
        return shown(known, sheet, 409, str(conflict), form, conflict=True)
    return go("office.vote_sheet", code=known.code, number=sheet["number"], ligne=line)


def refuse(known: Known, sheet: Record) -> Response:
    """A line that cannot be taken, whoever it is."""
    why = request.form.get("reason", "")
    if why not in sheets.REASONS:
        abort(400)
    line = chosen("refused")
    sheets.refuse(service(), known.page, sheet["number"], line, why, agent().login)
    return go("office.vote_sheet", code=known.code, number=sheet["number"], ligne=line)


def empty(known: Known, sheet: Record) -> Response:
    """A line left blank."""
    sheets.empty(service(), known.page, sheet["number"], agent().login, chosen())
    return go("office.vote_sheet", code=known.code, number=sheet["number"], ligne=chosen())


def rest(known: Known, sheet: Record) -> Response:
    """All the lines that are left are blank, and were counted."""
    sheets.empty_rest(service(), known.page, sheet["number"], agent().login, chosen("count"))
    return go("office.vote_sheet", code=known.code, number=sheet["number"])


def free(known: Known, sheet: Record) -> Response:
    """A line that spent no right is typed again."""
    sheets.free(service(), known.page, sheet["number"], chosen(), agent().login)
    return go("office.vote_sheet", code=known.code, number=sheet["number"], reprise=chosen())


@bp.route("/votes/<code>/feuilles/<int:number>/<int:line>/annuler", methods=["GET", "POST"])
@audience("vote")
def vote_line_undo(code: str, number: int, line: int) -> Response:
    """Take back a line that was accepted by mistake today: the person is typed again."""
    known = known_of(code)
    sheet = sheet_of(known, number)
    if known.state != elections.OPEN:
        return DESKS["vote"].closed(known.page, 200 if request.method == "GET" else 409)
    form, more = who_form(known.page, request.form or None), WhyForm(request.form or None)
    given = {"known": known, "sheet": sheet, "line": line, "form": form, "more": more, "both": Together(form, more)}
    if request.method == "GET":
        return draw("vote_line_undo.html", mistake="", **given)
    if not all([form.validate(), more.validate()]):
        return draw("vote_line_undo.html", 422, mistake="", **given)
    try:
        sheets.undo(service(), typed(known.page, form.answers()), number, line, more.why.data)
    except Refused as refusal:
        return draw("vote_line_undo.html", 409, mistake=str(refusal), **given)
    return go("office.vote_sheet", code=known.code, number=number)


def shown(
    known: Known, sheet: Record, status: int = 200, mistake: str = "", form: VoteForm | None = None,
    conflict: bool = False,
) -> Response:  # fmt: skip
    """The page of a sheet."""
    left, mine, refusing = sheets.untyped(sheet), LineForm(request.form or None), RefuseForm(request.form or None)
    mine.line.choices = refusing.refused.choices = [(n, f"{sheet['number']}-{n}") for n in left]
    if request.method == "GET" and left:
        again = request.args.get("reprise", "")
        mine.line.data = int(again) if again in map(str, left) else left[0]
    lines = [(n, sheet["lines"].get(str(n))) for n in range(1, sheets.LINES + 1)]
    key = key_of(request.form.get("key", "") if status != 200 else "")
    return draw(
        "vote_sheet.html", status, known=known, sheet=sheet, lines=lines, states=sheets.STATES,
        totals=sheets.counted(sheet), form=(form or line_form(known)) if left else None, mine=mine,
        refuse=refusing, key=key, left=len(left), open=known.state == elections.OPEN,
        mistake=mistake, conflict=conflict, reasons=sheets.REASONS, opened=sheets.OPENED,
        now_on=request.args.get("ligne", "")[:3],
    )  # fmt: skip


def line_form(known: Known, answers: Any = None) -> VoteForm | None:
    """The resident's form without the address, which stays on the paper; None when sheets are not typed."""
    now = service().clock.wall()
    as_of = known.since if known.since <= now < known.typed_until else now
    form: Any = form_for(known.page, answers, now=as_of) if known.state == "open" else None
    if form is None:
        return None
    if "address" in form:
        del form["address"]
    if "eligible" in form and not answers:
        # The sentence on honour is on top of the sheet that was signed.
        form.eligible.data = ["yes"]
    for field in form:
        field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}
    found: VoteForm = form
    return found


def sheet_of(known: Known, number: int) -> Record:
    """The sheet of an address, or 404."""
    try:
        store = service().store
        return sheets.read(store.read(sheets.partition_of(known.code, number)), known.code, number)
    except KeyError:
        abort(404)


def chosen(name: str = "line") -> int:
    """The number that was chosen; 0, which is none, for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
