"""Giving a place back, or changing it for another date: by the person, or by an agent who has them on the line."""

from typing import Any

from formservice import telling
from formservice.agenda import limits, offers, rules, signups, wishes
from formservice.agenda.offers import note
from formservice.agenda.signups import TABLE, SignUp
from formservice.agenda.units import Unit
from formservice.identity import HOLDS, person_partition
from formservice.service import Service
from formservice.storage import Records


def cancel(app: Service, partition: str, signup: SignUp, channel: str = "web", agent: str | None = None) -> SignUp:
    """Cancel a sign-up and offer the seats left free, in one transaction. Once over, changes nothing."""
    with app.store.transaction(*signups.partitions_of(partition, signup)) as records:
        return give_back(app, records, partition, signup, channel, agent)


def give_back(
    app: Service, records: Records, partition: str, signup: SignUp, channel: str, agent: str | None
) -> SignUp:
    """`cancel`, within a transaction that holds all the partitions of the sign-up."""
    current = records.get(partition, TABLE, signup["id"]) or signup
    if current["state"] not in rules.LIVING:
        return current
    left = leave(records, partition, current, rules.CANCELLED)
    telling.write_to(records, partition, left, "cancelled")
    wishes.go_back(records, left)
    note(records, partition, "cancel", left, current["state"], channel, agent)
    offers.offer_freed(app, records, partition, left["told"]["unit"])
    return left


def leave(records: Records, partition: str, signup: SignUp, state: str, **more: Any) -> SignUp:
    """End a sign-up: nothing is held, offered or to be said any more."""
    left = records.update(partition, TABLE, signup["id"], state=state, offer=None, **more)
    signups.let_go(records, left)
    telling.drop_calls(records, partition, left["id"])
    return left


def move(
    app: Service, partition: str, signup: SignUp, unit: Unit, channel: str = "web", agent: str | None = None
) -> tuple[str, SignUp]:
    """Change a sign-up for another date: both sessions in one transaction, the reference stays.

    Gives where the record now is. Moved already, it leads there. Raises Refused; then the place is kept.
    """
    target = signups.partition_of(unit.id)
    with app.store.transaction(*signups.partitions_of(partition, signup), target) as records:
        current = records.get(partition, TABLE, signup["id"]) or signup
        if current["state"] == rules.MOVED:
            return _led(app, records, current, target)
        _check_move(app, records, current, unit)
        made = _arrive(app, records, current, unit, channel, agent)
        leave(records, partition, current, rules.MOVED, moved_to=[target, made["id"]])
        signups.put_hold(records, unit, made)
        wishes.fulfil(records, current)
        before, old = current["told"], {"was_revisions": current.get("revisions", 0)}
        telling.write_to(records, target, made, "rescheduled", was=before["when"], was_told=before, **old)
        gone = current | {"state": rules.MOVED}
        note(records, partition, "move", gone, current["state"], channel, agent, to=made["id"])
        offers.offer_freed(app, records, partition, current["told"]["unit"])
        return target, made


def _check_move(app: Service, records: Records, current: SignUp, unit: Unit) -> None:
    """Raise Refused unless there is a free place at the new date, for a person who may hold it."""
    now = app.clock.wall()
    if current["state"] not in rules.LIVING | {rules.CALLED_OFF} or not current["person"]:
        raise rules.Closed("Cette inscription n’est plus en cours : inscrivez-vous de nouveau, ou appelez-nous.")
    rules.check_open(unit, now)
    others = [
        one
        for one in records.find(person_partition(current["person"]), HOLDS, person=current["person"])
        if one["signup"] != current["id"]
    ]
    if any(one["unit"] == unit.id for one in others):
        raise limits.Overlap("Vous êtes déjà inscrit à cette date. Choisissez une autre date, ou appelez-nous.")
    limits.check_holds(unit, others, now)
    found = [one for one in signups.signups_of(records, unit.id) if one["id"] != current["id"]]
    if not rules.is_free(unit, found, current["party"], bool(current.get("newcomer")), now):
        raise rules.Full("Cette date est complète. Votre place actuelle est gardée : choisissez une autre date.")


def _arrive(app: Service, records: Records, current: SignUp, unit: Unit, channel: str, agent: str | None) -> SignUp:
    """The same person with the same number, at the new date.

    Who comes back to a date takes the record left there: changing one's mind fills no session.
    """
    kept = {name: current[name] for name in ("party", "person", "doubt", "reference", "finished")}
    news = {"kind": "rescheduled", "was": current["told"]["when"], "at": app.clock.utc().isoformat(timespec="seconds")}
    signup = signups.record(
        app, unit, current["answers"] | {"session": unit.id}, state=rules.CONFIRMED, key=f"from {current['id']}",
        newcomer=bool(current.get("newcomer")), at=app.clock.utc().isoformat(timespec="seconds"), news=news,
        channel=channel, typed_by=agent, came=signups.came(current), **kept,
    )  # fmt: skip
    target = signups.partition_of(unit.id)
    left = [one for one in signups.signups_of(records, unit.id) if one["reference"] == current["reference"]]
    if not left:
        return records.add(target, TABLE, **signup)
    # Calendars take a date back only under a higher number than that of its cancellation.
    again = {"revisions": left[0].get("revisions", 0) + 2, "moved_to": None, "token_version": left[0]["token_version"]}
    return records.update(target, TABLE, left[0]["id"], **signup | again)


def _led(app: Service, records: Records, current: SignUp, target: str) -> tuple[str, SignUp]:
    """Where a moved record is now."""
    partition, id = current["moved_to"]
    if partition != target:
        return follow(app, partition, id)
    found = records.get(partition, TABLE, id)
    return partition, found or current


def follow(app: Service, partition: str, id: str) -> tuple[str, SignUp]:
    """The record at the end of a chain of moves. Raises KeyError when it was erased."""
    while True:
        found = app.store.read(partition).get(partition, TABLE, id)
        if found is None:
            raise KeyError(id)
        if found["state"] != rules.MOVED:
            return partition, found
        partition, id = found["moved_to"]
