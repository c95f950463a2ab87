"""From the follow-up page: taking a seat that is offered, and changing the date oneself."""

from collections import Counter
from contextlib import suppress
from datetime import date
from typing import Any

from flask import Response, request

from formservice import links
from formservice.agenda import following, leaving, offers, rules, signups, slots, units
from formservice.agenda.forms import when
from formservice.agenda.remaining import remaining_of
from formservice.agenda.units import Unit
from formservice.catalogue.french import typeset
from formservice.refusal import Refused
from formservice.service import Service, page, see_other
from formservice.theme import plural

MOST, A_DAY = 24, 3
"""Other dates shown at once; of a day of appointments, so many hours, or one day would fill the page."""
SignUp = dict[str, Any]


def act(app: Service, partition: str, signup: SignUp, action: str) -> Response | None:
    """Do what the page's buttons ask for; None for what is not known."""
    if action == "accept" and signup["state"] == rules.OFFERED:
        # Called off meanwhile: its page says so.
        with suppress(rules.CalledOff):
            offers.accept(app, partition, signup)
        return see_other(request.path)
    if not (following.may_cancel(app, signup) or following.may_choose_again(app, signup)):
        return None
    if action == "dates":
        return dates(app, partition, signup)
    if action == "move":
        return change_date(app, partition, signup, request.form.get("session", ""))
    return None


def dates(app: Service, partition: str, signup: SignUp, mistake: str = "") -> Response:
    """The other dates with a place left."""
    shown = following.shown(app, partition, signup) | {"options": options(app, signup), "mistake": typeset(mistake)}
    opened = signup["reference"] if signup["finished"] else ""
    return page("move.html", 422 if mistake else 200, post_url=request.path, opened=opened, **shown)


def options(app: Service, signup: SignUp) -> list[tuple[str, str, str]]:
    """(id, words, places left) of the dates one may change for, in order of time."""
    now, found, days = app.clock.wall(), [], Counter[date]()
    for unit in others(app, signup):
        day = unit.start.date()
        if unit.activity.slot and days[day] == A_DAY:
            continue
        taken = signups.signups_of(app.store.read(signups.partition_of(unit.id)), unit.id)
        if rules.is_free(unit, taken, signup["party"], bool(signup.get("newcomer")), now):
            left = remaining_of(unit, taken, now)
            free = left.seats if signup.get("newcomer") else left.free
            found.append((unit.id, when(unit), plural(free, "place libre", "places libres")))
            days[day] += 1
        if len(found) == MOST:
            break
    return found


def others(app: Service, signup: SignUp) -> list[Unit]:
    """The other units of the same activity that are still open; none once its file, or the person, is gone."""
    if not signup["person"]:
        return []
    try:
        activity = app.releases.current().catalogue.activity(signup["told"]["slug"])
    except KeyError:
        return []
    now = app.clock.wall()
    days = [slots.on_day(activity, day) for day in slots.open_days(activity, now)] if activity.slot else [activity]
    found = (unit for day in days for unit in units.open_units(day, now))
    return [unit for unit in found if unit.id != signup["told"]["unit"]]


def change_date(app: Service, partition: str, signup: SignUp, unit_id: str) -> Response:
    """Change for another date, or say why not: the place one has is kept."""
    chosen = next((one for one in others(app, signup) if one.id == unit_id), None)
    if chosen is None:
        return dates(app, partition, signup, "Choisissez une date.")
    try:
        where, moved = leaving.move(app, partition, signup, chosen)
    except Refused as refusal:
        return dates(app, partition, signup, str(refusal))
    return see_other(links.address(app.store, where, moved))
