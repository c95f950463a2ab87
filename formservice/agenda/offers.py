"""Seats left free: offered in order, held for a time, taken, declined or let go.

What frees a seat calls `offer_freed` in its own transaction: a free seat and somebody who waits for it are not both
there afterwards. An erasure knows the store alone: by hand it cancels first; after a restore, or where an editor adds
seats, or at the date of those kept for newcomers, the next `tick` offers them.
"""

from datetime import datetime
from typing import Any

from formservice import telling
from formservice.agenda import rules, signups, windows, wishes
from formservice.agenda.signups import TABLE, SignUp
from formservice.agenda.units import Unit
from formservice.service import Service
from formservice.storage import Records


def offer_freed(app: Service, records: Records, partition: str, unit_id: str) -> list[SignUp]:
    """Offer the seats left free to those who wait, in the transaction that frees them."""
    unit, now = signups.known_unit(app, unit_id), app.clock.wall()
    if unit is None or unit.cancelled or unit.start <= now:
        return []
    found = rules.promoted(unit, signups.signups_of(records, unit_id), now)
    return [offer(app, records, partition, unit, signup) for signup in found]


def offer(
    app: Service, records: Records, partition: str, unit: Unit, signup: SignUp, letter: str = "offer", **more: Any
) -> SignUp:
    """Hold a seat for a party for so many opening hours, and tell them."""
    now, until = app.clock.wall(), until_of(app, unit)
    made = {"made": now.isoformat(), "until": until.isoformat()}
    offered = records.update(partition, TABLE, signup["id"], state=rules.OFFERED, offer=made)
    telling.tell(records, partition, offered, letter, until=until.isoformat(), **more)
    note(records, partition, "offer", offered, signup["state"])
    return offered


def until_of(app: Service, unit: Unit) -> datetime:
    """When an offer made now ends, the town's time."""
    catalogue = app.releases.current().catalogue
    openings = windows.openings_of(signups.place_of(app, unit), catalogue.holidays)
    return windows.deadline(app.clock.wall(), unit.activity.offer, openings, unit.start)


def accept(app: Service, partition: str, signup: SignUp, channel: str = "web", agent: str | None = None) -> SignUp:
    """Take the seat that is offered. Once taken, or too late, changes nothing but what is due; gives the record.

    Raises CalledOff, even before people are told: nothing changed then.
    """
    with app.store.transaction(*signups.partitions_of(partition, signup)) as records:
        return take(app, records, partition, signup, channel, agent)


def take(app: Service, records: Records, partition: str, signup: SignUp, channel: str, agent: str | None) -> SignUp:
    """`accept`, within a transaction that holds all the partitions of the sign-up."""
    current = _current(records, partition, signup)
    if current["state"] != rules.OFFERED:
        return current
    # Of a session that vanished, an alarm in the office, nobody loses the seat.
    if unit := signups.known_unit(app, current["told"]["unit"]):
        rules.check_kept(unit)
    if is_over(current, app.clock.wall()) or (unit and unit.start <= app.clock.wall()):
        return _expire(app, records, partition, current)
    taken = records.update(partition, TABLE, current["id"], state=rules.CONFIRMED, offer=None)
    telling.drop_calls(records, partition, taken["id"])
    telling.write_to(records, partition, taken, "confirmed")
    wishes.fulfil(records, taken)
    note(records, partition, "accept", taken, rules.OFFERED, channel, agent)
    return taken


def seat_anyway(app: Service, partition: str, signup: SignUp, reason: str, agent: str) -> SignUp:
    """Seat who waits, beyond the seats there are: an agent's word, journaled. Who does not wait stays as they are."""
    with app.store.transaction(*signups.partitions_of(partition, signup)) as records:
        current = _current(records, partition, signup)
        unit = signups.known_unit(app, current["told"]["unit"])
        over = unit is None or unit.cancelled or unit.end <= app.clock.wall()
        if current["state"] != rules.WAITING or over:
            return current
        seated = records.update(partition, TABLE, current["id"], state=rules.CONFIRMED, overbooked=reason)
        telling.write_to(records, partition, seated, "confirmed")
        found = signups.signups_of(records, seated["told"]["unit"])
        seats = f"{rules.seats_taken(found)}/{unit.capacity if unit else 0}"
        records.note(partition, "overbook", agent=agent, record=seated["id"], reason=reason, seats=seats)
        return seated


def expire(app: Service, partition: str, signup: SignUp) -> SignUp:
    """Let go of an offer that got no answer in time, and offer the seat to the next. Idempotent."""
    with app.store.transaction(*signups.partitions_of(partition, signup)) as records:
        current = _current(records, partition, signup)
        if current["state"] != rules.OFFERED or not is_over(current, app.clock.wall()):
            return current
        return _expire(app, records, partition, current)


def is_over(signup: SignUp, now: datetime) -> bool:
    """Whether the time to answer has gone by."""
    return datetime.fromisoformat(signup["offer"]["until"]) <= now


def _expire(app: Service, records: Records, partition: str, signup: SignUp) -> SignUp:
    passed = signup.get("passed", 0) + 1
    leaves = passed >= wishes.MOST_PASSED or bool(signup.get("wish"))
    state = rules.LAPSED if leaves else rules.WAITING
    ended = records.update(partition, TABLE, signup["id"], state=state, offer=None, passed=passed)
    unsaid = [one for one in records.find(partition, telling.CALLS, signup=ended["id"]) if one["why"] == "moved"]
    telling.drop_calls(records, partition, ended["id"])
    telling.write_to(records, partition, ended, "lapsed")
    if unsaid and not leaves:
        # The new date was never said: it still has to be.
        telling.add_call(records, partition, ended["id"], "moved")
    if leaves:
        signups.let_go(records, ended)
    wishes.pass_over(records, ended)
    note(records, partition, "lapse", ended, rules.OFFERED)
    offer_freed(app, records, partition, ended["told"]["unit"])
    return ended


def _current(records: Records, partition: str, signup: SignUp) -> SignUp:
    """The record as it is under the lock."""
    return records.get(partition, TABLE, signup["id"]) or signup


def note(
    records: Records,
    partition: str,
    verb: str,
    signup: SignUp,
    before: str,
    channel: str | None = None,
    agent: str | None = None,
    **facts: Any,
) -> None:
    """A line of the journal about a sign-up."""
    facts |= {"before": before, "after": signup["state"]}
    records.note(partition, verb, agent=agent, channel=channel, record=signup["id"], **facts)
