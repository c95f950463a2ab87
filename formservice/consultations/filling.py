"""A page of a questionnaire as it is filled in: what was answered travels in the signed page."""

from dataclasses import replace
from typing import Any

from flask import Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from formservice import pages
from formservice.consultations import forms, rules
from formservice.consultations.answering import Answering, Step
from formservice.consultations.carrying import carried
from formservice.forms import MOST, BaseForm
from formservice.handlers import HANDLERS
from formservice.kinds import KINDS
from formservice.sealed import Sealed, seal
from formservice.service import page as draw
from formservice.service import service
from formservice.storage import StoreError

STEP = "step"
"""The number of the page that is being filled in, among the fields of the token."""


def at(page: Answering, sealed: Sealed) -> int:
    """The number of the page that was filled in."""
    text = sealed.fields.get(STEP, ["0"])[0]
    return min(int(text), len(page.steps) - 1) if text.isdecimal() else 0


def whole(page: Answering, sealed: Sealed) -> BaseForm:
    """All that was answered so far, on one form."""
    form = forms.whole(page)(MultiDict(sealed.fields))
    form.fit(page, None)
    return form


def filled(page: Answering, step: Step, sealed: Sealed) -> Sealed:
    """The answers so far, with those of the page that was sent."""
    fields = typed(page, step, sealed)
    if sum(len(text) for texts in fields.values() for text in texts) > MOST:
        raise RequestEntityTooLarge()
    return replace(sealed, fields=fields)


def typed(page: Answering, step: Step, sealed: Sealed) -> dict[str, list[str]]:
    """The answers so far, with those of this page: what was there before is replaced, an empty box too."""
    names = list(blank(page, step, told(page, sealed.fields)).data)
    posted = request.form.to_dict(flat=False)
    others = {name: texts for name, texts in sealed.fields.items() if name not in names and name != STEP}
    return others | {name: posted[name] for name in names if name in posted}


def told(page: Answering, fields: dict[str, list[str]]) -> dict[str, Any]:
    """The answers to the questions so far, as far as they can be read."""
    form = forms.whole(page)(MultiDict(fields))
    form.fit(page, None)
    return form.said()


def blank(page: Answering, step: Step, said: dict[str, Any]) -> BaseForm:
    """The form of a page with nothing in it."""
    return _of_step(page, step, said, None)


def bound(page: Answering, step: Step, fields: dict[str, list[str]], said: dict[str, Any] | None = None) -> BaseForm:
    """The form of a page with what was answered."""
    return _of_step(page, step, told(page, fields) if said is None else said, MultiDict(fields))


def _of_step(page: Answering, step: Step, said: dict[str, Any], fields: Any) -> BaseForm:
    # Who was led to a page answers all that is on it: what the page itself decides comes on a later one.
    form = forms.of_step(page, step.number, tuple(page.shown(step, said)))(fields)
    form.fit_step(page)
    return form


def show(page: Answering, step: Step, sealed: Sealed, checked: bool = False, notice: str = "") -> Response:
    """A page of the questionnaire, with what was answered; with its mistakes when `checked`."""
    app = service()
    try:
        rules.check_open(page.consultation, app.clock.wall(), sealed.made, by_agent=False)
    except rules.Closed as refusal:
        return HANDLERS[page.form].refused(page, "closed", str(refusal), lines=lines(page, sealed), sealed=seal(sealed))
    form = bound(page, step, sealed.fields)
    if checked:
        form.validate()
    kept = replace(sealed, fields={**sealed.fields, STEP: [str(step.number)]})
    return draw(
        KINDS[page.form].template, 422 if checked else 200, page=page, form=form, step=step, sealed=seal(kept),
        notice=notice, now=app.clock.wall(), progress=page.progress(step, told(page, sealed.fields)),
    )  # fmt: skip


def lines(page: Answering, sealed: Sealed) -> list[tuple[str, str]]:
    """Label and answer, of all that was answered so far; no choice where nobody knows what it stood for."""
    if sealed.version != page.version:
        sealed = replace(sealed, fields=carried(None, page.consultation, sealed.fields)[0])
    return HANDLERS[page.form].lines(page, whole(page, sealed))


def down(page: Answering, sealed: Sealed, error: StoreError) -> Response:
    """The store does not answer: the answers stay on the page."""
    service().logger.error("%s", error)
    return pages.unavailable(page, lines(page, sealed), seal(sealed))
