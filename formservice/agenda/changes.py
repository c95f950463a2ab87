"""What the town changed since people were told: found by comparing, said to each, and never silent.

An editor moves or cancels a session in its file; the next `tick` compares what each person was told with what
the site now says. A session that vanished is nobody's to announce: it is an alarm in the office.
"""

from typing import Any

from formservice import telling
from formservice.agenda import offers, rules, signups, wishes
from formservice.agenda.leaving import leave
from formservice.agenda.offers import note
from formservice.agenda.signups import TABLE, SignUp
from formservice.agenda.units import Unit
from formservice.service import Service
from formservice.storage import Records

CANCELLED, MOVED = "cancelled", "moved"


def change_of(app: Service, signup: SignUp, unit: Unit | None) -> str:
    """What a living sign-up must be told: CANCELLED, MOVED, or "" for nothing. Nobody tells who was erased."""
    if unit is None or signup["state"] not in rules.LIVING or _over(app, signup, unit):
        return ""
    if not any(signup["answers"].values()):
        return ""
    if unit.cancelled:
        return CANCELLED
    return MOVED if facts(signups.told(unit, signups.place_of(app, unit))) != facts(signup["told"]) else ""


def facts(told: dict[str, Any]) -> tuple[Any, ...]:
    """What makes people go to the right place at the right time."""
    return told["place"], [(one["id"], one["start"], one["end"]) for one in told["sessions"]]


def _over(app: Service, signup: SignUp, unit: Unit) -> bool:
    now = app.clock.wall()
    return unit.end <= now and signup["told"]["end"] <= now.isoformat()


def announce(app: Service, partition: str, signup: SignUp) -> str:
    """Tell one person what changed, once. Gives what was announced, "" when there was nothing (any more)."""
    with app.store.transaction(*signups.partitions_of(partition, signup)) as records:
        current = records.get(partition, TABLE, signup["id"])
        unit = signups.known_unit(app, signup["told"]["unit"])
        change = change_of(app, current, unit) if current else ""
        if current and unit and change == CANCELLED:
            _call_off(records, partition, current, str(unit.cancelled))
        elif current and unit and change == MOVED:
            _move(app, records, partition, current, unit)
        return change


def _call_off(records: Records, partition: str, signup: SignUp, why: str) -> None:
    ended = leave(records, partition, signup, rules.CALLED_OFF, why=why)
    telling.tell(records, partition, ended, "called_off", why=why)
    wishes.give_rank_back(records, ended)
    note(records, partition, "call-off", ended, signup["state"])


def _move(app: Service, records: Records, partition: str, signup: SignUp, unit: Unit) -> None:
    was = signup["told"]["when"]
    news = {"kind": "moved", "was": was, "at": app.clock.utc().isoformat(timespec="seconds")}
    told = signups.told(unit, signups.place_of(app, unit))
    soon = app.clock.wall() >= rules.reminder_from(unit.start)
    moved = records.update(partition, TABLE, signup["id"], told=told, news=news, reminded=soon)
    signups.let_go(records, moved)
    signups.put_hold(records, unit, moved)
    until = _shortened(records, partition, moved, unit)
    telling.tell(records, partition, moved, "moved", was=was, was_start=signup["told"]["start"], until=until)
    note(records, partition, "moved", moved, signup["state"])


def _shortened(records: Records, partition: str, signup: SignUp, unit: Unit) -> str:
    """An offer never outlives the start of what it offers. Gives its end, "" without one."""
    if signup["state"] != rules.OFFERED:
        return ""
    until = min(signup["offer"]["until"], unit.start.isoformat())
    records.update(partition, TABLE, signup["id"], offer=signup["offer"] | {"until": until})
    return str(until)


def is_vanished(app: Service, signup: SignUp) -> bool:
    """Whether the site no longer knows a session to come that this person counts on."""
    living, coming = signup["state"] in rules.LIVING, signup["told"]["end"] > app.clock.wall().isoformat()
    return living and coming and signups.known_unit(app, signup["told"]["unit"]) is None


def settle(app: Service, partition: str, unit: Unit) -> int:
    """Offer what is free and was not: seats added by an editor, newcomers' seats at their date. How many."""
    with app.store.transaction(partition) as records:
        return len(offers.offer_freed(app, records, partition, unit.id))
