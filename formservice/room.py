"""Room in a partition: those who ended long ago make way, so that nobody fills one by coming and going."""

from formservice.handlers import HANDLERS
from formservice.storage import MOST_RECORDS, Records, View

SPARE, SHARE = 60, 20
"""Records kept free for what must still be written; how many old ones go at once."""
OTHERS = ("calls", "outbox")


def tables() -> list[str]:
    """Every table that a partition of answers may hold."""
    return [*dict.fromkeys(handler.table for handler in HANDLERS.values()), *OTHERS]


def held(view: View, partition: str) -> int:
    """How many records a partition holds."""
    return sum(len(view.find(partition, table)) for table in tables())


def make(records: Records, partition: str) -> None:
    """Let the oldest of those that ended go, when the partition is nearly full. Their lines stay in the journal."""
    if held(records, partition) < MOST_RECORDS - SPARE:
        return
    ended = [
        (one["seq"], handler.table, one["id"])
        for handler in HANDLERS.values()
        for one in records.find(partition, handler.table)
        if one["state"] in handler.over
    ]
    for _, table, id in sorted(ended)[:SHARE]:
        records.remove(partition, table, id)
        records.note(partition, "forget", record=id)
