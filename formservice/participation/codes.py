"""Printed codes in the store: one right each, known by a keyed hash, revocable.

A series is the consultation or the edition that its codes open. The table holds the serial number of a letter, never
its code: whoever reads the store cannot answer in anybody's place.
"""

import hashlib
import hmac
import secrets

from formservice.participation.written_codes import bare
from formservice.refusal import Refused
from formservice.storage import Record, Records, Store, View

TABLE = "codes"
ISSUED, USED, REVOKED, PRINTED = "issued", "used", "revoked", "printed"
"""A code that is `printed` in the place of another serves while the other is `issued`. It takes that place when it
serves, or when its letter is said to be in hand: of both, one counts."""


class BadCode(Refused):
    """The code is not one of ours, or was revoked; the text says what to do."""

    reason = "code"


def mark_of(store: Store, series: str, code: str) -> str:
    """The keyed hash that the store knows a code by."""
    key: str = store.ensure_setting(key_of(series), lambda: secrets.token_hex(32))
    return hmac.new(bytes.fromhex(key), bare(code).encode(), hashlib.sha256).hexdigest()


def key_of(series: str) -> str:
    """The setting that is the key of the codes of a series."""
    # Named as a key of a roll: it goes into the archive apart, for who has it may try all codes on a fast machine.
    return f"roll-{series.lower()}-codes"


def shard_of(series: str, mark: str) -> str:
    """Where a hash is: one of 256 parts of its series."""
    return f"codes/{series}/{mark[:2]}"


def partition_of(store: Store, series: str, code: str) -> str:
    """Where a code is."""
    return shard_of(series, mark_of(store, series, code))


def partitions_of(store: Store, series: str, code: str) -> tuple[str, ...]:
    """What is held to use a code: where it is, and where the one is whose place it takes."""
    partition = partition_of(store, series, code)
    known = _find(store.read(partition), store, series, code)
    return (partition, known["rival"][0]) if known and known["state"] == PRINTED else (partition,)


def check(view: View, store: Store, series: str, code: str) -> None:
    """Raise BadCode for a code that was not printed, or was revoked. `view` holds `partitions_of`.

    Whether it has served is for the roll to say, which knows by which channel and on which day.
    """
    known = _find(view, store, series, code)
    if known is None:
        raise BadCode("Ce code n’est pas l’un des nôtres. Relisez-le lettre par lettre, ou appelez-nous.")
    if known["state"] == PRINTED and rival_of(view, known)["state"] == USED:
        raise BadCode("La lettre que celle-ci remplace a déjà servi. Si ce n’est pas par vous, appelez-nous.")
    if REVOKED in (known["state"], known["state"] == PRINTED and rival_of(view, known)["state"]):
        raise BadCode("Ce code a été annulé. Si vous en avez reçu un autre, servez-vous du nouveau, ou appelez-nous.")


def use(records: Records, store: Store, series: str, code: str) -> None:
    """Mark that a code has served, in the transaction that spends its right. Raises BadCode."""
    check(records, store, series, code)
    known = _find(records, store, series, code)
    if known and known["state"] == PRINTED:
        take_place(records, known)
    if known and known["state"] in (ISSUED, PRINTED):
        records.update(partition_of(store, series, code), TABLE, known["id"], state=USED)


def rival_of(view: View, known: Record) -> Record:
    """The code whose place one that is printed takes."""
    partition, id = known["rival"]
    return view.get(partition, TABLE, id) or {"state": REVOKED}


def take_place(records: Records, known: Record) -> None:
    """The code that it replaces serves no more."""
    partition, id = known["rival"]
    if records.get(partition, TABLE, id):
        records.update(partition, TABLE, id, state=REVOKED, replaced=known["serial"])


def unuse(records: Records, store: Store, series: str, code: str) -> None:
    """The right is given back, in the same transaction: the code may serve again."""
    known = _find(records, store, series, code)
    if known and known["state"] == USED:
        records.update(partition_of(store, series, code), TABLE, known["id"], state=ISSUED)


def _find(view: View, store: Store, series: str, code: str) -> Record | None:
    mark = mark_of(store, series, code)
    holder = view.holder(shard_of(series, mark), TABLE, mark)
    return view.get(shard_of(series, mark), TABLE, holder) if holder else None
