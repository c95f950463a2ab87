"""From step to step of a questionnaire, without JavaScript: what was answered travels in the signed page.

The last step leads to « Vérifiez vos réponses », as every form does.
"""

from flask import Response, g, request

from formservice import doubt, pages, path
from formservice.consultations.answering import Answering, Step
from formservice.consultations.filling import at, bound, down, filled, lines, show, told, whole
from formservice.consultations.renewing import as_asked, former, remember, renew
from formservice.participation import guesses
from formservice.sealed import Altered, Sealed, seal, unseal
from formservice.security import provenance
from formservice.service import service
from formservice.storage import StoreError
from formservice.submit import made_by_key


def answer(page: Answering) -> Response:
    """Answer a post to the address of a consultation."""
    # As any form, a questionnaire is two sends, its first page and its last button, however many pages it has.
    counted = "sealed" not in request.form or request.form.get("action") == "confirm"
    g.sends = doubt.count(service(), request) if counted else 0
    token = request.form.get("sealed")
    try:
        sealed = unseal(token) if token is not None else begun(page)
    except Altered:
        return pages.altered(page)
    if sealed.page != page.url:
        return pages.altered(page)
    action = request.form.get("action", "")
    try:
        remember(page, last=action == "confirm")
        page = as_asked(page, sealed)
        if sealed.version != page.version:
            return renew(page, former(page, sealed), sealed, action)
    except StoreError as error:
        return down(page, sealed, error)
    return act(page, sealed, action)


def act(page: Answering, sealed: Sealed, action: str) -> Response:
    """What a button leads to; whatever stops it, the answers stay on the page."""
    step = page.steps[at(page, sealed)]
    if action not in ("confirm", "modify"):
        sealed = filled(page, step, sealed)
    if g.sends > doubt.FLOOD:
        return pages.flood(page, lines(page, sealed), seal(sealed))
    if provenance(request) == "foreign":
        return pages.foreign(page, lines(page, sealed), seal(sealed))
    if action == "confirm":
        return confirm(page, sealed)
    if action == "modify":
        return show(page, page.steps[0], sealed)
    return walk(page, step, sealed, back=action == "back")


def begun(page: Answering) -> Sealed:
    """What a form of the first page starts from: the version it was made from."""
    version = request.form.get("version", page.version)[:20]
    return Sealed(page.url, version, service().clock.wall(), {})


def walk(page: Answering, step: Step, sealed: Sealed, back: bool) -> Response:
    """Show the page before, the next, or what to check."""
    said = told(page, sealed.fields)
    if back:
        return show(page, page.before(step.number, said) or step, sealed)
    form = bound(page, step, sealed.fields)
    if not form.validate():
        return show(page, step, sealed, checked=True)
    following = page.after(step.number, said)
    return show(page, following, sealed) if following else check(page, sealed)


def check(page: Answering, sealed: Sealed) -> Response:
    """« Vérifiez vos réponses », once every page is good: one that is not any more is shown again."""
    if braked(page):
        return pages.flood(page, lines(page, sealed), seal(sealed))
    form = whole(page, sealed)
    return path.check(page, form, sealed) if form.validate() else mend(page, sealed)


def confirm(page: Answering, sealed: Sealed) -> Response:
    """The last button. A form sent before is led to its confirmation, whatever the questionnaire became."""
    if braked(page):
        return pages.flood(page, lines(page, sealed), seal(sealed))
    if whole(page, sealed).validate():
        return path.confirm(page, sealed)
    try:
        used = made_by_key(service(), page.form, sealed.partition, sealed.key)
    except StoreError as error:
        return down(page, sealed, error)
    return path.lead_to(used, sealed.made) if used else mend(page, sealed)


def braked(page: Answering) -> bool:
    """Whether this connection tried too many codes, or people who have answered, for another to be looked up now."""
    if page.consultation.identity == "libre":
        return False
    try:
        return guesses.too_many(service(), request)
    except StoreError as error:
        # Nothing is looked up then, and the page says so with the answers on it.
        service().logger.error("%s", error)
        return False


def mend(page: Answering, sealed: Sealed) -> Response:
    """The first page that is not good, with its mistakes."""
    said = told(page, sealed.fields)
    wrong = next((one for one in page.steps if not bound(page, one, sealed.fields, said).validate()), page.steps[0])
    return show(page, wrong, sealed, checked=True, notice=path.CHANGED)
