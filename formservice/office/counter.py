"""« Compteur »: who comes without an appointment, in two clicks: the activity, then the theme."""

import secrets

from flask import Response, abort, request

from formservice.agenda import visits
from formservice.catalogue import Activity
from formservice.office.entry import KEY
from formservice.office.guard import agent, bp, draw, go
from formservice.office.registering import activity_of
from formservice.security import audience
from formservice.service import service
from formservice.theme import by_title

ANOTHER = "Autre question"


@bp.get("/compteur/")
@audience("agenda")
def counters() -> Response:
    """Which activity?"""
    found = [one for one in service().releases.current().catalogue.activities if takes_visits(one)]
    return draw("counters.html", activities=by_title(found))


@bp.get("/compteur/<code>")
@audience("agenda")
def counter(code: str) -> Response:
    """One button for each theme, and what was counted."""
    activity, themes = counted(code), names()
    today, month = visits.tally(service(), activity.code)
    last = visits.last(service(), activity.code, agent().login)
    lines = [(name, today[theme], month[theme]) for theme, name in themes.items() if month[theme]]
    shown = {"lines": lines, "total": (today.total(), month.total()), "key": secrets.token_urlsafe(16)}
    undo = (last["key"], themes.get(last["theme"], last["theme"])) if last else None
    return draw("counter.html", page=activity, themes=themes, undo=undo, **shown)


@bp.post("/compteur/<code>")
@audience("agenda")
def count_visit(code: str) -> Response:
    """One more, or the last one less."""
    activity, key = counted(code), request.form.get("key", "")
    theme = request.form.get("theme", "")
    if not KEY.fullmatch(key):
        abort(400)
    if request.form.get("action") == "undo":
        visits.undo(service(), activity.code, key, agent().login)
    elif theme in names():
        visits.count(service(), activity.code, theme, key, agent().login)
    else:
        abort(400)
    return go("office.counter", code=activity.code)


def takes_visits(activity: Activity) -> bool:
    """Whether people may come without an appointment: drop-in, or a permanence."""
    return activity.booking == "none"


def counted(code: str) -> Activity:
    """The activity of a code whose visits are counted, or 404."""
    found = activity_of(code)
    return found if found and takes_visits(found) else abort(404)


def names() -> dict[str, str]:
    """The town's themes, then another question."""
    themes = service().releases.current().catalogue.site.themes
    return {theme.slug: theme.title for theme in themes} | {visits.OTHER: ANOTHER}
