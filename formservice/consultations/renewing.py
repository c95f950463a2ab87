"""A questionnaire that changed while somebody answered: the former one while it is taken, else the present one."""

from dataclasses import replace

from flask import Response, g, request

from formservice import doubt, pages, path
from formservice.catalogue.french import typeset
from formservice.consultations import rules, stored
from formservice.consultations.answering import Answering
from formservice.consultations.carrying import carried, told_again
from formservice.consultations.filling import at, filled, lines, show
from formservice.sealed import Sealed, seal
from formservice.security import provenance
from formservice.service import service
from formservice.storage import StoreError
from formservice.submit import made_by_key


def renew(page: Answering, before: Answering | None, sealed: Sealed, action: str) -> Response:
    """The present questionnaire, with the answers to a former one that still mean the same."""
    if action == "confirm" and (used := made_by_key(service(), page.form, sealed.partition, sealed.key)):
        return path.lead_to(used, sealed.made)
    if before and action not in ("confirm", "modify"):
        sealed = filled(before, before.steps[at(before, sealed)], sealed)
    fields, again = carried(before.consultation if before else None, page.consultation, sealed.fields)
    now = replace(sealed, fields=fields, version=page.version)
    if g.sends > doubt.FLOOD:
        return pages.flood(page, lines(page, now), seal(sealed))
    if provenance(request) == "foreign":
        return pages.foreign(page, lines(page, now), seal(sealed))
    return show(page, page.steps[0], now, notice=typeset(path.CHANGED + told_again(again)))


def former(page: Answering, sealed: Sealed) -> Answering | None:
    """The questionnaire that a form was made from, once it is not taken any more; None when it was never asked."""
    old = stored.version(service(), page.code, sealed.version)
    return replace(page, consultation=replace(old, url=page.url)) if old else None


def remember(page: Answering, last: bool) -> None:
    """Keep the version that is asked, once it is open. A store in trouble stops nobody before the `last` button."""
    if not page.is_open(service().clock.wall()) or provenance(request) == "foreign":
        return
    try:
        stored.remember(service(), page.consultation)
    except StoreError as error:
        if last:
            raise
        service().logger.error("%s", error)


def as_asked(page: Answering, sealed: Sealed) -> Answering:
    """The questionnaire that the form was made from, while it is taken; else the present one."""
    if sealed.version == page.version:
        return page
    app, known = service(), stored.versions(service(), page.code)
    for n, (asked, _, old) in enumerate(known):
        replaced = known[n + 1][1] if n + 1 < len(known) else None
        if asked == sealed.version and rules.in_grace(page.consultation, replaced, app.clock.wall()):
            # Its dates are those of today: a consultation that was made longer is longer for everybody.
            now = page.consultation
            return replace(page, consultation=replace(old, opens=now.opens, closes=now.closes, url=page.url))
    return page
