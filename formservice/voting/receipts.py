"""Receipts: that a vote came, by which channel, on which day. Never whose, never what.

They make the last button harmless when it is pressed twice, and give each voter a number to keep. Nothing in one
leads to the box: its part and its name are drawn from the key of the form. That of a mark made by an agent, on which no
ballot hangs, says by which agent, and proves whose it is to who types the person again.
"""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from formservice.clock import UTC
from formservice.handlers import Entry
from formservice.storage import Record, Records

TABLE, PREFIX = "receipts", "receipt"
VOTED, UNDONE = "voted", "undone"
"""A vote came; an agent took back a mark made on the roll by mistake."""


def digest(key: str) -> str:
    """What a receipt is known by instead of a person: a hash of the key of its form, which is drawn at random."""
    return hashlib.sha256(f"receipt|{key}".encode()).hexdigest()[:32]


def partition_of(code: str, key: str) -> str:
    """Where the receipt of a form is: one of 256 parts."""
    return f"{PREFIX}/{code}/{digest(key)[:2]}"


def add(records: Records, entry: Entry, zone: ZoneInfo, reference: str, proof: str = "") -> Record:
    """Keep that a vote came, dated of the close: its hour would tell whose it is."""
    page = entry.page
    phase = page.edition.phase("vote")
    close: datetime = phase.until.replace(tzinfo=zone).astimezone(UTC)
    partition = partition_of(page.edition.code, entry.key)
    told = {
        "title": page.edition.title, "code": page.edition.code, "url": page.edition.url, "when": "", "place": "",
        "address": "",
    }  # fmt: skip
    return records.add(
        partition, TABLE, state=VOTED, key=digest(entry.key), reference=reference, channel=entry.channel,
        day=entry.now.date().isoformat(), at=close.isoformat(timespec="seconds"), person=digest(entry.key), answers={},
        told=told, token_version=1, finished=False, rules=page.edition.rules.version,
        by=entry.agent or "", proof=proof,
        doubt=list(entry.doubt),
    )  # fmt: skip
