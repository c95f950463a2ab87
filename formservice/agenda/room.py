"""Room in a partition: those who ended long ago make way, so that nobody fills a session by coming and going."""

from formservice.agenda import rules
from formservice.storage import MOST_RECORDS, Records

SPARE, SHARE = 60, 20
"""Records kept free for what must still be written; how many old ones go at once."""
ENDED = {"signups": (rules.CANCELLED, rules.LAPSED), "wishes": ("done", "cancelled")}
"""Per table, the states that nobody waits for and no link leads through."""
OTHERS = ("calls", "outbox")


def make(records: Records, partition: str) -> None:
    """Let the oldest of those that ended go, when the partition is nearly full. Their lines stay in the journal."""
    found = {table: records.find(partition, table) for table in ENDED}
    held = sum(map(len, found.values())) + sum(len(records.find(partition, table)) for table in OTHERS)
    if held < MOST_RECORDS - SPARE:
        return
    ended = [
        (one["seq"], table, one["id"]) for table, ones in found.items() for one in ones if one["state"] in ENDED[table]
    ]
    for _, table, id in sorted(ended)[:SHARE]:
        records.remove(partition, table, id)
        records.note(partition, "forget", record=id)
