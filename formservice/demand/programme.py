"""What the town offered, noted while the site says it: an editor's file goes, what is known of its dates stays.

A line for each session, each cycle and each half day of slots, by activity and month. Without it nobody could say
next season how many seats there were in this one.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from formservice.agenda.slots import on_day, open_days
from formservice.agenda.units import Unit, units_of
from formservice.catalogue import Activity, Catalogue
from formservice.demand.model import Offer, half_id, half_of
from formservice.service import Service

PREFIX, TABLE = "programme", "offers"
NOTED = "programme_noted"
"""The setting that says which release was noted, and on which day."""
Line = dict[str, Any]


def partition_of(code: str, day: date) -> str:
    """Where what an activity offers in a month is."""
    return f"{PREFIX}/{code}-{day:%Y-%m}"


def note(app: Service) -> int:
    """Note what the site offers, once a day and once a release; how many lines changed."""
    release, today = app.releases.current(), app.clock.today()
    seen = f"{release.folder.resolve().name} {today}"
    if app.store.get_setting(NOTED) == seen:
        return 0
    now, changed = app.clock.wall(), 0
    by_place: dict[str, dict[str, Line]] = defaultdict(dict)
    for offer in offers_of(release.catalogue, now):
        by_place[partition_of(offer.code, offer.start.date())][offer.id] = written(offer)
    known = set(app.store.partitions(f"{PREFIX}/"))
    for partition in sorted(known | set(by_place)):
        # A month that is over and that no file speaks of any more is history.
        if partition in by_place or partition[-7:] >= f"{today:%Y-%m}":
            changed += _note(app, partition, by_place.get(partition, {}), now)
    app.store.set_setting(NOTED, seen)
    return changed


def _note(app: Service, partition: str, wanted: dict[str, Line], now: datetime) -> int:
    """Make one month say what the site says; what began stays, even when its file is gone."""
    if differs(app.store.read(partition).find(partition, TABLE), wanted, now) == ([], [], []):
        return 0
    with app.store.transaction(partition) as records:
        new, other, gone = differs(records.find(partition, TABLE), wanted, now)
        for line in new:
            records.add(partition, TABLE, **line)
        for id, line in other:
            records.update(partition, TABLE, id, **line)
        for id in gone:
            records.remove(partition, TABLE, id)
    return len(new) + len(other) + len(gone)


def differs(
    found: list[Line], wanted: dict[str, Line], now: datetime
) -> tuple[list[Line], list[tuple[str, Line]], list[str]]:
    """(lines to add, lines to change by the id of their record, records to remove)."""
    known = {one["offer"]: one for one in found}
    new = [line for id, line in wanted.items() if id not in known]
    other = [
        (known[id]["id"], line)
        for id, line in wanted.items()
        if id in known and _may_change(known[id], line, now)
        and any(known[id].get(name) != value for name, value in line.items())
    ]  # fmt: skip
    gone = [one["id"] for id, one in known.items() if id not in wanted and one["start"] > now.isoformat()]
    return new, other, gone


def _may_change(known: Line, line: Line, now: datetime) -> bool:
    """What took place stays as it was, whatever becomes of its file, unless it was called off or put off after all."""
    put_off = line["start"] > now.isoformat()
    return bool(known["start"] > now.isoformat() or put_off or (line["cancelled"] and not known["cancelled"]))


def offers_of(catalogue: Catalogue, now: datetime) -> Iterator[Offer]:
    """What the site offers with a booking: every session, and the days of slots that are open."""
    for activity in catalogue.activities:
        place = catalogue.place(activity.place).title
        yield from (_of_unit(unit, place) for unit in units_of(activity))
        if activity.slot:
            for day in open_days(activity, now):
                yield from _of_day(on_day(activity, day), place)


def _of_unit(unit: Unit, place: str) -> Offer:
    one = unit.activity
    dates = {} if unit.cancelled else {session.id: session.start for session in unit.living}
    return Offer(
        unit.id, one.code, one.title, one.theme or "", one.level, place, unit.start, unit.end,
        0 if unit.cancelled else unit.capacity, bool(unit.cancelled), False, dates,
    )  # fmt: skip


def _of_day(activity: Activity, place: str) -> Iterator[Offer]:
    """One offer for each half day that has slots."""
    by_half: dict[str, list[Unit]] = defaultdict(list)
    for unit in units_of(activity):
        if not unit.cancelled:
            by_half[half_of(unit.start)].append(unit)
    for units in by_half.values():
        yield Offer(
            half_id(activity.code, units[0].start), activity.code, activity.title, activity.theme or "",
            activity.level, place, units[0].start, units[-1].end, sum(unit.capacity for unit in units), slots=True,
        )  # fmt: skip


def written(offer: Offer) -> Line:
    """An offer as it is kept."""
    return {
        "offer": offer.id, "code": offer.code, "title": offer.title, "theme": offer.theme, "level": offer.level,
        "place": offer.place, "start": offer.start.isoformat(), "end": offer.end.isoformat(), "seats": offer.seats,
        "cancelled": offer.cancelled, "slots": offer.slots,
        "dates": {id: start.isoformat() for id, start in offer.dates.items()},
    }  # fmt: skip


def read(line: Line) -> Offer:
    """A kept line as an offer."""
    moment = datetime.fromisoformat
    return Offer(
        line["offer"], line["code"], line["title"], line["theme"], line["level"], line["place"], moment(line["start"]),
        moment(line["end"]), line["seats"], line["cancelled"], line["slots"],
        {id: moment(start) for id, start in line["dates"].items()},
    )  # fmt: skip


def kept(app: Service, first: date, until: date) -> list[Offer]:
    """What was noted of the months from `first` to the day before `until`, by start."""
    months = f"{first:%Y-%m}", f"{until:%Y-%m}"
    partitions = [one for one in app.store.partitions(f"{PREFIX}/") if months[0] <= one[-7:] <= months[1]]
    lines = (line for one in partitions for line in app.store.read(one).find(one, TABLE))
    found = (offer for offer in map(read, lines) if first <= offer.start.date() < until)
    return sorted(found, key=lambda offer: (offer.start, offer.id))
