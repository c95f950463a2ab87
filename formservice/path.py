"""The resident's path, the same for every kind: form, « Vérifiez vos réponses », confirmation.

A post without a token is a form filled in: it is checked and shown again, or sealed into a
check page. A post with a token comes from a check page: it is confirmed, or changed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from flask import Response, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from formservice import doubt, links, pages
from formservice.clock import UTC
from formservice.forms import MOST, BaseForm
from formservice.handlers import HANDLERS, Entry, handler_of
from formservice.kinds import KINDS, form_for
from formservice.refusal import Refused
from formservice.sealed import Altered, Sealed, seal, unseal
from formservice.security import provenance
from formservice.service import page as draw
from formservice.service import see_other, service
from formservice.storage import StoreError
from formservice.submit import OTHER, Receipt, enter, made_before, made_by_key, preview, submit

USED = timedelta(hours=24)
"""How long a used check page still leads to its confirmation."""
CHANGED = "La page a changé pendant que vous la remplissiez. Relisez bien avant de confirmer."
NONE: Mapping[str, str] = MappingProxyType({})
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
    # A post from elsewhere leaves nothing here.
    foreign, handler = provenance(request) == "foreign", HANDLERS[page.form]
    try:
        troubles = {} if foreign else handler.attach(service(), posted, request.files)
    except StoreError as error:
        return not_attached(page, posted, error)
    form = _bound(page, posted)
    if form is None:
        return handler.refused(page, "closed", "")
    sealed = Sealed(page.url, page.version, now, {name: posted[name] for name in form.data if name in posted})
    if foreign:
        return pages.foreign(page, handler.lines(page, form), seal(sealed))
    form.troubles = troubles
    if not form.validate():
        return show_form(page, sealed.fields, checked=True, troubles=troubles)
    old = posted.get("version", [page.version])[0] != page.version
    return check(page, form, sealed, CHANGED if old else None)


def not_attached(page: Any, posted: dict[str, list[str]], error: StoreError) -> Response:
    """What came with the answers could not be kept: they stay on the page."""
    app, form = service(), _bound(page, posted)
    app.logger.error("%s", error)
    if form is None:
        return HANDLERS[page.form].refused(page, "closed", "")
    fields = {name: posted[name] for name in form.data if name in posted}
    sealed = Sealed(page.url, page.version, app.clock.wall(), fields)
    return pages.unavailable(page, HANDLERS[page.form].lines(page, form), seal(sealed), pages.WITHOUT_FILE)


def show_form(
    page: Any, fields: dict[str, list[str]], checked: bool = False, troubles: Mapping[str, str] = NONE
) -> Response:
    """The page with its form filled in; with its mistakes when `checked`, those of its files among them."""
    now, beside = service().clock.wall(), HANDLERS[page.form].beside
    form = form_for(page, MultiDict(fields), now=now)
    if form is None:
        return HANDLERS[page.form].refused(page, "closed", "")
    form.troubles = troubles
    if checked:
        form.validate()
    shown = {"page": page, "form": form, "now": now, **beside(service(), form)}
    return draw(KINDS[page.form].template_for(page), 422 if checked else 200, **shown)


def refuse(page: Any, refusal: Refused, sealed: Sealed, lines: list[tuple[str, str]]) -> Response:
    """What the rules say no to: the form again where it can be mended there, else the page with ways out."""
    if refusal.field:
        fields = {name: said for name, said in sealed.fields.items() if name != refusal.field}
        return show_form(page, fields, checked=True, troubles={refusal.field: str(refusal)})
    return HANDLERS[page.form].refused(page, refusal.reason, str(refusal), lines=lines, sealed=seal(sealed))


def check(page: Any, form: BaseForm, sealed: Sealed, notice: str | None = None) -> Response:
    """« Vérifiez vos réponses »: what was answered and what confirming will give."""
    app, handler = service(), HANDLERS[page.form]
    lines = handler.lines(page, form)
    try:
        entry = enter(app, page, form.answers(), sealed.key, made=sealed.made)
        over = made_before_it_was_late(entry)
        if over:
            return lead_to(over, sealed.made)
        sealed = replace(sealed, partition=handler.partitions(entry)[0])
        given = preview(app, entry)
    except Refused as refusal:
        return refuse(page, refusal, sealed, lines)
    except StoreError as error:
        app.logger.error("%s", error)
        return pages.unavailable(page, lines, seal(sealed))
    shown = {"lines": lines, "sealed": seal(sealed), "notice": notice, **handler.beside(app, form), **given}
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
            return lead_to(used, sealed.made)
        if form is None:
            return handler.refused(page, "gone", "", lines=[])
        # What was good on the check page is not any more: the page changed meanwhile.
        handler.partitions(enter(app, page, form.answers(), sealed.key))
        return show_form(page, sealed.fields, checked=True)
    except KeyError:
        return handler.refused(page, "gone", "", lines=_lines(page, sealed), sealed=seal(sealed))
    except Refused as refusal:
        return refuse(page, refusal, sealed, _lines(page, sealed))
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
        # What has no date of its own is as old as its form.
        old = made_before(app, entry) if app.clock.wall() - sealed.made > USED else None
        return lead_to(old, sealed.made) if old else lead_to(submit(app, entry))
    before = before or made_before(app, entry)
    if before:
        return lead_to(before, sealed.made)
    return check(page, form, replace(sealed, version=page.version), CHANGED if changed else SLOWLY)


def lead_to(receipt: Receipt, made: datetime | None = None) -> Response:
    """To the confirmation; to no more than the reference when another form had made it.

    `made`: the town's time of the form, for a record whose date tells nothing.
    """
    app = service()
    if handler_of(receipt.partition).dated(receipt.record):
        age = app.clock.utc() - datetime.fromisoformat(receipt.record["at"]).astimezone(UTC)
    else:
        age = app.clock.wall() - made if made else timedelta()
    if age > USED and not receipt.again:
        return pages.of_code(410)
    mode = links.SEEN if receipt.again else links.FOLLOW
    address = links.address(app.store, receipt.partition, receipt.record, mode)
    return see_other(f"{address}?{OTHER}" if receipt.other else address)


def _bound(page: Any, fields: dict[str, list[str]]) -> BaseForm | None:
    # With every date, those over too: whether it is still in time is for the rules to say.
    return form_for(page, MultiDict(fields), now=None)


def _lines(page: Any, sealed: Sealed) -> list[tuple[str, str]]:
    form = _bound(page, sealed.fields)
    return HANDLERS[page.form].lines(page, form) if form else []
