"""A brake on who tries codes: so many that are not ours, from one connection, and no more are looked at for a while.

A code copied wrong is told by its last letter and is not counted here. Counted by household and by quarter of an hour,
under a keyed hash: no address is kept. The town's own networks are not counted: the public computers share one address.
"""

from flask import Request

from formservice import doubt
from formservice.service import Service
from formservice.storage import Records, StoreError

TABLE = "guesses"
MOST = 10
"""Codes that are not ours, in a window, above which no code of that connection is looked up before the next."""
A_DAY = 24 * 3600 // doubt.WINDOW
"""Windows of a day: what is older helps nobody."""
LINES = 400
"""Lines a partition may hold before the oldest go."""


def too_many(app: Service, request: Request) -> bool:
    """Whether this household tried too many codes in this window."""
    key = doubt.marked(app, request, "guess")
    if not key:
        return False
    partition = f"guesses/{key[:2]}"
    found = app.store.read(partition).find(partition, TABLE, key=key, window=doubt.window())
    return bool(found) and found[0]["count"] >= MOST


def count(app: Service, request: Request) -> None:
    """Count one more code that is not ours."""
    try:
        key = doubt.marked(app, request, "guess")
        partition = f"guesses/{key[:2]}"
        if key:
            with app.store.transaction(partition) as records:
                _count(records, partition, key)
    except StoreError as error:
        app.logger.error("%s", error)


def forget(app: Service) -> int:
    """Let go of the tries of more than a day ago; how many lines."""
    since, gone = doubt.window() - A_DAY, 0
    for partition in list(app.store.partitions("guesses/")):
        if any(one["window"] < since for one in app.store.read(partition).find(partition, TABLE)):
            with app.store.transaction(partition) as records:
                old = [one for one in records.find(partition, TABLE) if one["window"] < since]
                for one in old:
                    records.remove(partition, TABLE, one["id"])
                gone += len(old)
            app.store.forget(partition)
    return gone


def _count(records: Records, partition: str, key: str) -> None:
    known = records.find(partition, TABLE, key=key, window=doubt.window())
    if known:
        records.update(partition, TABLE, known[0]["id"], count=known[0]["count"] + 1)
        return
    lines = records.find(partition, TABLE)
    over = [one for one in lines if one["window"] < doubt.window()]
    for one in over or lines[: max(0, len(lines) - LINES + 1)]:
        records.remove(partition, TABLE, one["id"])
    records.add(partition, TABLE, key=key, window=doubt.window(), count=1)
