"""A letter printed in the place of a lost one: of both, one counts, and nobody is left without any."""

from formservice.participation.codes import (
    ISSUED,
    PRINTED,
    REVOKED,
    TABLE,
    USED,
    mark_of,
    rival_of,
    shard_of,
    take_place,
)
from formservice.participation.issuing import By, NotIssued, add, known_of, note, numbers_of
from formservice.storage import Record, Store


def check_replace(store: Store, series: str, serial: int) -> None:
    """Raise NotIssued where no other code may be printed in the place of this one."""
    _check(known_of(store, series, serial)[1])


def replace(store: Store, series: str, old: int, serial: int, code: str, by: By) -> None:
    """Revoke a code and keep the one printed in its place, together. Raises NotIssued: only once, if it is unused."""
    _keep_another(store, series, old, serial, code, by, ISSUED)


def print_again(store: Store, series: str, old: int, serial: int, code: str, by: By) -> None:
    """Keep a code printed in the place of another: both are letters of one right, until one is used or the new one is
    said to be in hand. A file that was lost on the way is printed again. Raises NotIssued."""
    _keep_another(store, series, old, serial, code, by, PRINTED)


def _keep_another(store: Store, series: str, old: int, serial: int, code: str, by: By, state: str) -> None:
    partition, known = known_of(store, series, old)
    mark = mark_of(store, series, code)
    shard = shard_of(series, mark)
    with store.transaction(*{numbers_of(series), partition, shard}) as records:
        now = records.get(partition, TABLE, known["id"]) or known
        _check(now)
        rival = [partition, known["id"]]
        made = add(records, shard, mark, serial, now["label"], state=state, replaces=old, rival=rival)
        if state == ISSUED:
            take_place(records, made)
        verb = "code_printed" if state == PRINTED else "code_replaced"
        note(records, series, verb, by, record=known["id"], serial=old, new=serial)


def in_hand(store: Store, series: str, serial: int, by: By) -> None:
    """The new letter is there: the code that it replaces is revoked; again changes nothing. Raises NotIssued."""
    partition, known = known_of(store, series, serial)
    if not known["replaces"] or known["state"] == REVOKED:
        raise NotIssued(f"Le code n° {serial} n’attend pas d’être confirmé.")
    if known["state"] != PRINTED:
        return
    with store.transaction(numbers_of(series), partition, known["rival"][0]) as records:
        now = records.get(partition, TABLE, known["id"]) or known
        if now["state"] == PRINTED:
            _check(rival_of(records, now))
            take_place(records, now)
            records.update(partition, TABLE, now["id"], state=ISSUED)
            note(records, series, "code_replaced", by, record=now["rival"][1], serial=now["replaces"], new=serial)


def _check(known: Record) -> None:
    serial = known["serial"]
    if known["state"] == USED:
        raise NotIssued(f"Le code n° {serial} a déjà servi : la réponse est comptée, il ne se remplace pas.")
    if known["replaced"]:
        raise NotIssued(f"Le code n° {serial} a déjà été remplacé par le n° {known['replaced']}.")
    if known["state"] == REVOKED:
        raise NotIssued(f"Le code n° {serial} a été annulé sans être remplacé. Il faut un nouveau tirage, d’un code.")
    if known["replaces"]:
        raise NotIssued(f"Le code n° {serial} en remplace déjà un autre : un code ne se réimprime qu’une fois.")
