"""The roll at the counter: whether somebody has voted, and a mark made by mistake taken back on the same day."""

from typing import Any

from flask import Response, request
from wtforms import RadioField, StringField
from wtforms.validators import ValidationError

from formservice.catalogue.french import typeset
from formservice.forms import AtMost, BaseForm, Chosen, Required, choices, clean
from formservice.handlers import Entry
from formservice.identity import is_reference
from formservice.office.desks import DESKS
from formservice.office.forms import Together
from formservice.office.guard import agent, bp, draw
from formservice.office.voting_known import known_of
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import service
from formservice.submit import enter
from formservice.voting import elections, marking, sheets
from formservice.voting.forms import VoteForm
from formservice.voting.page import Voting

NOT_COMPARED = {"declaree": (), "code": ("name", "birth"), "libre": ("name", "birth")}
"""The fields of the vote's form that do not tell who is who, by what the edition compares."""


def a_reference(form: object, field: StringField) -> None:
    """Accept a number as it was copied."""
    field.data = (field.data or "").upper().replace(" ", "")
    if not (field.data.startswith("VO-") and is_reference(field.data)):
        raise ValidationError("Le numéro d’un émargement s’écrit comme VO-7KM4-3QXW. Relisez-le lettre par lettre.")


class WhyForm(BaseForm):
    """Why a mark is taken back: words of a closed list, where no name can be written."""

    why = RadioField(
        "Pourquoi l’annuler ?", [Required("Choisissez une raison."), Chosen()], choices=choices(marking.REASONS),
        validate_choice=False,
    )  # fmt: skip


class UndoForm(WhyForm):
    """Which mark."""

    reference = StringField(
        "Numéro de l’émargement", [Required("Écrivez le numéro, VO-…"), AtMost(20), a_reference], filters=[clean],
        description=typeset("L’écran l’a donné après l’émargement."),
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )  # fmt: skip


def who_form(page: Voting, answers: Any = None) -> VoteForm:
    """What tells a voter from another in this edition, and nothing else."""
    form = VoteForm(answers)
    form.fit(page, None)
    for name in ("area", "address", "eligible", *NOT_COMPARED[page.edition.identity]):
        if name in form:
            del form[name]
    for field in form:
        field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}
    return form


@bp.route("/votes/<code>/consulter", methods=["GET", "POST"])
@audience("vote")
def vote_consult(code: str) -> Response:
    """Whether a person has voted, by which channel, on which day. Each question is noted, with the agent alone."""
    known, app = known_of(code), service()
    form = who_form(known.page, request.form or None)
    if request.method == "GET":
        return draw("vote_consult.html", known=known, form=form, found=None, mistake="")
    if not form.validate():
        return draw("vote_consult.html", 422, known=known, form=form, found=None, mistake="")
    try:
        found = marking.consult(app, known.page, form.answers(), agent().login)
    except Refused as refusal:
        status = 429 if isinstance(refusal, marking.TooMany) else 409
        return draw("vote_consult.html", status, known=known, form=form, found=None, mistake=str(refusal))
    return draw("vote_consult.html", known=known, form=who_form(known.page), found=typeset(found), mistake="")


@bp.route("/votes/<code>/annuler", methods=["GET", "POST"])
@audience("vote")
def vote_undo(code: str) -> Response:
    """Take back a mark made by mistake today: the person is typed again."""
    known, app = known_of(code), service()
    form, more = who_form(known.page, request.form or None), UndoForm(request.form or None)
    if known.state != elections.OPEN:
        return DESKS["vote"].closed(known.page, 200 if request.method == "GET" else 409)
    given: dict[str, Any] = {"known": known, "form": form, "more": more, "both": Together(form, more)}
    if request.method == "GET":
        return draw("vote_undo.html", done=False, mistake="", **given)
    if not all([form.validate(), more.validate()]):
        return draw("vote_undo.html", 422, done=False, mistake="", **given)
    try:
        sheets.undo_apart(app, typed(known.page, form.answers()), more.reference.data, more.why.data)
    except Refused as refusal:
        return draw("vote_undo.html", 409, done=False, mistake=str(refusal), **given)
    return draw("vote_undo.html", done=True, mistake="", **given)


def typed(page: Voting, answers: dict[str, Any], key: str = "", channel: str = "paper") -> Entry:
    """What an agent typed of a person."""
    return enter(service(), page, answers, key, channel=channel, agent=agent().login)
