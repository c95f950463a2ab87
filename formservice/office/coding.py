"""The printed codes of a consultation: how many are left, a lost letter revoked, or replaced once."""

from flask import Response, abort, request
from wtforms import StringField
from wtforms.validators import ValidationError

from formservice.catalogue.french import typeset
from formservice.export import disposition
from formservice.forms import BaseForm, Required, clean
from formservice.office.guard import agent, bp, draw
from formservice.paper import PaperError
from formservice.participation import issuing, reprinting
from formservice.participation.codes import PRINTED
from formservice.participation.issuing import By, NotIssued
from formservice.participation.letters import Series, counted, series_of, sheets
from formservice.participation.written_codes import new_code
from formservice.security import audience
from formservice.service import service


def a_serial(form: object, field: StringField) -> None:
    """Accept « n° 42 »; keep 42."""
    digits = (field.data or "").lower().removeprefix("n°").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 7):
        raise ValidationError("Écrivez le numéro de la lettre, par exemple 42. Ce n’est pas le code.")
    field.data = str(int(digits))


class SerialForm(BaseForm):
    """Which letter."""

    serial = StringField(
        "Numéro de la lettre", [Required("Écrivez le numéro de la lettre."), a_serial], filters=[clean],
        description=typeset("Il est imprimé sur la lettre, après « n° ». Ne demandez jamais le code lui-même."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "size": "8"},
    )  # fmt: skip


@bp.route("/consultations/<code>/codes", methods=["GET", "POST"])
@audience("participation")
def codes(code: str) -> Response:
    """Counts by printing and by state; the letters printed again; what may be done of a lost one."""
    try:
        series = series_of(service(), code)
    except KeyError:
        abort(404)
    except NotIssued:
        return draw("codes_none.html", code=code.upper())
    form = SerialForm(request.form)
    if request.method == "GET":
        return shown(series, form)
    if not form.validate():
        return shown(series, form, 422)
    act = {"revoke": revoked, "reprint": reprinted, "printed": printed}.get(request.form.get("action", "")) or abort(
        400
    )
    try:
        return act(series, form, int(form.serial.data or 0))
    except NotIssued as refusal:
        return shown(series, form, 409, mistake=str(refusal))
    except PaperError as error:
        service().logger.error("%s", error)
        return shown(
            series, form, 503, mistake="L’impression ne marche pas : rien n’a été changé. Prévenez l’exploitant."
        )


def shown(series: Series, form: SerialForm, status: int = 200, notice: str = "", mistake: str = "") -> Response:
    """The page."""
    known = issuing.letters(service().store, series.code)
    lines = [(label, counted(states)) for label, states in issuing.counted(known).items()]
    waiting = sorted((one["serial"], one["replaces"]) for one in known if one["state"] == PRINTED)
    return draw(
        "codes.html", status, series=series, form=form, lines=lines, waiting=waiting, notice=notice, mistake=mistake
    )  # fmt: skip


def revoked(series: Series, form: SerialForm, serial: int) -> Response:
    """The code of a lost letter answers no more."""
    issuing.revoke(service().store, series.code, serial, By(agent().login, "office"))
    return shown(series, SerialForm(), notice=f"Le code n° {serial} est annulé : il ne sert plus.")


def reprinted(series: Series, form: SerialForm, serial: int) -> Response:
    """One letter more, as a PDF. The old code serves until the new letter is said to be printed: a file that was lost
    on the way takes nobody's letter."""
    app = service()
    reprinting.check_replace(app.store, series.code, serial)
    new, code = issuing.next_serial(app.store, series.code), new_code()
    sheet = sheets(app, series, {new: code})
    reprinting.print_again(app.store, series.code, serial, new, code, By(agent().login, "office"))
    name = disposition(f"code-{series.code}-{new:05d}.pdf")
    return Response(sheet, content_type="application/pdf", headers={"Content-Disposition": name})


def printed(series: Series, form: SerialForm, serial: int) -> Response:
    """The new letter is there: the old one answers no more."""
    reprinting.in_hand(service().store, series.code, serial, By(agent().login, "office"))
    return shown(series, SerialForm(), notice=f"La lettre n° {serial} est la bonne : l’ancien code ne sert plus.")
