"""The roll of an edition: who has spent a right, how many times, by which channel, on which day. Nothing else.

One mechanism for what is capped (proposals) and for what is given once (an answer, a vote), whatever the channel.
A person is a keyed hash under the edition's own key: once the key is destroyed, the roll tells of nobody.
The right is spent in the transaction that keeps what it was spent for: both stand, or neither.
"""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from formservice.participation.identity import compared
from formservice.refusal import Refused
from formservice.storage import Record, Records, Store, View

TABLE = "rights"


@dataclass(frozen=True)
class Right:
    """What may be spent: the edition's name (`BP-2027-vote`), whom it compares, how many times. 0 sets no limit."""

    edition: str
    scheme: str
    most: int = 1


class Spent(Refused):
    """The right was used up. `uses`: (channel, ISO day) of each time, for the page and for the agent."""

    reason = "spent"

    def __init__(self, uses: list[tuple[str, str]]):
        self.uses = uses
        super().__init__("")


def mark_of(store: Store, right: Right, answers: Mapping[str, str]) -> str | None:
    """The keyed hash of a person in this edition; None when the edition compares nobody. Raises Unidentified."""
    told = compared(right.scheme, answers)
    if told is None:
        return None
    key: str = store.ensure_setting(key_of(right.edition), lambda: secrets.token_hex(32))
    return hmac.new(bytes.fromhex(key), told.encode(), hashlib.sha256).hexdigest()


def proof_of(store: Store, right: Right, mark: str, text: str) -> str:
    """What shows that a text was given to a person, to who has both in hand and to the key of the roll alone."""
    key: str = store.ensure_setting(key_of(right.edition), lambda: secrets.token_hex(32))
    return hmac.new(bytes.fromhex(key), f"{mark}|{text}".encode(), hashlib.sha256).hexdigest()


def key_of(edition: str) -> str:
    """The setting that holds the key of a roll: once dropped, nobody is recognised in it any more."""
    return f"roll-{edition.lower()}"


def partition_of(right: Right, mark: str) -> str:
    """The shard of the roll where a person is: one of 256."""
    return f"roll/{right.edition}/{mark[:2]}"


def uses(view: View, right: Right, mark: str) -> list[tuple[str, str]]:
    """(channel, ISO day) of each time the right was spent."""
    record = _find(view, partition_of(right, mark), mark)
    return [(channel, day) for channel, day in record["uses"]] if record else []


def check(view: View, right: Right, mark: str | None) -> None:
    """Raise Spent when nothing is left of the right."""
    if mark and right.most and len(found := uses(view, right, mark)) >= right.most:
        raise Spent(found)


def spend(records: Records, right: Right, mark: str | None, channel: str, day: str) -> None:
    """Spend it once, in the transaction that holds `partition_of`. Raises Spent: then nothing is kept."""
    check(records, right, mark)
    if mark is None:
        return
    partition, use = partition_of(right, mark), [channel, day]
    record = _find(records, partition, mark)
    if record:
        records.update(partition, TABLE, record["id"], uses=[*record["uses"], use])
    else:
        made = records.add(partition, TABLE, uses=[use])
        records.claim(partition, TABLE, mark, made["id"])


def give_back(records: Records, right: Right, mark: str | None, channel: str, day: str) -> bool:
    """Undo one use of that channel and day: what it was spent for was withdrawn. False when there is none."""
    record = _find(records, partition_of(right, mark), mark) if mark else None
    if record is None or [channel, day] not in record["uses"]:
        return False
    left = list(record["uses"])
    left.remove([channel, day])
    records.update(partition_of(right, mark or ""), TABLE, record["id"], uses=left)
    return True


def totals(store: Store, right: Right) -> Counter[str]:
    """How many times the right was spent, by channel. Reads the whole roll."""
    found = store.export(f"roll/{right.edition}/", TABLE)
    return Counter(channel for _, record in found for channel, _ in record["uses"])


def _find(view: View, partition: str, mark: str) -> Record | None:
    holder = view.holder(partition, TABLE, mark)
    return view.get(partition, TABLE, holder) if holder else None
