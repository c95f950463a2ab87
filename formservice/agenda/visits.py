"""The drop-in counter: how many came without an appointment, by theme and by day. No name is kept.

A press carries a key, so that a double click counts once, and may be undone by who made it.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date

from formservice.service import Service
from formservice.storage import Records

TABLE, STEPS = "visits", "steps"
KEPT = 30
"""The last presses, kept to be known again and undone."""
OTHER = "autre"
"""A question of none of the town's themes."""


def partition_of(code: str, day: date) -> str:
    """Where a month of an activity is counted."""
    return f"counter/{code}-{day:%Y-%m}"


def count(app: Service, code: str, theme: str, key: str, agent: str) -> bool:
    """Count one visit; False for a press that was counted already."""
    day = app.clock.today()
    partition = partition_of(code, day)
    with app.store.transaction(partition) as records:
        steps = records.find(partition, STEPS)
        if any(step["key"] == key for step in steps):
            return False
        for old in steps[: max(0, len(steps) + 1 - KEPT)]:
            records.remove(partition, STEPS, old["id"])
        records.add(partition, STEPS, day=day.isoformat(), theme=theme, key=key, agent=agent, undone=False)
        _add(records, partition, day.isoformat(), theme, 1)
        return True


def undo(app: Service, code: str, key: str, agent: str) -> bool:
    """Take back a press of this agent's; False when it was taken back already, or is too old."""
    partition = partition_of(code, app.clock.today())
    with app.store.transaction(partition) as records:
        step = next(iter(records.find(partition, STEPS, key=key, agent=agent, undone=False)), None)
        if step is None:
            return False
        records.update(partition, STEPS, step["id"], undone=True)
        _add(records, partition, step["day"], step["theme"], -1)
        records.note(partition, "visit-undo", agent=agent, channel="counter", record=step["id"], theme=step["theme"])
        return True


def last(app: Service, code: str, agent: str) -> dict[str, str] | None:
    """The last press of this agent's today that stands."""
    day = app.clock.today()
    partition = partition_of(code, day)
    found = app.store.read(partition).find(partition, STEPS, agent=agent, day=day.isoformat(), undone=False)
    return found[-1] if found else None


def tally(app: Service, code: str) -> tuple[Counter[str], Counter[str]]:
    """Visits by theme: of today, and of the month."""
    day = app.clock.today()
    partition = partition_of(code, day)
    today, month = Counter[str](), Counter[str]()
    for line in app.store.read(partition).find(partition, TABLE):
        month[line["theme"]] += line["count"]
        today[line["theme"]] += line["count"] if line["day"] == day.isoformat() else 0
    return today, month


def monthly(app: Service, months: Collection[str]) -> dict[str, Counter[str]]:
    """Visits to all activities by theme, for each of these months (`2026-12`) that has any."""
    found: dict[str, Counter[str]] = {}
    for partition in app.store.partitions("counter/"):
        if (month := partition[-7:]) in months:
            for line in app.store.read(partition).find(partition, TABLE):
                found.setdefault(month, Counter())[line["theme"]] += line["count"]
    return found


def _add(records: Records, partition: str, day: str, theme: str, number: int) -> None:
    line = next(iter(records.find(partition, TABLE, day=day, theme=theme)), None)
    if line is None:
        records.add(partition, TABLE, day=day, theme=theme, count=number)
    else:
        records.update(partition, TABLE, line["id"], count=line["count"] + number)
