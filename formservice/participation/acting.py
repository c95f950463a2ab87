"""What the author of an idea may do from its page: complete it, answer a question, contest a refusal.

Who comes too late reads where the idea stands; what was typed is on the page. Again is harmless.
"""

from typing import Any

from flask import Response, request

from formservice import follow_up
from formservice.catalogue.french import typeset
from formservice.handlers import HANDLERS
from formservice.participation import following, study
from formservice.participation.ideas import TABLE, Idea
from formservice.participation.rules import WITHDRAWN, NotNow
from formservice.participation.saying import CompleteForm, ContestForm, ReplyForm, words_of
from formservice.refusal import Refused
from formservice.service import Service, page, see_other

LATE = {
    "edit": "L’idée ne peut plus être complétée.", "complete": "L’idée ne peut plus être complétée.",
    "reply": "Cette question n’attend plus de réponse.", "contest": "Cette décision ne peut plus être contestée.",
    "ask": "L’idée ne peut plus être retirée ici.", "cancel": "L’idée ne peut plus être retirée ici.",
}  # fmt: skip
NOW = "Voici où elle en est. Pour nous parler, appelez-nous."


def act(app: Service, partition: str, record: Idea, action: str) -> Response | None:
    """Do what a button of the page says. None for what is not known, and for what is done already."""
    if action not in LATE or (action in ("ask", "cancel") and record["state"] == WITHDRAWN):
        return None
    if action in ("ask", "cancel"):
        return late(app, partition, record, action)
    if action in ("edit", "complete"):
        return complete(app, partition, record, action)
    return say(app, partition, record, action)


def complete(app: Service, partition: str, record: Idea, action: str) -> Response:
    """The words of the idea, in boxes; then their new text."""
    form = CompleteForm(request.form if action == "complete" else None, data=record["idea"])
    count, text = len(record["versions"]), request.form.get("seen", "")
    seen = int(text) if action == "complete" and text.isascii() and text.isdecimal() and len(text) < 5 else count
    if action == "complete" and form.validate():
        try:
            study.act(app, (partition, record["id"]), action, idea=words_of(form), seen=seen)
        except study.Overtaken:
            return boxes(app, partition, record, form, 409)
        except Refused as refusal:
            return late(app, partition, record, action, refusal, form.what.data or "")
        return see_other(request.path)
    if not following.may_change(app, record):
        return late(app, partition, record, action)
    return boxes(app, partition, record, form, 422 if form.errors else 200, seen)


def boxes(
    app: Service, partition: str, record: Idea, form: CompleteForm, status: int, seen: int | None = None
) -> Response:
    """The boxes; with the words that another window kept meanwhile, when there are some (`seen` is None)."""
    now = app.store.read(partition).get(partition, TABLE, record["id"]) or record
    other = [] if seen is not None else [
        (field.label.text, now["idea"][field.name]) for field in form if (field.data or "") != now["idea"][field.name]
    ]  # fmt: skip
    given = {"idea": following.shown(app, now)["idea"], "form": form, "other": other}
    given["seen"] = len(now["versions"]) if seen is None else seen
    return page("idea_edit.html", status, **given, **follow_up.frame(now))


def say(app: Service, partition: str, record: Idea, action: str) -> Response:
    """An answer, or why a refusal should be looked at again."""
    form = (ReplyForm if action == "reply" else ContestForm)(request.form)
    if form.validate():
        return done(app, partition, record, action, text=form.text.data)
    return drawn(app, partition, record, 422, form=form)


def done(app: Service, partition: str, record: Idea, action: str, **given: Any) -> Response:
    """Write it, then show the page; or say that it is too late, with what was typed."""
    try:
        study.act(app, (partition, record["id"]), action, **given)
    except Refused as refusal:
        return late(app, partition, record, action, refusal, given.get("text", ""))
    return see_other(request.path)


def late(
    app: Service, partition: str, record: Idea, action: str, why: Refused | None = None, typed: str = ""
) -> Response:
    """The page of the idea as it is now, with why nothing was changed."""
    said = str(why) if isinstance(why, NotNow) else LATE[action]
    return drawn(app, partition, record, 409, notice=typeset(f"{said} {NOW}"), typed=typed)


def drawn(app: Service, partition: str, record: Idea, status: int, **given: Any) -> Response:
    """The page of the idea, as it is at this moment."""
    now = app.store.read(partition).get(partition, TABLE, record["id"]) or record
    return follow_up.drawn(HANDLERS["proposal"], partition, now, status, **given)
