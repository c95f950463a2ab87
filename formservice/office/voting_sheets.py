"""Sheets of signatures in the office: made and printed blank; `voting_sheet` types them."""

from typing import Any

from flask import Response, abort, request
from wtforms import IntegerField, StringField
from wtforms.validators import ValidationError

from formservice.catalogue.french import typeset
from formservice.forms import AtMost, BaseForm, Required, clean
from formservice.office.entry import key_of
from formservice.office.guard import agent, bp, draw
from formservice.office.printing import printed
from formservice.office.voting_known import known_of
from formservice.paper.vote_sheets import signature_sheets
from formservice.refusal import Refused
from formservice.security import audience
from formservice.service import service
from formservice.voting import sheets

VOTES = ("/agents/votes/", "Revenir aux votes")


class WholeField(IntegerField):
    """A whole number, in the ten digits: nothing for « deux », « ² » or « 1_0 », which `between` then refuses."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was typed, as a number."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def between(least: int, most: int) -> Any:
    """Accept a whole number within bounds."""

    def check(form: object, field: IntegerField) -> None:
        if field.data is None or not least <= field.data <= most:
            raise ValidationError(f"Écrivez un nombre entier, de {least} à {most}.")

    return check


class MakeForm(BaseForm):
    """How many blank sheets, for which place."""

    place = StringField(
        "Pour quel lieu ?", [Required("Dites pour quel lieu, ou pour quelle tournée."), AtMost(80)], filters=[clean],
        description=typeset("Par exemple : urne de la résidence, tournée du mardi."),
    )  # fmt: skip
    count = WholeField(
        "Combien de feuilles ?", [between(1, sheets.AT_ONCE)],
        description=typeset(f"Chacune a {sheets.LINES} lignes."), render_kw={"inputmode": "numeric", "size": "4"},
    )  # fmt: skip


@bp.route("/votes/<code>/feuilles/", methods=["GET", "POST"])
@audience("vote")
def vote_sheets(code: str) -> Response:
    """The sheets of a vote; blank ones are made here."""
    known, app = known_of(code), service()
    form, key = MakeForm(request.form or None), key_of(request.form.get("key", ""))
    status, mistake, made = 200, "", None
    if request.method == "POST":
        status = 200 if form.validate() else 422
        if status == 200:
            try:
                made = sheets.make(app.store, known.code, form.place.data, form.count.data, agent().login, key)
                form, key = MakeForm(), key_of("")
            except Refused as refusal:
                status, mistake = 409, str(refusal)
    lines = [(one, sheets.counted(one)) for one in sheets.every(app.store, known.code)]
    return draw(
        "vote_sheets.html", status, known=known, form=form, key=key, lines=lines, made=made, mistake=mistake,
        most=sheets.LINES,
    )  # fmt: skip


@bp.get("/votes/<code>/feuilles/imprimer/<int:first>-<int:last>")
@audience("vote")
def vote_sheets_print(code: str, first: int, last: int) -> Response:
    """Blank sheets, as a PDF."""
    known, app = known_of(code), service()
    wanted = range(first, last + 1)
    found = [one for one in sheets.every(app.store, known.code) if one["number"] in wanted]
    if not found or len(wanted) > sheets.AT_ONCE:
        abort(404)
    site = app.releases.current().catalogue.site
    data = signature_sheets(site, known.page.edition, [(one["number"], one["place"]) for one in found], sheets.LINES)
    return printed("signatures", data, back=VOTES)
