"""Room in a partition: those who ended long ago make way, so that nobody fills a session by coming and going."""

from formservice.agenda import rules
from formservice.storage import MOST_RECORDS, Records, View

SPARE, SHARE = 60, 20
"""Records kept free for what must still be written; how many old ones go at once."""
ENDED = {"signups": (rules.CANCELLED, rules.LAPSED), "wishes": ("done", "cancelled")}
"""Per table, the states that nobody waits for and no link leads through."""
OTHERS = ("calls", "outbox")


def held(view: View, partition: str) -> int:
    """How many records a partition holds."""
    return sum(len(view.find(partition, table)) for table in (*ENDED, *OTHERS))


def make(records: Records, partition: str) -> None:
    """Let the oldest of those that ended go, when the partition is nearly full. Their lines stay in the journal."""
    if held(records, partition) < MOST_RECORDS - SPARE:
        return
    found = {table: records.find(partition, table) for table in ENDED}
    ended = [
        (one["seq"], table, one["id"]) for table, ones in found.items() for one in ones if one["state"] in ENDED[table]
    ]
    for _, table, id in sorted(ended)[:SHARE]:
        records.remove(partition, table, id)
        records.note(partition, "forget", record=id)
