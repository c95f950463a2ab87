"""Who found no seat and no room on the list: noted with the person, so that demand is counted and nobody twice.

A line for each person and each session. It goes as soon as the person gets in, and after two years, when no
season that is shown counts it any more; three months after the session nobody is known behind it.
"""

from datetime import timedelta
from typing import Any

from formservice.agenda import rules
from formservice.agenda.units import Unit, partition_of
from formservice.handlers import Entry
from formservice.identity import HOLDS, person_partition
from formservice.service import Service
from formservice.storage import Records

TABLE = "refusals"
MOST = 60
"""Lines of one part of the people: the oldest make way, so that no flood keeps a seat from being booked."""
KEPT, KNOWN = timedelta(days=800), timedelta(days=92)
"""How long a line is kept after it was made, and its person known after the session."""


def note(app: Service, unit: Unit, entry: Entry) -> None:
    """Note that a party was told « complet ». Again for the same session changes nothing."""
    if not entry.person:
        return
    place = app.releases.current().catalogue.place(unit.activity.place).title
    shard = person_partition(entry.person)
    with app.store.transaction(shard) as records:
        found, where = records.find(shard, TABLE), partition_of(unit.id)
        asked = (*found, *records.find(shard, HOLDS))
        # Who holds an hour of the day, or was told so before, is not counted twice.
        if any(one["person"] == entry.person and partition_of(one["unit"]) == where for one in asked if "unit" in one):
            return
        for old in found[: max(0, len(found) + 1 - MOST)]:
            records.remove(shard, TABLE, old["id"])
        records.add(
            shard, TABLE, person=entry.person, unit=unit.id, start=unit.start.isoformat(), end=unit.end.isoformat(),
            title=unit.activity.title, place=place, party=rules.party_of(entry.answers), channel=entry.channel,
            at=entry.at, settled="",
        )  # fmt: skip


def drop(records: Records, person: str, unit_id: str) -> None:
    """The person got in after all, at this hour of the day or at another: in the transaction that lets them in."""
    shard, where = person_partition(person), partition_of(unit_id)
    for line in records.find(shard, TABLE, person=person):
        if partition_of(line["unit"]) == where:
            records.remove(shard, TABLE, line["id"])


def drop_all(records: Records, shard: str, person: str) -> None:
    """All that is kept of a person who asks to be erased."""
    for line in records.find(shard, TABLE, person=person):
        records.remove(shard, TABLE, line["id"])


def kept(app: Service) -> list[tuple[str, dict[str, Any]]]:
    """Every line, with its part of the people."""
    return list(app.store.search("person/", TABLE))


def forget(app: Service) -> int:
    """Three months after the session nobody is known any more; after two years the line goes. How many changed."""
    now, wall = app.clock.utc(), app.clock.wall()
    old, past = (now - KEPT).isoformat(), (wall - KNOWN).isoformat()
    found = list(
        app.store.search("person/", TABLE, lambda one: one["at"] < old or (one["person"] and one["start"] < past))
    )
    for shard, line in found:
        with app.store.transaction(shard) as records:
            if records.get(shard, TABLE, line["id"]) is None:
                continue
            if line["at"] < old:
                records.remove(shard, TABLE, line["id"])
            else:
                records.update(shard, TABLE, line["id"], person="")
    return len(found)
