"""Making a record anonymous: when a person asks, at the end of its time, and again after a restore.

One way for all three. A record that is counted stays without its person; one that only served a person goes, with
what they hold, the letters and the calls about it. Nobody waits, or holds a seat, without a name: what still lives
ends. What must stay erased is listed in the same transaction, naming nobody.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from formservice import telling
from formservice.agenda import refusals, rules, signups, wishes
from formservice.catalogue.french import typeset
from formservice.identity import HOLDS, person_partition
from formservice.participation import erasing, staging
from formservice.storage import MOST_RECORDS, Record, Records, Store, StoreError

IDEAS = "ideas"
LISTS, LIST = "erasures/", "erased"
"""A partition for each month, and its table: `partition`, `table`, `record`, `fields` (None: all of the answers), the
date `on`, and the partitions `touched`, whose former copies must go."""

ENDED_BY_HAND = {"loans": ("requested", "ready"), "questions": ("asked", "in_hand")}
"""What lives of the resource centre, and ends with its person; a document that is out comes back first."""


@dataclass(frozen=True)
class Erasure:
    """A record to make anonymous. `fields`: only these answers; None: all of them."""

    partition: str
    table: str
    record: str
    fields: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Gone:
    """How much went. Nothing when the record was anonymous already, or is not there."""

    answers: int = 0
    holds: int = 0
    letters: int = 0


def erase(
    store: Store, what: Erasure, verb: str, agent: str, on: date | None, bound: Callable[[Record], str] | None = None
) -> Gone | None:
    """Make the record anonymous and note it; list it under that date, unless it is listed (None). None: nothing to do.

    `bound` says why the record, as it is at that moment, must keep its person: StoreError.
    Former copies of these partitions still hold it: `Store.forget` them afterwards.
    """
    holders = holders_of(store, what)
    shelf = [shelf_of(store, on)] if on else []
    with store.transaction(what.partition, *holders, *shelf, *photo_shards(store, what)) as records:
        now = records.get(what.partition, what.table, what.record)
        if now is None or is_anonymous(now, what.fields):
            return None
        if bound and (why := bound(now)):
            raise StoreError(typeset(why))
        gone = take_away(records, what, now, holders, on)
        if on:
            records.add(
                shelf[0], LIST, partition=what.partition, table=what.table, record=what.record,
                fields=what.fields, on=on.isoformat(), touched=[what.partition, *holders],
            )  # fmt: skip
        records.note(what.partition, verb, agent=agent, channel="cli", record=what.record, fields=gone.answers)
    return gone


def is_anonymous(record: Record, fields: tuple[str, ...] | None = None) -> bool:
    """Whether nothing is left to erase."""
    if "answers" not in record:
        return False
    known = any(record.get(name) for name in ("person", "key")) or (fields is None and erasing.is_signed(record))
    return not (known or unspoken(record, fields)) and blanked(record, fields) == record["answers"]


def blanked(record: Record, fields: tuple[str, ...] | None) -> dict[str, Any]:
    """The answers that stay."""
    return {} if fields is None else {name: said for name, said in record["answers"].items() if name not in fields}


def unspoken(record: Record, fields: tuple[str, ...] | None) -> Record:
    """What changes of the answers to a questionnaire: what was written goes, the quartier too; choices stay counted."""
    texts = record.get("texts")
    nowhere: Record = {"quartier": ""} if record.get("quartier") and "quartier" in (fields or ()) else {}
    if not texts or fields is not None and not any(f"q_{id}" in fields for id in texts):
        return nowhere
    said = {id: words for id, words in record["said"].items() if id not in texts}
    return nowhere | {"said": said, "texts": [], "read": {id: one | {"text": ""} for id, one in record["read"].items()}}


def take_away(records: Records, what: Erasure, now: Record, holders: list[str], on: date | None) -> Gone:
    """Blank a record that has answers, remove any other; and what hangs on it."""
    answers = len(now.get("answers", {}))
    if "answers" in now:
        kept, unsaid = blanked(now, what.fields), unspoken(now, what.fields)
        answers += (len(now["texts"]) if unsaid else 0) - len(kept)
        empty: Record = {name: "" for name in ("person", "key", "answer") if name in now}
        if what.table == IDEAS:
            empty |= erasing.blanks(now, what.fields)
            if photo := erasing.photo_of(now):
                staging.drop(records, photo)
        empty |= unsaid | ended(what, now, on)
        records.update(what.partition, what.table, what.record, answers=kept, **empty)
    holds = [
        (holder, hold["id"])
        for holder in holders
        for hold in records.find(holder, HOLDS)
        if what.record in hold.values()
    ]
    for holder, hold in holds:
        records.remove(holder, HOLDS, hold)
    if what.fields is None:
        for holder in holders:
            # Asked to be erased: that the person came is forgotten too. At the end of its time, it has its own.
            for line in records.find(holder, signups.ATTENDED, person=now["person"]):
                records.remove(holder, signups.ATTENDED, line["id"])
            refusals.drop_all(records, holder, now["person"])
    telling.drop_calls(records, what.partition, what.record)
    letters = [letter["id"] for letter in records.find(what.partition, "outbox") if is_about(letter, now)]
    for letter in letters:
        records.remove(what.partition, "outbox", letter)
    if "answers" not in now:
        records.remove(what.partition, what.table, what.record)
    return Gone(answers, len(holds), len(letters))


def ended(what: Erasure, now: Record, on: date | None) -> Record:
    """What ends with the person: their rank, their seat. A session whose time is over stays counted as it was."""
    if what.table == wishes.TABLE and now["state"] in (wishes.WAITING, wishes.OFFERED):
        return {"state": wishes.CANCELLED}
    if what.table in ENDED_BY_HAND and now["state"] in ENDED_BY_HAND[what.table]:
        return {"state": rules.CANCELLED, "until": None, "ended": on.isoformat() if on else now["at"][:10]}
    if what.table != signups.TABLE or now["state"] not in rules.LIVING:
        return {}
    if what.fields is None or (on and now["told"]["end"] >= on.isoformat()):
        return {"state": rules.CANCELLED, "offer": None}
    return {}


def is_about(letter: Record, record: Record) -> bool:
    """Whether a letter names this record, by its id or its reference. Two people may share an address."""
    text = json.dumps(letter)
    return any(name in text for name in (record["id"], record.get("reference")) if name)


def photo_shards(store: Store, what: Erasure) -> list[str]:
    """The partition where it is said that a photo goes with its author; none when it stays."""
    record = store.read(what.partition).get(what.partition, what.table, what.record) if what.table == IDEAS else None
    photo = erasing.photo_of(record) if record else ""
    return [staging.partition_of(photo)] if photo else []


def holders_of(store: Store, what: Erasure) -> list[str]:
    """The partition where it is known what the person of a record holds."""
    record = store.read(what.partition).get(what.partition, what.table, what.record)
    person = record and record.get("person")
    return [person_partition(person)] if person else []


def shelf_of(store: Store, on: date) -> str:
    """The list of that month which has room left."""
    for number in count(1):
        name = f"{LISTS}{on:%Y-%m}{f'-{number}' if number > 1 else ''}"
        if len(store.read(name).find(name, LIST)) < MOST_RECORDS:
            return name
    raise AssertionError


def erase_again(target: Store, listing: Store) -> int:
    """Make anonymous what `listing` says erased and that the target still holds; how many records that were."""
    done, touched = 0, set[str]()
    for _, line in listing.search(LISTS, LIST):
        fields = line.get("fields")
        what = Erasure(line["partition"], line["table"], line["record"], None if fields is None else tuple(fields))
        on = None if listing is target else date.fromisoformat(line["on"])
        touched |= {what.partition, *holders_of(target, what)}
        done += erase(target, what, "erased-again", "restore", on) is not None
    # Cut short after the last erasure, it is for the next one to drop the copies.
    for partition in sorted(touched & set(target.partitions())):
        target.forget(partition)
    return done


def forget_since(store: Store, since: str) -> list[str]:
    """Drop the former copies of what was erased from that date on: whoever erased may have been cut short.
    Says what could not be done."""
    lines, troubles = (line for _, line in store.search(LISTS, LIST) if line["on"] >= since), []
    for partition in sorted({name for line in lines for name in line["touched"]}):
        try:
            store.forget(partition)
        except StoreError as error:
            troubles.append(str(error))
    return troubles
