"""Calling those who asked for a theme, in order, when a session of it is published."""

from formservice.agenda import offers, rules, signups, wishes
from formservice.agenda.signups import SignUp
from formservice.agenda.units import Unit
from formservice.agenda.wishes import TABLE, WAITING, Wish
from formservice.identity import person_partition
from formservice.refusal import Refused
from formservice.service import Service
from formservice.storage import Records


def call(app: Service, theme: str) -> int:
    """Offer the seats of newly published sessions to those who asked for the theme, in order. How many.

    A session without a seat left is looked at once, not once for each who waits.
    """
    partition = wishes.partition_of(theme)
    waiting = [one for one in app.store.read(partition).find(partition, TABLE, state=WAITING) if one["person"]]
    coming = wishes.units_of_theme(app, theme) if waiting else []
    called, full = 0, set[str]()
    for wish in waiting:
        for unit in _new(coming, wish):
            if unit.id not in full and not has_seat(app, unit):
                full.add(unit.id)
            if unit.id not in full and _offer(app, partition, wish, unit):
                called += 1
                break
    return called


def has_seat(app: Service, unit: Unit) -> bool:
    """Whether anybody at all, even a newcomer, could have a seat now. A look without a lock: `_offer` decides."""
    found = signups.signups_of(app.store.read(signups.partition_of(unit.id)), unit.id)
    return rules.is_free(unit, found, 1, True, app.clock.wall())


def _new(coming: list[Unit], wish: Wish) -> list[Unit]:
    return [unit for unit in coming if unit.id not in wish["seen"]]


def _offer(app: Service, partition: str, wish: Wish, unit: Unit) -> bool:
    """Hold a seat of a session for a wish, if one is free."""
    target = signups.partition_of(unit.id)
    with app.store.transaction(partition, target, person_partition(wish["person"])) as records:
        current = records.get(partition, TABLE, wish["id"])
        if current is None or current["state"] != WAITING or unit.id in current["seen"] or not current["person"]:
            return False
        seen = [*current["seen"], unit.id]
        newcomer = _may_have(app, records, unit, current)
        if newcomer is None:
            records.update(partition, TABLE, wish["id"], seen=seen)
            return False
        if not rules.is_free(unit, signups.signups_of(records, unit.id), 1, newcomer, app.clock.wall()):
            return False
        made = _sign_up(app, records, unit, current, newcomer)
        offers.offer(app, records, target, unit, made, "theme_offer", theme=current["told"]["title"])
        records.update(partition, TABLE, wish["id"], state=wishes.OFFERED, seen=seen, offered=[target, made["id"]])
        return True


def _may_have(app: Service, records: Records, unit: Unit, wish: Wish) -> bool | None:
    """Whether the person is new to the theme; None for who is in already, or holds enough."""
    living = (one for one in signups.signups_of(records, unit.id) if one["state"] in rules.LIVING)
    if any(one["person"] == wish["person"] for one in living):
        return None
    try:
        return signups.may_hold(records, unit, wish["person"], app.clock.wall())
    except Refused:
        return None


def _sign_up(app: Service, records: Records, unit: Unit, wish: Wish, newcomer: bool) -> SignUp:
    answers = wish["answers"] | {"session": unit.id}
    came_from = [wishes.partition_of(wish["theme"]), wish["id"]]
    signup = signups.record(
        app, unit, answers, state=rules.WAITING, party=1, newcomer=newcomer, person=wish["person"],
        key=f"wish {wish['id']} {unit.id}", at=app.clock.utc().isoformat(timespec="seconds"),
        channel=wish["channel"], typed_by=wish["typed_by"], doubt=[], wish=came_from,
    )  # fmt: skip
    return signups.put(records, unit, signup)
