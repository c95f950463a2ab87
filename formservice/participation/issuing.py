"""Codes that are issued, replaced, revoked: letters are known by their serial numbers, which are never given twice.

What is drawn outside is kept here one shard a transaction, and again changes nothing: whoever was stopped starts again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from formservice.participation.codes import ISSUED, PRINTED, REVOKED, TABLE, USED, mark_of, shard_of
from formservice.refusal import Refused
from formservice.storage import Record, Records, Store

BATCHES, COUNTER = "batches", "counter"
MOST = 90_000
"""Codes of a series: 256 parts of 350 or so, and none may pass 500."""
MOST_BATCHES = 400
UNUSED = (ISSUED, PRINTED)
"""States of a code that may still serve."""


class NotIssued(Refused):
    """What cannot be done with a code; the text says why, and what to do."""

    reason = "serial"


@dataclass(frozen=True)
class By:
    """Who does it, how: for the journal."""

    agent: str
    channel: str


def numbers_of(series: str) -> str:
    """The partition that gives the serial numbers of a series."""
    return f"series/{series}"


def reserve(store: Store, series: str, work: str, label: str, count: int, by: By) -> int:
    """The first serial number of a batch, the same for the same `work`. Raises NotIssued."""
    partition = numbers_of(series)
    with store.transaction(partition) as records:
        known = records.find(partition, BATCHES, work=work)
        if known:
            return int(known[0]["first"])
        first = _last(records, partition) + 1
        if first + count - 1 > MOST or len(records.find(partition, BATCHES)) >= MOST_BATCHES:
            raise NotIssued(f"Une série a {MOST} codes au plus, en {MOST_BATCHES} tirages au plus.")
        _count_to(records, partition, first + count - 1)
        made = records.add(partition, BATCHES, work=work, label=label, first=first, count=count)
        note(records, series, "codes_issued", by, record=made["id"], first=first, count=count)
    return first


def keep(store: Store, series: str, label: str, codes: Mapping[int, str]) -> Iterator[int]:
    """Keep the hashes of codes, by serial number, shard after shard; how many were done, after each."""
    shards: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for serial, code in codes.items():
        mark = mark_of(store, series, code)
        shards[shard_of(series, mark)].append((serial, mark))
    for shard, those in sorted(shards.items()):
        with store.transaction(shard) as records:
            for serial, mark in those:
                if not records.holder(shard, TABLE, mark):
                    add(records, shard, mark, serial, label)
        yield len(those)


def find(store: Store, series: str, serials: set[int]) -> dict[int, tuple[str, Record]]:
    """Where the codes of these serial numbers are. Reads the series once."""
    found = store.search(f"codes/{series}/", TABLE, lambda one: one["serial"] in serials)
    return {one["serial"]: (partition, one) for partition, one in found}


def revoke(store: Store, series: str, serial: int, by: By) -> None:
    """Revoke the code of a lost letter, and with it those printed in its place; again changes nothing. Raises
    NotIssued for one that has served."""
    partition, known = known_of(store, series, serial)
    with store.transaction(numbers_of(series), partition) as records:
        state = records.get(partition, TABLE, known["id"])["state"]  # type: ignore[index]
        if state == USED:
            raise NotIssued(f"Le code n° {serial} a déjà servi : la réponse est comptée, il ne s’annule plus.")
        if state in UNUSED:
            records.update(partition, TABLE, known["id"], state=REVOKED)
            note(records, series, "code_revoked", by, record=known["id"], serial=serial)


def revoke_all(store: Store, series: str, label: str, by: By) -> int:
    """Revoke all the codes of a label that have not served, shard after shard; how many.

    A line says so before the first of them, another at the end: without the second, it was stopped on the way.
    """
    found = [
        shard for shard in store.partitions(f"codes/{series}/")
        for one in store.read(shard).find(shard, TABLE, label=label) if one["state"] in UNUSED
    ]  # fmt: skip
    if not found:
        return 0
    _note_alone(store, series, "codes_revoking", by, label=label, count=len(found))
    gone = sum(_revoke_in(store, shard, label) for shard in dict.fromkeys(found))
    _note_alone(store, series, "codes_revoked", by, label=label, count=gone)
    return gone


def _revoke_in(store: Store, shard: str, label: str) -> int:
    with store.transaction(shard) as records:
        found = [one for one in records.find(shard, TABLE, label=label) if one["state"] in UNUSED]
        for one in found:
            records.update(shard, TABLE, one["id"], state=REVOKED)
    return len(found)


def next_serial(store: Store, series: str) -> int:
    """A serial number for one letter more. One that is not used in the end is lost."""
    partition = numbers_of(series)
    with store.transaction(partition) as records:
        serial = _last(records, partition) + 1
        if serial > MOST:
            raise NotIssued(f"Cette série a déjà {MOST} codes : elle n’en prend plus.")
        _count_to(records, partition, serial)
    return serial


def letters(store: Store, series: str) -> list[Record]:
    """Every code as it is now; one that was printed in the place of a code used, replaced or revoked since is as
    revoked. Reads the whole series."""
    found = [one for _, one in store.search(f"codes/{series}/", TABLE)]
    over = {one["serial"] for one in found if one["state"] in (USED, REVOKED)}
    gone = {"state": REVOKED}
    return [one | gone if one["state"] == PRINTED and one["replaces"] in over else one for one in found]


def counts(store: Store, series: str) -> dict[str, Counter[str]]:
    """How many codes of each label are in each state. Reads the whole series."""
    return counted(letters(store, series))


def counted(known: list[Record]) -> dict[str, Counter[str]]:
    """How many of these codes of each label are in each state."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in known:
        found[one["label"]][one["state"]] += 1
    return dict(sorted(found.items()))


def known_of(store: Store, series: str, serial: int) -> tuple[str, Record]:
    """The code of a serial number, with its partition. Raises NotIssued."""
    found = find(store, series, {serial}).get(serial)
    if found is None:
        raise NotIssued(f"Aucun code n’a le n° {serial}. Relisez le numéro de la lettre.")
    return found


def add(records: Records, shard: str, mark: str, serial: int, label: str, **more: Any) -> Record:
    """Keep a code by its hash."""
    new = {"serial": serial, "label": label, "state": ISSUED, "replaces": 0, "replaced": 0, **more}
    made = records.add(shard, TABLE, **new)
    records.claim(shard, TABLE, mark, made["id"])
    return made


def _last(records: Records, partition: str) -> int:
    return int(next((one["last"] for one in records.find(partition, COUNTER)), 0))


def _count_to(records: Records, partition: str, last: int) -> None:
    known = records.find(partition, COUNTER)
    if known:
        records.update(partition, COUNTER, known[0]["id"], last=last)
    else:
        records.add(partition, COUNTER, last=last)


def _note_alone(store: Store, series: str, verb: str, by: By, **facts: object) -> None:
    with store.transaction(numbers_of(series)) as records:
        note(records, series, verb, by, **facts)


def note(records: Records, series: str, verb: str, by: By, **facts: object) -> None:
    """A line in the journal of the series."""
    records.note(numbers_of(series), verb, agent=by.agent, channel=by.channel, **facts)  # type: ignore[arg-type]
