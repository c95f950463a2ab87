"""How many letters leave: few to one address, whoever gave it, and no more in an hour than the town's server takes.

Counted in the store, under a keyed hash: no address is kept.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any

from formservice.storage import Records, Store

PER_ADDRESS = 6
"""Letters to one address in a day. More is a helper with many friends, or a stranger being flooded."""
DAY, HOUR = 24 * 3600, 3600
ALL = "letters/all"
TABLE = "leaving"


def place(store: Store, address: str) -> tuple[str, str]:
    """(partition, hash) of an address."""
    key: str = store.ensure_setting("letters_key", lambda: secrets.token_hex(32))
    line = hmac.new(bytes.fromhex(key), address.casefold().encode(), hashlib.sha256).hexdigest()[:32]
    return f"letters/{line[:2]}", line


def count(records: Records, partition: str, line: str, now: datetime) -> bool:
    """Count one more letter to an address; False, counting nothing, when it has had its number of the day."""
    moment = now.timestamp()
    times: dict[str, list[float]] = {}
    for row in records.find(partition, TABLE):
        recent = [one for one in row["times"] if moment - DAY < one <= moment]
        times[row["line"]] = recent
        if not recent:
            records.remove(partition, TABLE, row["id"])
    mine = times.get(line, [])
    if len(mine) >= PER_ADDRESS:
        return False
    _keep(records, partition, line, [*mine, moment])
    return True


def _keep(records: Records, partition: str, line: str, times: list[float]) -> None:
    rows = records.find(partition, TABLE, line=line)
    if rows:
        records.update(partition, TABLE, rows[0]["id"], times=times)
    else:
        records.add(partition, TABLE, line=line, times=times)


def count_hour(records: Records, most: int, now: datetime) -> bool:
    """Count one more letter of this hour; False, counting nothing, when the hour is full."""
    hour = int(now.timestamp()) // HOUR
    row = _hour(records)
    sent = row["count"] if row and row["hour"] == hour else 0
    if sent >= most:
        return False
    if row:
        records.update(ALL, TABLE, row["id"], hour=hour, count=sent + 1)
    else:
        records.add(ALL, TABLE, hour=hour, count=1)
    return True


def _hour(records: Records) -> dict[str, Any] | None:
    return next(iter(records.find(ALL, TABLE)), None)
