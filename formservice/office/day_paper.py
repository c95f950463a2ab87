"""What is known of a day of the agenda, gathered for paper. What cannot be read keeps nothing from the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from formservice.agenda import calls, current, rules, signups
from formservice.agenda.calls import Call
from formservice.agenda.slots import on_day, slots_of, why_shut
from formservice.agenda.units import Unit, units_of
from formservice.catalogue import Activity
from formservice.folding import order
from formservice.office import meetings, saying
from formservice.office.meetings import Meeting
from formservice.office.person import ERASED, call_words, in_order, person, reach
from formservice.office.phoning import MOST, OUTCOMES
from formservice.office.seats import days_of
from formservice.office.signing import PREPARED, sheet_of, times_on
from formservice.paper.day import Day, Gathering, Person, ToCall
from formservice.service import Service
from formservice.storage import StoreError
from formservice.theme import hour, hours_of_day, initial, plural, span


@dataclass
class _Found:
    """The sessions of a day, as they are read one by one."""

    gatherings: list[Gathering] = field(default_factory=list)
    off: list[tuple[str, str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def gathered(app: Service, day: date) -> Day:
    """All that is known of a day."""
    found = _Found()
    for id in _ids(app, day):
        try:
            _take(app, found, id, day)
        except StoreError as error:
            app.logger.error("%s", error)
            found.unread.append(id)
    made, more = _calls(app, found)
    return Day(
        day, app.clock.wall(), tuple(sorted(found.gatherings, key=lambda one: (one.starts, one.sheet.code))),
        made, more, tuple(_drop_in(app, day)), tuple(found.off), tuple(found.unread),
    )  # fmt: skip


def _ids(app: Service, day: date) -> list[str]:
    """The meetings that may be of a day: those of the site, those that somebody holds though their file is gone."""
    known, mine = set(), []
    for activity in app.releases.current().catalogue.activities:
        for unit in units_of(activity):
            known.add(signups.partition_of(unit.id))
            mine += [unit.id] if any(one.start.date() == day for one in unit.sessions) else []
        if activity.slot and slots_of(on_day(activity, day)):
            mine.append(f"{activity.code}-{day}")
    gone = [one for one in current.partitions(app) if one.startswith("session/") and one not in known]
    days = [one for one in app.store.partitions(f"{meetings.DAY}/") if one.endswith(f"-{day}")]
    return list(dict.fromkeys([*mine, *(one.partition("/")[2] for one in (*gone, *days))]))


def _take(app: Service, found: _Found, id: str, day: date) -> None:
    """One meeting: on the list, or told not to take place."""
    meeting = meetings.find(app, id)
    why = _called_off(signups.known_unit(app, id), day) or (meeting.cancelled if meeting else None)
    if meeting and why:
        found.off.append((id, meeting.title, f"{initial(why).rstrip('.')}."))
    elif meeting and day in days_of(meeting):
        found.gatherings.append(_gathering(meeting, day))


def _called_off(unit: Unit | None, day: date) -> str | None:
    """Why no date of a unit takes place that day; None when one does."""
    mine = [one for one in unit.sessions if one.start.date() == day] if unit else []
    return mine[0].cancelled if mine and all(one.cancelled for one in mine) else None


def _gathering(meeting: Meeting, day: date) -> Gathering:
    """A meeting: its sheet, and its people with what the telephone needs."""
    coming, asked, waiting = (tuple(_people(meeting, one)) for one in (rules.CONFIRMED, rules.OFFERED, rules.WAITING))
    return Gathering(sheet_of(meeting, day), meeting.counts, times_on(meeting, day)[0], coming, asked, waiting)


def _people(meeting: Meeting, state: str) -> Iterator[Person]:
    """Who comes in the order of the sheet, by hour then by name; the others as they are to be asked."""
    for slot in meeting.slots or (meeting,):
        found = [one for one in in_order(slot.signups) if one["state"] == state]
        if state == rules.CONFIRMED:
            found.sort(key=lambda one: order(one["answers"].get("name") or ERASED))
        yield from (_person(slot, one, hour(slot.start) if meeting.slots else "") for one in found)


def _person(slot: Meeting, signup: signups.SignUp, starts: str) -> Person:
    known = person(slot, signup)
    others = plural(known.companions, "autre personne", "autres personnes")
    beside = [
        known.group or (f"et {others}" if known.companions else ""),
        f"Inscription faite par {known.helper}" if known.helper else "",
        f"Place gardée jusqu’au {known.until}" if known.until else "",
        f"Connaît une autre date\xa0: {known.told_when}" if known.told_when else "", known.over,
    ]  # fmt: skip
    needs = tuple(initial(PREPARED.get(one, one)) for one in signup["answers"].get("needs") or ())
    return Person(known.name, known.reach, tuple(one for one in beside if one), starts, needs)


def _calls(app: Service, found: _Found) -> tuple[tuple[ToCall, ...], int]:
    """The most pressing calls, and how many are left."""
    try:
        made = calls.to_make(app)
    except StoreError as error:
        app.logger.error("%s", error)
        found.unread.append("les appels à faire")
        return (), 0
    return tuple(map(_call, made[:MOST])), len(made) - len(made[:MOST])


def _call(one: Call) -> ToCall:
    answers = one.signup["answers"]
    return ToCall(
        answers.get("name") or ERASED, one.signup["reference"], reach(answers), saying.why(one.call, one.signup),
        saying.say(one.call, one.signup), tuple(OUTCOMES[value] for value in one.outcomes),
        tuple(map(call_words, one.call["tries"])), answers.get("helper") or "",
    )  # fmt: skip


def _drop_in(app: Service, day: date) -> Iterator[tuple[str, str, str]]:
    """What takes place that day for whoever comes: hours, title, place."""
    catalogue = app.releases.current().catalogue
    for activity in catalogue.activities:
        if activity.booking == "none" and not activity.slot:
            for hours in _open(activity, day):
                yield hours, activity.title, catalogue.place(activity.place).title


def _open(activity: Activity, day: date) -> list[str]:
    if activity.weekly:
        holds = any(weekly.holds(day) for weekly in activity.weekly) and not why_shut(activity, day)
        return [hours_of_day(activity, day)] if holds else []
    return [span(one.start, one.end) for one in activity.sessions if one.start.date() == day and not one.cancelled]
