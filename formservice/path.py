"""The resident's path, the same for every kind: form, « Vérifiez vos réponses », confirmation.

A post without a token is a form filled in: it is checked and shown again, or sealed into a
check page. A post with a token comes from a check page: it is confirmed, or changed.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Response, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from formservice import doubt, links, pages
from formservice.clock import UTC
from formservice.forms import MOST, BaseForm
from formservice.kinds import KINDS, form_for
from formservice.refusal import Refused
from formservice.sealed import Altered, Sealed, seal, unseal
from formservice.security import provenance
from formservice.service import page as draw
from formservice.service import see_other, service
from formservice.storage import StoreError
from formservice.submit import HANDLERS, Entry, Receipt, enter, made_before, made_by_key, submit

USED = timedelta(hours=24)
"""How long a used check page still leads to its confirmation."""
CHANGED = "La page a changé pendant que vous la remplissiez. Relisez bien avant de confirmer."
SLOWLY = "Prenez le temps de relire, puis confirmez."


def answer(page: Any) -> Response:
    """Answer a post to the address of a page."""
    g.sends = doubt.count(service(), request)
    token = request.form.get("sealed")
    try:
        sealed = unseal(token) if token is not None else None
    except Altered:
        return pages.altered(page)
    if sealed and sealed.page != page.url:
        return pages.altered(page)
    if g.sends > doubt.FLOOD:
        return pages.flood(page, _lines(page, sealed), token or "") if sealed else pages.of_code(429)
    if sealed is None:
        return fill_in(page)
    if provenance(request) == "foreign":
        return pages.foreign(page, _lines(page, sealed), seal(sealed))
    if request.form.get("action") == "modify":
        return show_form(page, sealed.fields)
    return confirm(page, sealed)


def fill_in(page: Any) -> Response:
    """A form was filled in: show its mistakes, or what to check."""
    posted = request.form.to_dict(flat=False)
    if sum(len(text) for texts in posted.values() for text in texts) > MOST:
        raise RequestEntityTooLarge()
    now = service().clock.wall()
    form = _bound(page, posted)
    if form is None:
        return HANDLERS[page.form].refused(page, "closed", "")
    sealed = Sealed(page.url, page.version, now, {name: posted[name] for name in form.data if name in posted})
    if provenance(request) == "foreign":
        return pages.foreign(page, HANDLERS[page.form].lines(page, form), seal(sealed))
    if not form.validate():
        return show_form(page, sealed.fields, checked=True)
    old = posted.get("version", [page.version])[0] != page.version
    return check(page, form, sealed, CHANGED if old else None)


def show_form(page: Any, fields: dict[str, list[str]], checked: bool = False) -> Response:
    """The page with its form filled in; with its mistakes when `checked`."""
    now = service().clock.wall()
    form = form_for(page, MultiDict(fields), now=now)
    if form is None:
        return HANDLERS[page.form].refused(page, "closed", "")
    if checked:
        form.validate()
    return draw(KINDS[page.form].template_for(page), 422 if checked else 200, page=page, form=form, now=now)


def check(page: Any, form: BaseForm, sealed: Sealed, notice: str | None = None) -> Response:
    """« Vérifiez vos réponses »: what was answered and what confirming will give."""
    app, handler = service(), HANDLERS[page.form]
    lines = handler.lines(page, form)
    try:
        entry = enter(app, page, form.answers(), sealed.key, made=sealed.made)
        over = made_before_it_was_late(entry)
        if over:
            return lead_to(over)
        sealed = replace(sealed, partition=handler.partitions(entry)[0])
        preview = handler.preview(app, entry)
    except Refused as refusal:
        return handler.refused(page, refusal.reason, str(refusal), lines=lines, sealed=seal(sealed))
    except StoreError as error:
        app.logger.error("%s", error)
        return pages.unavailable(page, lines, seal(sealed))
    shown = {"lines": lines, "sealed": seal(sealed), "notice": notice, **preview}
    return draw("check.html", page=page, kind=KINDS[page.form], **shown)


def made_before_it_was_late(entry: Entry) -> Receipt | None:
    """Who is already in is led to it, and not told that it is over. Raises Refused for the others."""
    try:
        HANDLERS[entry.page.form].late(entry)
    except Refused:
        before = made_before(service(), entry)
        if before is None:
            raise
        return before
    return None


def confirm(page: Any, sealed: Sealed) -> Response:
    """The last button: store once, then lead to the confirmation."""
    app, handler = service(), HANDLERS[page.form]
    form = _bound(page, sealed.fields)
    try:
        if form is not None and form.validate():
            return decide(page, form, sealed)
        # The key comes before any change of the page.
        used = made_by_key(app, page.form, sealed.partition, sealed.key)
        if used:
            return lead_to(used)
        if form is None:
            return handler.refused(page, "gone", "", lines=[])
        # What was good on the check page is not any more: the page changed meanwhile.
        handler.partitions(enter(app, page, form.answers(), sealed.key))
        return show_form(page, sealed.fields, checked=True)
    except KeyError:
        return handler.refused(page, "gone", "", lines=_lines(page, sealed), sealed=seal(sealed))
    except Refused as refusal:
        return handler.refused(page, refusal.reason, str(refusal), lines=_lines(page, sealed), sealed=seal(sealed))
    except StoreError as error:
        app.logger.error("%s", error)
        return pages.unavailable(page, _lines(page, sealed), seal(sealed))


def decide(page: Any, form: BaseForm, sealed: Sealed) -> Response:
    """Store the answers of a check page, unless it must be read again. Raises Refused, StoreError.

    `submit` itself looks up who is in already; only what would keep it from being asked makes us look before.
    """
    app = service()
    entry = enter(app, page, form.answers(), sealed.key, made=sealed.made, doubt=tuple(doubt.marks(g.sends)))
    changed, before = sealed.version != page.version, made_before_it_was_late(entry)
    if not before and not changed and not sealed.too_fast:
        return lead_to(submit(app, entry))
    before = before or made_before(app, entry)
    if before:
        return lead_to(before)
    return check(page, form, replace(sealed, version=page.version), CHANGED if changed else SLOWLY)


def lead_to(receipt: Receipt) -> Response:
    """To the confirmation; to no more than the reference when another form had made it."""
    app = service()
    age = app.clock.utc() - datetime.fromisoformat(receipt.record["at"]).astimezone(UTC)
    if age > USED and not receipt.again:
        return pages.of_code(410)
    mode = links.SEEN if receipt.again else links.FOLLOW
    return see_other(links.address(app.store, receipt.partition, receipt.record, mode))


def _bound(page: Any, fields: dict[str, list[str]]) -> BaseForm | None:
    # With every date, those over too: whether it is still in time is for the rules to say.
    return form_for(page, MultiDict(fields), now=None)


def _lines(page: Any, sealed: Sealed) -> list[tuple[str, str]]:
    form = _bound(page, sealed.fields)
    return HANDLERS[page.form].lines(page, form) if form else []
