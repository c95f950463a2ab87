"""Numbers of sheets and of batches: drawn from the service, so that each is known and none is given twice."""

from formservice.refusal import Refused
from formservice.storage import Store
from formservice.voting.elections import partition_of

TABLE = "numbers"
REMEMBERED = 40
"""Forms whose numbers are remembered: a button pressed twice gives the same."""


class NotDone(Refused):
    """What an agent asked was not done; the text says why, and what to do."""

    reason = "refused"


def reserve(store: Store, code: str, what: str, key: str, count: int, most: int) -> int:
    """The first of `count` numbers, the same for the same `key`. Raises NotDone beyond `most`."""
    partition = partition_of(code)
    with store.transaction(partition) as records:
        found = records.find(partition, TABLE, what=what)
        kept = found[0] if found else records.add(partition, TABLE, what=what, last=0, given=[])
        before = next((first for given, first in kept["given"] if given == key), None)
        if before is not None:
            return int(before)
        first = int(kept["last"]) + 1
        if first + count - 1 > most:
            raise NotDone(f"Il y en a déjà {kept['last']}, et {most} au plus pour un vote.")
        given = [*kept["given"], [key, first]][-REMEMBERED:]
        records.update(partition, TABLE, kept["id"], last=first + count - 1, given=given)
    return first
